"""Errors, money, dates and working days: the ground that knows nothing of procurement."""
