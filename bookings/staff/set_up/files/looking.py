"""A file is received: each line is tried, nothing of it stays, and what would become of it is kept with it."""

import json
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.models import SetUpFile, SetUpLine
from bookings.sheets.columns import plain
from bookings.sheets.reading import Cells, lines_of
from bookings.staff.set_up.files import areas, openings, people, sites
from bookings.staff.set_up.files.answers import Answers
from bookings.staff.set_up.files.columns import ALL, Sheet
from bookings.staff.set_up.files.line import Done, Fate, attempt
from mediation.access import Reach

MOST = 500
"""Lines of one file: each is tried while somebody waits for the page."""
_WRITE: dict[str, Callable[[Answers, Reach, datetime], Done]] = {
    SetUpFile.About.SITES: sites.write,
    SetUpFile.About.PEOPLE: people.write,
    SetUpFile.About.OPENINGS: openings.write,
    SetUpFile.About.AREAS: areas.write,
}
_KEY = {
    SetUpFile.About.SITES: sites.KEY,
    SetUpFile.About.PEOPLE: people.KEY,
    SetUpFile.About.OPENINGS: openings.KEY,
    SetUpFile.About.AREAS: areas.KEY,
}
_SHEET = {sheet.about: sheet for sheet in ALL}
_WOULD = {Fate.CREATED: Fate.CREATE, Fate.CORRECTED: Fate.CORRECT}


def sheet_of(about: str) -> Sheet:
    """The kind of a file."""
    return _SHEET[SetUpFile.About(about)]


def receive(data: bytes, *, sheet: Sheet, reach: Reach, now: datetime) -> SetUpFile:
    """The file with the fate of its lines, all or nothing. Raises `Unreadable`."""
    seen: dict[tuple[str, ...], int] = {}
    found = [
        _looked_at(cells, sheet, seen, reach, now)
        for cells in list(lines_of(data, sheet.columns, passed_over=sheet.passed_over, most=MOST))
    ]
    with transaction.atomic():
        file = SetUpFile.objects.create(
            about=sheet.about, by=reach.user, language=get_language() or "fr", created_at=now
        )
        for line in found:
            line.file = file
        SetUpLine.objects.bulk_create(found)
    return file


def _looked_at(
    cells: Cells, sheet: Sheet, seen: dict[tuple[str, ...], int], reach: Reach, now: datetime
) -> SetUpLine:
    answers = Answers(cells.values, sheet.fields)
    for column in sheet.columns:
        if column.required and not cells.values.get(column.name):
            answers.refuse(column.name, _("à remplir"))
    key = tuple(plain(cells.values.get(name, "")) for name in _KEY[sheet.about])
    if key in seen:
        answers.refuse(_KEY[sheet.about][1], _("la même que la ligne %(number)s") % {"number": seen[key]})
    seen.setdefault(key, cells.number)
    done = tried(answers, sheet, reach, now, keep=False)
    fate = _WOULD.get(Fate(done.fate), Fate(done.fate))
    return SetUpLine(
        number=cells.number,
        name=_name(answers, sheet),
        fate=fate,
        faults=[list(fault) for fault in answers.faults],
        remarks=done.remarks,
        row=json.dumps(cells.values) if fate in SetUpLine.TO_DO else "",
    )


def tried(answers: Answers, sheet: Sheet, reach: Reach, now: datetime, *, keep: bool) -> Done:
    """What becomes of a line; it stays only with `keep`."""
    return attempt(_WRITE[sheet.about], answers, reach, now, keep=keep)


def _name(answers: Answers, sheet: Sheet) -> str:
    parts = [
        answers.cell(name)
        for name in _KEY[sheet.about]
        if name not in ("structure", "courriel", "code_insee")
    ]
    return " · ".join(part for part in parts if part)[:200]
