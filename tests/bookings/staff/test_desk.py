"""Booking at the counter or on the phone, on one screen."""

from datetime import timedelta

import pytest
import time_machine

from bookings.models import Appointment, JournalEntry, Resident, UnmetCount
from bookings.people.who import WayToReach
from bookings.records.unmet import searches, write_searches
from mediation.models import Commune, CommunePostcode, Site
from tests.people import MONDAY_8AM, TEN, a_mediator, a_site, receives
from tests.sent_back import sends
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DESK = "/equipe/reserver/"


@pytest.fixture
def town():
    return Town()


@pytest.fixture(autouse=True)
def on_monday_morning():
    with time_machine.travel(MONDAY_8AM, tick=False):
        yield


@pytest.fixture
def desk(town, client):
    return sign_in(client, town.user("desk"))


def slot(town, starts_at=TEN):
    return f"{int(starts_at.timestamp())}-{town.site.pk}-{town.lea.pk}"


def form(town, action, **typed):
    key = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    return {"action": action, "key": key, "topic": town.topic.public_id, "reach": "phone", **typed}


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_screen_opens_with_the_soonest_times_of_all_sites(town, desk):
    page = text_of(desk.get(DESK))
    assert "09:00" in page and "MQ Fictive" in page and "Café Fictif" in page


def test_somebody_at_the_counter_may_be_helped_at_once(town, desk):
    """The residents' notice of two hours is not the desk's: 09:00 is an hour away."""
    assert f'value="{slot(town, TEN - HOUR)}"' in text_of(desk.get(DESK))


def test_a_new_person_is_booked_in_one_press(town, desk):
    typed = form(
        town, "reserver", name="Jean Essai", phone="06 39 98 00 05", slot=slot(town), needs=["large_print"]
    )
    answer = desk.post(DESK, typed)
    appointment = Appointment.objects.get()
    assert answer["Location"] == f"/equipe/rendez-vous/{appointment.pk}/carte/"
    assert (appointment.starts_at, appointment.mediator, appointment.channel) == (TEN, town.lea, "desk")
    assert appointment.contact.value == "+33639980005" and appointment.preparation == ["large_print"]
    card = text_of(desk.get(answer["Location"]))
    assert "10:00" in card and appointment.number[:3] in card


def test_pressing_twice_books_once(town, desk):
    typed = form(town, "reserver", name="Jean Essai", phone="06 39 98 00 05", slot=slot(town))
    first, second = desk.post(DESK, typed), desk.post(DESK, typed)
    assert first["Location"] == second["Location"] and Appointment.objects.count() == 1


def test_going_back_to_book_for_somebody_else_books_for_them_too(town, desk):
    desk.post(DESK, form(town, "reserver", name="Jean Essai", phone="06 39 98 00 05", slot=slot(town)))
    second = form(town, "reserver", name="Rose Autre", phone="06 39 98 00 06", slot=slot(town, TEN + HOUR))
    desk.post(DESK, second)
    assert [each.starts_at for each in Appointment.objects.order_by("starts_at")] == [TEN, TEN + HOUR]


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "amina"},
        {"name": "Essai, AMÍNA"},
        {"name": "Amena Esai"},
        {"phone": "06 39 98 00 01"},
        {"phone": "+33639980001"},
        {"phone": "0001"},
    ],
    ids=str,
)
def test_a_person_is_found_however_they_are_remembered(town, desk, typed):
    town.books()
    assert "<b>Amina Essai</b>" in text_of(desk.post(DESK, form(town, "chercher", **typed)))


def test_a_person_is_found_by_the_number_of_their_booking(town, desk):
    number = town.books().number
    assert "<b>Amina Essai</b>" in text_of(desk.post(DESK, form(town, "chercher", phone=number)))


def test_nobody_who_is_discreet_is_recognised_by_their_number(town, desk):
    town.books()
    Resident.objects.update(discreet=True)
    assert "Amina Essai" not in text_of(desk.post(DESK, form(town, "chercher", phone="06 39 98 00 01")))
    assert "Amina Essai" in text_of(desk.post(DESK, form(town, "chercher", name="amina essai")))


def test_names_and_phones_never_stand_in_an_address(town, desk):
    page = desk.get(DESK).content.decode()
    assert '<form method="post" action="/equipe/reserver/"' in page
    answer = desk.get(DESK, {"name": "Amina", "phone": "06 39 98 00 01"})
    assert 'value="Amina"' not in answer.content.decode()


def test_everything_typed_comes_back_with_the_answer(town, desk):
    typed = form(
        town, "heures", name="Jean Essai", phone="06 39 98 00 05", slot=slot(town), second_name="Rose"
    )
    page = text_of(desk.post(DESK, typed))
    assert 'value="Jean Essai"' in page and 'value="06 39 98 00 05"' in page and 'value="Rose"' in page
    assert f'value="{slot(town)}" checked' in page


