"""What reads the results of the rules, and decides nothing."""
