"""Opening hours: read (`reading`), and guessed at where people wrote them their own way (`meant`, `words`). Pure."""

from mediation.hours.reading import LONGEST, NotUnderstood, is_open, is_understood, speaks_of, tidied, week

__all__ = ["LONGEST", "NotUnderstood", "is_open", "is_understood", "speaks_of", "tidied", "week"]
