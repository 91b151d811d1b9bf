"""The demo territory: plausible, coherent with the product's own rules, and never mixed with real data."""

import io
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from pytest_django import Settings

from bookings.demo import load
from bookings.demo.blocks import free_blocks, subjects
from bookings.demo.lives import LIVES, who_led_to
from bookings.models import (
    AboutPerson,
    Appointment,
    CallBack,
    Commitment,
    Contact,
    Interrupted,
    JournalEntry,
    Outcome,
    Referral,
    Resident,
    Workshop,
    WorkshopDate,
    WorkshopOutcome,
)
from bookings.outcomes.activity_report import Report, completed, faults
from bookings.records.told import to_be_told
from bookings.referrals.states import State, is_allowed
from bookings.times import search
from mediation.actions.import_sites import import_sites
from mediation.demo.people import LOGINS, PASSWORD
from mediation.models import Commune, Mediator, Neighbourhood, Organisation, Role, Site, Topic, User
from mediation.phone import Line, read_phone
from mediation.site_export import export_sites

# A Monday morning, some days after the clocks went back, with the 11th of November to come.
NOW = datetime(2026, 11, 2, 9, 20, tzinfo=UTC)


class TheDemo(TestCase):
    """The whole ground, loaded once, with three weeks of appointments behind and two ahead."""

    @classmethod
    def setUpTestData(cls) -> None:
        with patch.object(load, "PAST_WEEKS", 3), patch.object(load, "AHEAD_DAYS", 14):
            load.load_demo(now=NOW, sign_in=True)

    def test_most_who_were_received_said_something_of_themselves_and_some_would_not(self) -> None:
        received = Resident.objects.filter(participations__appointment__status="done").distinct().count()
        said = AboutPerson.objects.all()
        assert 0.6 < said.count() / received < 0.85
        assert said.filter(gender="non_communique").exists() and said.filter(priority_area="oui").exists()
        assert not said.filter(birth_year__lt=1930).exists()

    def test_there_are_six_thursdays_a_full_workshop_with_people_waiting_and_one_with_its_outcome(
        self,
    ) -> None:
        series, full, past = Workshop.objects.order_by("pk")
        assert [date.starts_at.weekday() for date in series.dates.all()] == [3] * 6
        assert all(0 < date.left < date.capacity for date in series.dates.all())
        assert full.dates.get().left == 0 and full.registrations.in_turn().count() == 3
        came = past.dates.get().attendances.filter(came=True).count()
        assert WorkshopOutcome.objects.get(date__workshop=past).participants == came + 1
        assert past.dates.get().taken == came + 2
        animated = WorkshopDate.objects.filter(starts_at__gt=NOW, animations__commitment__isnull=False)
        assert animated.distinct().count() == 7

    def test_somebody_is_away_and_people_have_chosen_think_it_over_or_are_to_be_called(self) -> None:
        results = Counter(Interrupted.objects.values_list("result", flat=True))
        assert {"moved", "asked", "to_call"} <= set(results) and sum(results.values()) >= 5
        for row in Interrupted.objects.select_related("appointment__commitment"):
            stands = row.appointment.status == "booked" and row.appointment.commitment is not None
            assert stands is (row.result == "moved")

    def test_the_territory_has_its_43_communes_24_places_and_30_mediators(self) -> None:
        assert (Commune.objects.count(), Site.objects.places().count(), Mediator.objects.count()) == (
            43,
            24,
            30,
        )
        assert Commune.objects.get(insee_code="35238").population == 227_830
        assert Neighbourhood.objects.filter(priority=True).count() == 6
        several = [
            one for one in Mediator.objects.all() if one.openings.values("site").distinct().count() > 1
        ]
        assert len(several) >= 10
        assert {site.openings.exists() for site in Site.objects.all()} == {True}
        assert set(Role.objects.values_list("kind", flat=True)) == set(Role.Kind.values)

    def test_every_topic_has_its_texts_in_three_languages(self) -> None:
        assert Topic.objects.count() == 10
        for topic in Topic.objects.all():
            assert {text.language for text in topic.texts.all()} == {"fr", "en", "fr-falc"}

    def test_places_follow_the_national_schema(self) -> None:
        report = import_sites(data=export_sites(today=NOW.date()))
        assert (report.created, report.unchanged, report.remarks) == (0, 24, [])

    def test_six_weeks_ahead_are_about_half_full_and_all_within_openings(self) -> None:
        start, end = int(NOW.timestamp()), int((NOW + timedelta(days=14)).timestamp())
        blocks = list(free_blocks(subjects(), start=start - 21 * 86_400, end=end))
        away = ("asked", "to_call")
        kept = Appointment.objects.exclude(interruptions__result__in=away)
        for one in kept.filter(starts_at__gt=NOW - timedelta(days=20)):
            begins, ends = int(one.starts_at.timestamp()), int(one.ends_at.timestamp())
            assert any(
                block.start <= begins and ends <= block.end and block.site == one.site_id
                for block in blocks
                if block.mediator == one.mediator_id
            )
        open_s = sum(block.end - block.start for block in blocks if block.start >= start)
        ahead = Commitment.objects.filter(starts_at__gt=NOW)
        taken_s = sum((one.frees_at - one.starts_at).total_seconds() for one in ahead)
        assert 0.35 < taken_s / open_s < 0.75

    def test_a_resident_finds_times_for_every_topic(self) -> None:
        for topic in Topic.objects.all():
            assert len(search.soonest(topic, now=NOW, enough=3)) >= 3

    def test_promised_time_is_that_of_appointments_that_stand(self) -> None:
        standing = Appointment.objects.upcoming(NOW)
        assert standing.filter(commitment=None).count() == 0
        assert not Appointment.objects.filter(
            status__in=Appointment.CALLED_OFF, commitment__isnull=False
        ).exists()
        assert standing.count() > 300
        for person in Resident.objects.all()[:200]:
            assert person.appointments.upcoming(NOW).count() <= 4

    def test_outcomes_keep_the_rules_of_the_national_report(self) -> None:
        assert Outcome.objects.count() > 200
        for one in Outcome.objects.all():
            report = Report(
                themes=one.themes,
                result=one.result,
                next_step=one.next_step,
                duration_min=one.duration_min,
                sub_themes=one.sub_themes,
                equipment=one.equipment,
                autonomy=one.autonomy,
                referred=bool(one.referred_to),
                referred_to=one.referred_to,
            )
            assert faults(completed(report)) == []
            assert completed(report) == report

    def test_nothing_of_the_demo_is_ever_said_to_anybody(self) -> None:
        assert not JournalEntry.objects.exclude(origin=JournalEntry.Origin.DEMO).exists()
        assert not JournalEntry.objects.filter(told_at=None).exists()

    def test_partners_have_referred_somebody_in_every_state(self) -> None:
        states = Counter(Referral.objects.values_list("state", flat=True))
        assert states == dict.fromkeys((state.value for state in State), 4)
        assert Organisation.objects.filter(refers=True, referrals_sent__isnull=False).distinct().count() == 3
        for referral in Referral.objects.sent():
            assert referral.journal.order_by("at", "pk").last().data["state"] == referral.state
        with_a_time = Referral.objects.filter(state__in=["booked", "met", "missed"])
        assert not with_a_time.filter(appointment=None).exists()

    def test_the_lives_of_the_demo_are_lives_that_the_table_allows(self) -> None:
        for steps in LIVES.values():
            for was, to in pairwise((State.DRAFT, *steps)):
                assert is_allowed(was, to, who_led_to(to)), (was, to)

    def test_the_desk_finds_work_to_do(self) -> None:
        assert CallBack.objects.filter(status=CallBack.Status.OPEN).count() >= 3
        assert to_be_told(NOW).exists()

    def test_people_and_numbers_are_those_kept_for_fiction(self) -> None:
        phones = [contact.value for contact in Contact.objects.filter(kind__in=["mobile", "landline"])]
        phones += [call.phone for call in CallBack.objects.all()]
        phones += [*Site.objects.places().values_list("phone", flat=True)]
        phones += [*Organisation.objects.values_list("phone", flat=True)]
        assert all(re.fullmatch(r"\+33(63998|26191)[0-9]{4}", phone) for phone in phones)
        assert {read_phone(phone).line for phone in phones} == {Line.MOBILE, Line.LANDLINE}
        assert all(user.email.endswith("@demo.example") for user in User.objects.all())


