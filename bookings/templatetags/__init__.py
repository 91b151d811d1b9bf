"""Template tags of the booking pages."""
