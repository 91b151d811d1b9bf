"""An appointment's journal, in words: what happened, who did it, what the person was told."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bookings.models import Appointment, JournalEntry
from bookings.records import told
from bookings.staff.overriding import in_words

Kind = JournalEntry.Kind
_WENT_WRONG = (Kind.MESSAGE_FAILED, Kind.NOT_TOLD)


@dataclass(frozen=True)
class Fact:
    """One line of history. `at` is UTC; `who` the member of staff, or how the person did it."""

    at: datetime
    words: str
    who: str
    about_telling: bool
    wrong: bool


def history(appointment: Appointment) -> list[Fact]:
    """All facts of an appointment, the newest first. One query."""
    entries = appointment.journal.select_related("actor").order_by("-at", "-pk")
    return [_fact(entry, appointment.site.timezone) for entry in entries]


def _fact(entry: JournalEntry, zone: str) -> Fact:
    about_telling = entry.kind in told.DELIVERY_FACTS
    return Fact(
        at=entry.at,
        words=told.in_words(entry) if about_telling else _words(entry, zone),
        who=_who(entry),
        about_telling=about_telling,
        wrong=entry.kind in _WENT_WRONG,
    )


def _words(entry: JournalEntry, zone: str) -> str:
    words = entry.get_kind_display().capitalize()
    if entry.kind == Kind.MOVED and "from_start" in entry.data:
        start = datetime.fromisoformat(entry.data["from_start"]).astimezone(ZoneInfo(zone))
        was = date_format(start, "l j F, H:i")
        return _("%(what)s (c’était le %(was)s)") % {"what": words, "was": was}
    if overridden := in_words(entry.data.get("overridden", ())):
        return _("%(what)s, hors cadre : %(overridden)s") % {
            "what": words,
            "overridden": ", ".join(overridden),
        }
    if entry.kind == Kind.OUTCOME_RECORDED and entry.data.get("corrected"):
        return _("Compte rendu corrigé")
    if entry.kind == Kind.CONTACT_CHANGED and entry.data.get("verified"):
        return _("Coordonnée vérifiée")
    return words


def _who(entry: JournalEntry) -> str:
    if entry.actor is not None:
        return str(entry.actor)
    if entry.channel == Appointment.Channel.SYSTEM:
        return ""
    if entry.channel == Appointment.Channel.DESK:
        return _("à l’accueil")
    return _("la personne, par %(channel)s") % {"channel": Appointment.Channel(entry.channel).label}
