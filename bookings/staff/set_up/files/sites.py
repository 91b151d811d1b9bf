"""A line about a site, its rooms and its machines."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bookings.staff.set_up.asked import Asked
from bookings.staff.set_up.files.answers import Answers, several
from bookings.staff.set_up.files.line import Done, Fate, LineRefused, called, organisation_of, stored
from bookings.staff.set_up.kinds import EQUIPMENT, ROOMS, SITES, Kind
from mediation.access import Reach
from mediation.models import Site

KEY = ("structure", "nom")
# (column, kind, the answer with how many)
_PARTS = (("salles", ROOMS, "places"), ("machines", EQUIPMENT, "count"))


def write(answers: Answers, reach: Reach, now: datetime) -> Done:
    """Makes or changes the site of that name. What the line leaves out stays as it is. Raises `LineRefused`."""
    owner = organisation_of(answers, reach)
    if owner is None:
        raise LineRefused
    known = called(SITES.rows(reach).filter(organisation=owner), answers.cell("nom"))
    if len(known) > 1:
        answers.refuse("nom", _("plusieurs lieux portent ce nom"))
        raise LineRefused
    postcode = answers.cell("code_postal")
    # A spreadsheet takes a postcode for a number, and its first zero away.
    padded = {"postcode": f"0{postcode}"} if len(postcode) == 4 and postcode.isdigit() else {}
    row = known[0] if known else None
    # Its name stays as it is written on the page.
    named = {"name": row.name} if row is not None else {}
    site, fate = stored(Asked(SITES, reach), row, answers, organisation=str(owner.pk), **padded, **named)
    changed = [_parts(site, reach, answers, *part) for part in _PARTS]
    if answers.faults:
        raise LineRefused
    return Done(Fate.CORRECTED if fate == Fate.SAME and any(changed) else fate, site.pk)


def _parts(site: Site, reach: Reach, answers: Answers, column: str, kind: Kind, number: str) -> bool:
    """Makes or changes the parts that a cell names, "Grande salle : 2 ; Bureau"; those it does not name stay."""
    asked, changed = Asked(kind, reach, site), False
    for said in several(answers.cell(column)):
        name, _colon, count = said.rpartition(":") if ":" in said else (said, "", "1")
        known = called(kind.rows(reach).filter(site=site), name)
        row: Any = known[0] if known else None
        cells = {"name": row.name if row is not None else name.strip(), number: count.strip()}
        part = Answers(cells, {"name": "name", number: number})
        try:
            changed = stored(asked, row, part)[1] != Fate.SAME or changed
        except LineRefused:
            for _column, why in part.faults:
                answers.refuse(column, f"{name.strip()}\u00a0: {why}")
    return changed
