"""One of each kind of thing, all of another organisation; and WHOSE: which of them each address is tried with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core import signing

from bookings.actions.join_drop_in import WalkIn, join_drop_in
from bookings.actions.mark import mark
from bookings.actions.record_outcome import record_outcome
from bookings.actions.share_calendar import make_feed
from bookings.actions.wait import wait_for_earlier
from bookings.models import (
    CallBack,
    Goal,
    Interrupted,
    Interruption,
    MissedTwice,
    NextStep,
    OutsideCalendar,
    ReferralFile,
    Registration,
    SetUpFile,
    SurveyAnswer,
    WaitingOffer,
    Workshop,
)
from bookings.outcomes.activity_report import Report
from bookings.outcomes.marks import Mark
from bookings.people.who import Actor
from bookings.staff.agenda.copies import COPIED
from mediation.access import Kind
from mediation.crypto import keyed_hash
from mediation.models import Absence, Closure, Invitation, Role, User
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
from tests.sign_in import a_user
from tests.staff import AT_THE_DESK, Town

SECRET = "un secret très reconnaissable"
REMARK = "une remarque que personne n’a relue"
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
        self._interruption()
        self.api_key = Program(town.elsewhere).key
        self._roles()
        self._followed()
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
        self.workshop_date = self.workshop.dates.create(
            starts_at=TEN, ends_at=TEN + timedelta(hours=2), capacity=8
        )
        self.registration = Registration.objects.create(
            workshop=self.workshop,
            contact=self.appointment.contact,
            seats=1,
            channel="desk",
            token_hash="x",
            idempotency_key="x",
            made_at=MONDAY_8AM,
        )
        here, who = self.town.other_site, WalkIn(None, "Zoé Secrète")
        self.turn = join_drop_in(here, MONDAY, who, by=AT_THE_DESK, now=TEN, idempotency_key="there")
        self.outside = OutsideCalendar.objects.create(
            mediator=omar, address="https://example.org/Secrète", added_at=MONDAY_8AM, next_read_at=MONDAY_8AM
        )

    def _interruption(self) -> None:
        """Omar cannot keep an appointment there, and somebody is to be called about it."""
        self.interruption = Interruption.objects.create(
            kind="away",
            organisation=self.town.elsewhere,
            mediator=self.town.omar,
            first_day=MONDAY,
            last_day=MONDAY,
            leaves_at=TEN + timedelta(days=1),
            made_at=MONDAY_8AM,
            idempotency_key="secrète",
        )
        self.interrupted = Interrupted.objects.create(
            interruption=self.interruption,
            appointment=self.appointment,
            remedy="offer",
            result="to_call",
            version=1,
            was_at=TEN,
            from_mediator=self.town.omar,
        )

    def _followed(self) -> None:
        """What somebody of another organisation wants to be able to do, and what is promised to them."""
        known = {"resident": self.done.participants.get(), "organisation": self.town.elsewhere}
        self.goal = Goal.objects.create(
            **known, words=SECRET, set_on=MONDAY, changed_at=MONDAY_8AM, form_key="secrète"
        )
        self.step = NextStep.objects.create(
            **known,
            words=SECRET,
            who="mediator",
            mediator=self.town.omar,
            due_on=MONDAY,
            to_tell=True,
            made_at=MONDAY_8AM,
            changed_at=MONDAY_8AM,
            form_key="secrète",
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
        self.referral_file = ReferralFile.objects.create(
            partner=self.partner, organisation=town.elsewhere, created_at=MONDAY_8AM
        )
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
    *("staff_run_over", "staff_give_number", "staff_try_call", "staff_home_visit", "staff_visit_sheet"),
    *("staff_interpreter", "staff_interpreter_needless"),
)


def _missed(there: Elsewhere) -> dict[str, Any]:
    defaults = {"resident": there.done.participants.get(), "raised_at": there.done.ends_at}
    return {"pk": MissedTwice.objects.get_or_create(appointment=there.done, defaults=defaults)[0].pk}


def _remark(there: Elsewhere) -> dict[str, Any]:
    where = {"organisation": there.town.elsewhere, "site": there.town.other_site}
    said = {"channel": "link", "comment": REMARK, "state": "waiting"}
    found = SurveyAnswer.objects.get_or_create(**where, month=MONDAY.replace(day=1), defaults=said)
    return {"pk": found[0].pk}


WHOSE: dict[str, Callable[[Elsewhere], dict[str, Any]]] = {
    **dict.fromkeys(_APPOINTMENTS, _pk("appointment")),
    **dict.fromkeys(("staff_cancel", "staff_move", "staff_sooner"), _pk("appointment")),
    **dict.fromkeys(("staff_note", "staff_outcome", "staff_take_home"), _pk("done")),
    "staff_following": lambda there: {"pk": there.people[0]},
    "staff_goal": _pk("goal"),
    **dict.fromkeys(("staff_step", "staff_step_said"), _pk("step")),
    "staff_missed_answer": _missed,
    "staff_survey_sheet": _pk("done"),
    "staff_survey_setting": lambda there: {"pk": there.town.elsewhere.pk},
    "staff_survey_comment": _remark,
    "staff_call_back": _pk("call_back"),
    "staff_waiting_changed": _pk("waiting"),
    "staff_offer_answered": _pk("offer"),
    **dict.fromkeys(("staff_spoken_name", "staff_spoken_name_sound"), _pk("spoken_name")),
    **dict.fromkeys(("staff_end_opening", "staff_opening_dates"), _pk("opening")),
    **dict.fromkeys(
        ("staff_opening_date", "staff_opening_date_kept"),
        lambda there: {"pk": there.opening.pk, "day": "2026-12-07"},
    ),
    "staff_copy_week": lambda there: {"pk": there.town.omar.pk},
    "staff_copied_week": lambda there: {"copy": signing.dumps([there.town.omar.pk, [], []], salt=COPIED)},
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
    **dict.fromkeys(
        ("staff_workshop", "staff_change_workshop", "staff_add_date", "staff_cancel_dates", "staff_enrol"),
        _pk("workshop"),
    ),
    **dict.fromkeys(
        ("staff_change_date", "staff_attendance", "staff_workshop_outcome", "staff_workshop_sheets"),
        _pk("workshop_date"),
    ),
    "staff_registration": _pk("registration"),
    **dict.fromkeys(
        ("staff_interruption", "staff_interruption_leaves", "staff_interruption_undone"), _pk("interruption")
    ),
    "staff_call_instead": _pk("interrupted"),
    "staff_api_key": _pk("api_key"),
    "staff_webhook": _pk("webhook"),
    **dict.fromkeys(("staff_referral", "staff_referral_step"), _pk("referral")),
    "staff_unlink_calendar": _pk("outside"),
    "staff_remove_absence": _pk("absence"),
    "staff_remove_closure": _pk("closure"),
    "staff_duplicate": lambda there: {"first_id": there.people[0], "second_id": there.people[1]},
    "partners_all_files_result": lambda there: {"public_id": there.referral_file.public_id},
    "staff_partner": _pk("partner"),
    "staff_partner_person": _pk("partner_role"),
    "staff_partner_revoke": _pk("partner_invitation"),
    "staff_revoke": _pk("invitation"),
    "staff_withdraw": _pk("role"),
    "staff_reopen": lambda there: {"pk": there.role.user_id},
    # What is the whole territory's.
    **dict.fromkeys(("staff_set_up_list", "staff_set_up_new"), lambda _there: {"slug": "habilitations"}),
    **dict.fromkeys(
        ("staff_set_up_edit", "staff_set_up_close"),
        lambda there: {"slug": "lieux", "pk": there.town.other_site.pk},
    ),
    **dict.fromkeys(("staff_set_up_file", "staff_set_up_file_result"), lambda there: _file(there)),
    **dict.fromkeys(("staff_turn", "staff_slip", "staff_note_turn"), _pk("turn")),
    **dict.fromkeys(
        ("staff_drop_in", "staff_join_drop_in", "staff_call_next", "staff_close_drop_in"),
        lambda there: {"site_id": there.town.other_site.pk},
    ),
    "staff_join_promised": lambda there: {"site_id": there.town.other_site.pk, "pk": there.appointment.pk},
    **dict.fromkeys(("staff_departure", "staff_departure_undone"), lambda there: {"pk": there.town.omar.pk}),
}


def _file(_there: Elsewhere) -> dict[str, Any]:
    """A file of the set-up that somebody else has sent."""
    user, _made = User.objects.get_or_create(email="elle@example.org")
    file, _made = SetUpFile.objects.get_or_create(by=user, about="sites", defaults={"created_at": TEN})
    return {"public_id": file.public_id}


# There is no provider in these tests: what it keeps is not there, for anybody.
ASKS_A_PROVIDER = {"staff_spoken_name_sound"}
# Nobody is visited at home here; its address is the visitor's alone (tests/bookings/staff/test_away_from_the_site.py).
NOBODY_IS_VISITED = {"staff_visit_sheet"}
# Residents belong to the territory: whoever receives people finds them (docs/decisions/0001-access.md).
OF_THE_TERRITORY = {"staff_resident", "staff_about", "staff_other_record", "staff_erase", "staff_person_data"}
# What stands there is how a file ends; whose rows are in it is tried in tests/bookings/exports.
NO_IDENTIFIER = {
    *("staff_export_file", "staff_research_file"),
    # A kind of file, of which the template has nobody in it.
    *("staff_set_up_upload", "staff_set_up_template"),
}
# What somebody is about to write is theirs to check, and nobody else's.
ONES_OWN_FILE = {"staff_set_up_file", "staff_set_up_file_result"}
# Pages that list things: they are read whole, to see that nothing of elsewhere is among them.
LISTS = [
    route.name
    for route in OWN
    if route.name in STAFF and "<" not in route.address and "add" not in route.name
]
IN_AN_ORGANISATION = [kind for kind in EVERY_KIND if kind not in Role.TERRITORY_WIDE]
