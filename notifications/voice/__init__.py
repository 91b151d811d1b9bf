"""The telephone line: a pure script, and what carries it out."""
