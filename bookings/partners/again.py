"""A referral as its form would hold it: for the other person of a couple or a family, with the same answers."""

from typing import Any

from bookings.models import Contact, Referral
from bookings.partners.form import OF_THE_PERSON
from bookings.people.preparation import asked

_PHONES = (Contact.Kind.MOBILE, Contact.Kind.LANDLINE)


def as_typed(referral: Referral) -> dict[str, Any]:
    """The same everything but the name and the number. (An address by post is the couple's, and so is whoever passes on.)"""
    needs, interpreter = asked(referral.preparation)
    contact = referral.contact
    said = {
        "topic": referral.topic.public_id if referral.topic else "",
        "other_topics": [each.public_id for each in referral.other_topics.all()],
        "need": referral.need,
        "site": referral.site_id or "",
        "deadline": referral.deadline.isoformat() if referral.deadline else "",
        "days": [str(day) for day in referral.weekdays],
        "part": referral.parts[0] if len(referral.parts) == 1 else "",
        "language": referral.language,
        "needs": needs,
        "interpreter": interpreter,
        **(reach_typed(contact) if contact else {}),
    }
    return {name: value for name, value in said.items() if name not in OF_THE_PERSON}


def reach_typed(contact: Contact) -> dict[str, str]:
    """A way to reach somebody as `ReachForm` asks for it."""
    if contact.kind in _PHONES and (contact.by_call or contact.kind == Contact.Kind.LANDLINE):
        return {"reach": "landline", "landline": contact.value}
    if contact.kind == Contact.Kind.MOBILE and contact.shared:
        return {"reach": "mobile_shared", "shared_mobile": contact.value}
    return {"reach": contact.kind, contact.kind: contact.value}
