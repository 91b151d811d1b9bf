"""What the referrer reads of a referral, in words: the person reads the very same ("Qui vous oriente voit : …")."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.referrals.seen import Seen, Step
from bookings.referrals.states import State

_S = State
_STATES: dict[State, Promise] = {
    _S.DRAFT: _("Brouillon"),
    _S.RECEIVED: _("Envoyée, sans réponse pour l’instant"),
    _S.REROUTED: _("Confiée à un autre lieu"),
    _S.ACCEPTED: _("Acceptée"),
    _S.INVITED: _("Pas encore rencontrée, sans rendez-vous"),
    _S.WAITING: _("Sur la liste d’attente"),
    _S.BOOKED: _("Rendez-vous pris"),
    _S.MET: _("Rencontrée"),
    _S.MISSED: _("Absente au rendez-vous"),
    _S.DECLINED: _("Ne souhaite pas cette aide"),
    _S.UNREACHABLE: _("Injoignable"),
    _S.REFUSED: _("Refusée par le service"),
    _S.EXPIRED: _("Échue, sans rendez-vous"),
    _S.WITHDRAWN: _("Retirée par l’orienteur"),
    _S.CLOSED: _("Terminée"),
}
# Where it led to a workshop instead of a time of their own.
_STATES_OF_SEATS: dict[State, Promise] = {
    _S.BOOKED: _("Inscrite à un atelier"),
    _S.WAITING: _("Sur la liste d’attente d’un atelier"),
}
_STEPS: dict[Step, Promise] = {
    Step.TO_ANSWER: _("Le service va répondre."),
    Step.IN_HAND: _("Le service s’en occupe."),
    Step.INVITED: _("La personne est invitée à choisir une heure."),
    Step.WAITING: _("La personne est prévenue quand une place se libère."),
    Step.BOOKED: _("La rencontre est prévue au rendez-vous."),
    Step.HELP_WITH_NUMBER: _("Le service demande un autre moyen de joindre la personne."),
}
_STEPS_OF_SEATS: dict[Step, Promise] = {Step.BOOKED: _("La rencontre est prévue à l’atelier.")}


def state_in_words(seen: Seen, *, seats: bool = False) -> str:
    """Where it stands, in a few words. `seats`: those of a workshop, not a time of their own."""
    return str((_STATES_OF_SEATS if seats else {}).get(seen.state, _STATES[seen.state]))


def next_in_words(seen: Seen, *, seats: bool = False) -> str:
    """What happens next, as a sentence; nothing where nothing does."""
    return str((_STEPS_OF_SEATS if seats else {}).get(seen.step, _STEPS.get(seen.step, "")))


def shown_in_words(seen: Seen, *, seats: bool = False) -> str:
    """All that the referrer reads: `Rendez-vous pris. La rencontre est prévue au rendez-vous.`"""
    said = (f"{state_in_words(seen, seats=seats)}.", next_in_words(seen, seats=seats))
    return " ".join(filter(None, said))
