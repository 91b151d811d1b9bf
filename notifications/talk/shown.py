"""What was read in an SMS, why it did nothing by itself, and what it has changed: in words for the desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.models import InboundMessage
from notifications.talk.deeds import Deed
from notifications.talk.meanings import Meaning
from notifications.talk.senses import Why

_READ: dict[str, Promise] = {
    Meaning.CONFIRM: _("vient"),
    Meaning.CANCEL: _("ne vient pas"),
    Meaning.MOVE: _("veut une autre heure"),
    Meaning.WHEN: _("demande un autre moment"),
    Meaning.EARLIER: _("voudrait venir plus tôt"),
    Meaning.DIGIT: _("un chiffre"),
    Meaning.HELP: _("demande comment répondre"),
    Meaning.STOP: _("ne veut plus de SMS"),
    Meaning.START: _("veut de nouveau des SMS"),
}
_WHY: dict[str, Promise] = {
    Why.COURTESY: _("un mot aimable"),
    Why.LATE: _("sera en retard"),
    Why.QUESTION: _("une question"),
    Why.CONTRADICTION: _("deux choses qui ne vont pas ensemble"),
    Why.NEGATION: _("une phrase avec « pas » ou « plus »"),
    Why.CONDITION: _("un doute ou une condition"),
    Why.OTHER_WORDS: _("autre chose qu’un oui ou un non"),
    Why.OTHER_DAY: _("un autre jour que celui du rendez-vous"),
    Why.SIGNS: _("des signes sans mots"),
    Why.TWO_ALPHABETS: _("deux alphabets mêlés"),
    Why.LONG: _("un long message"),
    Why.AFTERWARDS: _("ne répond pas à ce qui était demandé"),
    Why.TOO_MANY: _("trop de SMS en une heure : plus rien n’est répondu"),
    Why.ONE_OF_TWO: _("écrit de son propre numéro par l’une des personnes qui viennent"),
    Why.OURS: _("une panne du service : le SMS n’a pas été lu"),
}
_DONE: dict[str, Promise] = {
    Deed.CONFIRMED: _("venue confirmée"),
    Deed.CANCELLED: _("rendez-vous annulé"),
    Deed.RESTORED: _("annulation reprise"),
    Deed.MOVED: _("rendez-vous déplacé"),
    Deed.BOOKED: _("place libérée réservée"),
    Deed.DECLINED: _("place libérée refusée"),
    Deed.REFUSED: _("ne veut pas du rendez-vous proposé par un partenaire"),
    Deed.WAITING: _("inscription sur la liste d’attente"),
    Deed.LATE: _("retard noté dans l’agenda"),
    Deed.STOPPED: _("plus aucun SMS"),
    Deed.STARTED: _("de nouveau des SMS"),
    Deed.SURVEYED: _("a donné son avis, gardé sans son numéro"),
    Deed.ASKED: _("question posée : annuler, ou garder ?"),
}


def read_as(inbound: InboundMessage) -> str:
    """What was read: its meaning, or why it has none; both where one of two has written, for it is not the other's word."""
    if inbound.why == Why.ONE_OF_TWO and inbound.meaning in _READ:
        return f"{_READ[inbound.meaning]} ({_WHY[inbound.why]})"
    return str(_WHY.get(inbound.why) or _READ.get(inbound.meaning) or "")


def done(inbound: InboundMessage) -> str:
    """What it has changed; empty when nothing."""
    return str(_DONE.get(inbound.done) or "")
