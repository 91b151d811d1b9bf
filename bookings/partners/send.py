"""From the form to a referral: one of the three ways to hand over, or the waiting list where nothing is free."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from bookings.actions.refer import refer
from bookings.actions.refer_with_time import Time, refer_and_book, refer_and_wait
from bookings.actions.refer_with_workshop import refer_and_enrol
from bookings.actions.referred import Referred, Referrer
from bookings.errors import (
    AlreadyEnrolled,
    BookingError,
    Busy,
    InvalidContact,
    NobodyToCall,
    SlotTaken,
    TooFar,
    TooLate,
    TooManyAhead,
    TooSoon,
    WorkshopFull,
)
from bookings.models import Referral
from bookings.partners.form import ReferForm
from bookings.partners.times import Offered, read_time
from bookings.partners.workshops import read_seats
from bookings.people.contacts import index_of
from bookings.people.mistakes import contact_mistake
from bookings.people.names import name_key
from bookings.people.who import Actor
from mediation.crypto import keyed_hash
from mediation.models import Organisation, Site, Topic

BOOK, INVITE, CALL, WAIT = "reserver", "inviter", "appeler", "attendre"
ENROL, WAIT_FOR_SEATS = "inscrire", "attendre-atelier"
SENDING = (BOOK, INVITE, CALL, WAIT, ENROL, WAIT_FOR_SEATS)
_WITH_SEATS = (ENROL, WAIT_FOR_SEATS)
_HANDOVER = {
    BOOK: Referral.Handover.BOOK,
    INVITE: Referral.Handover.INVITE,
    CALL: Referral.Handover.CALL,
    WAIT: Referral.Handover.INVITE,
    ENROL: Referral.Handover.BOOK,
    WAIT_FOR_SEATS: Referral.Handover.BOOK,
}


@dataclass(frozen=True)
class Sender:
    """Who sends, and as whom they act."""

    referrer: Referrer
    by: Actor


def send(
    form: ReferForm, how: str, found: Offered, sender: Sender, *, now: datetime, draft_id: int | None = None
) -> Referral | None:
    """The referral; or None, with an error beside each thing that is wrong: nothing was sent then.

    Only with a form that is right. `found`: what was free for it just now.
    """
    topic = form.topics[form.cleaned_data["topic"]]
    time = _time(form) if how == BOOK else None
    if how == BOOK and time is None:
        _ask_for_a_time(form, found)
        return None
    seats = read_seats(form.cleaned_data["workshop"], wait=how == WAIT_FOR_SEATS)
    if how in _WITH_SEATS and seats is None:
        form.add_error("workshop", _("Choisissez un atelier avec la personne, puis inscrivez-la."))
        return None
    common: dict[str, Any] = {
        "referrer": sender.referrer,
        "by": sender.by,
        "now": now,
        "idempotency_key": _key(form),
        "draft_id": draft_id,
    }
    try:
        asked = _referred(form, topic, how, found)
        if time is not None:
            return refer_and_book(asked, time, **common)
        if seats is not None and how in _WITH_SEATS:
            return refer_and_enrol(asked, seats, **common)
        if how == WAIT or (how == INVITE and found.is_full):
            return refer_and_wait(asked, sites=_waits_at(found), **common)
        return refer(asked, **common)
    except BookingError as refused:
        form.add_error(*_said(refused, form, how))
    return None


def under_way(form: ReferForm, mine: "QuerySet[Referral]") -> list[Referral]:
    """Referrals of the same person by the same number among `mine` that are still alive, the newest first; none once the
    referrer has said that it is meant. Only with a form that is right. Nobody else's are looked at: likely twins are a
    desk's to join.
    """
    if form.cleaned_data["once_more"]:
        return []
    try:
        index = index_of(form.way)
    except InvalidContact:
        return []
    same = mine.alive().filter(  # type: ignore[attr-defined]
        contact__value_index=index, resident__name_key=name_key(form.cleaned_data["name"])
    )
    sent = same.exclude(idempotency_key=_key(form)).order_by("-received_at") if index else same.none()
    return list(sent[:3])


def _time(form: ReferForm) -> Time | None:
    chosen = read_time(form.cleaned_data["slot"])
    site = form.sites.get(chosen[1]) if chosen else None
    if chosen is None or site is None:
        return None
    shown = form.cleaned_data["shown"]
    shown_at = datetime.fromtimestamp(shown, UTC) if shown and 0 < shown < 10**11 else None
    return Time(site, chosen[0], shown_at)


def _ask_for_a_time(form: ReferForm, found: Offered) -> None:
    if found.days:
        form.add_error("slot", _("Choisissez une heure avec la personne, puis réservez."))
    else:
        form.add_error(
            "slot", _("Aucune heure libre ne convient : élargissez, ou choisissez la liste d’attente.")
        )


def _referred(form: ReferForm, topic: Topic, how: str, found: Offered) -> Referred:
    said = form.cleaned_data
    site = form.sites.get(said["site"] or 0) or (_of_the_near_ones(found) if found.around.sites else None)
    return Referred(
        name=said["name"].strip(),
        reach=form.way,
        topic=topic,
        organisation=site.organisation if site else _receiving(found),
        site=site,
        other_topics=[form.topics[each] for each in said["other_topics"] if each != topic.public_id],
        need=said["need"],
        deadline=said["deadline"],
        when=form.when,
        language=said["language"] or "fr",
        preparation=form.preparation,
        companion=said["companion"],
        companion_phone=said["companion_phone"],
        handover=_HANDOVER[how],
        informed_version=said["informed_version"],
    )


def _of_the_near_ones(found: Offered) -> Site:
    """The one with the soonest time; where none has any, the nearest."""
    return found.first_site or found.around.sites[0]


def _receiving(found: Offered) -> Organisation:
    """Anywhere: the organisation with the soonest time; where none has any, the one with most sites."""
    if found.first_site is not None:
        return found.first_site.organisation
    busiest = Organisation.objects.annotate(n=Count("sites")).filter(sites__active=True, n__gt=0)
    return busiest.order_by("-n", "pk")[0]


def _waits_at(found: Offered) -> list[Site]:
    return list(found.sites)


def _key(form: ReferForm) -> str:
    """The same form sent twice refers once; going back to refer somebody else, or at another time, refers."""
    said = form.cleaned_data
    who = f"{name_key(said['name'])}|{form.way.value}|{said['slot']}|{said['workshop']}"
    return keyed_hash("partner", f"{said['key'] or uuid.uuid4()}|{who}")


def _said(refused: BookingError, form: ReferForm, how: str) -> tuple[str | None, str]:
    """What to say, and beside which field."""
    where = "slot" if how == BOOK else "workshop" if how in _WITH_SEATS else None
    if isinstance(refused, SlotTaken):
        return where, _("Cette heure vient d’être prise. Choisissez-en une autre : rien n’est perdu.")
    if isinstance(refused, WorkshopFull):
        return where, _(
            "Il n’y a plus assez de places à cet atelier. Choisissez une autre date, ou la liste d’attente de l’atelier."
        )
    if isinstance(refused, TooLate):
        return where, _("Cette date est passée ou annulée. Choisissez-en une autre.")
    if isinstance(refused, AlreadyEnrolled):
        return where, _("Cette personne est déjà inscrite à cet atelier.")
    if isinstance(refused, TooSoon | TooFar):
        return where, _("Cette heure est passée, trop proche ou trop lointaine. Choisissez-en une autre.")
    if isinstance(refused, NobodyToCall):
        return "reach", _("Cette aide se donne par téléphone : il faut un numéro où appeler la personne.")
    if isinstance(refused, InvalidContact):
        return "companion_phone" if refused.field == "own_phone" else "reach", contact_mistake(refused)
    if isinstance(refused, TooManyAhead):
        return None, _(
            "Cette personne a déjà plusieurs rendez-vous à venir, ou attend déjà plusieurs places. "
            "Choisissez « L’équipe l’appelle »."
        )
    if isinstance(refused, Busy):
        return None, _("Beaucoup de monde réserve en ce moment. Appuyez encore une fois.")
    return None, _("L’orientation n’est pas partie. Vérifiez le formulaire, puis envoyez-le à nouveau.")
