"""Who was received, as far as they have said: known or without a name, and what they say of themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo

from django.db.models import FilteredRelation, Q, QuerySet

from bookings.models import Appointment, SaidCount
from bookings.models.about import REFUSED
from bookings.outcomes.ages import age_in
from bookings.statistics.counting import DONE, MISSING, Tally, Where, of_theme, scopes

WHO, HOME = "who", "home"
AGE, GENDER, SITUATION, AREA = "age", "gender", "situation", "area"
NAMED, ANONYMOUS = "named", "anonymous"
_PERSON = "whose__resident"
_COLUMNS = (
    *("organisation", "site", "site__commune__insee_code", "mediator", "outcome__themes", _PERSON),
    *(f"{_PERSON}__commune__insee_code", f"{_PERSON}__about__commune_refused"),
    *(f"{_PERSON}__about__birth_year", f"{_PERSON}__about__age", f"{_PERSON}__about__gender"),
    *(f"{_PERSON}__about__situation", f"{_PERSON}__about__priority_area"),
)
Facts = Sequence[tuple[str, str]]
"""Indicators and codes."""
Counts = Counter[tuple[str, str, str]]
"""How often, by theme ("" for all of it), indicator and code."""


def add_known(tally: Tally, day: date, start: datetime, end: datetime) -> None:
    """The sessions of one day by whose they were: each once, by the first of its participants; two queries.

    Of somebody erased the session goes on being somebody's, and what they had said is known from `SaidCount`.
    """
    counts: defaultdict[Where, Counts] = defaultdict(Counter)
    done = Appointment.objects.filter(starts_at__gte=start, starts_at__lt=end, status=DONE)
    for _day, where, themes, facts in sessions(done, start.tzinfo):
        count(counts[where], themes, facts)
    _add_forgotten(counts, day)
    for where, each in counts.items():
        everywhere = scopes(where)
        for (theme, indicator, code), n in each.items():
            within = [of_theme(scope, theme) for scope in everywhere[:2]] if theme else everywhere
            for scope in within:
                tally.add_number(scope, indicator, code, n)


def sessions(
    done: QuerySet[Appointment], clock: tzinfo | None
) -> Iterator[tuple[date, Where, Sequence[str], Facts]]:
    """Each session once: its day, where, its themes, and what is known of the first who took part; one query."""
    first = FilteredRelation("participations", condition=Q(participations__position=1))
    rows = done.order_by().annotate(whose=first).values_list("starts_at", *_COLUMNS)
    for row in rows.iterator(2_000):
        starts_at, organisation, site, commune, mediator, themes, resident, *said = row
        day = starts_at.astimezone(clock).date()
        yield (
            day,
            Where(organisation, site, commune or "", mediator),
            themes or (),
            _facts(day, resident, *said),
        )


def _facts(
    day: date,
    resident: int | None,
    home: str | None,
    home_refused: bool | None,
    birth_year: int | None,
    age: str | None,
    gender: str | None,
    situation: str | None,
    area: str | None,
) -> Facts:
    """What was refused has a code of its own; what was not asked has none."""
    return [
        (WHO, ANONYMOUS if resident is None else NAMED),
        (HOME, home or (REFUSED if home_refused else MISSING)),
        (AGE, age_in(day.year, birth_year=birth_year, said=age or MISSING)),
        (GENDER, gender or MISSING),
        (SITUATION, situation or MISSING),
        (AREA, area or MISSING),
    ]


def count(counts: Counts, themes: Sequence[str], facts: Facts) -> None:
    """One session, as a whole and under each of its themes."""
    counts.update((theme, *fact) for theme in ("", *themes) for fact in facts)


def _add_forgotten(counts: Mapping[Where, Counts], day: date) -> None:
    """What was said by people forgotten since is missing no more."""
    columns = (
        "organisation",
        "site",
        "site__commune__insee_code",
        "mediator",
        "theme",
        "indicator",
        "code",
        "n",
    )
    rows = SaidCount.objects.filter(day=day).order_by()
    for organisation, site, commune, mediator, theme, indicator, code, n in rows.values_list(*columns):
        each = counts[Where(organisation, site, commune or "", mediator)]
        each[theme, indicator, code] += n
        each[theme, indicator, MISSING] -= n
