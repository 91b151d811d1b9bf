"""Calendars elsewhere: what they read of ours (feeds), and what we read of theirs (busy times)."""
