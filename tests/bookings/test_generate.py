"""The synthetic load: as much as asked for, coherent, and the same each time."""

import io
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from bookings.models import Appointment, Commitment, Contact, JournalEntry, Participation, Resident
from bookings.synthetic import plan
from bookings.synthetic.generate import generate
from bookings.times import search
from mediation.crypto import decrypt
from mediation.models import Opening, Organisation, Topic

NOW = datetime(2026, 11, 23, 9, 20, tzinfo=UTC)


def rows() -> list[tuple[object, ...]]:
    return list(Appointment.objects.order_by("pk").values_list("number", "starts_at", "status", "channel"))


def test_as_many_as_asked_for_each_with_its_resident(db: None) -> None:
    generate(mediators=5, appointments=700, sites=3, seed=1, now=NOW)
    assert Appointment.objects.count() == Participation.objects.count() == 700
    assert Participation.objects.filter(resident__isnull=False, appointment__isnull=False).count() == 700
    assert Opening.objects.count() == 5 * 5 * 2
    contact = Contact.objects.filter(kind="mobile").first()
    assert contact is not None
    assert contact.value.startswith("+3363998")
    assert Resident.objects.get(pk=Participation.objects.earliest("pk").resident_id).name


def test_the_same_seed_gives_the_same_load_and_another_does_not(db: None) -> None:
    loads = []
    for seed in (7, 7, 8):
        Participation.objects.all().delete()
        Appointment.objects.all().delete()
        Commitment.objects.all().delete()
        generate(mediators=3, appointments=200, sites=2, seed=seed, now=NOW)
        loads.append([row[1:] for row in rows()])
    assert loads[0] == loads[1] != loads[2]


def test_what_stands_holds_its_time_and_what_was_called_off_does_not(db: None) -> None:
    generate(mediators=4, appointments=1500, sites=2, seed=1, now=NOW)
    upcoming = Appointment.objects.upcoming(NOW)
    assert upcoming.count() == 500
    assert not upcoming.filter(commitment=None).exists()
    assert not Appointment.objects.filter(status="excused", commitment__isnull=False).exists()
    assert Appointment.objects.filter(starts_at__lt=NOW, status="done", commitment=None).exists()
    assert upcoming.values("number").distinct().count() == 500


def test_appointments_lie_in_openings_and_leave_times_to_book(db: None) -> None:
    generate(mediators=6, appointments=900, sites=2, seed=1, now=NOW)
    topic = Topic.objects.get(code="synthetique")
    offered = {(choice.starts_at, choice.site_id) for choice in search.soonest(topic, now=NOW, enough=20)}
    assert len(offered) >= 20
    openings = {(one.mediator_id, one.site_id, one.first_day.weekday()) for one in Opening.objects.all()}
    for one in Appointment.objects.all():
        assert (one.mediator_id, one.site_id, one.starts_at.weekday()) in openings


def test_nothing_of_it_is_ever_said_to_anybody(db: None) -> None:
    generate(mediators=2, appointments=50, sites=1, seed=1, now=NOW)
    assert JournalEntry.objects.exists()
    assert not JournalEntry.objects.exclude(origin="demo", told_at__isnull=False).exists()


def test_the_command_says_what_it_made_and_wants_an_empty_database(db: None) -> None:
    out = io.StringIO()
    arguments = ("generate", "--mediators", "2", "--appointments", "30", "--sites", "2")
    call_command(*arguments, stdout=out)
    assert out.getvalue().startswith("30 rendez-vous de 2 médiateurs dans 2 lieux")
    with pytest.raises(CommandError, match="pas vide"):
        call_command(*arguments)


def test_a_database_with_an_organisation_is_not_empty(db: None) -> None:
    Organisation.objects.create(name="CCAS")
    with pytest.raises(CommandError, match="pas vide"):
        call_command("generate", "--mediators", "2", "--appointments", "30", "--sites", "2")


def test_contacts_are_stored_encrypted(db: None) -> None:
    generate(mediators=2, appointments=50, sites=1, seed=1, now=NOW)
    stored = Contact.objects.extra(select={"raw": "value"}).values_list("raw", flat=True)[0]
    assert "+33" not in stored
    assert decrypt(stored).startswith("+33")


@given(st.integers(1, 12), st.integers(0, 40), st.integers(1, 6), st.integers(0, 99))
def test_cells_hold_exactly_the_total_and_no_time_twice(
    mediators: int, per_day: int, day_count: int, seed: int
) -> None:
    days = plan.days_behind(date(2026, 11, 23), frozenset(), day_count)
    total = min(per_day, 9) * mediators * day_count
    cells = list(plan.cells(days, mediators, total, Random(seed)))
    assert sum(len(cell.taken) for cell in cells) == total
    assert all(len(set(cell.taken)) == len(cell.taken) for cell in cells)
    assert len({(cell.day, cell.mediator) for cell in cells}) == len(cells)
    assert all(day.weekday() < 5 for day in days)
