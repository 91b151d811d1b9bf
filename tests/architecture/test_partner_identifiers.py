"""A partner tries every identifier of another: each page and each operation of the API that takes one says 404.

The addresses come from the resolver, the operations from the published schema: a new one without a row here fails.
"""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bookings.actions.keep_draft import keep_draft
from bookings.api.written import schema
from bookings.models import Appointment, MadeByApi, Referral, ReferralFile, Registration, WaitingEntry
from bookings.people.who import Actor
from mediation.models import Organisation, Team, User
from tests.architecture.test_routes_roles import OWN, PARTNERS
from tests.bookings.api.bodies import ELEVEN, booking, referring, waiting
from tests.bookings.workshops.planned import six_thursdays
from tests.people import FRIDAY_BEFORE, MONDAY
from tests.programs import Program
from tests.referring import a_partner, a_referring_user, referrer_of, refers
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db
AMINA = {"people": [{"name": "Amina Secrète"}], "reach": {"kind": "none"}}


class Theirs:
    """What another partner has: a referral, a draft, a file; and what its program has made."""

    def __init__(self) -> None:
        self.town = Town()
        self.partner: Organisation = a_partner("Mission locale Secrète")
        self.team = Team.objects.create(organisation=self.partner, name="Nord")
        self.user: User = a_referring_user(self.partner, self.team)
        self.sent = refers(
            self.town, self.partner, name="Amina Secrète", user=self.user, team=self.team, now=FRIDAY_BEFORE
        )
        by = Actor(channel="web", user_id=self.user.pk, for_partner=True)
        who = referrer_of(self.partner, self.user, self.team)
        self.draft = keep_draft({"name": "Zoé Secrète"}, referrer=who, by=by, now=FRIDAY_BEFORE)
        self.file = ReferralFile.objects.create(
            partner=self.partner,
            team=self.team,
            by=self.user,
            organisation=self.town.here,
            created_at=FRIDAY_BEFORE,
        )
        self.file.lines.create(number=2, reference="SECRÈTE", fate="create", row="{}")
        self._by_api()

    def _by_api(self) -> None:
        program, town = Program(self.partner), self.town
        self.referral = self._made(program.post("referrals/", referring(town, name="Idriss Secrète")))
        self.appointment = self._made(program.post("appointments/", booking(town)))
        self.wait = self._made(program.post("waiting/", waiting(town, name="Ginette Secrète")))
        first = MONDAY.replace(month=12, day=10)
        workshop = six_thursdays(town, times=2, first=first)
        address = f"workshops/{workshop.public_id}/registrations/"
        self.registration = self._made(program.post(address, AMINA))

    def _made(self, answer: Any) -> str:
        assert answer.status_code == 201, answer.content
        return str(answer.json()["id"])


@pytest.fixture
def theirs(db: None) -> Any:
    """On the Friday before."""
    with time_machine.travel(FRIDAY_BEFORE, tick=False):
        yield Theirs()


def all_of_it() -> list[Any]:
    """Everything that might have been changed."""
    return [
        list(Referral.objects.order_by("pk").values()),
        list(ReferralFile.objects.values()),
        list(Appointment.objects.order_by("pk").values("pk", "status", "version", "starts_at")),
        list(WaitingEntry.objects.order_by("pk").values()),
        list(Registration.objects.order_by("pk").values()),
        list(MadeByApi.objects.order_by("pk").values()),
    ]


# -- Pages -------------------------------------------------------------------------------------------
_REFERRAL = ("partners_referral", "partners_sheet", "partners_correct", "partners_withdraw")
WHOSE: dict[str, Callable[[Theirs], str]] = {
    **dict.fromkeys(
        (*_REFERRAL, "partners_time", "partners_cancel"), lambda theirs: str(theirs.sent.public_id)
    ),
    **dict.fromkeys(("partners_file", "partners_file_result"), lambda theirs: str(theirs.file.public_id)),
    "partners_draft_dropped": lambda theirs: str(theirs.draft.public_id),
}
# A kind of file, with nobody in it.
NOBODYS = {"partners_file_template"}
# What stands in a query: the form filled in from a referral, or from a draft.
IN_A_QUERY = ("comme", "brouillon")


