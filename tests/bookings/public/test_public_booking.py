"""For whom, and what can happen when it is sent."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings.actions.book import book
from bookings.models import Appointment, ConfirmationCode, Contact, Draft
from bookings.people.who import RESIDENT_ON_WEB
from tests.people import (
    AMINA_MOBILE,
    MONDAY_8AM,
    TEN,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    wish,
)
from tests.residents import AMINA, Resident, hidden_draft, take_address, whom_address

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def desk():  # type: ignore[no-untyped-def]
    """One topic, one site, one mediator who receives from nine to twelve."""
    organisation = an_organisation()
    site = a_site(organisation)
    receives(a_mediator(organisation), site)
    return {"organisation": organisation, "site": site, "topic": a_topic()}


def address(desk) -> str:  # type: ignore[no-untyped-def]
    return whom_address(desk["topic"], desk["site"], TEN)


def sending(desk) -> str:  # type: ignore[no-untyped-def]
    return take_address(desk["topic"], desk["site"], TEN)


def test_a_resident_books_and_sees_the_number_large(desk) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    sent = resident.book(desk["topic"], desk["site"], TEN)
    card = resident.get(sent.headers["Location"]).content.decode()
    appointment = Appointment.objects.get()
    assert f"{appointment.number[:3]}\N{NO-BREAK SPACE}{appointment.number[3:]}" in card
    assert appointment.starts_at == TEN and appointment.contact.value == "+33639980001"
    assert appointment.participants.get().name == "Amina"


def test_a_resident_chooses_the_language_of_the_messages_on_a_french_page(desk) -> None:  # type: ignore[no-untyped-def]
    Resident().book(desk["topic"], desk["site"], TEN, messages_in="tr")
    appointment = Appointment.objects.get()
    assert (appointment.language, appointment.participants.get().language) == ("tr", "tr")


def test_a_resident_who_double_clicks_books_once(desk) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    data = {**AMINA, "draft": resident.form_at(address(desk))}
    first, second = resident.post(sending(desk), data), resident.post(sending(desk), data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Appointment.objects.count() == 1


def test_no_cookie_and_no_draft_when_all_goes_well(desk) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    resident.book(desk["topic"], desk["site"], TEN)
    assert not resident.client.cookies and not Draft.objects.exists()


def test_a_mistake_keeps_everything_typed(desk) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().book(
        desk["topic"], desk["site"], TEN, mobile="06 39", second_name="Omar", needs=["more_time"]
    )
    page = answer.content.decode()
    assert answer.status_code == 400 and not Appointment.objects.exists()
    assert 'value="06 39"' in page and 'value="Omar"' in page and "10 chiffres" in page
    assert 'value="more_time"' in page and "checked" in page.split('value="more_time"')[1][:120]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"name": ""}, "Écrivez un nom"),
        ({"reach": ""}, "Choisissez une réponse"),
        ({"mobile": ""}, "Écrivez le numéro"),
        ({"mobile": "0899 70 00 00"}, "payant"),
        ({"reach": "email", "email": "amina"}, "n’est pas complète"),
        ({"reach": "letter"}, "Écrivez l’adresse"),
        ({"reach": "through"}, "comment la joindre"),
        ({"name": "a\x00b"}, "caractère"),
        ({"name": "n" * 201}, "200"),
        ({"home": "c00000"}, "home"),
    ],
)
def test_each_mistake_is_said_beside_its_field(desk, answers, words: str) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().book(desk["topic"], desk["site"], TEN, **answers)
    assert answer.status_code == 400 and words in answer.content.decode()


@pytest.mark.parametrize("name", ["Zoé 🦄", "‏محمد أمين", "n" * 200, "O’Neill-Le Goff"])
def test_any_name_is_kept_as_it_was_typed(desk, name: str) -> None:  # type: ignore[no-untyped-def]
    assert Resident().book(desk["topic"], desk["site"], TEN, name=name).status_code == 302
    assert Appointment.objects.get().participants.get().name == name


@pytest.mark.parametrize(
    ("answers", "kind", "shared"),
    [
        ({"reach": "mobile_shared", "shared_mobile": AMINA_MOBILE}, "mobile", True),
        ({"reach": "landline", "landline": "02 61 91 00 02"}, "landline", False),
        ({"reach": "email", "email": "Amina@Exemple.test"}, "email", False),
        ({"reach": "through", "through": "Le CCAS, 02 61 91 00 03"}, "through", False),
        ({"reach": "letter", "letter": "1 rue de l’Exemple"}, "letter", False),
        ({"reach": "none"}, "none", False),
    ],
)
def test_there_are_many_ways_to_be_reached(desk, answers, kind: str, shared: bool) -> None:  # type: ignore[no-untyped-def]
    assert Resident().book(desk["topic"], desk["site"], TEN, **answers).status_code == 302
    contact = Appointment.objects.get().contact
    assert (contact.kind, contact.shared) == (kind, shared)


def test_a_carer_books_for_two_people_without_an_address(desk) -> None:  # type: ignore[no-untyped-def]
    Resident().book(
        desk["topic"],
        desk["site"],
        TEN,
        relation="carer",
        name="Jean",
        second_name="Marie",
        contact_name="Sophie",
        home="none",
        needs=["step_free", "large_print"],
        interpreter="ar",
        survey="on",
    )
    appointment = Appointment.objects.get()
    people = appointment.participants.order_by("participations__position")
    assert [person.name for person in people] == ["Jean", "Marie"]
    assert all(person.no_fixed_address for person in people)
    assert (appointment.relation, appointment.contact_name) == ("carer", "Sophie")
    assert appointment.preparation == ["step_free", "large_print", "interpreter:ar"]
    assert appointment.survey_consent


def test_consent_is_never_ticked_beforehand(desk) -> None:  # type: ignore[no-untyped-def]
    page = Resident().get(address(desk)).content.decode()
    assert "checked" not in page.split('name="survey"')[1].split(">")[0]
    Resident().book(desk["topic"], desk["site"], TEN)
    assert not Appointment.objects.get().survey_consent


def taken(desk):  # type: ignore[no-untyped-def]
    """Somebody else takes ten o'clock."""
    asked = wish(desk["topic"], desk["site"], TEN, name="Jean")
    return book(asked, by=RESIDENT_ON_WEB, now=MONDAY_8AM, idempotency_key="jean")


