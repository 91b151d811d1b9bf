"""What was said when somebody was referred, line by line, as their page shows it again."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.models import Contact, Referral
from bookings.people.contacts import BY_PHONE
from bookings.people.preparation import language_name, words
from bookings.referrals import information
from bookings.staff.agenda.lines import topic_names
from bookings.waiting.wanted import wanted_in_words
from mediation.phone import shown
from mediation.templatetags.page import weekday

Line = tuple[str, str]


def facts_of(referral: Referral) -> list[Line]:
    """A label and what was said; nothing where nothing was."""
    lines = [*_person(referral), *_need(referral), *_where(referral), *_sent(referral)]
    return [(label, said) for label, said in lines if said]


def _person(referral: Referral) -> list[Line]:
    own = referral.companion_contact
    return [
        (_("Vient avec"), referral.companion.name if referral.companion else ""),
        (_("Téléphone de qui vient avec"), shown(own.value) if own else ""),
        (_("Joindre la personne"), reach_in_words(referral.contact)),
        (_("Langue de nos messages"), language_name(referral.language) if referral.language != "fr" else ""),
        (_("À préparer"), ", ".join(words(referral.preparation))),
    ]


def _need(referral: Referral) -> list[Line]:
    names = topic_names()
    others = [names.get(pk, "") for pk in referral.other_topics.values_list("pk", flat=True)]
    return [
        (_("Sa demande"), names.get(referral.topic_id or 0, "")),
        (_("Et aussi"), ", ".join(filter(None, others))),
        (_("En une phrase"), referral.need),
    ]


def _where(referral: Referral) -> list[Line]:
    limited = referral.weekdays or len(referral.parts) == 1
    return [
        (_("Confiée à"), str(referral.organisation or "")),
        (_("Lieu"), referral.site.name if referral.site else _("le plus tôt, n’importe où")),
        (_("Avant le"), weekday(referral.deadline) if referral.deadline else ""),
        (_("Ses jours"), wanted_in_words(referral.weekdays, referral.parts) if limited else ""),
    ]


def _sent(referral: Referral) -> list[Line]:
    said = information.SENTENCES.get(referral.informed_version)
    return [
        (_("Envoyée par"), str(referral.referrer or referral.referrer_name or referral.partner)),
        (_("Équipe"), str(referral.team or "")),
        (
            _("Information donnée"),
            information.sentence(referral.informed_version, get_language() or "fr") if said else "",
        ),
    ]


def reach_in_words(contact: Contact | None) -> str:
    """How the person is reached, with the number or the address that was given."""
    if contact is None:
        return ""
    value = shown(contact.value) if contact.kind in BY_PHONE else contact.value
    return f"{contact.get_kind_display()} : {value}" if value else str(contact.get_kind_display())
