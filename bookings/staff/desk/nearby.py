"""The counter's « Près de »: the same reading of places as on the residents' pages and on the telephone line."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation.gazetteer.listed import gazetteer
from mediation.gazetteer.near import near
from mediation.gazetteer.places import How
from mediation.gazetteer.reading import read
from mediation.models import Site

# Enough to choose from, few enough to be near.
_NEAREST = 4
_NOT_UNDERSTOOD: dict[How, Promise] = {
    How.ELSEWHERE: _("Cet endroit est hors du territoire : les heures de tous les lieux sont affichées."),
    How.STREET: _("Nous avons lu une rue, sans la ville : ajoutez la ville ou le code postal."),
}
_UNKNOWN = _("Nous ne connaissons pas cet endroit : les heures de tous les lieux sont affichées.")


@dataclass(frozen=True)
class Nearby:
    """What was understood, and the sites nearest to it; or `problem`, in words. `doubtful`: to be asked again."""

    understood: str = ""
    doubtful: bool = False
    sites: tuple[Site, ...] = ()
    problem: str | Promise = ""


def nearby(typed: str, sites: Iterable[Site]) -> Nearby:
    """The sites near what somebody says on the telephone or at the counter. They come with their commune."""
    if not typed.strip():
        return Nearby()
    reading = read(typed, gazetteer())
    if not reading.places:
        return Nearby(problem=_NOT_UNDERSTOOD.get(reading.how, _UNKNOWN))
    nearest = tuple(site for site, _away in near(reading.places, sites)[:_NEAREST])
    return Nearby(", ".join(place.in_full for place in reading.places), not reading.sure, nearest)