def test_a_time_taken_meanwhile_offers_the_nearest_and_one_press_books(desk) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    draft = resident.form_at(address(desk))
    taken(desk)
    answer = resident.post(sending(desk), {**AMINA, "draft": draft})
    choices = answer.context["choices"]
    assert answer.status_code == 409 and len(choices) == 3
    again = resident.post(choices[0]["url"], {"again": "1", "draft": hidden_draft(answer)})
    assert again.status_code == 302
    booked = Appointment.objects.get(starts_at=choices[0]["starts_at"])
    assert booked.participants.get().name == "Amina" and not Draft.objects.exists()


def test_a_kept_draft_is_unreadable_and_fills_the_form_again(desk) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    draft = resident.form_at(address(desk))
    moved = resident.post(sending(desk), {**AMINA, "draft": draft, "other_time": "1"})
    assert moved.headers["Location"].startswith(reverse("when", args=[desk["topic"].public_id, "x"])[:14])
    cookie = resident.client.cookies["brouillon"]
    assert cookie["httponly"] and cookie["max-age"] == 1800 and cookie["samesite"] == "Lax"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM bookings_draft")
        assert "Amina" not in cursor.fetchone()[0]
    assert 'value="Amina"' in resident.get(address(desk)).content.decode()


def test_a_draft_is_forgotten_after_half_an_hour(desk, time_machine) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    draft = resident.form_at(address(desk))
    resident.post(sending(desk), {**AMINA, "draft": draft, "other_time": "1"})
    time_machine.move_to(MONDAY_8AM + timedelta(minutes=31), tick=False)
    assert 'value="Amina"' not in resident.get(address(desk)).content.decode()


