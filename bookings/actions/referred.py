"""Who refers, and whom and what for: the values that every way of referring takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bookings.actions.wait import When
from bookings.models import Referral
from bookings.people.who import Participant, WayToReach
from mediation.models import Organisation, Site, Topic


@dataclass(frozen=True)
class Referrer:
    """Who refers: for which partner and team; a user, or whoever has no account and is only named."""

    partner_id: int
    team_id: int | None = None
    user_id: int | None = None
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Referred:
    """Whom and what a referral is about. No `site`: any of `organisation`. `deadline` is a local day there."""

    name: str
    reach: WayToReach
    topic: Topic
    organisation: Organisation
    site: Site | None = None
    other_topics: Sequence[Topic] = ()
    need: str = ""
    deadline: date | None = None
    when: When = field(default_factory=When)
    language: str = "fr"
    preparation: Sequence[str] = ()
    companion: str = ""
    # As typed; empty where they are called with the person.
    companion_phone: str = ""
    handover: str = Referral.Handover.INVITE
    informed_version: str = ""
    external_ref: str = ""
    # Of one that comes in a file: a keyed hash of its line.
    content_key: str = ""

    @property
    def along(self) -> Participant | None:
        """Who comes along, with a number of their own only where people are called."""
        if not self.companion.strip():
            return None
        called = self.topic.usual_way == Topic.Mode.PHONE
        return Participant(self.companion.strip(), phone=self.companion_phone.strip() if called else "")
