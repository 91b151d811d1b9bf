"""A letter as it is printed: all its facts in words of the reader's language, and a square for the telephone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bookings.models import Appointment, Contact, NextStep, Referral, Registration
from mediation.models import Territory
from mediation.phone import shown
from mediation.qr import Square, square
from notifications.letters.invitation_words import INVITATIONS, InvitationWords
from notifications.letters.step_words import STEPS, StepWords
from notifications.letters.words import WORDS, Words
from notifications.letters.workshop_words import OPENINGS
from notifications.models import Message
from notifications.outbox import about_appointment as about
from notifications.outbox import about_registration, about_step
from notifications.outbox.about_referral import facts_of
from notifications.texts import dates, neighbours
from notifications.texts import write as texts
from notifications.texts.choices import lines
from notifications.texts.kinds import ABOUT_A_CANCELLED_APPOINTMENT, Kind
from notifications.texts.write import Facts

# An address typed on one line: a new one before a number after a comma ("Résidence …, 12 rue …"), and before the postcode.
_NEXT_LINE = re.compile(r",\s+(?=\d)|,?\s+(?=\d{5}\s)")


@dataclass(frozen=True)
class Sheet:
    """One page. `lines` stand in the envelope's window: the person and the address, nothing else."""

    letter: Message
    lines: list[str]
    language: str
    direction: str
    words: Words
    opening: str
    when: str
    sender: str
    facts: Facts
    stands: bool
    square: Square
    invitation: InvitationWords | None = None
    to_do: StepWords | None = None
    """It reminds somebody of what they do themselves: no place, and `when` is the last day for it."""
    days: tuple[str, ...] = ()
    """All dates of a workshop, where there are several."""
    other_times: Sequence[str] = ()


def sheets(letters: Iterable[Message]) -> list[Sheet]:
    """The pages of these letters. The number of queries does not grow with them."""
    letters, territory = list(letters), Territory.current()
    bring = about.to_bring({letter.appointment.topic_id for letter in letters if letter.appointment})
    asked = about.choices_about(
        {each.appointment.pk for each in letters if each.appointment and each.kind == Kind.CHOICE}
    )

    def page_of(letter: Message) -> Sheet | None:
        if letter.appointment is not None:
            return _sheet(letter, letter.appointment, territory, bring, asked)
        if letter.registration is not None:
            return _workshop(letter, letter.registration, territory)
        if letter.step is not None:
            return _step(letter, letter.step, territory)
        return _invitation(letter, letter.referral, territory)

    pages = [page_of(letter) for letter in letters]
    return [page for page in pages if page is not None]


def _workshop(letter: Message, registration: Registration, territory: Territory) -> Sheet | None:
    """The dates of a workshop: all that the letter is about."""
    kind, language = Kind(letter.kind), texts.language_of(registration.language)
    named = [int(letter.rule)] if letter.rule.isdecimal() else []
    found = about_registration.dates_of(kind, registration, named, now=letter.created_at)
    if not found:
        return None
    phone = neighbours.readable(shown(territory.phone), language)
    facts = about_registration.facts_of(
        kind, registration, found, service=territory.service_name, phone=phone, link=letter.body
    )
    days = tuple(dates.long(date.starts_at, facts.zone, language) for date in found)
    return Sheet(
        letter=letter,
        lines=address_lines(letter),
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        words=WORDS[language],
        opening=OPENINGS[language][kind],
        when=days[0],
        days=days[1:],
        sender=registration.workshop.organisation.name,
        facts=facts,
        stands=kind is not Kind.WORKSHOP_CANCELLED,
        square=square(letter.body),
    )


def _step(letter: Message, step: NextStep, territory: Territory) -> Sheet:
    """What somebody does themselves, in the words they agreed on."""
    language = texts.language_of(step.resident.language)
    phone, words = neighbours.readable(shown(territory.phone), language), STEPS[language]
    facts = about_step.told(step, language, link=letter.body, service=territory.service_name, phone=phone)
    return Sheet(
        letter=letter,
        lines=address_lines(letter),
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        words=WORDS[language],
        to_do=words,
        opening=words.opening,
        when=dates.of_day(step.due_on, language) if step.due_on else "",
        sender=step.organisation.name,
        facts=facts,
        stands=True,
        square=square(letter.body),
    )


def _invitation(letter: Message, referral: Referral | None, territory: Territory) -> Sheet | None:
    """A partner's hand-over: who referred, the line's number, the number to give there; never what for."""
    if referral is None or referral.organisation is None:
        return None
    language = texts.language_of(referral.language)
    phone, words = neighbours.readable(shown(territory.phone), language), INVITATIONS[language]
    facts = facts_of(referral, service=territory.service_name, phone=phone, link=letter.body)
    return Sheet(
        letter=letter,
        lines=address_lines(letter),
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        words=WORDS[language],
        invitation=words,
        opening=words.again if letter.kind == Kind.REFERRAL_CHASER else words.opening,
        when="",
        sender=referral.organisation.name,
        facts=facts,
        stands=True,
        square=square(letter.body),
    )


def _sheet(
    letter: Message,
    appointment: Appointment,
    territory: Territory,
    bring: about.Bring,
    asked: about.Choices,
) -> Sheet:
    kind = Kind(letter.kind)
    language = texts.language_of(appointment.language)
    facts = about.facts_about(
        appointment,
        appointment.language,
        bring,
        service=territory.service_name,
        phone=neighbours.readable(shown(territory.phone), language),
        link=letter.body,
    )
    return Sheet(
        letter=letter,
        lines=address_lines(letter),
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        words=WORDS[language],
        opening=_opening(kind, language, facts),
        when=dates.long(appointment.starts_at, facts.zone, language),
        sender=appointment.organisation.name,
        facts=facts,
        stands=kind not in ABOUT_A_CANCELLED_APPOINTMENT,
        square=square(letter.body),
        other_times=lines(asked.get(appointment.pk, ()), language),
    )


def _opening(kind: Kind, language: str, facts: Facts) -> str:
    words = WORDS[language]
    if kind is Kind.CHOICE:
        kind = Kind.CANCELLED_BY_US
    return (facts.mode and words.elsewhere.get(kind)) or words.opening[kind]


def address_lines(letter: Message) -> list[str]:
    """Who it goes to and where, a line each; an address that has since been corrected is the right one."""
    own = letter.appointment or letter.registration or letter.referral
    now = own.contact if own is not None else None
    contact = now if now is not None and now.kind == Contact.Kind.LETTER else letter.contact
    typed = contact.value if contact is not None else ""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) == 1:
        lines = _NEXT_LINE.split(lines[0])
    names = _addressee(letter)
    return lines if names and names in typed else [names, *lines]


def _addressee(letter: Message) -> str:
    if letter.appointment is not None:
        each_one = letter.appointment.participants.all()
        return letter.appointment.contact_name or " et ".join(each.name for each in each_one)
    if letter.registration is not None:
        return " et ".join(each.name for each in letter.registration.people.all())
    if letter.step is not None:
        return letter.step.resident.name
    resident = letter.referral.resident if letter.referral is not None else None
    return resident.name if resident is not None else ""
