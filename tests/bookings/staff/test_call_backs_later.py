"""People who asked to be called later, the queue narrowed, and what is forgotten afterwards."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bookings.actions.forget import forget
from bookings.models import CallBack
from bookings.waiting.call_moments import quick_moments
from tests.call_backs import QUEUE, parts_of, press, rose, text_of, undo
from tests.people import FRIDAY_BEFORE, MONDAY_8AM, TEN
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def town():
    return Town()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY_8AM, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(town, client):
    return sign_in(client, town.user("desk"))


@pytest.fixture
def colleague(town):
    return sign_in(Client(), town.user("coordinator"))


# -- later ---------------------------------------------------------------------------------------
def test_whoever_asks_for_a_later_moment_leaves_the_queue_until_then(town, desk, clock):
    asked = rose(town)
    press(desk, asked, "take")
    queue, later, _handled = parts_of(press(desk, asked, "later", jour="2026-12-01", heure="14:10"))
    assert "Rose Essai" in later and "Rose Essai" not in queue.partition("À rappeler (")[2]
    assert "à rappeler demain à 14:10" in queue and asked.taken_by is None
    attempt = asked.attempts.get()
    assert attempt.result == "later" and attempt.call_again_at == asked.not_before
    clock.move_to(asked.not_before)
    queue, later, _handled = parts_of(text_of(sign_in(Client(), town.user("desk")).get(QUEUE)))
    assert "A demandé d’être rappelé aujourd’hui à 14:10" in queue and not later


def test_those_for_later_stand_in_the_order_of_their_moments(town, desk):
    rose(town, name="Plus loin", not_before=TEN + HOUR)
    rose(town, name="D’abord", not_before=TEN)
    _queue, later, _handled = parts_of(text_of(desk.get(QUEUE)))
    assert later.index("D’abord") < later.index("Plus loin")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choisissez un jour et une heure à venir"),
        ({"jour": "2026-11-30", "heure": "07:59"}, "Choisissez un jour et une heure à venir"),
        ({"jour": "0001-01-01", "heure": "00:00"}, "Choisissez un jour et une heure à venir"),
        ({"jour": "demain", "heure": "midi"}, "Choisissez un jour et une heure à venir"),
        ({"jour": "2027-02-15", "heure": "10:00"}, "C’est trop loin"),
        ({"jour": "9999-12-31", "heure": "23:59"}, "C’est trop loin"),
    ],
    ids=str,
)
def test_a_moment_that_is_none_is_refused_and_nobody_is_lost(town, desk, fields, words):
    asked = rose(town)
    assert words in press(desk, asked, "later", **fields)
    assert (asked.not_before, asked.attempts.count()) == (None, 0)


def test_putting_off_is_taken_back_and_so_is_calling_at_once(town, desk):
    asked = rose(town)
    undo(desk, asked, "later", moment="heure")
    assert (asked.not_before, asked.attempts.count()) == (None, 0)
    press(desk, asked, "later", moment="matin")
    moment = asked.not_before
    press(desk, asked, "now")
    assert asked.not_before is None
    press(desk, asked, "later_after_all")
    assert asked.not_before == moment


def test_putting_off_again_and_taking_that_back_keeps_the_moment_asked_for_first(town, desk, clock):
    asked = rose(town)
    press(desk, asked, "later", moment="matin")
    first = asked.not_before
    clock.move_to(MONDAY_8AM + MINUTE)
    undo(desk, asked, "later", moment="apres-midi")
    assert asked.not_before == first


def test_quick_choices_skip_the_days_on_which_nobody_calls():
    assert [each.tomorrow for each in quick_moments(MONDAY_8AM)] == [False, True, True]
    saturday = FRIDAY_BEFORE + timedelta(days=1)
    assert [str(each.day) for each in quick_moments(saturday)] == ["2026-11-28", "2026-11-30", "2026-11-30"]
    christmas_eve = FRIDAY_BEFORE + timedelta(days=27)
    assert [str(each.day) for each in quick_moments(christmas_eve)][1:] == ["2026-12-26"] * 2


def test_whoever_asked_for_later_has_not_waited_too_long_until_a_day_after_that(town, desk, clock):
    rose(town, created_at=MONDAY_8AM - 48 * HOUR, not_before=MONDAY_8AM + HOUR)
    for hours, count in ((0, 0), (2, 0), (24, 0), (26, 1)):
        now = MONDAY_8AM + hours * HOUR
        assert CallBack.objects.waiting_too_long(now).count() == count, hours


# -- filters -------------------------------------------------------------------------------------
NARROWED = (
    ("langue=en", "Anglaise"),
    ("langue=fr", "Facile Ailleurs Mienne"),
    ("lieu={site}", "Anglaise Facile Mienne"),
    ("lieu=sans", "Ailleurs"),
    ("raison=hung_up", "Facile"),
    ("qui=moi", "Mienne"),
    ("qui=moi&langue=en", ""),
    ("langue=xx&lieu=²&raison=x&qui=x&page=x", "Anglaise Facile Ailleurs Mienne"),
)


@pytest.fixture
def four(town, desk):
    rose(town, name="Anglaise", language="en")
    rose(town, name="Facile", language="fr-falc", reason="hung_up")
    rose(town, name="Ailleurs", site=None)
    press(desk, rose(town, name="Mienne"), "take")


@pytest.mark.parametrize(("query", "who"), NARROWED)
def test_the_queue_is_narrowed_by_what_an_agent_can_answer(town, desk, four, query, who):
    page = text_of(desk.get(f"{QUEUE}?{query.format(site=town.site.pk)}"))
    names = ("Anglaise", "Facile", "Ailleurs", "Mienne")
    assert " ".join(name for name in names if f">{name}</span> <a" in page) == who


def test_each_choice_says_how_many_wait_behind_it(desk, four):
    page = text_of(desk.get(QUEUE))
    for words in ("tous (4)", "moi (1)", "English (anglais) (1)", "Français (3)"):
        assert words in page
    assert "sans lieu précis (1)" in page and "a raccroché avant la fin (1)" in page


@pytest.mark.parametrize("fields", [{}, {"not_before": TEN}, {"status": "done", "handled_at": MONDAY_8AM}])
def test_a_link_from_another_page_shows_that_request_wherever_it_stands(town, desk, four, fields):
    asked = rose(town, **fields)
    page = text_of(desk.get(f"{QUEUE}?rappel={asked.pk}"))
    assert "Rose Essai" in page and "Mienne" not in page and "Tout voir" in page


def test_pressing_a_button_keeps_the_choice_in_the_address_and_nothing_about_the_person(town, desk):
    asked = rose(town)
    here = f"{QUEUE}?langue=fr&amp;lieu={town.site.pk}"
    assert f'name="retour" value="{here}"' in text_of(desk.get(here.replace("&amp;", "&")))
    answer = desk.post(
        f"{QUEUE}{asked.pk}/", {"suite": "busy", "retour": f"{QUEUE}?langue=fr&lieu={town.site.pk}"}
    )
    assert answer["Location"] == f"{QUEUE}?langue=fr&lieu={town.site.pk}&fait=strike-{asked.pk}"


@pytest.mark.parametrize("fait", ["x-1", "strike-", "strike-²", "strike-999999", "-", "drop table-1"])
def test_an_address_that_makes_no_sense_offers_nothing_to_take_back(town, desk, fait):
    rose(town)
    page = desk.get(QUEUE, {"fait": fait})
    assert page.status_code == 200 and "Annuler ce que je viens" not in text_of(page)


# -- afterwards ----------------------------------------------------------------------------------
def test_calls_are_forgotten_with_the_request(town, settings):
    agent = a_user("desk", town.here)
    fields = {"taken_by": agent, "taken_at": MONDAY_8AM, "not_before": TEN}
    old = rose(town, status="done", handled_at=MONDAY_8AM, handled_by=agent, **fields)
    fresh = rose(town, **fields)
    for each in (old, fresh):
        each.attempts.create(at=MONDAY_8AM, by=agent, result="later", call_again_at=TEN)
    days = timedelta(days=settings.RETENTION_DAYS["call_backs"], minutes=1)
    assert forget(now=MONDAY_8AM + days)["call_backs"] == 1
    old.refresh_from_db()
    assert (old.phone, old.taken_by, old.taken_at, old.not_before) == ("", None, None, None)
    assert not old.attempts.exists() and fresh.attempts.count() == 1
    page = text_of(sign_in(Client(), agent).get(reverse("staff_call_backs")))
    assert 'id="traites"' not in page


def test_whom_nobody_calls_is_given_up_in_sight_of_the_team_then_forgotten(town, settings):
    given_up = rose(town)
    asked_for_later = rose(town, not_before=MONDAY_8AM + timedelta(days=30))
    days = timedelta(days=settings.RETENTION_DAYS["call_backs_unanswered"])
    assert forget(now=MONDAY_8AM + days - timedelta(hours=3))["unanswered"] == 0
    end = MONDAY_8AM + days
    assert forget(now=end)["unanswered"] == 1
    given_up.refresh_from_db()
    assert (given_up.status, given_up.handled_at, given_up.phone) == ("dropped", end, "+33639980009")
    assert given_up.journal.filter(kind="call_back_handled", data__outcome="dropped").exists()
    with time_machine.travel(end, tick=False):
        page = text_of(sign_in(Client(), town.user("desk")).get(reverse("staff_call_backs")))
    assert "Sans suite" in page[page.index('id="traites"') :]
    forget(now=end + timedelta(days=settings.RETENTION_DAYS["call_backs"], minutes=1))
    given_up.refresh_from_db()
    asked_for_later.refresh_from_db()
    assert (given_up.phone, asked_for_later.status) == ("", "dropped")
