"""The kinds of message: what is said to a resident, and what each one promises."""

from enum import StrEnum


class Kind(StrEnum):
    """Why somebody is written to."""

    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    MOVED = "moved"
    CANCELLED_BY_US = "cancelled_by_us"
    CANCELLED_BY_YOU = "cancelled_by_you"
    CODE = "code"
    ANSWER = "answer"
    OFFER = "offer"
    OFFER_GONE = "offer_gone"
    REFERRAL_INVITATION = "referral_invitation"
    REFERRAL_CHASER = "referral_chaser"
    REFERRAL_EXPIRED = "referral_expired"
    REFERRER_LINK = "referrer_link"
    REFERRER_NEWS = "referrer_news"


TO_REFERRERS = frozenset({Kind.REFERRER_LINK, Kind.REFERRER_NEWS})
"""What is said to whoever refers, at work: never to a resident (`notifications.referrers`)."""
OF_ITS_MOMENT = frozenset({Kind.CODE, Kind.ANSWER, *TO_REFERRERS})
"""What somebody waits for this very minute: it does not go stale with an appointment, and nobody passes it on later."""
REFERRALS = frozenset({Kind.REFERRAL_INVITATION, Kind.REFERRAL_CHASER, Kind.REFERRAL_EXPIRED})
"""What is said to a person whom a partner has referred (`bookings.models.Referral`), before they have a time."""
STANDARD = tuple(kind for kind in Kind if kind not in {Kind.ANSWER, *REFERRALS, *TO_REFERRERS})
"""The kinds about a time that have a text of their own in each language; an answer's is of the conversation, what is said
to who was referred says who referred and no time.
"""
ABOUT_A_CANCELLED_APPOINTMENT = frozenset({Kind.CANCELLED_BY_US, Kind.CANCELLED_BY_YOU})
"""The only kinds that may be sent about an appointment that no longer stands."""

OFFERS = frozenset({Kind.OFFER, Kind.OFFER_GONE})
"""What is said to who waits for a time (`bookings.models.WaitingOffer`), and not about an appointment."""

MAY_BE_HELD: frozenset[Kind] = frozenset({Kind.OFFER})
"""What an organisation over its ceiling of the month does without: offers (and surveys, once there are any). Never what
people count on.
"""
