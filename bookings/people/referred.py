"""Who comes of those whom a referral is about."""

from bookings.models import Referral
from bookings.people.who import Participant


def who_comes(referral: Referral) -> list[Participant]:
    """The person, and who comes along with the number they are called at, if it is another. Their rows are known."""
    number = referral.companion_contact.value if referral.companion_contact else ""
    both = ((referral.resident, ""), (referral.companion, number))
    return [
        Participant(each.name, resident_id=each.pk, phone=phone) for each, phone in both if each is not None
    ]
