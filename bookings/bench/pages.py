"""Pages: one site's times whatever the size of the database, and the resident's whole journey."""

import re
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.bench.measure import Figure, counted, ms, seconds
from bookings.bench.small import Beside
from bookings.models import Appointment, ConfirmationCode
from bookings.synthetic.generate import generate
from mediation.models import Organisation, Site, Topic
from mediation.remembered import forget

# What the site has in both databases: five mediators and a year of appointments.
_HERE = {"mediators": 5, "appointments": 6_000, "sites": 1, "seed": 5}


def site_page(small: Beside, big_mediators: int) -> Figure:
    """The page of a site with five mediators, in a database of five and in the big one, turn by turn."""
    now = timezone.now()
    here = generate(**_HERE, now=now).sites[0]
    with small.turned_to():
        alone = generate(**_HERE, now=now).sites[0]
    spent: dict[bool, list[float]] = {True: [], False: []}
    queries: dict[bool, int] = {}
    for _ in range(7):
        with small.turned_to():
            queries[False], durations = _times_of(alone)
        spent[False] += durations
        queries[True], durations = _times_of(here)
        spent[True] += durations
    measured, floor = median(spent[True]), median(spent[False])
    return Figure(
        f"site page, 5 mediators here, {big_mediators} in the database",
        f"{ms(measured)}, {queries[True]} queries",
        f"{ms(floor)}, {queries[False]} queries",
        f"{measured / floor:.2f} x",
        "<= 1.2 x",
        measured / floor <= 1.2,
    )


def _times_of(site: Site) -> tuple[int, list[float]]:
    """Queries of one page, and how long a few of them take once warm."""
    topic = Topic.objects.get(code="synthetique")
    address = reverse("when", args=[topic.public_id, site.public_id])
    client = Client(SERVER_NAME="127.0.0.1")

    def page() -> None:
        _ok(client.get(address).status_code)

    page()
    with counted() as statements:
        page()
    return len(statements), [seconds(page) for _ in range(6)]


@dataclass
class Walk:
    """A browser's way through the pages: requests made, statements executed."""

    client: Client
    requests: int = 0
    queries: int = 0

    def get(self, address: str) -> str:
        """One page, and what it says."""
        with counted() as statements:
            response = self.client.get(address)
        return self._note(response, statements)

    def post(self, address: str, data: dict[str, str]) -> str:
        """One form sent; a redirection is followed, as one more request."""
        with counted() as statements:
            response = self.client.post(address, data)
        text = self._note(response, statements)
        return self.get(response["Location"]) if response.status_code == 302 else text

    def _note(self, response: object, statements: list[str]) -> str:
        self.requests += 1
        self.queries += len(statements)
        _ok(response.status_code)  # type: ignore[attr-defined]
        return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def journey(*, with_code: bool) -> Figure:
    """From the first page to the card: what, where, when, for whom, done.

    A process that has just started reads the list of sites once more: the journeys after the first are the usual ones.
    (One in some has a query more, when the number drawn for the booking is taken among so many: the median has not.)
    """
    Organisation.objects.update(confirm_mobile=with_code)
    forget()
    first, *others = (_walk(with_code) for _ in range(4))
    usual = sorted(others, key=attrgetter("queries"))[1]
    Organisation.objects.update(confirm_mobile=False)
    forget()
    limit = 8 if with_code else 6
    return Figure(
        "the resident's whole journey" + (", with a code" if with_code else ""),
        f"{usual.requests} requests, {usual.queries} queries ({first.queries} at first)",
        "",
        "",
        f"<= {limit} requests, <= 30 queries",
        usual.requests <= limit and usual.queries <= 30,
    )


def _walk(with_code: bool) -> Walk:
    walk, before = Walk(Client(SERVER_NAME="127.0.0.1")), Appointment.objects.count()
    topic = Topic.objects.get(code="synthetique")
    home = walk.get(reverse("home"))
    where = walk.get(_link(home, reverse("where", args=[topic.public_id])))
    when = walk.get(_link(where, reverse("anywhere", args=[topic.public_id])))
    address = _link(when, f"/aide/{topic.public_id}/[a-z0-9]+/[0-9]{{8}}T[0-9]{{4}}Z/")
    form = walk.get(address)
    typed = {"relation": "self", "name": f"Mesure {uuid4()}", "reach": "mobile", "mobile": "06 39 98 99 99"}
    page = walk.post(_action(form), {**typed, "draft": _draft(form)})
    if with_code:
        code = ConfirmationCode.objects.latest("created_at").clear
        walk.post(reverse("code"), {"code": code, "draft": _draft(page)})
    if Appointment.objects.count() != before + 1:
        raise RuntimeError("the journey did not end in an appointment")
    return walk


def _link(page: str, pattern: str) -> str:
    found = re.search(rf'href="({pattern}[^"]*)"', page)
    if found is None:
        raise RuntimeError(f"no link like {pattern}")
    return found[1].replace("&amp;", "&")


def _action(page: str) -> str:
    found = re.search(r'<form method="post" action="([^"]+)"', page)
    if found is None:
        raise RuntimeError("the page has no form")
    return found[1].replace("&amp;", "&")


def _draft(page: str) -> str:
    found = re.search(r'name="draft"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="draft"', page)
    if found is None:
        raise RuntimeError("the form has no draft")
    return found[1] or found[2]


def _ok(status: int) -> None:
    if status not in (200, 302):
        raise RuntimeError(f"status {status}")
