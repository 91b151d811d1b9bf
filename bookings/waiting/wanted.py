"""The days and times of day somebody waits for, in words."""

from collections.abc import Sequence

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from bookings.waiting.queue import MORNING


def wanted_in_words(weekdays: Sequence[int], parts: Sequence[str]) -> str:
    """`mardi, jeudi, le matin`; `tous les jours`."""
    days = ", ".join(str(WEEKDAYS[day]) for day in sorted(weekdays)) or _("tous les jours")
    if len(parts) != 1:
        return days
    return f"{days}, {_('le matin') if parts[0] == MORNING else _('l’après-midi')}"
