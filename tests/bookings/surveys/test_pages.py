"""The three questions on the web, on a tablet and on paper; what the team reads of them, and what it never does."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.models import Appointment, Resident, SurveyAnswer, SurveyRequest, SurveySetting
from bookings.surveys.links import token_of
from mediation.models import Role
from tests.bookings.surveys.asked import TUESDAY_11AM, a_session, asked
from tests.people import an_organisation
from tests.residents import Resident as Visitor
from tests.sent_back import sends
from tests.sign_in import a_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(TUESDAY_11AM, tick=False)]
Kind = Role.Kind


def signed_in(kind: str, appointment: Appointment) -> Client:
    organisation = None if kind in Role.TERRITORY_WIDE else appointment.organisation
    client = Client()
    sign_in(client, a_user(kind, organisation))
    return client


def a_code(appointment: Appointment, client: Client) -> str:
    """The eight digits of a sheet that the team has printed."""
    page = client.post(reverse("staff_survey_sheet", args=[appointment.pk])).content.decode()
    return re.search(r"<b>(\d{4} \d{4})</b>", page)[1]  # type: ignore[index]


def test_somebody_answers_by_the_link_of_the_sms_and_the_link_is_over() -> None:
    amina = a_session()
    asked()
    visitor = Visitor()
    short = visitor.get(f"/r/{token_of(amina.pk)}")
    assert short.status_code == 302 and "/avis/" in short["Location"]
    page = visitor.get(short["Location"])
    text = page.content.decode()
    assert "Amina" not in text and "MQ Fictive" not in text and page["Cache-Control"] == "private, no-store"
    thanks = visitor.post(short["Location"], {"went": "4", "clear": "5", "comment": "Plus de chaises"})
    assert thanks["Location"] == reverse("survey_thanks")
    answer = SurveyAnswer.objects.get()
    assert (answer.channel, answer.went, answer.clear, answer.comment) == ("link", 4, 5, "Plus de chaises")
    assert visitor.get(short["Location"]).status_code == 410


def test_opening_a_link_answers_nothing() -> None:
    amina = a_session()
    asked()
    for _ in range(2):
        Visitor().get(reverse("survey", args=[token_of(amina.pk)]))
    assert not SurveyAnswer.objects.exists() and SurveyRequest.objects.get().token_hash


def test_who_says_nothing_is_told_beside_the_form_and_what_was_said_is_not_lost() -> None:
    amina = a_session()
    asked()
    address = reverse("survey", args=[token_of(amina.pk)])
    empty = Visitor().post(address, {})
    assert empty.status_code == 400 and "Répondez à une question" in empty.content.decode()
    long = Visitor().post(address, {"went": "3", "comment": "x" * 700})
    assert (
        long.status_code == 400 and 'value="3" ' in long.content.decode() and "xxx" in long.content.decode()
    )


def test_a_mark_that_is_not_on_the_page_is_refused() -> None:
    amina = a_session()
    asked()
    assert Visitor().post(reverse("survey", args=[token_of(amina.pk)]), {"went": "9"}).status_code == 400


def test_a_code_on_paper_opens_the_questions_at_home_and_never_stands_in_an_address() -> None:
    amina = a_session()
    code = a_code(amina, signed_in(Kind.MEDIATOR, amina))
    visitor, address = Visitor(), reverse("survey_code")
    questions = visitor.post(address, {"code": code})
    assert questions.status_code == 200 and "Que changeriez-vous" in questions.content.decode()
    thanks = visitor.post(address, {"code": code, "answer": "1", "went": "5"})
    assert thanks.status_code == 302 and code.replace(" ", "") not in thanks["Location"]
    again = visitor.post(address, {"code": code})
    assert again.status_code == 400 and "déjà servi" in again.content.decode()


def test_codes_cannot_be_guessed_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookings.public.views.survey._TRIES", 3)
    amina = a_session()
    code = a_code(amina, signed_in(Kind.DESK, amina))
    said = [
        Visitor().post(reverse("survey_code"), {"code": f"0000000{n}"}).content.decode() for n in range(4)
    ]
    assert "Trop d’essais" in said[-1]
    assert "Trop d’essais" in Visitor().post(reverse("survey_code"), {"code": code}).content.decode()


def test_the_desk_types_a_sheet_in(client: Client) -> None:
    amina = a_session()
    desk = signed_in(Kind.DESK, amina)
    code = a_code(amina, desk)
    wrong = desk.post(
        reverse("staff_survey_paper"), {"code": "12345678", "went": "2", "comment": "Trop court"}
    )
    assert wrong.status_code == 422 and "Trop court" in wrong.content.decode()
    assert desk.post(reverse("staff_survey_paper"), {"code": code, "went": "2"}).status_code == 302
    assert SurveyAnswer.objects.get().channel == "paper"


def test_the_tablet_shows_the_questions_alone_and_leads_back_to_nothing() -> None:
    amina = a_session()
    desk = signed_in(Kind.DESK, amina)
    code = a_code(amina, desk)
    opened = desk.post(reverse("staff_survey_tablet"))
    assert opened["Location"] == reverse("survey_tablet")
    for address in ("staff_day", "staff_surveys", "staff_survey_paper"):
        assert "/compte/" in desk.get(reverse(address))["Location"], "signed out: one signs in again"
    pages = [desk.get(reverse("survey_tablet")), desk.post(reverse("survey_tablet"), {"code": code})]
    pages.append(desk.get(reverse("survey_tablet_thanks")))
    for page in pages:
        links = set(re.findall(r'href="([^"]*)"', page.content.decode()))
        there = {link for link in links if link.startswith("/") and not link.startswith("/static")}
        assert all("/avis/tablette/" in link for link in there), there
    assert desk.post(reverse("survey_tablet"), {"code": code, "answer": "1", "went": "4"}).status_code == 302
    assert SurveyAnswer.objects.get().channel == "tablet"


def test_who_has_helped_opens_no_tablet_and_types_no_sheet() -> None:
    amina = a_session()
    lea = signed_in(Kind.MEDIATOR, amina)
    assert lea.post(reverse("staff_survey_tablet")).status_code == 403
    assert lea.get(reverse("staff_survey_paper")).status_code == 403


def test_no_sheet_for_who_is_discreet_or_was_missed() -> None:
    amina = a_session()
    desk = signed_in(Kind.DESK, amina)
    Resident.objects.update(discreet=True)
    assert desk.post(reverse("staff_survey_sheet", args=[amina.pk])).status_code == 302
    Resident.objects.update(discreet=False)
    Appointment.objects.update(status="no_show")
    assert desk.post(reverse("staff_survey_sheet", args=[amina.pk])).status_code == 302
    assert not SurveyRequest.objects.exists()


def some_answers(appointment: Appointment, count: int, **fields: object) -> None:
    for _ in range(count):
        SurveyAnswer.objects.create(
            **{
                "month": timezone.localdate().replace(day=1),
                "organisation": appointment.organisation,
                "site": appointment.site,
                "channel": "link",
                "went": 5,
                "clear": 4,
                **fields,
            }
        )


def test_of_fewer_than_five_answers_the_team_sees_nothing() -> None:
    amina = a_session()
    some_answers(amina, 4, state="accepted", shown="Un mot")
    page = signed_in(Kind.COORDINATOR, amina).get(reverse("staff_surveys")).content.decode()
    assert "Moins de 5 réponses" in page and "Un mot" not in page
    some_answers(amina, 1)
    page = signed_in(Kind.MEDIATOR, amina).get(reverse("staff_surveys")).content.decode()
    assert "Un mot" in page and "<b>5,0</b>" in page


def test_a_remark_is_read_by_a_coordinator_before_anybody_else() -> None:
    amina = a_session()
    some_answers(amina, 5)
    some_answers(amina, 1, state="waiting", comment="Merci à Fatima, 06 12 34 56 78, du quartier Nord")
    answer = SurveyAnswer.objects.get(state="waiting")
    coordinator = signed_in(Kind.COORDINATOR, amina)
    assert "Fatima" not in coordinator.get(reverse("staff_surveys")).content.decode()
    page = coordinator.get(reverse("staff_survey_comments")).content.decode()
    assert "<mark>Fatima</mark>" in page and "<mark>06 12 34 56 78</mark>" in page
    assert signed_in(Kind.MEDIATOR, amina).get(reverse("staff_survey_comments")).status_code == 403
    sent = {"noir": ["0", "1"], "mots": "quartier Nord"}
    assert coordinator.post(reverse("staff_survey_comment", args=[answer.pk]), sent).status_code == 302
    shown = coordinator.get(reverse("staff_surveys")).content.decode()
    assert "Merci à █████, █████, du █████" in shown


def test_a_refused_remark_is_wiped() -> None:
    amina = a_session()
    some_answers(amina, 1, state="waiting", comment="Un texte blessant")
    answer = SurveyAnswer.objects.get()
    coordinator = signed_in(Kind.METRO_COORDINATOR, amina)
    coordinator.post(reverse("staff_survey_comment", args=[answer.pk]), {"action": "refuser"})
    answer.refresh_from_db()
    assert (answer.state, answer.comment, answer.shown) == ("refused", "", "")
    again = coordinator.post(reverse("staff_survey_comment", args=[answer.pk]), {})
    assert again.status_code == 404


def test_a_coordinator_asks_fewer_or_nobody_and_only_for_their_own() -> None:
    amina = a_session()
    coordinator = signed_in(Kind.COORDINATOR, amina)
    own, other = amina.organisation_id, an_organisation("Ailleurs").pk
    setting = reverse("staff_survey_setting", args=[own])
    form = {f"o{own}-on": "on", f"o{own}-share": "40"}
    assert sends(coordinator, setting, form, on=reverse("staff_surveys")).status_code == 302
    assert SurveySetting.objects.get().share == 40
    assert coordinator.post(reverse("staff_survey_setting", args=[other]), form).status_code == 404
    sends(coordinator, setting, {f"o{own}-share": "40"}, on=reverse("staff_surveys"))
    assert not SurveySetting.objects.get().on
    wrong = sends(coordinator, setting, {f"o{own}-share": "400"}, on=reverse("staff_surveys"))
    # What was typed is still there, with what is wrong beside it.
    assert wrong.status_code == 422 and 'value="400"' in wrong.content.decode()
    assert SurveySetting.objects.get().share == 40
