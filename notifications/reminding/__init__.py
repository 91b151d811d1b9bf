"""Reminders: who set them, the page where they are set, and the sweep (`notifications/reminding/compose.py`)."""