@pytest.mark.parametrize("draft", ["", "forged", "abc:def:ghi"])
def test_an_expired_or_forged_form_is_shown_again_filled_in(desk, draft: str) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    answer = resident.post(sending(desk), {**AMINA, "draft": draft})
    assert answer.status_code == 400 and 'value="Amina"' in answer.content.decode()
    again = resident.post(sending(desk), {**AMINA, "draft": hidden_draft(answer)})
    assert again.status_code == 302


def test_a_page_left_open_overnight_says_so_and_loses_nothing(desk, time_machine) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    late = whom_address(desk["topic"], desk["site"], TEN + timedelta(days=7))
    draft = resident.form_at(late)
    time_machine.move_to(MONDAY_8AM + timedelta(hours=30), tick=False)
    answer = resident.post(f"{late}prendre/", {**AMINA, "draft": draft})
    assert answer.status_code == 400 and "longtemps" in answer.content.decode()


def test_whoever_takes_their_time_to_type_keeps_the_first_time_shown(desk, time_machine) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    time_machine.move_to(TEN - timedelta(hours=2), tick=False)
    draft = resident.form_at(address(desk))
    time_machine.move_to(TEN - timedelta(minutes=95), tick=False)
    assert resident.post(sending(desk), {**AMINA, "draft": draft}).status_code == 302


def test_but_not_for_hours(desk, time_machine) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    draft = resident.form_at(address(desk))
    time_machine.move_to(TEN - timedelta(minutes=80), tick=False)
    assert resident.post(sending(desk), {**AMINA, "draft": draft}).status_code == 409


def test_a_time_that_is_over_leads_to_other_times(desk, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(TEN + timedelta(hours=1), tick=False)
    page = Resident().get(address(desk)).content.decode()
    assert "n’est plus libre" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/page"},
    ],
)
def test_another_site_cannot_send_the_form(desk, headers) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    data = {**AMINA, "draft": resident.form_at(address(desk))}
    assert resident.post(sending(desk), data, **headers).status_code == 403
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver"},
        {},
        {"Referer": "http://testserver/a"},
    ],
)
def test_this_site_and_old_browsers_can(desk, headers) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    data = {**AMINA, "draft": resident.form_at(address(desk))}
    assert resident.post(sending(desk), data, **headers).status_code == 302


def test_where_the_form_is_sent_is_no_page_of_its_own(desk) -> None:  # type: ignore[no-untyped-def]
    assert Resident().get(sending(desk) + "?g=f").headers["Location"] == address(desk) + "?g=f"


def test_one_person_cannot_take_everything(desk, settings) -> None:  # type: ignore[no-untyped-def]
    settings.BOOKINGS_AHEAD_PER_PARTICIPANT = 1
    Resident().book(desk["topic"], desk["site"], TEN)
    answer = Resident().book(desk["topic"], desk["site"], TEN + timedelta(hours=1))
    assert answer.status_code == 409 and "déjà plusieurs rendez-vous" in answer.content.decode()


def with_codes(desk) -> None:  # type: ignore[no-untyped-def]
    desk["organisation"].confirm_mobile = True
    desk["organisation"].save()


def test_where_a_mobile_is_confirmed_the_right_code_books(desk) -> None:  # type: ignore[no-untyped-def]
    with_codes(desk)
    resident = Resident()
    page = resident.book(desk["topic"], desk["site"], TEN)
    assert page.status_code == 200 and not Appointment.objects.exists()
    data = {"draft": hidden_draft(page), "code": ConfirmationCode.objects.get().clear}
    sent = resident.post(reverse("code"), data)
    assert sent.status_code == 302
    appointment = Appointment.objects.get()
    assert not appointment.unverified and Contact.objects.get().verified_at == MONDAY_8AM
    assert resident.post(reverse("code"), data).headers["Location"] == sent.headers["Location"]


def test_without_the_phone_at_hand_one_books_all_the_same(desk) -> None:  # type: ignore[no-untyped-def]
    with_codes(desk)
    resident = Resident()
    page = resident.book(desk["topic"], desk["site"], TEN)
    assert resident.post(reverse("code"), {"draft": hidden_draft(page), "without": "1"}).status_code == 302
    assert Appointment.objects.get().unverified


