"""Where a call can be, and what a key can ask for. Pure."""

from enum import StrEnum

from bookings.numbers import MOST_DIGITS


class State(StrEnum):
    """The questions of the line, and its ends."""

    HOME = "home"
    # Which of the languages of the neighbourhood: each is offered in its own.
    LANGUAGES = "languages"
    CLOSED = "closed"
    OFFERED = "offered"
    OWN = "own"
    # Theirs could not be kept: which of three others?
    INSTEAD = "instead"
    # A call of ours to who was referred, before a key says that somebody listens.
    INVITED = "invited"
    REFERRED = "referred"
    NUMBER = "number"
    CANCELLED = "cancelled"
    UNDO = "undo"
    CALLED_OFF = "called_off"
    MACHINE = "machine"
    SETTLED = "settled"
    TOPIC = "topic"
    WHERE = "where"
    USUAL = "usual"
    AREA = "area"
    POSTCODE = "postcode"
    COMMUNE = "commune"
    TIMES = "times"
    OTHER = "other"
    DAY = "day"
    NO_TIMES = "no_times"
    NAME = "name"
    RECORD = "record"
    REACH = "reach"
    PHONE = "phone"
    CHECK = "check"
    BOOKED = "booked"
    # What is done together, and hours without appointment.
    TOGETHER = "together"
    WORKSHOPS = "workshops"
    WORKSHOP = "workshop"
    DATES = "dates"
    REGISTRATIONS = "my_workshops"
    REGISTRATION = "registration"
    # Whoever has a seat and is known to nobody may say who comes.
    SEAT_NAME = "seat_name"
    SEAT_RECORD = "seat_record"
    DROP_INS = "drop_ins"
    DROP_IN = "drop_in"
    # How a session went.
    WENT = "went"
    CLEAR = "clear"
    CHANGE = "change"
    RING_BACK = "ring_back"
    TRANSFER = "transfer"
    NOTED = "noted"
    NO_NUMBER = "no_number"
    SORRY = "sorry"
    BYE = "bye"


ENDED = frozenset({State.NOTED, State.NO_NUMBER, State.SORRY, State.BYE, State.MACHINE})
"""The call is over once this is said."""
DONE = frozenset(
    {
        State.SETTLED,
        State.BOOKED,
        State.REGISTRATION,
        State.SEAT_NAME,
        State.SEAT_RECORD,
        State.DROP_IN,
        State.CLEAR,
        State.CHANGE,
    }
)
"""What the person came for is done: their silence is a good-bye."""
BROWSING = frozenset(
    {State.TOGETHER, State.WORKSHOPS, State.WORKSHOP, State.DATES, State.REGISTRATIONS, State.DROP_INS}
)
"""Where one hears what there is: nothing is half made."""
TYPED = {State.NUMBER: MOST_DIGITS, State.POSTCODE: 5, State.PHONE: 10, State.RING_BACK: 10}
"""Where several digits are typed, and how many."""
BY_NAME = frozenset({State.AREA, State.COMMUNE})
"""Lists in the order of the alphabet: long ones are told by ranges, not leafed through."""
LISTS = frozenset(
    {State.TOPIC, State.USUAL, State.AREA, State.COMMUNE, State.DAY, State.TIMES, State.INSTEAD}
) | frozenset({State.WORKSHOPS, State.DATES, State.REGISTRATIONS, State.DROP_INS})
"""Where options are read out, each with a key."""
DECIDING = frozenset({State.NAME, State.RECORD, State.REACH, State.PHONE, State.CHECK})
"""Where a time is held for the person."""


class Effect(StrEnum):
    """What a key asks to be carried out before anything is said."""

    NOTHING = "nothing"
    FIND = "find"
    CONFIRM = "confirm"
    LATE = "late"
    CANCEL = "cancel"
    RESTORE = "restore"
    LOOK_UP = "look_up"
    HOLD = "hold"
    RELEASE = "release"
    MOVE = "move"
    BOOK = "book"
    TAKE_OFFER = "take_offer"
    LEAVE_OFFER = "leave_offer"
    TAKE_INSTEAD = "take_instead"
    NONE_SUITS = "none_suits"
    WAIT = "wait"
    JOIN = "join"
    TAKE_SEAT = "take_seat"
    LEAVE_SEATS = "leave_seats"
    PERSON = "person"
    CALL_BACK = "call_back"
    DECLINE = "decline"
    NOT_ME = "not_me"
    RATE = "rate"


class Why(StrEnum):
    """Why somebody is called back, or a call ended without what it was for."""

    ASKED = "asked"
    SILENCE = "silence"
    WRONG_KEYS = "wrong_keys"
    TOO_LONG = "too_long"
    HUNG_UP = "hung_up"
    CLOSED = "closed"
    NOT_POSSIBLE = "not_possible"
    OURS = "error"


class Caller(StrEnum):
    """The telephone a call comes from, as far as it matters."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    WITHHELD = "withheld"
