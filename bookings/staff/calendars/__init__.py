"""Calendars elsewhere: the feeds one opens, and one's own calendar that is read for busy times."""
