"""Where a call can be, and what a key can ask for. Pure."""

from enum import StrEnum


class State(StrEnum):
    """The questions of the line, and its ends."""

    HOME = "home"
    CLOSED = "closed"
    OFFERED = "offered"
    OWN = "own"
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
    RING_BACK = "ring_back"
    TRANSFER = "transfer"
    NOTED = "noted"
    NO_NUMBER = "no_number"
    SORRY = "sorry"
    BYE = "bye"


ENDED = frozenset({State.NOTED, State.NO_NUMBER, State.SORRY, State.BYE, State.MACHINE})
"""The call is over once this is said."""
DONE = frozenset({State.SETTLED, State.BOOKED})
"""What the person came for is done: their silence is a good-bye."""
TYPED = {State.NUMBER: 8, State.POSTCODE: 5, State.PHONE: 10, State.RING_BACK: 10}
"""Where several digits are typed, and how many."""
BY_NAME = frozenset({State.AREA, State.COMMUNE})
"""Lists in the order of the alphabet: long ones are told by ranges, not leafed through."""
LISTS = frozenset({State.TOPIC, State.USUAL, State.AREA, State.COMMUNE, State.DAY, State.TIMES})
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
    WAIT = "wait"
    PERSON = "person"
    CALL_BACK = "call_back"
    DECLINE = "decline"
    NOT_ME = "not_me"


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
