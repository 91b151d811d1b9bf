"""What was achieved, for those who answer for it: files to take away."""
