"""What may follow an operation (OpenAPI links): who made something reads it, changes it, with the tag that came with it."""

from typing import Any

_ID = "$response.body#/id"
_TAG = "$response.header.ETag"
# From an operation's answer: the operation that may follow, its parameter for the id, whether it wants the tag.
_APPOINTMENT = (
    ("read_appointment", "appointment_id", False),
    ("move_appointment", "appointment_id", True),
    ("confirm_appointment", "appointment_id", False),
    ("cancel_appointment", "appointment_id", True),
)
_REFERRAL = (
    ("read_referral", "referral_id", False),
    ("correct_referral", "referral_id", True),
    ("book_for_referral", "referral_id", False),
    ("withdraw_referral", "referral_id", True),
)
_WAIT = (("read_wait", "wait_id", False), ("leave_waiting_list", "wait_id", False))
_REGISTRATION = (
    ("read_registration", "registration_id", False),
    ("accept_seat", "registration_id", True),
    ("decline_seat", "registration_id", True),
    ("leave_workshop", "registration_id", False),
)
FOLLOWS = {
    "book_appointment": _APPOINTMENT,
    "move_appointment": _APPOINTMENT,
    "book_for_referral": _APPOINTMENT,
    "refer": _REFERRAL,
    "correct_referral": _REFERRAL,
    "join_waiting_list": _WAIT,
    "enrol": _REGISTRATION,
    "read_registration": _REGISTRATION,
}


def add_links(operation: dict[str, Any]) -> None:
    """Writes the links of one operation into its good answers."""
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            for following, parameter, wants_tag in FOLLOWS.get(operation["operationId"], ()):
                values = {parameter: _ID, **({"If-Match": _TAG} if wants_tag else {})}
                answer.setdefault("links", {})[following] = {"operationId": following, "parameters": values}