def test_a_known_person_is_booked_with_the_telephone_of_last_time(town, desk):
    known = town.books().participations.get().resident_id
    desk.post(DESK, form(town, "reserver", resident=str(known), slot=slot(town, TEN + HOUR)))
    second = Appointment.objects.latest("pk")
    assert second.participations.get().resident_id == known
    assert second.contact.value == "+33639980001" and Resident.objects.count() == 1


def test_whoever_may_be_known_already_is_asked_about_before_a_second_record_is_made(town, desk):
    town.books()
    typed = form(town, "reserver", name="Amina", phone="06 39 98 00 01", slot=slot(town, TEN + HOUR))
    answer = desk.post(DESK, typed)
    assert answer.status_code == 409 and "Est-ce l’une de ces personnes ?" in text_of(answer)
    desk.post(DESK, {**typed, "resident": "new"})
    assert Resident.objects.count() == 2


def test_what_is_missing_is_said_beside_its_field(town, desk):
    answer = desk.post(DESK, form(town, "reserver"))
    page = text_of(answer)
    assert answer.status_code == 422
    for words in ("Écrivez un nom", "Choisissez une heure.", "Écrivez un téléphone"):
        assert words in page


@pytest.mark.parametrize("phone", ["12", "0899 10 10 10", "🙂", "06 39 98 00 01 et 02"])
def test_a_number_that_cannot_be_called_is_refused_and_kept_on_screen(town, desk, phone):
    typed = form(town, "reserver", name="Jean Essai", phone=phone, slot=slot(town))
    answer = desk.post(DESK, typed)
    assert answer.status_code == 422 and phone in answer.content.decode()
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("bad", ["", "x", "1-2", "99999999999999-1-1", "1-999999-1", "-1-1-1"])
def test_a_time_that_was_never_offered_is_refused(town, desk, bad):
    typed = form(town, "reserver", name="Jean Essai", phone="06 39 98 00 05", slot=bad)
    assert desk.post(DESK, typed).status_code == 422


def test_a_time_just_taken_loses_nothing_typed(town, desk):
    town.books()
    typed = form(town, "reserver", name="Jean Essai", phone="06 39 98 00 05", slot=slot(town))
    answer = desk.post(DESK, typed)
    page = text_of(answer)
    assert answer.status_code == 422 and "vient d’être prise" in page and 'value="Jean Essai"' in page


def test_a_person_without_any_way_to_be_reached_is_booked_all_the_same(town, desk):
    desk.post(DESK, form(town, "reserver", name="Jean Essai", reach="none", slot=slot(town)))
    assert Appointment.objects.get().contact.kind == "none"


def test_times_are_narrowed_by_site_and_by_who_receives(town, desk):
    a_mediator(town.here, "Paul", gender="m")
    receives(town.lea, town.other_site, 18, 20)
    page = text_of(desk.post(DESK, form(town, "heures", site=town.other_site.pk, mediator=town.lea.pk)))
    assert "Café Fictif" in page and "18:00" in page and "09:00" not in page


def test_a_desk_may_book_at_a_site_of_another_organisation_and_sees_what_it_booked(town, desk):
    elsewhere = f"{int(TEN.timestamp())}-{town.other_site.pk}-{town.omar.pk}"
    answer = desk.post(
        DESK, form(town, "reserver", name="Jean Essai", phone="06 39 98 00 05", slot=elsewhere), follow=True
    )
    assert "Café Fictif" in text_of(answer)


# -- finding -------------------------------------------------------------------------------------
def test_any_desk_finds_a_booking_by_its_number_and_is_told_whom_to_call(town, desk):
    elsewhere = town.books(name="Jean Autre", site=town.other_site)
    page = text_of(desk.post("/equipe/retrouver/", {"typed": elsewhere.number}))
    assert "Jean Autre" in page and "dépend d’une autre structure" in page
    assert f"/equipe/rendez-vous/{elsewhere.pk}/" not in page


def test_nobody_may_try_all_booking_numbers(town, desk):
    for number in range(100_000, 100_021):
        page = text_of(desk.post("/equipe/retrouver/", {"typed": str(number)}))
    assert "Trop de numéros essayés" in page


def test_a_booking_of_ours_is_found_by_number_name_and_last_four_digits(town, desk):
    appointment = town.books()
    address = f"/equipe/rendez-vous/{appointment.pk}/"
    number = f"{appointment.number[:3]} {appointment.number[3:]}"
    assert address in text_of(desk.post("/equipe/retrouver/", {"typed": number}))
    for typed in ("Amina", "0001"):
        assert "Amina Essai" in text_of(desk.post("/equipe/retrouver/", {"typed": typed}))


def test_a_persons_page_shows_their_visits_here_and_not_elsewhere(town, desk):
    first = town.books()
    person = first.participations.get().resident_id
    town.books(TEN + 2 * HOUR, site=town.other_site, resident_id=person)
    page = text_of(desk.get(f"/equipe/habitants/{person}/"))
    assert "10:00" in page and "12:00" not in page


