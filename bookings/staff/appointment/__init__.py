"""One appointment, and changing it."""
