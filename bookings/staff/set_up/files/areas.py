"""A line about a priority neighbourhood."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from bookings.staff.set_up.asked import Asked
from bookings.staff.set_up.fields import CommuneField
from bookings.staff.set_up.files.answers import Answers, CellRefused
from bookings.staff.set_up.files.line import Done, LineRefused, called, stored
from bookings.staff.set_up.kinds import NEIGHBOURHOODS
from bookings.statistics.merged import of_today
from mediation.access import Reach
from mediation.models import Commune

KEY = ("commune", "nom", "code_insee")


def write(answers: Answers, reach: Reach, now: datetime) -> Done:
    """Makes or changes the neighbourhood of that name in that commune. Raises `LineRefused`."""
    commune = answers.read("code_insee", _of_code) or answers.read("commune", _commune)
    if commune is None:
        if not answers.faults:
            answers.refuse("commune", _("à remplir"))
        raise LineRefused
    known = called(NEIGHBOURHOODS.rows(reach).filter(commune=commune), answers.cell("nom"))
    row = known[0] if known else None
    # Its name stays as it is written on the page; a new one of such a file is a priority one.
    named = {"name": row.name} if row is not None else {}
    new = {"priority": "on"} if row is None and not answers.cell("prioritaire") else {}
    kept, fate = stored(Asked(NEIGHBOURHOODS, reach), row, answers, commune=commune.name, **named, **new)
    return Done(fate, kept.pk)


def _of_code(typed: str) -> Commune:
    """The commune of that INSEE code, or the one that took it in: as the figures are read."""
    code = of_today().get(typed, typed)
    found = Commune.objects.filter(insee_code=code).first()
    if found is None:
        raise CellRefused(_("Cette commune n’est pas dans le territoire."))
    return found


def _commune(typed: str) -> Commune | None:
    try:
        return CommuneField().clean(typed)
    except forms.ValidationError as refused:
        raise CellRefused(" ".join(refused.messages)) from None
