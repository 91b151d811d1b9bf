"""What is said, in which letters."""
