"""How a person will hear of a change, as far as one can tell before it happens. The journal drives the messages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from bookings.models import Appointment, Contact


@dataclass(frozen=True)
class Telling:
    """`by_itself`: a message leaves without anybody's doing. `words` says how, or who has to do what."""

    by_itself: bool
    words: str


def how_told(appointment: Appointment) -> Telling:
    """What the page announces before a change: by SMS, by e-mail, or by somebody of the team."""
    contact, kinds = appointment.contact, Contact.Kind
    if any(each.resident.discreet for each in appointment.participations.all()):
        return Telling(False, _("Personne discrète : aucun message ne part. Prévenez-la de vive voix."))
    if contact.kind == kinds.MOBILE and contact.opted_out_at is not None:
        return Telling(False, _("Cette personne ne veut plus de SMS : appelez-la pour la prévenir."))
    if settings.CALLS_OUT and (
        contact.kind == kinds.LANDLINE or (contact.kind == kinds.MOBILE and contact.by_call)
    ):
        first, last = (clock.strftime("%H:%M") for clock in settings.CALL_HOURS)
        words = _("Une voix l’appelle pour la prévenir, entre %(first)s et %(last)s.")
        return Telling(True, words % {"first": first, "last": last})
    if contact.kind == kinds.MOBILE:
        return Telling(True, _("Un SMS part tout de suite pour la prévenir."))
    if contact.kind == kinds.EMAIL:
        return Telling(True, _("Un courriel part tout de suite pour la prévenir."))
    return Telling(False, str(_BY_HAND[contact.kind]()))


_BY_HAND: Mapping[str, Callable[[], str]] = {
    Contact.Kind.LANDLINE: lambda: _("Aucun message ne part vers un fixe : appelez la personne."),
    Contact.Kind.THROUGH: lambda: _("Aucun message ne part : prévenez l’intermédiaire indiqué."),
    Contact.Kind.LETTER: lambda: _(
        "Une lettre est à imprimer et à poster si elle peut arriver à temps ; sinon, prévenez la personne."
    ),
    Contact.Kind.NONE: lambda: _("La personne ne veut pas être jointe : dites-le-lui quand elle vient."),
}


def after_change(appointment: Appointment) -> str:
    """What to say once the change is made."""
    telling = how_told(appointment)
    return _("La personne est prévenue.") if telling.by_itself else telling.words
