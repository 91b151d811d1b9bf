"""The words an organisation chooses for its own messages; where it chooses none, the standard text."""
