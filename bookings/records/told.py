"""What residents were told, and who still has to be told by somebody of the team.

The journal says both: facts of delivery are appended to it by the message part, with codes in `data`:
`kind` (what was said), `channel` (how), `why` (why not), `message` (which).
"""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment, Participation
from bookings.models.journal import JournalEntry
from bookings.models.workshop import Registration
from mediation.moments import AnInstant

Kind = JournalEntry.Kind
DELIVERY_FACTS = (
    Kind.MESSAGE_SENT,
    Kind.MESSAGE_DELIVERED,
    Kind.MESSAGE_FAILED,
    Kind.NOT_TOLD,
    Kind.TOLD_BY_STAFF,
)
SENT = (Kind.MESSAGE_SENT, Kind.MESSAGE_DELIVERED)
# Facts with which somebody of the team may have something to do; those with which the clock has.
ASKS_THE_TEAM = (Kind.NOT_TOLD,)
PENDING = (*ASKS_THE_TEAM, Kind.MEDIATOR_LEFT)


class Why(models.TextChoices):
    """Why somebody was not told, in words for staff."""

    NO_WAY = "no_way", _("la personne ne veut pas être jointe : la prévenir à l’accueil")
    NO_CHANNEL = "no_channel", _("seule l’équipe peut joindre cette personne")
    WRONG_NUMBER = "wrong_number", _("ce numéro n’existe pas")
    NOT_A_MOBILE = "not_a_mobile", _("ce numéro ne reçoit pas de SMS")
    OPTED_OUT = "opted_out", _("la personne ne veut plus de SMS")
    UNREACHABLE = "unreachable", _("téléphone éteint ou hors réseau")
    BLOCKED = "blocked", _("l’opérateur a bloqué le message")
    WRONG_ADDRESS = "wrong_address", _("cette adresse ne reçoit pas de courriel")
    PROVIDER = "provider", _("le service d’envoi a refusé le message")
    NO_TIME_TO_POST = "no_time_to_post", _("une lettre n’arriverait plus à temps")
    NOT_POSTED = "not_posted", _("la lettre n’a finalement pas été postée")
    TOO_LATE = "too_late", _("le message n’a pas pu partir à temps")
    OVER_CEILING = "over_ceiling", _("le plafond des coûts du mois est atteint")
    UNKNOWN = "unknown", _("raison inconnue")


_WHAT = {
    "confirmation": _("Confirmation"),
    "reminder": _("Rappel du rendez-vous"),
    "moved": _("Changement de rendez-vous"),
    "cancelled_by_us": _("Annulation par le service"),
    "cancelled_by_you": _("Annulation demandée"),
    "code": _("Code"),
    "answer": _("Réponse à un SMS"),
    "choice": _("Autres heures proposées"),
    "offer": _("Place proposée (liste d’attente)"),
    "offer_gone": _("Place déjà prise (liste d’attente)"),
    "delayed": _("Retard du jour"),
    "on_time": _("Retard rattrapé"),
    "called_in_vain": _("Appels sans réponse"),
    "workshop_registered": _("Inscription à un atelier"),
    "turn_number": _("Numéro à la permanence"),
    "survey": _("Demande d’avis"),
    "next_step": _("Rappel d’une chose à faire"),
    "turn_near": _("Bientôt son tour à la permanence"),
    "turn_off": _("Permanence annulée"),
    "workshop_reminder": _("Rappel d’un atelier"),
    "workshop_offer": _("Place proposée (atelier)"),
    "workshop_cancelled": _("Annulation d’un atelier"),
    "workshop_changed": _("Changement d’un atelier"),
    "workshop_date_added": _("Nouvelle date d’un atelier"),
    "referral_invitation": _("Invitation (orientation)"),
    "referral_chaser": _("Relance (orientation)"),
    "referral_expired": _("Fin d’une orientation"),
    "referrer_link": _("Lien d’un orienteur"),
    "referrer_news": _("Nouvelles à un orienteur"),
}
_HOW = {
    "sms": _("par SMS"),
    "voice": _("par appel"),
    "email": _("par courriel"),
    "letter": _("par courrier"),
    "people": _("par l’équipe"),
}


def kind_in_words(kind: str) -> str:
    """What a message of that kind says, in a word or two."""
    return str(_WHAT.get(kind, _("Message")))


def what_of(entry: JournalEntry) -> str:
    """What the message of a delivery fact said, in a word or two."""
    return kind_in_words(entry.data.get("kind", ""))


def why_of(entry: JournalEntry) -> str:
    """Why somebody was not told, in plain words; empty when nothing went wrong."""
    why = entry.data.get("why", "")
    return str(Why(why).label) if why in Why.values else ""


