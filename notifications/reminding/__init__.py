"""Reminders: the rules, who set them, and the page where they are set. The sweep is `notifications/reminding/compose.py`."""