def test_demo_logins_sign_in_only_where_the_instance_is_a_demo(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "PAST_WEEKS", 1)
    monkeypatch.setattr(load, "AHEAD_DAYS", 1)
    settings.DEMO = False
    out = io.StringIO()
    call_command("demo", stdout=out)
    assert PASSWORD not in out.getvalue()
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_command_prints_every_login_each_time_and_loads_once(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "PAST_WEEKS", 1)
    monkeypatch.setattr(load, "AHEAD_DAYS", 1)
    settings.DEMO = True
    for expected in ("24 lieux, 30 médiateurs", "déjà là"):
        out = io.StringIO()
        call_command("demo", stdout=out)
        assert expected in out.getvalue()
        assert PASSWORD in out.getvalue()
        assert all(login.email in out.getvalue() for login in LOGINS)
        assert Site.objects.places().count() == 24
    assert User.objects.get(email=LOGINS[0].email).check_password(PASSWORD)


def test_a_database_with_real_data_is_left_alone(db: None) -> None:
    Organisation.objects.create(name="CCAS d’une vraie ville")
    with pytest.raises(CommandError, match="rien n’a été chargé"):
        call_command("demo")
    assert not Site.objects.exists()


def test_communes_that_are_here_already_are_no_obstacle(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    Commune.objects.create(insee_code="35238", name="Rennes")
    monkeypatch.setattr(load, "PAST_WEEKS", 1)
    monkeypatch.setattr(load, "AHEAD_DAYS", 1)
    assert load.load_demo(now=NOW, sign_in=False).new
    assert Commune.objects.count() == 43