def in_words(entry: JournalEntry) -> str:
    """A delivery fact on one line, as staff read it: what, how, what became of it."""
    if entry.kind == Kind.TOLD_BY_STAFF:
        return gettext("Personne prévenue par l’équipe")
    names = {
        "what": what_of(entry),
        "how": str(_HOW.get(entry.data.get("channel", ""), "")),
        "why": why_of(entry),
    }
    if entry.kind == Kind.MESSAGE_SENT:
        return gettext("%(what)s : envoyé %(how)s") % names
    if entry.kind == Kind.MESSAGE_DELIVERED:
        return gettext("%(what)s : reçu %(how)s") % names
    if entry.kind == Kind.MESSAGE_FAILED:
        return gettext("%(what)s : non reçu %(how)s (%(why)s)") % names
    return gettext("%(what)s : personne à prévenir (%(why)s)") % names


def told_to(resident_id: int) -> QuerySet[JournalEntry]:
    """What was said, or could not be, about one person's appointments, the newest first. Limit it to one's reach."""
    return (
        JournalEntry.objects.filter(
            kind__in=DELIVERY_FACTS, appointment__participations__resident=resident_id
        )
        .select_related("appointment__site", "actor")
        .order_by("-at", "-pk")
    )


def sent_about(appointments: Collection[int], offers: Collection[int]) -> QuerySet[JournalEntry]:
    """What went out about these appointments and free times, the newest first."""
    about = Q(appointment__in=appointments) | Q(data__offer__in=list(offers))
    return JournalEntry.objects.filter(about, kind__in=SENT).order_by("-at", "-pk")


def offers_told(offers: Collection[int]) -> dict[int, JournalEntry]:
    """The last that is known of how each of these free times was told, by the offer's id. One query at most."""
    if not offers:
        return {}
    facts = JournalEntry.objects.filter(kind__in=DELIVERY_FACTS, data__offer__in=list(offers))
    return {fact.data["offer"]: fact for fact in facts.filter(data__kind="offer").order_by("at", "pk")}


def to_be_told(now: AnInstant) -> QuerySet[JournalEntry]:
    """People whom no message has reached and nobody of the team has told: one entry an appointment, soonest first.

    Only what still counts: the appointment is not over and has not changed since. Limit it to one's reach.
    Whoever chose discretion is called by nobody.
    """
    discreet = Participation.objects.filter(appointment=OuterRef("appointment"), resident__discreet=True)
    later = JournalEntry.objects.filter(appointment=OuterRef("appointment"), pk__gt=OuterRef("pk"))
    settled = later.filter(kind__in=[Kind.TOLD_BY_STAFF, Kind.NOT_TOLD], version=OuterRef("version"))
    return (
        JournalEntry.objects.filter(
            kind=Kind.NOT_TOLD,
            pending=True,
            appointment__ends_at__gt=now,
            version=F("appointment__version"),
        )
        # Whoever was asked which time suits them is in the list of those to be called about that.
        .filter(Q(data__kind__isnull=True) | ~Q(data__kind="choice"))
        .exclude(Exists(settled) | Exists(discreet))
        .select_related("appointment__site", "appointment__contact", "appointment__mediator")
        .prefetch_related("appointment__participants")
        .order_by("appointment__starts_at", "pk")
    )


def registrations_to_be_told(now: AnInstant) -> QuerySet[JournalEntry]:
    """The same of workshops: whom no message about their registration has reached, nor anybody of the team. One entry a
    registration, while it is as it was told and one of its dates is ahead.
    """
    discreet = Registration.people.through.objects.filter(
        registration=OuterRef("registration"), resident__discreet=True
    )
    later = JournalEntry.objects.filter(registration=OuterRef("registration"), pk__gt=OuterRef("pk"))
    settled = later.filter(kind__in=[Kind.TOLD_BY_STAFF, Kind.NOT_TOLD], version=OuterRef("version"))
    ahead = Registration.dates.through.objects.filter(
        registration=OuterRef("registration"), workshopdate__ends_at__gt=now
    )
    return (
        JournalEntry.objects.filter(Exists(ahead), kind=Kind.NOT_TOLD, pending=True)
        .filter(registration__isnull=False, version=F("registration__version"))
        .exclude(Exists(settled) | Exists(discreet))
        .select_related("registration__workshop__site", "registration__contact")
        .prefetch_related("registration__people", "registration__dates", "registration__workshop__texts")
        .order_by("at", "pk")
    )


def settle(now: datetime) -> int:
    """Marks as history what asks nothing of the team for ever: what it is about is over or has changed. How many."""
    current = Appointment.objects.filter(
        pk=OuterRef("appointment"), ends_at__gt=now, version=OuterRef("version")
    )
    registered = Registration.objects.filter(
        pk=OuterRef("registration"), dates__ends_at__gt=now, version=OuterRef("version")
    )
    asked = JournalEntry.objects.filter(kind__in=ASKS_THE_TEAM, pending=True)
    return asked.filter(~Exists(current), ~Exists(registered)).update(pending=False)
