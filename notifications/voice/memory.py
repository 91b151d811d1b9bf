"""What a call remembers between two keys, and what the script is told besides. Pure: values only."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from notifications.voice.states import Caller, State


@dataclass(frozen=True)
class Option:
    """Something read out with a key: what it stands for, and how it is said. Without a name: "I don't know"."""

    value: str
    name: str


@dataclass(frozen=True)
class Memory:
    """All that a call remembers between two keys.

    `part`: from which option of a list to which other, once a range of it was chosen. `own_site`: where their appointment
    is. `undo`: an appointment called off minutes ago. `referral`: a partner's, which led here. `instead`: an appointment that
    could not be kept. `survey`: somebody is asked how it went; `goes_on` takes the next of their answers.
    `phone`: the number they typed; `caller`: the one they call from,
    wiped with all the rest at the end.
    `called`: what we call for (a kind of message); nothing when it is they who call.
    `wanted`, `avoid` (the time that is moved) and options of times are `site@instant` (ISO, UTC).
    """

    language: str = "fr"
    asks_language: bool = False
    called: str = ""
    slow: bool = False
    state: State = State.HOME
    path: tuple[State, ...] = ()
    steps: int = 0
    misses: int = 0
    notice: str = ""
    page: int = 0
    part: tuple[int, ...] = ()
    options: tuple[Option, ...] = ()
    topic: int = 0
    sites: tuple[int, ...] = ()
    after: str = ""
    last: str = ""
    seen: tuple[str, ...] = ()
    wanted: str = ""
    avoid: str = ""
    hold: int = 0
    resident: int = 0
    usual: int = 0
    appointment: int = 0
    own_site: int = 0
    offer: int = 0
    undo: int = 0
    referral: int = 0
    instead: int = 0
    workshop: int = 0
    registration: int = 0
    drop_in: int = 0
    survey: int = 0
    goes_on: str = ""
    waits: bool = False
    moving: bool = False
    phone: str = ""
    caller: str = ""
    dial: str = ""
    call_back: int = 0
    recorded: bool = False
    why: str = ""

    def to_data(self) -> dict[str, Any]:
        """As plain values, for the database."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Memory":
        """What `to_data` gave; what an older version did not know has its default."""
        known = {each.name for each in fields(cls)}
        kept = {name: value for name, value in data.items() if name in known}
        return cls(
            **{
                **kept,
                "state": State(kept.get("state", State.HOME)),
                "path": tuple(State(each) for each in kept.get("path", ())),
                "options": tuple(Option(**each) for each in kept.get("options", ())),
                "part": tuple(kept.get("part", ())),
                "sites": tuple(kept.get("sites", ())),
                "seen": tuple(kept.get("seen", ())),
            }
        )

    def but(self, **changes: Any) -> "Memory":
        """The same with some things changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Own:
    """An appointment that is talked about, in words of the caller's language. Never a name, never a topic."""

    when: str
    site: str
    address: str
    number: str
    topic: int = 0
    site_id: int = 0
    starts_at: str = ""
    near: bool = False
    begun: bool = False
    may_be_sooner: bool = False


@dataclass(frozen=True)
class Referred:
    """Who referred the caller, and what is known of it already: topic, places (none: any), the person."""

    partner: str
    topic: int = 0
    sites: tuple[int, ...] = ()
    resident: int = 0


@dataclass(frozen=True)
class Together:
    """A workshop that is talked about, in words of the caller's language; `dates` ahead, `number` of them in words.

    `full`: not a seat on all of them; `single`: one may come to one date.
    """

    topic: str
    when: str
    site: str
    dates: int = 1
    number: str = ""
    full: bool = False
    single: bool = False


@dataclass(frozen=True)
class Seat:
    """A registration that is talked about: its next date, `state` (registered, waiting, offered), `until` when to answer.

    Never a name, never what it is about.
    """

    when: str
    site: str
    state: str
    dates: int = 1
    number: str = ""
    until: str = ""


@dataclass(frozen=True)
class DropIn:
    """Hours of today without appointment, and what is known of the wait."""

    site: str
    hours: str
    under_way: bool = False
    wait: str = ""
    too_late: bool = False


@dataclass(frozen=True)
class Facts:
    """What the script is told besides what the call remembers; texts are in the caller's language."""

    service: str
    caller: Caller = Caller.MOBILE
    languages: tuple[str, ...] = ("fr", "en")
    own: Own | None = None
    referred: Referred | None = None
    workshop: Together | None = None
    seat: Seat | None = None
    drop_in: DropIn | None = None
    usual: str = ""
    wanted: str = ""
    place: str = ""
    hours: str = ""
    texted: bool = False
    offered: str = ""
    reachable: bool = False
    service_phone: str = ""
    phone: str = ""
    workshops_ahead: bool = False
    """Whether there is a workshop to come."""
    news: tuple[tuple[bool, str], ...] = ()
    """Where one is not received today: whether nobody is, and the place."""


def may_wait(memory: Memory, facts: Facts) -> bool:
    """Whether an earlier time than theirs makes sense, and we could tell them of it."""
    return facts.own is not None and facts.own.may_be_sooner and facts.reachable and not memory.waits
