"""Records that look like one person's: staff decide, nothing is joined by itself."""

from datetime import timedelta

import pytest
import time_machine

from bookings.actions.merge import keep_apart, merge
from bookings.errors import CannotMerge
from bookings.models import Appointment, JournalEntry, KeptApart, Participation, Resident
from bookings.people.duplicates import likely_pairs
from tests.people import MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def town():
    return Town()


@pytest.fixture(autouse=True)
def on_monday_morning():
    with time_machine.travel(MONDAY_8AM, tick=False):
        yield


def person_of(appointment):
    return appointment.participations.get().resident


@pytest.fixture
def twice(town):
    """Amina, registered twice with the same telephone."""
    first = person_of(town.books(name="Amina Essai"))
    return first, person_of(town.books(TEN + HOUR, "Essai Amina"))


def pairs():
    return [(pair.first_id, pair.second_id) for pair in likely_pairs(Appointment.objects.all())]


def test_the_same_name_on_the_same_telephone_is_likely_one_person(twice):
    assert pairs() == [(twice[0].pk, twice[1].pk)]


def test_a_couple_who_share_a_telephone_are_not(town):
    town.books(name="Amina Essai")
    town.books(TEN + HOUR, "Jean Dupontel")
    assert pairs() == []


def test_namesakes_with_two_telephones_are_not(town):
    town.books(name="Amina Essai")
    town.books(TEN + HOUR, "Amina Essai", phone="06 39 98 00 02")
    assert pairs() == []


def test_merging_moves_all_visits_and_leaves_a_tombstone(twice):
    keep, other = twice
    merge(keep_id=keep.pk, other_id=other.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    other.refresh_from_db()
    assert other.merged_into == keep
    assert keep.participations.count() == 2 and not other.participations.exists()
    assert JournalEntry.objects.get(kind="residents_merged").data == {"merged": other.pk}
    assert pairs() == []


def test_discretion_survives_a_merge(twice):
    keep, other = twice
    Resident.objects.filter(pk=other.pk).update(discreet=True)
    assert merge(keep_id=keep.pk, other_id=other.pk, by=AT_THE_DESK, now=MONDAY_8AM).discreet


def test_somebody_who_came_with_their_own_double_came_alone(town, twice):
    keep, other = twice
    appointment = keep.appointments.get()
    Participation.objects.create(appointment=appointment, resident=other, position=2)
    merge(keep_id=keep.pk, other_id=other.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    assert list(appointment.participations.values_list("resident", flat=True)) == [keep.pk]


def test_merging_twice_changes_nothing_and_impossible_merges_are_refused(town, twice):
    keep, other = twice
    third = person_of(town.books(TEN + 2 * HOUR, "Amina Essay"))
    for _press in range(2):
        merge(keep_id=keep.pk, other_id=other.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    with pytest.raises(CannotMerge):
        merge(keep_id=third.pk, other_id=other.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    with pytest.raises(CannotMerge):
        merge(keep_id=keep.pk, other_id=keep.pk, by=AT_THE_DESK, now=MONDAY_8AM)


def test_an_older_tombstone_follows_to_the_record_that_is_kept(town, twice):
    keep, other = twice
    third = person_of(town.books(TEN + 2 * HOUR, "Amina Essay"))
    merge(keep_id=other.pk, other_id=third.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    merge(keep_id=keep.pk, other_id=other.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    third.refresh_from_db()
    assert third.merged_into == keep


def test_those_kept_apart_are_not_proposed_again(twice):
    first, second = twice
    for _press in range(2):
        keep_apart(first_id=second.pk, second_id=first.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    assert pairs() == [] and KeptApart.objects.count() == 1
    assert JournalEntry.objects.filter(kind="residents_kept_apart").count() == 1


def test_a_hostels_telephone_proposes_nobody(town):
    town.topic.horizon_days = 200
    for number in range(14):
        person = person_of(town.books(TEN + timedelta(days=7 * number), f"Amina {number:03}"))
        assert person.pk
    assert pairs() == []


def test_staff_compare_two_records_and_decide(town, twice, client):
    keep, other = twice
    desk = sign_in(client, town.user("desk"))
    assert "Comparer" in desk.get("/equipe/doublons/").content.decode()
    address = f"/equipe/doublons/{keep.pk}/{other.pk}/"
    assert "ne se défait pas" in desk.get(address).content.decode()
    answer = desk.post(address, {"decision": str(other.pk)})
    assert answer["Location"] == f"/equipe/habitants/{other.pk}/"
    assert desk.get(f"/equipe/habitants/{keep.pk}/")["Location"] == f"/equipe/habitants/{other.pk}/"


def test_two_people_with_nothing_in_common_here_cannot_be_merged_from_a_forged_address(town, client):
    first = person_of(town.books(name="Amina Essai", site=town.other_site))
    second = person_of(town.books(TEN + HOUR, "Amina Essai", site=town.other_site))
    desk = sign_in(client, town.user("desk"))
    assert (
        desk.post(f"/equipe/doublons/{first.pk}/{second.pk}/", {"decision": str(first.pk)}).status_code == 404
    )
    assert "Amina" not in desk.get("/equipe/doublons/").content.decode()


def test_ids_beyond_any_database_do_not_exist(town, client):
    desk = sign_in(client, town.user("desk"))
    huge = 10**30
    for address in (
        f"doublons/{huge}/{huge}/",
        f"habitants/{huge}/",
        f"rendez-vous/{huge}/",
        f"rappels/{huge}/",
    ):
        assert desk.get(f"/equipe/{address}").status_code in (404, 405)
