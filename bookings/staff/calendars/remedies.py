"""What to do about a calendar that cannot be read, in a sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.models import OutsideCalendar

Failure = OutsideCalendar.Failure

_ADDRESS = _("Copiez à nouveau l’adresse depuis votre agenda, puis reliez-le.")
_SERVER = _(
    "Rien à faire tout de suite : nous réessayons tous les quarts d’heure. Si cela dure, parlez-en à qui gère l’agenda."
)
_SMALLER = _("Partagez un agenda plus petit, sans les années passées, ou sans l’événement qui se répète.")
_REMEDIES: dict[str, str | Promise] = {
    Failure.NOT_AN_ADDRESS: _ADDRESS,
    Failure.NOT_ENCRYPTED: _ADDRESS,
    Failure.UNKNOWN_HOST: _ADDRESS,
    Failure.NOT_A_CALENDAR: _ADDRESS,
    Failure.GONE: _ADDRESS,
    Failure.TOO_MANY_REDIRECTIONS: _ADDRESS,
    Failure.PRIVATE: _(
        "Demandez à qui gère l’agenda une adresse publique, ou à l’exploitation d’autoriser ce serveur."
    ),
    Failure.UNREACHABLE: _SERVER,
    Failure.TOO_SLOW: _SERVER,
    Failure.CERTIFICATE: _SERVER,
    Failure.NOT_ALLOWED: _("Créez un nouveau mot de passe d’application, retirez l’agenda et reliez-le."),
    Failure.TOO_BIG: _SMALLER,
    Failure.TOO_OFTEN: _SMALLER,
    Failure.TOO_LONG: _SMALLER,
}


def remedy(failure: str) -> str | Promise:
    """The sentence; empty when the calendar can be read."""
    return _REMEDIES.get(failure, "")
