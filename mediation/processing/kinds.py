"""What a table holds of people, in the terms of the law: whose data, for which activity, how long, and what an erasure does.

Pure: each part of the product names its own tables (settings, `PROCESSED_DATA`), and a test that every column is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Why it is lawful (GDPR, article 6, 1)."""

    PUBLIC_TASK = "public_task"
    CONSENT = "consent"
    OBLIGATION = "obligation"


class Activity(StrEnum):
    """What people's data is used for: one line each of the register (GDPR, article 30)."""

    APPOINTMENTS = "appointments"
    FOLLOWING = "following"
    WAITING = "waiting"
    REFERRALS = "referrals"
    WORKSHOPS = "workshops"
    DROP_IN = "drop_in"
    MESSAGES = "messages"
    LINE = "line"
    SURVEYS = "surveys"
    FIGURES = "figures"
    PLACES = "places"
    TEAM = "team"
    PROGRAMS = "programs"
    SAFETY = "safety"
    RIGHTS = "rights"


BASES = {
    each: {Activity.SURVEYS: Basis.CONSENT, Activity.RIGHTS: Basis.OBLIGATION}.get(each, Basis.PUBLIC_TASK)
    for each in Activity
}


class Whose(StrEnum):
    """The people it is about."""

    RESIDENT = "resident"
    PARTNER = "partner"
    TEAM = "team"


class What(StrEnum):
    """Categories of data."""

    NAME = "name"
    REACH = "reach"
    HOME = "home"
    LANGUAGE = "language"
    NEEDS = "needs"
    ABOUT = "about"
    VISITS = "visits"
    WORDS = "words"
    SAID = "said"
    VOICE = "voice"
    CHOICES = "choices"
    TRACE = "trace"
    ACCESS = "access"
    WORK = "work"


class On(StrEnum):
    """What becomes of it when the person is erased."""

    EMPTIED = "emptied"
    DELETED = "deleted"
    NAMELESS = "nameless"
    """It stays, and leads to nobody any more: it is counted."""
    PROOF = "proof"
    """It stays: it shows that the erasure was done."""
    UNKNOWN = "unknown"
    """Nobody can tell any more whose it is."""
    RUNS_OUT = "runs_out"
    """It names nobody, and goes by itself within hours or days."""
    ACCOUNT = "account"
    """A resident's erasure does not touch it: it is about somebody who works here or at a partner."""


class Kept(StrEnum):
    """How long. Those named as `RETENTION_DAYS` are (settings) last so many days after their last use."""

    IDENTITY = "identity"
    NOTES = "notes"
    HOME_ADDRESSES = "home_addresses"
    CALL_BACKS = "call_backs"
    CALL_BACKS_UNANSWERED = "call_backs_unanswered"
    WAITING = "waiting"
    REFERRAL_DRAFTS = "referral_drafts"
    CALLS = "calls"
    SPOKEN_NAMES = "spoken_names"
    CONVERSATIONS = "conversations"
    WEBHOOKS = "webhooks"
    REFERRAL_FILES = "referral_files"
    COMMENTS = "comments"
    SET_UP_FILES = "set_up_files"
    TRACES = "traces"
    MINUTES = "minutes"
    """Half an hour, or less."""
    DAY = "day"
    DEMO = "demo"
    """A week at most; only where the service is shown, not used."""
    TWO_DAYS = "two_days"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    UNTIL_SENT = "until_sent"
    WHILE_STANDING = "while_standing"
    """As long as what it is about stands or is ahead."""
    ACCOUNT = "account"
    SERVICE = "service"
    """As long as the service needs it to work: it is about places and settings, or nameless."""


class Plain(StrEnum):
    """What a column holds that is nobody's: each has its kind, so that a new one is decided about."""

    KEY = "key"
    LINK = "link"
    """To another row: what it leads to is said there."""
    TIME = "time"
    STATE = "state"
    COUNT = "count"
    SETTING = "setting"
    PLACE = "place"
    DRAWN = "drawn"
    """Drawn by chance, or a keyed hash of such."""
    TEXT = "text"
    """Words for everybody to read."""


@dataclass(frozen=True)
class Personal:
    """Columns that hold something of people: what, and what an erasure does to it."""

    columns: tuple[str, ...]
    what: What
    on_erasure: On


@dataclass(frozen=True)
class Table:
    """One table. `label` is the model's ("app.Model"); `plain` are its columns that hold nothing of anybody."""

    label: str
    activity: Activity
    kept: Kept
    whose: Whose | None
    holds: tuple[Personal, ...]
    plain: tuple[tuple[Plain, tuple[str, ...]], ...]

    @property
    def columns(self) -> Iterator[str]:
        """Every column that is named, once for each time it is."""
        for each in self.holds:
            yield from each.columns
        for _kind, names in self.plain:
            yield from names


def holds(columns: str, what: What, on_erasure: On) -> Personal:
    """Columns by name, parted by spaces."""
    return Personal(tuple(columns.split()), what, on_erasure)


def about(
    whose: Whose, label: str, activity: Activity, kept: Kept, *personal: Personal, **plain: str
) -> Table:
    """A table that holds something of people. `plain`: names of `Plain`, each with its columns parted by spaces."""
    return Table(label, activity, kept, whose, personal, _kinds(plain))


def about_nobody(label: str, activity: Activity, kept: Kept = Kept.SERVICE, **plain: str) -> Table:
    """A table that holds nothing of anybody."""
    return Table(label, activity, kept, None, (), _kinds(plain))


def _kinds(plain: dict[str, str]) -> tuple[tuple[Plain, tuple[str, ...]], ...]:
    return tuple((Plain(kind), tuple(names.split())) for kind, names in plain.items())