def test_a_code_allows_five_tries(desk) -> None:  # type: ignore[no-untyped-def]
    with_codes(desk)
    resident = Resident()
    page = resident.book(desk["topic"], desk["site"], TEN)
    right = ConfirmationCode.objects.get().clear
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        answer = resident.post(reverse("code"), {"draft": hidden_draft(page), "code": wrong})
        assert answer.status_code == 400
    answer = resident.post(reverse("code"), {"draft": hidden_draft(page), "code": right})
    assert answer.status_code == 400 and not Appointment.objects.exists()


def test_the_first_code_still_serves_when_its_sms_comes_after_the_second(desk, time_machine) -> None:  # type: ignore[no-untyped-def]
    with_codes(desk)
    resident = Resident()
    page = resident.book(desk["topic"], desk["site"], TEN)
    first = ConfirmationCode.objects.get().clear
    time_machine.move_to(MONDAY_8AM + timedelta(minutes=2), tick=False)
    resident.post(reverse("code"), {"draft": hidden_draft(page), "again": "1"})
    assert ConfirmationCode.objects.count() == 2
    assert resident.post(reverse("code"), {"draft": hidden_draft(page), "code": first}).status_code == 302
    assert Contact.objects.get().verified_at is not None


def test_a_code_lives_ten_minutes(desk, time_machine) -> None:  # type: ignore[no-untyped-def]
    with_codes(desk)
    resident = Resident()
    page = resident.book(desk["topic"], desk["site"], TEN)
    time_machine.move_to(MONDAY_8AM + timedelta(minutes=11), tick=False)
    data = {"draft": hidden_draft(page), "code": ConfirmationCode.objects.get().clear}
    assert resident.post(reverse("code"), data).status_code == 400


def test_a_landline_is_never_asked_for_a_code(desk) -> None:  # type: ignore[no-untyped-def]
    with_codes(desk)
    answers = {"reach": "landline", "landline": "02 61 91 00 02"}
    assert Resident().book(desk["topic"], desk["site"], TEN, **answers).status_code == 302


def test_after_too_many_codes_the_desk_checks_instead(desk) -> None:  # type: ignore[no-untyped-def]
    with_codes(desk)
    for _ in range(4):
        assert Resident().book(desk["topic"], desk["site"], TEN).status_code == 200
    assert Resident().book(desk["topic"], desk["site"], TEN).status_code == 302
    assert Appointment.objects.get().unverified


def test_a_code_page_opened_too_late_says_what_to_do(desk, time_machine) -> None:  # type: ignore[no-untyped-def]
    with_codes(desk)
    resident = Resident()
    page = resident.book(desk["topic"], desk["site"], TEN)
    time_machine.move_to(MONDAY_8AM + timedelta(minutes=40), tick=False)
    answer = resident.post(reverse("code"), {"draft": hidden_draft(page), "code": "123456"})
    assert answer.status_code == 410 and "Recommencer" in answer.content.decode()
    assert Resident().get(reverse("code")).status_code == 302


def test_nothing_typed_reaches_an_address_or_a_title(desk) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    sent = resident.book(desk["topic"], desk["site"], TEN)
    card = resident.get(sent.headers["Location"]).content.decode()
    title = card.split("<title>")[1].split("</title>")[0]
    for secret in ("Amina", "639980001", "emarches", "Démarches"):
        assert secret not in sent.headers["Location"] and secret not in title


@pytest.mark.parametrize(
    ("mode", "words"),
    [("phone", "Nous vous appelons à cette heure."), ("video", "Nous vous donnons le lien avant l’heure.")],
)
def test_before_booking_it_is_said_that_nobody_has_to_come(desk, mode: str, words: str) -> None:  # type: ignore[no-untyped-def]
    desk["topic"].modes = [mode]
    desk["topic"].save()
    resident = Resident()
    when = reverse("when", args=[desk["topic"].public_id, desk["site"].public_id])
    places = reverse("places", args=[desk["topic"].public_id])
    for shown in (resident.get(when), resident.get(address(desk))):
        assert words in shown.content.decode()
    assert "1 rue de l’Exemple" not in resident.get(places).content.decode()
    resident.book(desk["topic"], desk["site"], TEN)
    assert Appointment.objects.get().mode == mode
