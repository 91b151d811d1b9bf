"""What was achieved, in numbers that each say of what they are a part: counted once a day, read in a moment."""
