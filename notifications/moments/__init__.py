"""When something may be said. Pure."""
