"""What residents are told of an interruption: where, which days, why in fixed words, and a sentence of the team's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.models import Interruption
from mediation.models import Site
from mediation.remembered import remembered

AHEAD = timedelta(days=14)
"""The page of a place tells so long before."""
SOON = timedelta(days=1)
"""So does the first page."""
_R = Interruption.Reason
_SENTENCES: dict[str, Promise] = {
    _R.AWAY: _("Une personne de l’équipe est absente. Certains rendez-vous changent."),
    _R.STRIKE: _("Il y a une grève. Ne venez pas."),
    _R.CLOSED: _("Le lieu est fermé. Ne venez pas."),
    _R.WORKS: _("Il y a des travaux. Ne venez pas."),
    _R.BREAKDOWN: _("Il y a une panne. Ne venez pas."),
    _R.WEATHER: _("Le temps est trop mauvais. Ne venez pas."),
}


@dataclass(frozen=True)
class Notice:
    """One interruption as pages and the line tell it. Hours are the sites' wall clock; None: whole days."""

    reason: str
    first_day: date
    last_day: date
    starts: time | None
    ends: time | None
    sentence: str
    sites: tuple[Site, ...]

    @property
    def words(self) -> Promise:
        """Why, in words that are there in each language."""
        return _SENTENCES[self.reason]

    @property
    def closed(self) -> bool:
        """Whether nobody is received there, or only one person is missing."""
        return self.reason != _R.AWAY

    @property
    def one_day(self) -> bool:
        """Whether it is a single day, or less."""
        return self.first_day == self.last_day


@remembered
def announced(today: date) -> tuple[Notice, ...]:
    """All that is to be told from that local day on, the soonest first. Two queries at most."""
    rows = Interruption.objects.announced_on(today).filter(first_day__lte=today + AHEAD)
    return tuple(
        Notice(
            reason=row.reason,
            first_day=row.first_day,
            last_day=row.last_day,
            starts=row.starts,
            ends=row.ends,
            sentence=row.sentence,
            sites=tuple(row.sites.all()),
        )
        for row in rows.prefetch_related("sites")
    )


def of_these_days(today: date) -> list[Notice]:
    """What the first page tells: today and tomorrow."""
    return [each for each in announced(today) if each.first_day <= today + SOON and each.sites]


def of_sites(site_ids: Iterable[int], today: date) -> list[Notice]:
    """What is to be told of these sites."""
    wanted = frozenset(site_ids)
    return [each for each in announced(today) if wanted.intersection(site.pk for site in each.sites)]
