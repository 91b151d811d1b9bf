"""What a piece of a reply says, and why a reply is left to a person. Pure."""

from enum import StrEnum


class Sense(StrEnum):
    """What one word or phrase of a reply says."""

    YES = "yes"
    OK = "ok"
    WELL = "well"
    """Content with it: "parfait", "c'est bon". Less than a yes."""
    COMES = "comes"
    CONFIRMS = "confirms"
    TAKES = "takes"
    NO = "no"
    CANCELS = "cancels"
    STAYS_AWAY = "away"
    MOVES = "moves"
    EARLIER = "earlier"
    DAY = "day"
    WISH = "wish"
    """What a wish is made of: "je voudrais", "plutôt", "possible". Says nothing alone."""
    LINK = "link"
    """What ties a day or an appointment to the rest: "pour", "le", "à ce rendez-vous"."""
    LATE = "late"
    CHOICE = "choice"
    """"le numéro", "choix": with a digit after it."""
    MISTAKE = "mistake"
    NONE_SUITS = "none_suits"
    HELP = "help"
    STOP = "stop"
    START = "start"
    DIGIT = "digit"
    THANKS = "thanks"
    """Thanks, leave-taking, "bien reçu": kind words that ask for nothing."""
    GREETS = "greets"
    SORRY = "sorry"
    PLEASE = "please"


POLITE = frozenset({Sense.THANKS, Sense.GREETS, Sense.PLEASE})
"""May stand around anything."""
AFFIRMS = frozenset({Sense.YES, Sense.OK, Sense.WELL, Sense.COMES, Sense.CONFIRMS, Sense.TAKES})
DENIES = frozenset({Sense.NO, Sense.CANCELS, Sense.STAYS_AWAY})


class Why(StrEnum):
    """Why a reply does nothing by itself. Empty: it does."""

    NOTHING = ""
    COURTESY = "courtesy"
    LATE = "late"
    QUESTION = "question"
    CONTRADICTION = "two_things"
    NEGATION = "negation"
    CONDITION = "condition"
    OTHER_WORDS = "other_words"
    OTHER_DAY = "other_day"
    SIGNS = "signs"
    TWO_ALPHABETS = "alphabets"
    LONG = "long"
    AFTERWARDS = "afterwards"
    """It answers nothing that is still open."""
    TOO_MANY = "too_many"
    ONE_OF_TWO = "one_of_two"
    """Written from a number of their own by one of those who come together."""
    OURS = "ours"
    """We failed."""
