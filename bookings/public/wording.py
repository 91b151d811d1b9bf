"""How pages say what the data knows: a site's welcome, a time, a refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bookings.people.preparation import language_name
from bookings.public.drop_in import hours_in_words
from bookings.times.search import Choice
from mediation.gazetteer.places import How
from mediation.models import Site

_WELCOME: tuple[tuple[str, Promise], ...] = (
    ("step_free", _("Accès de plain-pied")),
    ("lift", _("Ascenseur")),
    ("hearing_loop", _("Boucle magnétique")),
    ("sign_language", _("Accueil en langue des signes")),
    ("quiet_room", _("Pièce calme")),
    ("equipment_lent", _("Matériel prêté sur place")),
    ("child_friendly", _("Enfants bienvenus")),
)


@dataclass(frozen=True)
class SiteCard:
    """A site as a resident meets it in a list, with its first free time (UTC) if it has one."""

    site: Site
    first_free: datetime | None = None
    away_km: float | None = None

    @property
    def place(self) -> "SiteCard":
        """The site alone, whatever is free there and wherever one comes from."""
        return SiteCard(self.site)

    @property
    def welcome(self) -> list[Promise]:
        """What is known to be there; what is unknown or missing is not said."""
        return [words for name, words in _WELCOME if getattr(self.site, name)]

    @property
    def languages(self) -> list[str]:
        """Languages spoken besides French, each in its own words."""
        return [language_name(code) for code in self.site.languages if code != "fr"]

    @property
    def drop_in(self) -> Sequence[str]:
        """When one may come without appointment, in words."""
        return hours_in_words(get_language() or "fr").get(self.site.pk, ())


@dataclass(frozen=True)
class DayOfTimes:
    """The times of one local day."""

    day: date
    choices: list[Choice]


def by_day(
    choices: Iterable[Choice], *, zones: dict[int, str], enough: int, one_site: bool
) -> tuple[list[DayOfTimes], bool]:
    """Local days until `enough` times are shown, and whether some were left out; no more is taken of `choices`.

    One site's days are shown whole; of many sites, all that start at the same time, up to twice as many.
    """
    days: list[DayOfTimes] = []
    for shown, choice in enumerate(choices):
        zone = ZoneInfo(zones.get(choice.site_id, settings.TIME_ZONE))
        day = choice.starts_at.astimezone(zone).date()
        new_day = not days or days[-1].day != day
        later = not one_site and bool(days) and days[-1].choices[-1].starts_at != choice.starts_at
        if (shown >= enough and (new_day or later)) or (not one_site and shown >= 2 * enough):
            return days, True
        if new_day:
            days.append(DayOfTimes(day, []))
        days[-1].choices.append(choice)
    return days, False


def at_one_site(choices: Sequence[Choice]) -> bool:
    """Whether these are all of one site."""
    return len({choice.site_id for choice in choices}) <= 1


def one_each(choices: Sequence[Choice], *, zones: dict[int, str]) -> list[Choice]:
    """For each site the first time of a morning and of an afternoon: a choice of places, not of minutes."""
    seen: set[tuple[int, date, bool]] = set()
    kept = []
    for choice in choices:
        local = choice.starts_at.astimezone(ZoneInfo(zones.get(choice.site_id, settings.TIME_ZONE)))
        half_day = (choice.site_id, local.date(), local.hour < 12)
        if half_day not in seen:
            seen.add(half_day)
            kept.append(choice)
    return kept


def kept_months(kind: str) -> int:
    """How long a kind of data is kept, in months as people say it."""
    return round(int(settings.RETENTION_DAYS[kind]) / 30.4)


def directions(site: Site, language: str) -> str:
    """How to come, in `language` or else in French; empty when nobody wrote it down."""
    return str(site.directions.get(language) or site.directions.get("fr") or "")


_NOT_UNDERSTOOD: dict[How, Promise] = {
    How.ELSEWHERE: _("Cet endroit est hors de notre territoire. Choisissez un endroit dans la liste."),
    How.STREET: _("Nous avons lu une rue. Écrivez aussi la ville ou le code postal."),
}


def not_understood(how: How) -> str:
    """Why no place was understood, and what to do."""
    unknown = _("Nous ne connaissons pas cet endroit. Choisissez-le dans la liste.")
    return str(_NOT_UNDERSTOOD.get(how, unknown))
