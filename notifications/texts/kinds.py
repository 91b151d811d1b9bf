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
    CHOICE = "choice"
    OFFER = "offer"
    OFFER_GONE = "offer_gone"
    DELAYED = "delayed"
    ON_TIME = "on_time"
    CALLED_IN_VAIN = "called_in_vain"
    REFERRAL_INVITATION = "referral_invitation"
    REFERRAL_CHASER = "referral_chaser"
    REFERRAL_EXPIRED = "referral_expired"
    WORKSHOP_REGISTERED = "workshop_registered"
    WORKSHOP_REMINDER = "workshop_reminder"
    WORKSHOP_OFFER = "workshop_offer"
    WORKSHOP_CANCELLED = "workshop_cancelled"
    WORKSHOP_CHANGED = "workshop_changed"
    WORKSHOP_DATE_ADDED = "workshop_date_added"
    TURN_NUMBER = "turn_number"
    TURN_NEAR = "turn_near"
    TURN_OFF = "turn_off"
    SURVEY = "survey"
    NEXT_STEP = "next_step"
    REFERRER_LINK = "referrer_link"
    REFERRER_NEWS = "referrer_news"


TO_REFERRERS = frozenset({Kind.REFERRER_LINK, Kind.REFERRER_NEWS})
"""What is said to whoever refers, at work: never to a resident (`notifications.referrers`)."""
OF_ITS_MOMENT = frozenset({Kind.CODE, Kind.ANSWER, *TO_REFERRERS})
"""What somebody waits for this very minute: it does not go stale with an appointment, and nobody passes it on later."""
REFERRALS = frozenset({Kind.REFERRAL_INVITATION, Kind.REFERRAL_CHASER, Kind.REFERRAL_EXPIRED})
"""What is said to a person whom a partner has referred (`bookings.models.Referral`), before they have a time."""
TODAY = frozenset({Kind.DELAYED, Kind.ON_TIME, Kind.CALLED_IN_VAIN})
"""What is said on the day itself, to somebody on their way or beside their telephone: read at once or of no use."""
WORKSHOPS = frozenset(
    {
        Kind.WORKSHOP_REGISTERED,
        Kind.WORKSHOP_REMINDER,
        Kind.WORKSHOP_OFFER,
        Kind.WORKSHOP_CANCELLED,
        Kind.WORKSHOP_CHANGED,
        Kind.WORKSHOP_DATE_ADDED,
    }
)
"""What is said to who is registered for a workshop, or waits for a seat (`bookings.models.Registration`)."""
DROP_INS = frozenset({Kind.TURN_NUMBER, Kind.TURN_NEAR, Kind.TURN_OFF})
"""What is said to who has taken a number in a drop-in (`bookings.models.Turn`): read at once or of no use."""
SURVEYS = frozenset({Kind.SURVEY})
"""What somebody is asked after a session (`bookings.models.SurveyRequest`): it waits for nobody, and nobody passes it on."""
NEXT_STEPS = frozenset({Kind.NEXT_STEP})
"""What somebody agreed to be reminded of, that they do themselves (`bookings.models.NextStep`)."""
STANDARD = tuple(
    kind
    for kind in Kind
    if kind
    not in {
        *(Kind.ANSWER, Kind.CHOICE),
        *REFERRALS,
        *TO_REFERRERS,
        *TODAY,
        *WORKSHOPS,
        *DROP_INS,
        *SURVEYS,
        *NEXT_STEPS,
    }
)
"""The kinds about a time that have a text of their own in each language and may be worded anew by an organisation; an
answer's is of the conversation, what is said to who was referred says who referred and no time, what is said today is too
short for other words, what is said of a workshop tells several dates, three times in the place of one are put together by us,
what is asked afterwards is the same for everybody, and what they have to do is said in the words they agreed on.
"""
WORDABLE = (*STANDARD, Kind.REFERRAL_INVITATION, Kind.REFERRAL_CHASER, Kind.REFERRAL_EXPIRED)
"""The kinds that an organisation may say in words of its own."""
ABOUT_A_CANCELLED_APPOINTMENT = frozenset({Kind.CANCELLED_BY_US, Kind.CANCELLED_BY_YOU, Kind.CHOICE})
"""The only kinds that may be sent about an appointment that no longer stands."""

OFFERS = frozenset({Kind.OFFER, Kind.OFFER_GONE})
"""What is said to who waits for a time (`bookings.models.WaitingOffer`), and not about an appointment."""

MAY_BE_HELD: frozenset[Kind] = frozenset({Kind.OFFER, Kind.SURVEY})
"""What an organisation over its ceiling of the month does without: offers and surveys. Never what people count on.
"""
