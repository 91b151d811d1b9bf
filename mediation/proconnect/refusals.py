"""Why somebody who came back from ProConnect is not let in. Pure."""

from enum import StrEnum


class Why(StrEnum):
    """Each has a sentence on the page, and stands in the log without anything about the person."""

    UNREACHABLE = "unreachable"
    """The provider does not answer, or answers something else than it should."""
    GAVE_UP = "gave_up"
    """The person, or their organisation, said no over there."""
    NOT_ASKED = "not_asked"
    """Nobody asked for this answer in this browser, or too long ago, or it was used already."""
    NOT_PROVED = "not_proved"
    """A token is not signed by the provider, not for us, not for this question, or no longer good."""
    ONE_STEP = "one_step"
    """The second step was not asked over there, or nothing says that it was."""
    NO_ACCOUNT = "no_account"
    CLOSED = "closed"


class NotLetIn(Exception):
    """Nobody is signed in. `detail` is for the log: a word or two, never a value."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why.value} {detail}".strip())
        self.why = why
        self.detail = detail
