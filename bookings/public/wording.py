"""How pages say what the data knows: a site's welcome, a time, a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.preparation import language_name
from bookings.search import Choice
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
    def welcome(self) -> list[Promise]:
        """What is known to be there; what is unknown or missing is not said."""
        return [words for name, words in _WELCOME if getattr(self.site, name)]

    @property
    def languages(self) -> list[str]:
        """Languages spoken besides French, each in its own words."""
        return [language_name(code) for code in self.site.languages if code != "fr"]


@dataclass(frozen=True)
class DayOfTimes:
    """The times of one local day."""

    day: date
    choices: list[Choice]


def by_day(choices: Sequence[Choice], *, zones: dict[int, str], enough: int) -> tuple[list[DayOfTimes], bool]:
    """Whole local days until `enough` times are shown, and whether some were left out."""
    days: list[DayOfTimes] = []
    for shown, choice in enumerate(choices):
        zone = ZoneInfo(zones.get(choice.site_id, "Europe/Paris"))
        day = choice.starts_at.astimezone(zone).date()
        if not days or days[-1].day != day:
            if shown >= enough:
                return days, True
            days.append(DayOfTimes(day, []))
        days[-1].choices.append(choice)
    return days, False


def directions(site: Site, language: str) -> str:
    """How to come, in `language` or else in French; empty when nobody wrote it down."""
    return str(site.directions.get(language) or site.directions.get("fr") or "")
