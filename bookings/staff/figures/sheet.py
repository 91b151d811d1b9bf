"""The figures of a period as a sheet: a line an answer, each with what it is a part of."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _

from bookings.exports.cells import Cell
from bookings.staff.figures.shown import Block, Place
from bookings.staff.figures.words import DEFINITIONS
from bookings.statistics.indicators import Figures, Waits
from bookings.surveys.satisfaction import Satisfaction

COLUMNS = (
    *("indicateur", "reponse", "valeur", "sur", "non_renseigne", "refus", "pourcentage"),
    *("valeur_avant", "pourcentage_avant"),
)


@dataclass(frozen=True)
class Line:
    """A line of the sheet, in the order of `COLUMNS`."""

    title: str
    name: str
    value: int | float | None
    of: int | None = None
    missing: int | None = None
    refused: int | None = None
    percent: float | None = None
    before: int | None = None
    percent_before: float | None = None


def rows(
    now: Figures,
    then: Figures | None,
    shares: Sequence[Block],
    voice: Satisfaction | None,
    places: Sequence[Place],
) -> Iterator[Sequence[Cell]]:
    """All that the page shows: numbers, shares by their answers, what residents say, communes."""
    for line in (*_numbers(now, then), *_shares(shares), *_voice(voice), *_places(places)):
        title, name, *numbers = astuple(line)
        yield title, name, *(round(each, 1) if isinstance(each, float) else each for each in numbers)


def _title(code: str) -> str:
    return str(DEFINITIONS[code].title)


def _numbers(now: Figures, then: Figures | None) -> Iterator[Line]:
    """What is no share by answers; of waits, `of` says how many sessions they are the waits of."""
    accompanied = _title("accompanied")
    yield Line(
        accompanied,
        _("individuels"),
        now.individual,
        now.accompanied,
        before=then.individual if then else None,
    )
    yield Line(
        accompanied, _("en atelier"), now.workshop, now.accompanied, before=then.workshop if then else None
    )
    for code, name in (("new", _("nouvelles")), ("returning", _("déjà venues"))):
        if now.people:
            earlier = then.people.get(code, 0) if then and then.people else None
            yield Line(_title("people"), name, now.people.get(code, 0), now.different, before=earlier)
    yield from _days(_title("wait"), now.waits, then.waits if then else None)
    to_meeting = _("De l’orientation à la rencontre")
    yield from _days(to_meeting, now.referral_waits, then.referral_waits if then else None)
    if now.hours_offered_min:
        yield Line(
            _title("occupancy"),
            _("minutes"),
            now.hours_taken_min,
            now.hours_offered_min,
            percent=now.occupancy,
            before=then.hours_taken_min if then else None,
            percent_before=then.occupancy if then else None,
        )
    noted = now.noted
    yield Line(_title("noted"), "", noted.n, noted.of, percent=noted.percent)


def _days(title: str, waits: Waits, earlier: Waits | None) -> Iterator[Line]:
    if waits.of:
        before = earlier or Waits(None, None, 0)
        yield Line(title, _("jours (médiane)"), waits.median, waits.of, before=before.median)
        yield Line(title, _("jours (9 sur 10)"), waits.p90, waits.of, before=before.p90)


def _shares(blocks: Sequence[Block]) -> Iterator[Line]:
    for block in blocks:
        title, said = str(block.definition.title), block.of - block.missing - block.refused
        for bar in block.bars:
            yield Line(
                title,
                bar.name,
                bar.n,
                said,
                block.missing,
                block.refused,
                bar.percent,
                percent_before=bar.before,
            )
        if not block.bars and block.of:
            yield Line(title, "", 0, said, block.missing, block.refused)


def _voice(said: Satisfaction | None) -> Iterator[Line]:
    """Nothing where so few answered that one would know who."""
    if said is None:
        return
    title = _title("satisfaction")
    yield Line(title, _("réponses"), said.answers, said.asked, percent=said.rate)
    if not said.shown:
        return
    for question, marks in (
        (_("Comment cela s’est passé"), said.went),
        (_("Était-ce clair"), said.clear),
    ):
        for part in marks.parts:
            yield Line(
                f"{title} – {question}",
                f"{part.code} / 5",
                part.n,
                part.of,
                marks.missing,
                percent=part.percent,
            )


def _places(places: Sequence[Place]) -> Iterator[Line]:
    title = _title("communes")
    for place in places:
        yield Line(title, place.name, place.n)
        yield Line(f"{title} – {_('Pour 1 000 habitants')}", place.name, place.per_thousand)
