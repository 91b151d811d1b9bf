"""Workshops as the team sees them: planning one, and the sheet of who comes."""
