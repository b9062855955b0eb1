"""What a notice can say, and what it leaves open."""
