"""Interpreters who were asked for: to book, booked, not to be found."""
