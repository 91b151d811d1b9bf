"""Writing messages into the outbox: many at once, each once, their texts fixed before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from bookings.models import (
    Appointment,
    ConfirmationCode,
    JournalEntry,
    LinkToken,
    NextStep,
    Referral,
    Registration,
    Turn,
    WaitingOffer,
    WorkshopDate,
)
from bookings.people.links import prepare_link, prepare_waiting_link
from bookings.records import bulk
from mediation.models import Territory
from mediation.phone import is_mainland, shown
from notifications.channels.routes import Route
from notifications.models import BY_THE_TEAM, ChannelName, Message
from notifications.models.wordings import Wording, Wordings
from notifications.outbox import (
    about_appointment,
    about_referral,
    about_registration,
    about_step,
    about_survey,
    about_turn,
    facts,
)
from notifications.outbox.about_appointment import Bring, Choices, choices_about, to_bring
from notifications.texts import write as texts
from notifications.texts.encoding import size
from notifications.texts.kinds import SURVEYS, TODAY, Kind
from notifications.texts.write import Facts
from notifications.voice.outgoing import as_left, invitation_as_left

_TO_CHOOSE = timedelta(days=30)


@dataclass(frozen=True)
class Saying:
    """Something to say to the contact of an appointment or a referral, or a code to send."""

    kind: Kind
    route: Route
    send_after: datetime
    expires_at: datetime
    appointment: Appointment | None = None
    code: ConfirmationCode | None = None
    offer: WaitingOffer | None = None
    referral: Referral | None = None
    registration: Registration | None = None
    dates: tuple[WorkshopDate, ...] = ()
    """The dates of a workshop that it is about."""
    turn: Turn | None = None
    ahead: int = 0
    """How many are called before that number."""
    step: NextStep | None = None
    in_words: bool = False
    """Nobody else reads what goes there: the step is said as it was agreed on."""
    rule: str = ""
    asked: bool = False
    instead_of: Message | None = None
    asked_by: int | None = None
    """The organisation that asks for a code; an appointment names its own."""

    @property
    def organisation_id(self) -> int | None:
        """Whose words these are."""
        if self.offer is not None:
            return self.offer.site.organisation_id
        if self.referral is not None:
            return self.referral.organisation_id
        if self.registration is not None:
            return self.registration.workshop.organisation_id
        if self.turn is not None:
            return self.turn.day.site.organisation_id
        if self.step is not None:
            return self.step.organisation_id
        return self.appointment.organisation_id if self.appointment is not None else self.asked_by

    @property
    def key(self) -> str:
        """What it is about, its kind and version. One that replaces another names the one replaced."""
        if self.instead_of is not None:
            return f"instead-{self.instead_of.pk}"
        if self.offer is not None:
            return f"offer-{self.offer.pk}/{self.kind}"
        name = f"{self.kind}.{self.rule}" if self.rule else str(self.kind)
        if self.referral is not None:
            return f"referral-{self.referral.pk}/{name}/v{self.referral.version}"
        if self.turn is not None:
            return f"turn-{self.turn.pk}/{name}"
        if self.step is not None:
            return f"step-{self.step.pk}/{name}"
        if self.registration is not None:
            return f"registration-{self.registration.pk}/{name}/v{self.registration.version}"
        if self.appointment is None:
            return f"code-{self.code.pk if self.code else 0}"
        return f"appointment-{self.appointment.pk}/{name}/v{self.appointment.version}"


@dataclass(frozen=True)
class _Known:
    """What is the same for all that is written together. `links` fills up while it is written."""

    territory: Territory
    phone: str
    bring: Bring
    choices: Choices
    own: Wordings
    now: datetime
    links: list[LinkToken] = field(default_factory=list)


def put(sayings: Sequence[Saying], *, now: datetime, territory: Territory | None = None) -> int:
    """Writes what is not in the outbox yet; the number written. Queries do not grow with the number.

    Whoever marks why they are said calls this in the transaction of the mark. Appointments come with site, commune
    and contact; `territory` where the caller has it. Texts are written before the transaction here, so that SQLite's
    one writer is soon free again.
    """
    keyed = {saying.key: saying for saying in sayings}
    written = set(Message.objects.filter(key__among=keyed).values_list("key", flat=True))
    fresh = [saying for key, saying in keyed.items() if key not in written]
    if not fresh:
        return 0
    territory = territory or Territory.current()
    known = _Known(
        territory, shown(territory.phone), _to_bring(fresh), _choices(fresh), _own_words(fresh), now
    )
    messages = [_write(saying, known) for saying in fresh]
    _append(known.links, messages)
    return len(messages)


def _append(links: Sequence[LinkToken], messages: Sequence[Message]) -> None:
    """All at once; where somebody else has just written one of them too, what is not there yet."""
    try:
        with transaction.atomic():
            bulk.append(LinkToken, links)
            bulk.append(Message, messages)
    except IntegrityError:
        with transaction.atomic():
            LinkToken.objects.bulk_create(links)
            Message.objects.bulk_create(messages, ignore_conflicts=True)


def _to_bring(sayings: Sequence[Saying]) -> Bring:
    return to_bring({saying.appointment.topic_id for saying in sayings if saying.appointment is not None})


def _choices(sayings: Sequence[Saying]) -> Choices:
    asked = {
        saying.appointment.pk
        for saying in sayings
        if saying.kind is Kind.CHOICE and saying.appointment is not None
    }
    return choices_about(asked)


def hand_to_people(sayings: Sequence[Saying], *, now: datetime) -> None:
    """Those of `sayings` that this very `put` has written, and that people have to say: the team sees them."""
    if sayings:
        written = Message.objects.filter(key__in=[saying.key for saying in sayings], created_at=now)
        facts.append(JournalEntry.Kind.NOT_TOLD, list(written), now=now)


def _own_words(sayings: Sequence[Saying]) -> Wordings:
    """What the organisations say in words of their own: one query."""
    by_sms = [saying for saying in sayings if saying.route.channel == ChannelName.SMS]
    organisations = {saying.organisation_id for saying in by_sms if saying.organisation_id is not None}
    return Wording.objects.own_words(organisations) if organisations else {}


def _write(saying: Saying, known: _Known) -> Message:
    by_the_team = saying.route.channel in BY_THE_TEAM
    message = Message(
        key=saying.key,
        kind=saying.kind,
        rule=saying.rule,
        channel=saying.route.channel,
        asked=saying.asked,
        instead_of_id=saying.instead_of.pk if saying.instead_of else None,
        to=saying.route.to,
        to_index=saying.route.to_index,
        abroad=saying.route.channel == ChannelName.SMS and not is_mainland(saying.route.to),
        send_after=saying.send_after,
        expires_at=saying.expires_at,
        # Nobody sends what people say or post: it is looked at again when it is of no more use.
        due_at=saying.expires_at if by_the_team else saying.send_after,
        why=saying.route.why or "",
        organisation_id=saying.organisation_id,
        created_at=known.now,
    )
    _addressed(message, saying, known)
    if saying.route.channel == ChannelName.LETTER:
        # The rest of a letter is written when it is printed; its link opens until the appointment is over.
        message.body = _own_link(saying, known)
    elif saying.route.channel == ChannelName.VOICE:
        message.body = _as_left(saying, message.language, known)
    elif not by_the_team:
        about = _facts(saying, message.language, known)
        whose = (message.organisation_id or 0, message.kind, texts.language_of(message.language))
        _fix_text(message, about, known.own.get(whose, ""))
    return message


def _addressed(message: Message, saying: Saying, known: _Known) -> None:
    """What it is about, to whom, in which language and on whose clocks."""
    if saying.appointment is not None:
        _address(message, saying.appointment)
        message.contact_id = saying.route.contact_id or saying.appointment.contact_id
    elif saying.offer is not None:
        _address_offer(message, saying.offer)
    elif saying.referral is not None:
        about_referral.address(message, saying.referral, known.territory)
    elif saying.registration is not None:
        about_registration.address(message, saying.registration)
    elif saying.turn is not None:
        about_turn.address(message, saying.turn)
    elif saying.step is not None:
        about_step.address(message, saying.step, known.territory)
        message.contact_id = saying.route.contact_id
    elif saying.code is not None:
        message.language = saying.code.language
        message.timezone = known.territory.timezone


def _own_link(saying: Saying, known: _Known) -> str:
    if saying.referral is not None:
        return about_referral.link(saying.referral, known.links, now=known.now)
    if saying.registration is not None:
        return about_registration.link(saying.registration, known.links)
    if saying.step is not None:
        return about_step.link(saying.step, known.links, now=known.now)
    if saying.appointment is None:
        return ""
    return _link(saying.appointment, known, longer=saying.kind is Kind.CHOICE)


def _as_left(saying: Saying, language: str, known: _Known) -> str:
    """What a machine would keep of the call."""
    if saying.appointment is None:
        return invitation_as_left(known.territory, language)
    return as_left(saying.kind, saying.appointment, known.territory, language, now=known.now)


def _address(message: Message, appointment: Appointment) -> None:
    message.appointment_id = appointment.pk
    message.version = appointment.version
    message.language = appointment.language
    message.timezone = appointment.site.timezone


def _address_offer(message: Message, offer: WaitingOffer) -> None:
    message.offer_id = offer.pk
    message.contact_id = offer.entry.contact_id
    message.language = offer.entry.language
    message.timezone = offer.site.timezone


def _fix_text(message: Message, facts: Facts, own: str) -> None:
    kind = Kind(message.kind)
    if message.channel == ChannelName.SMS:
        message.body = texts.sms(kind, message.language, facts, own=own)
        message.parts = size(message.body).parts
        return
    letter = texts.letter(kind, message.language, facts)
    message.subject, message.body = letter.subject, letter.text


def _facts(saying: Saying, language: str, known: _Known) -> Facts:
    by_sms = saying.route.channel == ChannelName.SMS
    name = known.territory.sms_name if by_sms else known.territory.service_name
    appointment, offer = saying.appointment, saying.offer
    if offer is not None:
        link = _waiting_link(offer, known)
        return about_appointment.facts_of_offer(offer, service=name, phone=known.phone, link=link)
    if saying.referral is not None:
        link = _own_link(saying, known)
        return about_referral.facts_of(saying.referral, service=name, phone=known.phone, link=link)
    if saying.kind in SURVEYS and (about := saying.registration or appointment) is not None:
        return about_survey.facts_of(about, saying.rule, service=name, phone=known.phone)
    if saying.registration is not None:
        link = _own_link(saying, known)
        return about_registration.facts_of(
            saying.kind, saying.registration, saying.dates, service=name, phone=known.phone, link=link
        )
    if saying.turn is not None:
        return about_turn.facts_of(saying.turn, saying.ahead, service=name, phone=known.phone)
    if saying.step is not None:
        return about_step.facts_of(
            saying.step,
            language,
            known.links,
            in_words=saying.in_words,
            now=known.now,
            service=name,
            phone=known.phone,
        )
    if appointment is None:
        return Facts(service=name, phone=known.phone, code=saying.code.clear if saying.code else "")
    link = _link(appointment, known, longer=saying.kind is Kind.CHOICE)
    told = about_appointment.facts_about(
        appointment,
        language,
        known.bring,
        service=name,
        phone=known.phone,
        link=link,
        choices=known.choices.get(appointment.pk, ()),
    )
    # Read once on the way: when it begins, and no question to be answered.
    if saying.kind in TODAY:
        begins_at = appointment.begins_at
        told = replace(told, until=begins_at, answerable=False, bring=(), bring_at_link=False)
    return told


def _link(appointment: Appointment, known: _Known, *, longer: bool = False) -> str:
    """`longer`: another time may be chosen when this one has long passed."""
    token, row = prepare_link(appointment)
    if longer:
        row.expires_at = max(row.expires_at, known.now + _TO_CHOOSE)
    known.links.append(row)
    return f"{settings.PUBLIC_URL}/r/{token}"


def _waiting_link(offer: WaitingOffer, known: _Known) -> str:
    token, row = prepare_waiting_link(offer.entry)
    known.links.append(row)
    return f"{settings.PUBLIC_URL}/r/{token}"
