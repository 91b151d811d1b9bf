"""A copy of everything that is kept, sealed, and bringing it back on an empty machine."""
