"""The activity report as rows: the national columns with their codes, then our own; or without anybody's name, for research."""

import hmac
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from bookings.exports.cells import Cell
from bookings.exports.together import ALONE, TOGETHER, WHO
from bookings.models import Outcome, Participation
from bookings.outcomes.ages import age_in
from bookings.outcomes.vocabularies import PRESENCE_OF_STATUS, REFERRAL
from bookings.workshops.collective import NOT_SAID

_CODES = (
    *("duree", "thematiques", "sous_thematiques_demarches", "materiel", "autonomie"),
    *("oriente_vers_structure", "structure_de_redirection", "presence", "resultat", "suite"),
)
REPORT = (
    *("date", "heure", "type", "type_lieu", "lieu", "code_insee", "commune", *_CODES, *TOGETHER, *WHO),
    *("motif", "mode", "canal", "langue", "mediateur", "structure", "demande_le"),
)
"""The names are those of the national report where it has them; several codes in a cell are parted by "|"."""
RESEARCH = (
    *("mois", "personne", "type", "type_lieu", "code_insee", *_CODES),
    *("motif", "mode", "canal", "attente_jours"),
)
"""No name, no place, no day: a month, a commune, and a sign for a person that is another one in each file."""

_FIELDS = (
    *("duration_min", "themes", "sub_themes", "equipment", "autonomy", "next_step", "referred_to"),
    *("appointment__status", "result"),
)
_LISTS = ("themes", "sub_themes", "equipment", "referred_to")
_PLAIN = tuple(f"{name}_text" if name in _LISTS else name for name in _FIELDS)
# What the first who took part has said of themselves.
_ABOUT = tuple(f"whose__resident__about__{name}" for name in ("birth_year", "age", "gender", "situation"))
_AT_ONCE = 2_000
_MOST_KNOWN = 10_000


def between(outcomes: QuerySet[Outcome], first: date, last: date, *, zone: str) -> QuerySet[Outcome]:
    """Of sessions from one day to another, both included, on the clocks of `zone`."""
    clock = ZoneInfo(zone)
    start = datetime(first.year, first.month, first.day, tzinfo=clock)
    end = datetime(last.year, last.month, last.day, 23, 59, 59, 999_999, tzinfo=clock)
    return outcomes.filter(appointment__starts_at__gte=start, appointment__starts_at__lte=end)


def report_query(outcomes: QuerySet[Outcome]) -> QuerySet[Outcome, tuple[Any, ...]]:
    """What the report reads, in the order of time. Moments and lists of codes come as text: reading
    them one by one would take longer than all the rest."""
    fields = (
        *("starts", "place", "appointment__site__name", "appointment__site__commune__insee_code"),
        *("appointment__site__commune__name", *_PLAIN, "appointment__topic__code", "appointment__mode"),
        *("appointment__channel", "appointment__language", "appointment__mediator__name"),
        *("appointment__organisation__name", *_ABOUT, "booked"),
    )
    first = Q(appointment__participations__position=1)
    whose = FilteredRelation("appointment__participations", condition=first)
    texts = {f"{name}_text": Cast(name, TextField()) for name in _LISTS}
    texts["starts"] = Cast("appointment__starts_at", TextField())
    texts["booked"] = Cast("appointment__booked_at", TextField())
    return (
        outcomes.annotate(whose=whose, **texts).order_by("appointment__starts_at", "pk").values_list(*fields)
    )


def report_rows(outcomes: QuerySet[Outcome], *, zone: str) -> Iterator[Sequence[Cell]]:
    """The columns of `REPORT`, a row an outcome. One query, read while it is written."""
    joined, local, ages = _Joined(), _Local(ZoneInfo(zone)), _Ages()
    for row in report_query(outcomes).iterator(_AT_ONCE):
        starts, *where = row[:5]
        duration_min, themes, sub_themes, equipment, autonomy, next_step, referred_to, status, result = row[
            5:14
        ]
        *others, birth_year, age, gender, situation, booked = row[14:]
        day, at = local[starts]
        yield (
            *(day, at, "individuel", *where, duration_min),
            *(joined[themes], joined[sub_themes], joined[equipment], autonomy),
            *("oui" if next_step == REFERRAL else "non", joined[referred_to], PRESENCE_OF_STATUS[status]),
            *(result, next_step, *ALONE, gender or NOT_SAID, ages[day.year, birth_year, age]),
            *(situation or NOT_SAID, *others, local[booked][0]),
        )


class _Ages(dict[tuple[int, int | None, str | None], str]):
    """(year of the session, year of birth, age as it was said) → the national code; who was not asked has not said."""

    def __missing__(self, said: tuple[int, int | None, str | None]) -> str:
        year, birth_year, age = said
        made = self[said] = age_in(year, birth_year=birth_year, said=age or "") or NOT_SAID
        return made


class _Local(dict[str, tuple[date, str]]):
    """A moment as the database writes it → its day and its time on these clocks."""

    def __init__(self, clock: ZoneInfo) -> None:
        super().__init__()
        self._clock = clock

    def __missing__(self, text: str) -> tuple[date, str]:
        if len(self) > _MOST_KNOWN:
            self.clear()
        moment = datetime.fromisoformat(text)
        # (SQLite keeps them without a zone, in UTC.)
        at = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(self._clock)
        made = self[text] = at.date(), f"{at.hour:02}:{at.minute:02}"
        return made


class _Joined(dict[str, str]):
    """A list of codes as JSON → the same in one cell. There are few different ones in a million rows."""

    def __missing__(self, text: str) -> str:
        if len(self) > _MOST_KNOWN:
            self.clear()
        made = self[text] = "|".join(json.loads(text))
        return made


def research_rows(outcomes: QuerySet[Outcome], *, zone: str, key: bytes) -> Iterator[Sequence[Cell]]:
    """The columns of `RESEARCH`, in no order that says when somebody came.

    `key` is drawn for this file and forgotten: the same person has the same sign within it, and another in the next.
    """
    clock = ZoneInfo(zone)
    first = Participation.objects.filter(appointment=OuterRef("appointment"), position=1)
    fields = (
        *("appointment__starts_at", "person", "place", "appointment__site__commune__insee_code", *_FIELDS),
        *("appointment__topic__code", "appointment__mode", "appointment__channel", "appointment__booked_at"),
    )
    found = outcomes.annotate(person=Subquery(first.values("resident")[:1])).order_by("recorded_by", "pk")
    for starts_at, person, place, insee_code, *rest in found.values_list(*fields).iterator(_AT_ONCE):
        codes, others = rest[: len(_FIELDS)], rest[len(_FIELDS) :]
        waited = max(0, (starts_at.astimezone(clock).date() - others.pop().astimezone(clock).date()).days)
        sign = hmac.new(key, str(person).encode(), sha256).hexdigest()[:12] if person else ""
        yield (
            f"{starts_at.astimezone(clock):%Y-%m}",
            sign,
            "individuel",
            place,
            insee_code,
            *_codes(*codes),
            *others,
            waited,
        )


def _codes(
    duration_min: int,
    themes: list[str],
    sub_themes: list[str],
    equipment: list[str],
    autonomy: str,
    next_step: str,
    referred_to: list[str],
    status: str,
    result: str,
) -> Sequence[Cell]:
    """The columns of `_CODES`."""
    return (
        *(duration_min, "|".join(themes), "|".join(sub_themes), "|".join(equipment), autonomy),
        *("oui" if next_step == REFERRAL else "non", "|".join(referred_to), PRESENCE_OF_STATUS[status]),
        *(result, next_step),
    )
