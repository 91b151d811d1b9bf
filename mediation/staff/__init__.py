"""The team: signing in, the menu, people and their roles."""
