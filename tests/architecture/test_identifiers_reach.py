"""All identifiers × all roles × organisations: outside one's reach, nothing exists.

WHOSE says, for each staff address with an identifier, which object of another organisation to try. A new
address with an identifier and without a row fails.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bookings.actions.mark import mark
from bookings.actions.record_outcome import record_outcome
from bookings.actions.share_calendar import make_feed
from bookings.actions.wait import wait_for_earlier
from bookings.models import (
    ApiKey,
    Appointment,
    CalendarFeed,
    CallBack,
    OutsideCalendar,
    Referral,
    WaitingOffer,
    Workshop,
)
from bookings.outcomes.activity_report import Report
from bookings.outcomes.marks import Mark
from bookings.people.who import Actor
from mediation.access import Kind
from mediation.crypto import keyed_hash
from mediation.models import Absence, Closure, Invitation, KeptForm, Mediator, Role
from notifications.models import (
    Call,
    InboundMessage,
    Message,
    ReminderPlan,
    SpokenName,
    WebhookTarget,
    Wording,
)
from tests.architecture.test_routes_roles import EVERY_KIND, OWN, STAFF
from tests.people import MONDAY, MONDAY_8AM, TEN, an_organisation
from tests.programs import Program
from tests.referring import a_partner, refers
from tests.sign_in import a_user, sign_in
from tests.staff import AT_THE_DESK, Town

SECRET = "un secret très reconnaissable"
REPORT = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=45)


class Elsewhere:
    """One object of each kind, all belonging to an organisation called elsewhere."""

    def __init__(self) -> None:
        town = self.town = Town()
        site, now = town.other_site, TEN + timedelta(hours=1)
        self.done = town.books(TEN, "Zoé Secrète", site=site)
        mark(self.done.pk, as_=Mark.DONE, by=AT_THE_DESK, now=now)
        record_outcome(self.done.pk, report=REPORT, private_note=SECRET, by=AT_THE_DESK, now=now)
        self.appointment = town.books(TEN + timedelta(hours=3), "Zoé Secrète", site=site)
        self.twin = town.books(TEN + timedelta(hours=4), "Secrète Zoé", site=site)
        self.opening = town.omar.openings.get()
        whole_day = {"first_day": MONDAY + timedelta(days=7), "starts": "09:00", "ends": "12:00"}
        self.absence = Absence.objects.create(mediator=town.omar, **whole_day)
        self.closure = Closure.objects.create(site=site, starts_at=TEN, ends_at=now)
        self.call_back = CallBack.objects.create(
            name="Zoé Secrète",
            phone="+33639980009",
            phone_index=keyed_hash("phone", "+33639980009"),
            site=site,
            created_at=MONDAY_8AM,
            idempotency_key="elsewhere",
        )
        call = Call.objects.create(
            sid="CA1", appointment=self.appointment, started_at=MONDAY_8AM, heard_at=MONDAY_8AM
        )
        self.spoken_name = SpokenName.objects.create(
            call=call, recording="RE1", recording_index="RE1", spoken_at=MONDAY_8AM
        )
        self.inbound = InboundMessage.objects.create(
            sid="SM1",
            number="+33639980077",
            number_index="x",
            body="bonjour",
            state="waiting",
            appointment=self.appointment,
            organisation=town.elsewhere,
            received_at=MONDAY_8AM,
        )
        self.reminder_plan = ReminderPlan.objects.create(organisation=town.elsewhere, hours=2)
        self._messages()
        self._waiting()
        self._calendars()
        self.api_key = Program(town.elsewhere).key
        self._roles()
        self.people = [each.participations.get().resident_id for each in (self.appointment, self.twin)]

    def _calendars(self) -> None:
        """What a mediator of another organisation has opened, and has read."""
        by, omar = Actor("desk", self.town.omar.user_id), self.town.omar
        self.feed, _token = make_feed(
            of=omar, detail="full", openings=True, language="fr", by=by, now=MONDAY_8AM
        )

        self.workshop = Workshop.objects.create(
            organisation=self.town.elsewhere,
            site=self.town.other_site,
            topic=self.town.topic,
            capacity=8,
            made_at=MONDAY_8AM,
        )
        self.outside = OutsideCalendar.objects.create(
            mediator=omar, address="https://example.org/Secrète", added_at=MONDAY_8AM, next_read_at=MONDAY_8AM
        )

    def _roles(self) -> None:
        """Who works elsewhere or is invited there; and a partner organisation that somebody else coordinates."""
        town = self.town
        self.role = a_user("desk", town.elsewhere, email="elle@example.org").roles.get()
        self.invitation = Invitation.objects.create(
            email="zoe@example.org",
            kind=Kind.DESK,
            organisation=town.elsewhere,
            token_hash="x",
            created_at=MONDAY_8AM,
            expires_at=TEN,
        )
        self.partner = an_organisation("CCAS Secrète", refers=True)
        a_user("coordinator", self.partner)
        self.partner_role = a_user("partner", self.partner).roles.get()
        self.partner_invitation = Invitation.objects.create(
            email="zoe.partenaire@example.org",
            kind=Kind.PARTNER,
            organisation=self.partner,
            token_hash="y",
            created_at=MONDAY_8AM,
            expires_at=TEN,
        )

    def _waiting(self) -> None:
        """Somebody of another organisation who is being asked about a time, and whom a partner has sent there."""
        self.referral = refers(
            self.town, a_partner(), name="Secrète Ailleurs", organisation=self.town.elsewhere, site=None
        )
        self.waiting = wait_for_earlier(self.appointment.pk, by=AT_THE_DESK, now=MONDAY_8AM)
        self.offer = WaitingOffer.objects.create(
            entry=self.waiting, site=self.town.other_site, starts_at=TEN, deadline=TEN, offered_at=MONDAY_8AM
        )

    def _messages(self) -> None:
        """What another organisation says, and a letter it has posted."""
        town = self.town
        self.webhook = WebhookTarget.objects.create(
            organisation=town.elsewhere, url="https://secrète.example.org/", secret="x", made_at=MONDAY_8AM
        )
        self.wording = Wording.objects.create(
            organisation=town.elsewhere, kind="reminder", language="fr", text="{lien}", changed_at=MONDAY_8AM
        )
        self.letter = Message.objects.create(
            key="letter",
            kind="confirmation",
            channel="letter",
            state="sent",
            appointment=self.appointment,
            organisation=town.elsewhere,
            version=self.appointment.version,
            send_after=MONDAY_8AM,
            expires_at=TEN,
            created_at=MONDAY_8AM,
            sent_at=MONDAY_8AM,
        )


def _pk(name: str) -> Callable[[Elsewhere], dict[str, Any]]:
    return lambda there: {"pk": getattr(there, name).pk}


_APPOINTMENTS = (
    *("staff_appointment", "staff_mark", "staff_told", "staff_verify", "staff_restore", "staff_card"),
)
WHOSE: dict[str, Callable[[Elsewhere], dict[str, Any]]] = {
    **dict.fromkeys(_APPOINTMENTS, _pk("appointment")),
    **dict.fromkeys(("staff_cancel", "staff_move"), _pk("appointment")),
    **dict.fromkeys(("staff_note", "staff_outcome"), _pk("done")),
    "staff_call_back": _pk("call_back"),
    "staff_sooner": _pk("appointment"),
    "staff_waiting_changed": _pk("waiting"),
    "staff_offer_answered": _pk("offer"),
    **dict.fromkeys(("staff_spoken_name", "staff_spoken_name_sound"), _pk("spoken_name")),
    **dict.fromkeys(("staff_end_opening", "staff_opening_dates"), _pk("opening")),
    **dict.fromkeys(
        ("staff_opening_date", "staff_opening_date_kept"),
        lambda there: {"pk": there.opening.pk, "day": "2026-12-07"},
    ),
    **dict.fromkeys(("staff_conversation", "staff_conversation_handled"), _pk("inbound")),
    "staff_conversation_put_right": _pk("inbound"),
    "staff_ceiling": lambda there: {"pk": there.town.elsewhere.pk},
    **dict.fromkeys(("staff_reminder_plan", "staff_remove_reminder_plan"), _pk("reminder_plan")),
    "staff_wording": lambda there: {
        "organisation_id": there.town.elsewhere.pk,
        "kind": "reminder",
        "language": "fr",
    },
    "staff_wording_again": _pk("wording"),
    "staff_take_back_letter": _pk("letter"),
    "staff_close_feed": _pk("feed"),
    "staff_workshop": _pk("workshop"),
    "staff_api_key": _pk("api_key"),
    "staff_webhook": _pk("webhook"),
    **dict.fromkeys(("staff_referral", "staff_referral_step"), _pk("referral")),
    "staff_unlink_calendar": _pk("outside"),
    "staff_remove_absence": _pk("absence"),
    "staff_remove_closure": _pk("closure"),
    "staff_duplicate": lambda there: {"first_id": there.people[0], "second_id": there.people[1]},
    "staff_partner": _pk("partner"),
    "staff_partner_person": _pk("partner_role"),
    "staff_partner_revoke": _pk("partner_invitation"),
    "staff_revoke": _pk("invitation"),
    "staff_withdraw": _pk("role"),
    **dict.fromkeys(("staff_departure", "staff_departure_undone"), lambda there: {"pk": there.town.omar.pk}),
}
# There is no provider in these tests: what it keeps is not there, for anybody.
ASKS_A_PROVIDER = {"staff_spoken_name_sound"}
# Residents belong to the territory: whoever receives people finds them (docs/decisions/0001-access.md).
OF_THE_TERRITORY = {"staff_resident", "staff_other_record", "staff_erase"}
# Pages that list things: they are read whole, to see that nothing of elsewhere is among them.
LISTS = [
    route.name
    for route in OWN
    if route.name in STAFF and "<" not in route.address and "add" not in route.name
]
IN_AN_ORGANISATION = [kind for kind in EVERY_KIND if kind not in Role.TERRITORY_WIDE]


@pytest.fixture
def there(db):
    with time_machine.travel(TEN + timedelta(hours=1), tick=False):
        yield Elsewhere()


def person(there: Elsewhere, kind: str) -> Client:
    """Somebody who holds this role here, and nothing elsewhere."""
    if kind == Kind.MEDIATOR:
        return sign_in(Client(), there.town.lea_user)
    return sign_in(Client(), there.town.user(kind))


def state(there: Elsewhere) -> list[Any]:
    """Everything that a forbidden POST might have changed."""
    return [
        list(Appointment.objects.order_by("pk").values_list("pk", "status", "version", "starts_at")),
        list(CallBack.objects.values_list("status", "attempts", "taken_by", "not_before")),
        list(Absence.objects.values()),
        list(SpokenName.objects.values("pk", "done_at")),
        list(Wording.objects.values("pk", "replaced_at")),
        list(Message.objects.values("pk", "state")),
        list(WebhookTarget.objects.values()),
        list(Closure.objects.values()),
        list(CalendarFeed.objects.values()),
        list(ApiKey.objects.values()),
        list(OutsideCalendar.objects.values("pk", "next_read_at")),
        list(Invitation.objects.values()),
        list(Role.objects.filter(organisation=there.town.elsewhere).values()),
        list(there.town.omar.openings.values()),
        list(Mediator.objects.values("pk", "active")),
        list(Referral.objects.values("pk", "state", "version")),
    ]


def test_every_address_with_an_identifier_has_its_row():
    with_identifier = {route.name for route in OWN if route.name in STAFF and "<" in route.address}
    assert with_identifier - OF_THE_TERRITORY == set(WHOSE)


@pytest.mark.parametrize("kind", IN_AN_ORGANISATION)
def test_outside_ones_organisation_an_identifier_does_not_exist(there, kind):
    client = person(there, kind)
    before = state(there)
    for name, whose in WHOSE.items():
        address = reverse(name, kwargs=whose(there))
        expected = (404, 405) if kind in STAFF[name] else (403, 405)
        assert client.get(address).status_code in expected, ("GET", name)
        post = client.post(
            address,
            {"marque": "done", "decision": "apart", "status": "done", "suite": "take", "action": "pause"},
        )
        assert post.status_code in expected, ("POST", name)
    assert state(there) == before


@pytest.mark.parametrize("kind", [kind.value for kind in Role.TERRITORY_WIDE])
def test_a_role_over_the_territory_finds_what_its_pages_are_for(there, kind):
    client = person(there, kind)
    for name, whose in WHOSE.items():
        status = client.get(reverse(name, kwargs=whose(there))).status_code
        found = (404,) if name in ASKS_A_PROVIDER else (200, 405)
        assert status in (found if kind in STAFF[name] else (403, 405)), (name, status)


@pytest.mark.parametrize("kind", IN_AN_ORGANISATION)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_nobody_of_another_organisation(there, kind, name):
    page = person(there, kind).get(f"{reverse(name)}?jour={MONDAY.isoformat()}")
    assert page.status_code == (200 if kind in STAFF[name] else 403)
    text = page.content.decode()
    assert "Secrète" not in text and SECRET not in text and "elle@example.org" not in text


@pytest.mark.parametrize("kind", [*EVERY_KIND, "nobody"])
def test_a_note_is_read_by_those_who_helped_only(there, kind):
    """In the organisation that gave the help: its mediators and coordinators. Nobody else, anywhere."""
    territory_wide = kind in Role.TERRITORY_WIDE
    client = Client()
    if kind != "nobody":
        sign_in(client, a_user(kind, None if territory_wide else there.town.elsewhere))
    pages = [client.get(reverse(name, kwargs=WHOSE[name](there))) for name in WHOSE]
    pages += [client.post(reverse("staff_note", kwargs={"pk": there.done.pk}))]
    pages += [client.get(reverse(name)) for name in LISTS]
    seen = any(SECRET in page.content.decode() for page in pages)
    assert seen == (kind in (Kind.MEDIATOR, Kind.COORDINATOR))


def test_what_a_colleague_had_typed_does_not_exist_for_another(there):
    kept = KeptForm.objects.create(
        user=there.role.user, path="/equipe/", data=f"note={SECRET}", expires_at=TEN + timedelta(days=1)
    )
    page = person(there, Kind.COORDINATOR).get(reverse("staff_kept_form", args=[kept.pk]), follow=True)
    assert SECRET not in page.content.decode()
