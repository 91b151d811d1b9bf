"""What was known before a change of the tables is not lost by it."""

from datetime import timedelta

import pytest

from tests.earlier import at
from tests.people import MONDAY_8AM

pytestmark = pytest.mark.usefixtures("empty_database")
HOUR = timedelta(hours=1)


def test_a_count_becomes_calls_with_what_the_journal_knows_and_a_count_again() -> None:
    apps = at("_call_back_attempts")
    lea = apps.get_model("mediation", "User").objects.create(email="lea@example.org")
    asked = apps.get_model("bookings", "CallBack").objects.create(
        phone="+33639980009",
        phone_index="x",
        attempts=2,
        last_attempt_at=MONDAY_8AM,
        created_at=MONDAY_8AM - 9 * HOUR,
        idempotency_key="rose",
    )
    entry = {"kind": "call_back_handled", "call_back": asked, "actor": lea, "told_at": MONDAY_8AM}
    journal = apps.get_model("bookings", "JournalEntry").objects
    journal.create(at=MONDAY_8AM - HOUR, data={"outcome": "no_answer"}, **entry)
    journal.create(at=MONDAY_8AM, data={"outcome": "unreachable"}, **entry)

    calls = at("_attempts_one_by_one").get_model("bookings", "CallBackAttempt").objects.order_by("at")
    assert list(calls.values_list("at", "by", "result")) == [
        (MONDAY_8AM - HOUR, lea.pk, "no_answer"),
        (MONDAY_8AM, None, "no_answer"),
    ]
    counted = at("_call_back_attempts").get_model("bookings", "CallBack").objects.get()
    assert (counted.attempts, counted.last_attempt_at) == (2, MONDAY_8AM)


def test_who_had_to_be_told_still_has_to_be() -> None:
    apps = at("_no_count_of_attempts")
    organisation = apps.get_model("mediation", "Organisation").objects.create(name="Essai")
    site = apps.get_model("mediation", "Site").objects.create(name="Place", organisation=organisation)
    lea = apps.get_model("mediation", "Mediator").objects.create(name="Léa", organisation=organisation)
    appointment = apps.get_model("bookings", "Appointment").objects.create(
        organisation=organisation,
        site=site,
        mediator=lea,
        topic=apps.get_model("mediation", "Topic").objects.create(code="essai"),
        contact=apps.get_model("bookings", "Contact").objects.create(kind="none"),
        starts_at=MONDAY_8AM + HOUR,
        ends_at=MONDAY_8AM + 2 * HOUR,
        booked_at=MONDAY_8AM,
        version=2,
    )
    for kind, version in (("not_told", 1), ("message_sent", 2), ("not_told", 2)):
        apps.get_model("bookings", "JournalEntry").objects.create(
            kind=kind, appointment=appointment, version=version, at=MONDAY_8AM
        )

    entries = at("_pending_facts").get_model("bookings", "JournalEntry").objects.filter(pending=True)
    assert list(entries.values_list("kind", "version")) == [("not_told", 2)]


def test_names_are_found_by_their_new_key_and_by_the_old_one_after_going_back() -> None:
    apps = at("_pending_facts")
    names = ("Œuvrard N’Diaye", "Mme Martin", "Amina Essai")
    for name in names:
        apps.get_model("bookings", "Resident").objects.create(
            name=name, name_key="?", created_at=MONDAY_8AM, last_contact_at=MONDAY_8AM
        )
    residents = at("_name_keys").get_model("bookings", "Resident").objects.order_by("pk")
    assert list(residents.values_list("name_key", flat=True)) == ["ndiaye oeuvrard", "martin", "amina essai"]
    residents = at("_pending_facts").get_model("bookings", "Resident").objects.order_by("pk")
    assert list(residents.values_list("name_key", flat=True)) == [
        "diaye n œuvrard",
        "martin mme",
        "amina essai",
    ]


def test_places_with_one_short_name_are_told_apart_and_names_of_ones_own_stay() -> None:
    apps = at("_gazetteer", "mediation")
    organisation = apps.get_model("mediation", "Organisation").objects.create(name="Essai")
    rennes = apps.get_model("mediation", "Commune").objects.create(insee_code="35238", name="Rennes")
    for name, short in (
        ("EPN Lesage", "sage"),
        ("EPN Lesage", "sage"),
        ("Mairie", ""),
        ("Mairie annexe", "Mairie Rennes"),
        ("Mairie", "mairie rennes"),
    ):
        apps.get_model("mediation", "Site").objects.create(
            organisation=organisation,
            name=name,
            short_name=short,
            commune=rennes,
        )
    sites = at("_short_name_once", "mediation").get_model("mediation", "Site").objects.order_by("pk")
    assert list(sites.values_list("short_name", flat=True)) == [
        *("sage", "EPN Lesage", "Mairie", "Mairie Rennes", "Mairie 2")
    ]


def test_a_town_that_has_held_workshops_counts_its_figures_once_more_and_another_does_not() -> None:
    apps = at("_asked_after_workshops")
    state = apps.get_model("bookings", "FiguresState").objects.create(pk=1, facts_until=MONDAY_8AM)
    after = at("_ages_of_workshops_counted").get_model("bookings", "FiguresState").objects
    assert after.get(pk=state.pk).facts_until == MONDAY_8AM

    apps = at("_asked_after_workshops")
    organisation = apps.get_model("mediation", "Organisation").objects.create(name="Essai")
    workshop = apps.get_model("bookings", "Workshop").objects.create(
        organisation=organisation,
        site=apps.get_model("mediation", "Site").objects.create(name="Place", organisation=organisation),
        topic=apps.get_model("mediation", "Topic").objects.create(code="essai"),
        capacity=8,
        made_at=MONDAY_8AM,
    )
    held = apps.get_model("bookings", "WorkshopDate").objects.create(
        workshop=workshop, starts_at=MONDAY_8AM, ends_at=MONDAY_8AM + HOUR, capacity=8
    )
    apps.get_model("bookings", "WorkshopOutcome").objects.create(
        date=held, participants=5, women=3, duration_min=60, recorded_at=MONDAY_8AM
    )
    apps.get_model("bookings", "FiguresState").objects.update(facts_until=MONDAY_8AM)
    after = at("_ages_of_workshops_counted").get_model("bookings", "FiguresState").objects
    assert after.get(pk=state.pk).facts_until is None