def test_every_page_with_an_identifier_has_its_row() -> None:
    with_identifier = {route.name for route in OWN if route.name in PARTNERS and "<" in route.address}
    assert with_identifier - NOBODYS == set(WHOSE)


@pytest.mark.parametrize("who", ["another partner", "another team", "a colleague for a draft"])
def test_somebody_elses_is_not_there_and_nothing_changes(theirs: Theirs, who: str) -> None:
    partner, team = theirs.partner, theirs.team
    if who == "another partner":
        partner, team = a_partner(), None
    elif who == "another team":
        team = Team.objects.create(organisation=partner, name="Sud")
    client = sign_in(Client(), a_referring_user(partner, team))
    tried = [name for name in WHOSE if who != "a colleague for a draft" or name == "partners_draft_dropped"]
    before = all_of_it()
    for name in tried:
        address = reverse(name, args=[WHOSE[name](theirs)])
        assert client.get(address).status_code in (404, 405), ("GET", name)
        assert client.post(address, {"informed": "1", "action": "arreter"}).status_code in (404, 405), name
    for name, public_id in zip(IN_A_QUERY, (theirs.sent.public_id, theirs.draft.public_id), strict=True):
        if who != "a colleague for a draft" or name == "brouillon":
            assert client.get(reverse("partners_refer"), {name: public_id}).status_code == 404, name
    assert all_of_it() == before
    if who != "a colleague for a draft":
        lists = [route.name for route in OWN if route.name in PARTNERS and "<" not in route.address]
        assert not any("Secrète" in client.get(reverse(name)).content.decode() for name in lists)


# -- The API -----------------------------------------------------------------------------------------
# What is everybody's to read.
OF_THE_CATALOGUE = {"topic_id", "site_id", "workshop_id"}
OPERATIONS = {
    operation["operationId"]: (method, path)
    for path, methods in schema()["paths"].items()
    for method, operation in methods.items()
    if "{" in path and not any(f"{{{name}}}" in path for name in OF_THE_CATALOGUE)
}
_TIME = {"starts_at": ELEVEN}
TRIED: dict[str, Callable[[Theirs], tuple[str, dict[str, Any]]]] = {
    "read_appointment": lambda theirs: (theirs.appointment, {}),
    "move_appointment": lambda theirs: (theirs.appointment, _TIME),
    "cancel_appointment": lambda theirs: (theirs.appointment, {}),
    "confirm_appointment": lambda theirs: (theirs.appointment, {}),
    "read_referral": lambda theirs: (theirs.referral, {}),
    "correct_referral": lambda theirs: (theirs.referral, {"need": "Autre chose"}),
    "withdraw_referral": lambda theirs: (theirs.referral, {}),
    "book_for_referral": lambda theirs: (theirs.referral, {**_TIME, "site": theirs.town.site.public_id}),
    "read_wait": lambda theirs: (theirs.wait, {}),
    "leave_waiting_list": lambda theirs: (theirs.wait, {}),
    "read_registration": lambda theirs: (theirs.registration, {}),
    "accept_seat": lambda theirs: (theirs.registration, {}),
    "decline_seat": lambda theirs: (theirs.registration, {}),
    "leave_workshop": lambda theirs: (theirs.registration, {}),
}


def test_every_operation_with_an_identifier_has_its_row() -> None:
    assert set(OPERATIONS) == set(TRIED)


def test_another_partners_program_finds_none_of_them(theirs: Theirs) -> None:
    other = Program(a_partner())
    before = all_of_it()
    for name, (method, path) in OPERATIONS.items():
        public_id, body = TRIED[name](theirs)
        address = "/".join(public_id if part.startswith("{") else part for part in path.split("/"))
        if method == "get":
            answer = other.get(address)
        else:
            answer = (other.post if method == "post" else other.patch)(address, body, If_Match='"abc"')
        assert answer.status_code == 404, (name, answer.content)
        assert "Secrète" not in answer.content.decode()
    in_a_body = other.post("waiting/", {"appointment": theirs.appointment})
    assert in_a_body.status_code == 404
    for listed in ("appointments/", "referrals/", "changes/"):
        assert other.get(listed).json()["results"] == [], listed
    assert all_of_it() == before
