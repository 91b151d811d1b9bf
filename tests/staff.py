"""A small town's staff on a Monday: two organisations, who works there, and who comes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bookings.actions.book import book
from bookings.models import Appointment
from bookings.people.who import Actor, Participant, WayToReach
from mediation.models import Mediator, Organisation, Site, Topic, User
from tests import people
from tests.sign_in import a_user

_KEYS = count()
AT_THE_DESK = Actor(channel="desk")


@dataclass
class Town:
    """`here` is the organisation most tests look at, `elsewhere` the one that must stay out of sight."""

    here: Organisation = field(default_factory=lambda: people.an_organisation("Ville de Démonstration"))
    elsewhere: Organisation = field(default_factory=lambda: people.an_organisation("Centre social Fictif"))
    site: Site = field(init=False)
    other_site: Site = field(init=False)
    topic: Topic = field(init=False)
    lea: Mediator = field(init=False)
    omar: Mediator = field(init=False)

    def __post_init__(self) -> None:
        self.site = people.a_site(self.here)
        self.other_site = people.a_site(self.elsewhere, "Café Fictif", short_name="Café Fictif")
        self.topic = people.a_topic()
        self.lea = people.a_mediator(self.here, "Léa", user=a_user("mediator", self.here))
        self.omar = people.a_mediator(self.elsewhere, "Omar", user=a_user("mediator", self.elsewhere))
        people.receives(self.lea, self.site, 9, 17)
        people.receives(self.omar, self.other_site, 9, 17)

    @property
    def lea_user(self) -> User:
        """Léa, who signs in."""
        assert self.lea.user is not None
        return self.lea.user

    def user(self, kind: str) -> User:
        """Somebody else of `here` (or of the whole territory), with this role."""
        territory_wide = kind in ("central_desk", "metro_coordinator", "operator", "data_officer")
        return a_user(kind, None if territory_wide else self.here)

    def books(
        self,
        starts_at: datetime = people.TEN,
        name: str = "Amina Essai",
        *,
        site: Site | None = None,
        phone: str = people.AMINA_MOBILE,
        resident_id: int | None = None,
        **wish: object,
    ) -> Appointment:
        """An appointment at that time, booked the Friday before."""
        wish.setdefault("reach", WayToReach("mobile", phone))
        # At any minute, as somebody at a desk may.
        wish.setdefault("offered", True)
        wanted = people.wish(
            self.topic,
            site or self.site,
            starts_at,
            participants=[Participant(name, resident_id)],
            **wish,
        )
        key = f"town-{next(_KEYS)}"
        # Earlier than any notice, whenever the test runs.
        now = min(people.FRIDAY_BEFORE, starts_at - timedelta(days=1))
        return book(wanted, by=AT_THE_DESK, now=now, idempotency_key=key)
