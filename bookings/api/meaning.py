"""What the actions refuse, as the API says it: one table, from domain error to problem."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings import errors
from bookings.api.problem import Fault, Problem
from bookings.api.times import written
from bookings.public.catalogue import sites

_SLUGS: dict[type[errors.BookingError], str] = {
    errors.NotStanding: "not-standing",
    errors.StepRefused: "not-standing",
    errors.TooLate: "too-late",
    errors.TooManyAhead: "too-many-ahead",
    errors.WorkshopFull: "workshop-full",
    errors.OfferOver: "seat-gone",
    errors.AlreadyEnrolled: "already-enrolled",
    errors.ChangedMeanwhile: "changed-meanwhile",
    errors.Busy: "busy",
}
_FIELDS: dict[type[errors.BookingError], Fault] = {
    errors.TooSoon: Fault("/starts_at", "too_soon", _("Trop tôt : le motif demande un délai.")),
    errors.TooFar: Fault("/starts_at", "too_far", _("Trop loin : on ne réserve pas encore si loin.")),
    errors.NotOffered: Fault("/mode", "not_offered", _("Ce motif n’est pas proposé ainsi.")),
    errors.NobodyToCall: Fault(
        "/reach", "nobody_to_call", _("Un rendez-vous par téléphone demande un téléphone.")
    ),
    errors.CannotWait: Fault("/appointment", "cannot_wait", _("Cette personne ne veut pas être jointe.")),
    errors.NotInformed: Fault("/informed_version", "unknown", _("Cette version de la phrase n’existe pas.")),
    errors.ReasonMissing: Fault("/reason", "required", _("Il faut un motif de la liste et une phrase.")),
}


def problem_of(error: errors.BookingError) -> Problem:
    """The problem behind a domain error; "internal-error" for one that nobody expects here."""
    if isinstance(error, errors.SlotTaken):
        return Problem("slot-taken", more={"alternatives": [_choice(each) for each in error.alternatives]})
    if isinstance(error, errors.InvalidContact):
        detail = _("Cette coordonnée ne peut pas servir.")
        where = "/people" if error.field == "own_phone" else "/reach/value"
        return Problem("invalid", errors=[Fault(where, error.reason.replace(" ", "_"), detail)])
    if type(error) in _FIELDS:
        return Problem("invalid", errors=[_FIELDS[type(error)]])
    slug = _SLUGS.get(type(error), "internal-error")
    return Problem(slug, headers={"Retry-After": "2"} if slug == "busy" else None)


def _choice(choice: Any) -> dict[str, str]:
    site = sites()[choice.site_id]
    return {
        "starts_at": written(choice.starts_at, site),
        "ends_at": written(choice.ends_at, site),
        "site": site.public_id,
    }
