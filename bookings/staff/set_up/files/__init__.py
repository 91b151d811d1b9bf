"""Places, people and openings from a file: looked at line by line, then written."""