def test_correcting_a_record_leaves_a_trace_of_what_but_not_of_the_words(town, desk):
    person = town.books().participations.get().resident
    typed = {"form": "record", "name": "Amina Corrigée", "language": "en", "discreet": "on"}
    sends(desk, f"/equipe/habitants/{person.pk}/", typed)
    person.refresh_from_db()
    assert (person.name, person.name_key, person.discreet) == ("Amina Corrigée", "amina corrigee", True)
    fact = JournalEntry.objects.get(kind="resident_changed")
    assert fact.data == {"fields": ["name", "language", "discreet"]}


def test_a_new_language_counts_for_what_is_still_to_come_and_staff_read_its_price(town, desk):
    appointment = town.books()
    person = appointment.participations.get().resident
    address = f"/equipe/habitants/{person.pk}/"
    assert "العربية (arabe), environ 3 SMS" in text_of(desk.get(address))
    sends(desk, address, {"form": "record", "name": person.name, "language": "ar"})
    appointment.refresh_from_db()
    assert appointment.language == "ar"


def test_a_new_telephone_counts_for_what_is_still_to_come(town, desk):
    appointment = town.books()
    person = appointment.participations.get().resident_id
    typed = {"form": "reach", "reach": "phone", "value": "02 61 91 00 02"}
    desk.post(f"/equipe/habitants/{person}/", typed)
    appointment.refresh_from_db()
    assert (appointment.contact.kind, appointment.contact.value) == ("landline", "+33261910002")


def test_the_screen_costs_the_same_with_many_mediators(town, desk, django_assert_max_num_queries):
    town.books(reach=WayToReach("mobile", "06 39 98 00 01"))
    for number in range(8):
        receives(a_mediator(town.here, f"Zoé{number}"), town.site, 9, 17)
    desk.get(DESK)
    with django_assert_max_num_queries(24):
        desk.post(DESK, form(town, "chercher", name="amina", phone="0001"))


@pytest.fixture
def bruz(town):
    """Omar's site stands in Bruz, Léa's in Rennes."""
    commune = Commune.objects.create(insee_code="35047", name="Bruz", latitude=48.02, longitude=-1.74)
    CommunePostcode.objects.create(commune=commune, postcode="35170")
    Commune.objects.filter(name="Rennes").update(latitude=48.11, longitude=-1.68)
    Site.objects.filter(pk=town.other_site.pk).update(commune=commune)
    for number in range(4):
        a_site(town.here, f"Lieu de Rennes {number}")
    return commune


@pytest.mark.parametrize("typed", ["35170", "BRUZ (35170)", "12 rue de Rennes, 35172 Bruz Cedex", "bruz"])
def test_the_counter_reads_a_place_as_the_web_does_and_offers_the_sites_near_it(town, desk, bruz, typed):
    page = text_of(desk.post(DESK, form(town, "heures", near=typed)))
    assert "<b>Bruz (35170)</b>" in page and "Café Fictif</span>" in page


def test_a_place_that_is_not_sure_is_said_to_be_looked_at(town, desk, bruz):
    assert "À vérifier" in text_of(desk.post(DESK, form(town, "heures", near="bruze")))


@pytest.mark.parametrize(
    ("typed", "said"), [("44000 Nantes", "hors du territoire"), ("4 rue des Lilas", "sans la ville")]
)
def test_a_place_that_was_not_understood_leaves_all_sites_in_sight(town, desk, bruz, typed, said):
    page = text_of(desk.post(DESK, form(town, "heures", near=typed)))
    assert said in page and "MQ Fictive" in page and "Café Fictif" in page


def test_a_chosen_site_goes_before_a_place(town, desk, bruz):
    page = text_of(desk.post(DESK, form(town, "heures", near="bruz", site=town.site.pk)))
    assert "Le lieu choisi passe avant." in page and "Café Fictif</span>" not in page


def test_who_finds_no_time_at_the_desk_is_counted_once_however_often_one_looks(town, desk):
    town.lea.openings.all().delete()
    town.omar.openings.all().delete()
    searches.taken()
    page = text_of(desk.post(DESK, form(town, "heures", name="Jean Essai")))
    assert f'name="sans_heure" value="{town.topic.public_id}"' in page
    again = form(town, "heures", name="Jean Essai", site=town.site.pk, sans_heure=town.topic.public_id)
    assert "sans_heure" in text_of(desk.post(DESK, again))
    # Looking for the person, or at a later day, is no search for a time.
    desk.post(DESK, form(town, "chercher", name="Jean Essai"))
    desk.post(DESK, form(town, "heures", name="Rose Autre", from_day="2027-01-04"))
    write_searches()
    assert list(UnmetCount.objects.values_list("how", "n", "topic")) == [("desk", 1, town.topic.pk)]
