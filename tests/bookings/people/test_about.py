"""What somebody says about themselves: asked once, each answer refusable, gone with the person."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from bookings.actions.forget import erase
from bookings.actions.merge import merge
from bookings.actions.note_about import About, note_about
from bookings.errors import InvalidReport
from bookings.models import AboutPerson, JournalEntry, Resident
from mediation.models import Commune, Neighbourhood
from tests.people import MONDAY_8AM, TEN
from tests.sent_back import sends
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def amina(town: Town) -> Resident:
    return town.books().participants.get()


def commune_of() -> Commune:
    return Commune.objects.get_or_create(insee_code="35238", defaults={"name": "Rennes"})[0]


def says(person: Resident, **answers: object) -> AboutPerson:
    about = About(**answers)  # type: ignore[arg-type]
    return note_about(person.pk, about=about, by=AT_THE_DESK, now=MONDAY_8AM)


def test_who_was_not_asked_and_who_refused_are_kept_apart(amina: Resident) -> None:
    known = says(amina, gender="non_communique", priority_area="inconnu")
    assert (known.gender, known.situation, known.priority_area) == ("non_communique", "", "inconnu")


def test_a_year_of_birth_takes_the_place_of_an_age(amina: Resident) -> None:
    says(amina, age="soixante_dix_plus")
    known = says(amina, age="soixante_dix_plus", birth_year=1950)
    assert (known.birth_year, known.age, known.age_year) == (1950, "", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        AboutPerson.objects.update(age="non_communique")


def test_the_journal_says_that_it_changed_and_never_what_was_said(amina: Resident) -> None:
    for _press in range(2):
        says(amina, birth_year=1950, gender="feminin")
    fact = JournalEntry.objects.get(kind="resident_changed")
    assert fact.data == {"fields": ["about"]}


@pytest.mark.parametrize("wrong", [{"gender": "f"}, {"birth_year": 1850}, {"priority_area": "peut-être"}])
def test_what_is_no_answer_is_refused(amina: Resident, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidReport):
        says(amina, **wrong)
    assert not AboutPerson.objects.exists()


def test_a_refused_commune_is_not_kept(amina: Resident) -> None:
    there = commune_of()
    says(amina, commune_id=there.pk)
    amina.refresh_from_db()
    assert amina.commune == there
    says(amina, commune_id=there.pk, commune_refused=True)
    assert AboutPerson.objects.get().commune_refused
    assert not Resident.objects.exclude(commune=None).exists()


def test_an_erased_person_has_said_nothing(town: Town, amina: Resident) -> None:
    says(amina, birth_year=1950)
    erase(amina.pk, by=AT_THE_DESK, now=MONDAY_8AM, cancel_ahead=True)
    assert not AboutPerson.objects.exists()


def test_of_two_records_made_one_the_kept_one_has_its_answers(town: Town, amina: Resident) -> None:
    other = town.books(TEN.replace(hour=13), "Amina Essay").participants.get()
    says(other, gender="feminin")
    merge(keep_id=amina.pk, other_id=other.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    assert AboutPerson.objects.get().resident == amina


def test_the_desk_asks_in_one_form_and_names_the_priority_neighbourhoods(
    town: Town, amina: Resident, client: Client
) -> None:
    Neighbourhood.objects.create(commune=commune_of(), name="Le Blosne", priority=True)
    desk, page = sign_in(client, town.user("desk")), reverse("staff_about", args=[amina.pk])
    assert "Le Blosne" in desk.get(page).content.decode()
    answer = sends(desk, page, {"birth_year": "1950", "gender": "feminin", "priority_area": "oui"})
    assert answer["Location"] == reverse("staff_resident", args=[amina.pk])
    known = AboutPerson.objects.get()
    assert (known.birth_year, known.gender, known.priority_area) == (1950, "feminin", "oui")


def test_a_wrong_year_is_said_beside_its_field_and_nothing_is_lost(
    town: Town, amina: Resident, client: Client
) -> None:
    desk, page = sign_in(client, town.user("desk")), reverse("staff_about", args=[amina.pk])
    answer = sends(desk, page, {"birth_year": "2050", "gender": "feminin"})
    assert answer.status_code == 422 and "Vérifiez cette réponse." in answer.content.decode()
    assert 'value="feminin"' in answer.content.decode() and not AboutPerson.objects.exists()
