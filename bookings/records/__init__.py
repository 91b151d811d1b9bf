"""How facts are written, and what the database refuses."""
