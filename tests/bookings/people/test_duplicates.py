"""Records that look like one person's: staff decide, nothing is joined by itself."""

from datetime import timedelta

import pytest
import time_machine

from bookings.actions.merge import keep_apart, merge
from bookings.errors import CannotMerge
from bookings.models import Appointment, JournalEntry, KeptApart, Participation, Resident
from bookings.people.duplicates import likely_pairs
from bookings.people.who import WayToReach
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


def by_email(address="amina@example.org"):
    return WayToReach("email", address)


def test_one_reached_by_mobile_once_and_by_email_once_is_proposed(town):
    first = person_of(town.books(name="Amina N’Diaye"))
    second = person_of(town.books(TEN + HOUR, "Mme NDIAYE Amina", reach=by_email()))
    assert pairs() == [(first.pk, second.pk)]
    assert likely_pairs(Appointment.objects.all())[0].contact_id is None


def test_near_full_names_reached_in_two_ways_are_proposed_too(town):
    town.books(name="Khadija Benali")
    town.books(TEN + HOUR, "Benali Kadija", reach=WayToReach("landline", "02 61 91 00 02"))
    assert len(pairs()) == 1


@pytest.mark.parametrize("other", ["Amina", "Amina Autre", "Aminata Essaidi"])
def test_a_first_name_or_another_name_says_nothing_across_two_ways(town, other):
    town.books(name="Amina Essai")
    town.books(TEN + HOUR, other, reach=by_email())
    assert pairs() == []


def test_whoever_was_reached_the_same_way_with_another_number_is_somebody_else(town):
    town.books(name="Amina Essai")
    second = person_of(town.books(TEN + HOUR, "Amina Essai", phone="06 39 98 00 02"))
    town.books(TEN + 2 * HOUR, resident_id=second.pk, reach=by_email())
    assert pairs() == []


def test_a_name_that_many_have_proposes_nobody(town):
    town.topic.horizon_days = 200
    for number in range(8):
        town.books(
            TEN + timedelta(days=7 * number), "Jean Martin", reach=by_email(f"jean{number}@example.org")
        )
    town.books(TEN + HOUR, "Jean Martin")
    assert pairs() == []


def test_those_with_one_name_who_were_kept_apart_are_not_proposed_again(town):
    first = person_of(town.books(name="Amina Essai"))
    second = person_of(town.books(TEN + HOUR, "Amina Essai", reach=by_email()))
    keep_apart(first_id=first.pk, second_id=second.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    assert pairs() == []


def test_proposing_needs_as_many_queries_for_a_hundred_people_as_for_two(town, django_assert_max_num_queries):
    town.topic.horizon_days = 400
    for number in range(12):
        town.books(TEN + timedelta(days=7 * number), f"Amina Essai{number:03}")
    with django_assert_max_num_queries(3):
        likely_pairs(Appointment.objects.all())


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


def test_staff_find_the_other_record_by_hand_and_join_the_two(town, client):
    mobile = person_of(town.books(name="Amina Essai"))
    email = person_of(town.books(TEN + HOUR, "Mina E.", reach=by_email(), site=town.other_site))
    desk = sign_in(client, town.user("desk"))
    assert "autre-fiche" in desk.get(f"/equipe/habitants/{mobile.pk}/").content.decode()
    address = f"/equipe/habitants/{mobile.pk}/autre-fiche/"
    compare = f"/equipe/doublons/{mobile.pk}/{email.pk}/"
    for typed in ("mina e", "amina@example.org"):
        assert compare in desk.post(address, {"typed": typed}).content.decode()
    desk.post(compare, {"decision": str(mobile.pk)})
    email.refresh_from_db()
    assert email.merged_into == mobile and mobile.participations.count() == 2
    assert desk.get(f"/equipe/habitants/{email.pk}/autre-fiche/")["Location"] == address


def test_people_with_a_like_name_are_shown_before_anything_is_typed(town, client):
    mobile = person_of(town.books(name="Amina N’Diaye"))
    town.books(TEN + HOUR, "Mme Ndiaye Amina", reach=by_email())
    town.books(TEN + 2 * HOUR, "Amina Autre", phone="06 39 98 00 02")
    page = (
        sign_in(client, town.user("desk")).get(f"/equipe/habitants/{mobile.pk}/autre-fiche/").content.decode()
    )
    assert "Mme Ndiaye Amina" in page and "Comparer" in page
    assert "Amina Autre" not in page


def test_two_records_of_people_who_never_came_here_are_not_ours_to_join(town, client):
    first = person_of(town.books(name="Amina Essai", site=town.other_site))
    person_of(town.books(TEN + HOUR, "Amina Essai", site=town.other_site, reach=by_email()))
    page = (
        sign_in(client, town.user("desk")).get(f"/equipe/habitants/{first.pk}/autre-fiche/").content.decode()
    )
    assert "vue dans d’autres structures" in page and "/equipe/doublons/" not in page.split("<h1>")[1]


def test_an_erased_person_has_no_other_record(town, client):
    person = person_of(town.books())
    Resident.objects.filter(pk=person.pk).update(erased_at=MONDAY_8AM)
    assert (
        sign_in(client, town.user("desk")).get(f"/equipe/habitants/{person.pk}/autre-fiche/").status_code
        == 404
    )


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
