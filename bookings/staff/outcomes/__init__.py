"""What a session achieved, noted in a few taps."""
