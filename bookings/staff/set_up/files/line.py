"""What becomes of one line, whatever it is about; a line is done wholly or not at all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bookings.models import SetUpLine
from bookings.sheets.columns import plain
from bookings.staff.set_up.asked import Asked, Verb
from bookings.staff.set_up.files.answers import Answers
from bookings.staff.set_up.kinds import ORGANISATIONS
from mediation.access import Reach
from mediation.models import Organisation

Fate = SetUpLine.Fate


@dataclass
class Done:
    """What became of a line. `after`: what is done once it is stored for good, and what is then to be remarked."""

    fate: str
    made: int | None = None
    remarks: list[str] = field(default_factory=list)
    after: Callable[[], list[str]] | None = None


class LineRefused(Exception):
    """The line is not taken: its answers say why."""


class _AsBefore(Exception):
    """Nothing of it is to stay."""


def attempt(
    write: Callable[[Answers, Reach, datetime], Done],
    answers: Answers,
    reach: Reach,
    now: datetime,
    *,
    keep: bool,
) -> Done:
    """Writes a line; where nothing changes, or it is refused, or it is not to be kept, everything is as before."""
    done = Done(Fate.WRONG)
    try:
        with transaction.atomic():
            done = write(answers, reach, now)
            if answers.faults:
                raise LineRefused
            if not keep or done.fate == Fate.SAME:
                raise _AsBefore
    except LineRefused:
        return Done(Fate.WRONG)
    except IntegrityError:
        answers.refuse("", _("Ce nom vient d’être pris. Choisissez-en un autre."))
        return Done(Fate.WRONG)
    except _AsBefore:
        pass
    return done


def organisation_of(answers: Answers, reach: Reach) -> Organisation | None:
    """Whose the line is: the one it names, or the only one within reach. None, and said, where neither is."""
    mine: list[Organisation] = list(ORGANISATIONS.rows(reach))
    named = plain(answers.cell("structure"))
    found = [each for each in mine if plain(each.name) == named] if named else mine
    if len(found) == 1:
        return found[0]
    if named:
        answers.refuse(
            "structure", _("pas connue, ou pas à vous") if not found else _("plusieurs portent ce nom")
        )
    else:
        answers.refuse("structure", _("à remplir"))
    return None


def called(rows: Iterable[Any], name: str) -> list[Any]:
    """Those of the rows that people call so, whatever capitals and accents they write."""
    word = plain(name)
    return [each for each in rows if plain(each.name) == word]


def stored(asked: Asked, row: Any, answers: Answers, **said: Any) -> tuple[Any, str]:
    """The row that the form stored, and the fate of it. `said`: answers that no column gives as it is. Raises `LineRefused`.

    The form is that of the page: it decides what is wrong, and says it.
    """
    before = asked.form(row=row)
    data = answers.fill(before, but=tuple(name for name, what in answers.fields.items() if what in said))
    for name, value in said.items():
        data[name] = value
    again = asked.kind.model._default_manager.get(pk=row.pk) if row is not None else None
    form = asked.form(row=again, data=data)
    if not form.is_valid():
        answers.take_errors(form)
    if answers.faults:
        raise LineRefused
    kept = form.save()
    if row is None:
        asked.note(Verb.MADE, kept, None)
        return kept, Fate.CREATED
    return kept, Fate.CORRECTED if asked.note(Verb.CHANGED, kept, before) else Fate.SAME
