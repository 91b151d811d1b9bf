"""What the line's address makes of bad, repeated and late requests, and of our own errors."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.models import Appointment, CallBack, Commitment, JournalEntry
from notifications.models import Call
from notifications.voice import booking, calls
from tests.notifications.caller import Caller, signed, strictly
from tests.notifications.conftest import Town
from tests.notifications.walks import QUESTIONS, to_a_held_time
from tests.people import FRIDAY_BEFORE, TEN, a_mediator, receives

pytestmark = pytest.mark.usefixtures("clock")
SID = f"CA{7:032d}"
WHO = {"CallSid": SID, "From": "+33639980001", "To": "+33261910000", "CallStatus": "in-progress"}


# -- Who may call --------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/twilio/voice", "/twilio/status"])
def test_unsigned_or_badly_signed_is_refused_and_nothing_happens(town: Town, address: str) -> None:
    assert Client().post(address, WHO).status_code == 403
    assert signed(Client(), address, WHO, token="another-token").status_code == 403
    assert not Call.objects.exists()


def test_the_line_is_only_posted_to(town: Town) -> None:
    assert Client().get("/twilio/voice").status_code == 405


@pytest.mark.parametrize(
    "wrong",
    [
        {"CallSid": ""},
        {"CallSid": "CA" + "1" * 400},
        {"CallSid": "'; drop table"},
        {"Digits": "1" * 21},
        {"Digits": "1" * 100_000},
        {"Digits": "un"},
        {"From": "+33639980001\x00"},
        {"From": "+" * 65},
        {"RecordingSid": "../../secret"},
        {"DialCallStatus": "x" * 21},
    ],
    ids=lambda wrong: f"{next(iter(wrong))} {len(next(iter(wrong.values())))}",
)
def test_what_is_malformed_is_refused_and_nothing_happens(town: Town, wrong: dict[str, str]) -> None:
    assert signed(Client(), "/twilio/voice", {**WHO, **wrong}).status_code == 400
    assert not Call.objects.exists()


@pytest.mark.parametrize("step", ["-1", "1.5", "deux", "99999", ""])
def test_a_step_that_is_no_number_is_refused(town: Town, step: str) -> None:
    assert signed(Client(), f"/twilio/voice?step={step}", WHO).status_code == 400
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    "number", ["", "anonymous", "Restricted", "+266696687", "+33899123456", "12", "client:x"]
)
def test_any_way_of_withholding_a_number_is_a_withheld_number(town: Town, number: str) -> None:
    caller = Caller(number).call()
    assert "Bonjour" in caller.text
    assert (Call.objects.get().caller, Call.objects.get().number_index) == ("withheld", "")


# -- Twice, late, out of order -------------------------------------------------------------------
def everything() -> list[Any]:
    """What a request might change."""
    calls_as_they_are = list(Call.objects.order_by("pk").values_list("step", "state", "memory", "ended_at"))
    made = list(Appointment.objects.order_by("pk").values_list("pk", "status", "version", "starts_at"))
    held = list(Commitment.objects.order_by("pk").values_list("pk", "held_until"))
    return [calls_as_they_are, made, held, JournalEntry.objects.count(), CallBack.objects.count()]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_request_that_comes_twice_is_answered_alike_and_changes_nothing_again(
    town: Town, question: str
) -> None:
    caller = QUESTIONS[question](Caller())
    before = everything()
    assert caller.again() == caller.answer
    assert everything() == before


def test_cancelling_twice_by_a_repeated_request_cancels_once(town: Town) -> None:
    appointment = town.book(TEN)
    caller = Caller().call().choose("annuler")
    assert caller.again() == caller.answer == caller.again()
    assert appointment.journal.filter(kind="cancelled_by_resident").count() == 1


def test_an_old_request_that_comes_late_changes_nothing_and_says_where_the_call_is(town: Town) -> None:
    caller = Caller().call().choose("prendre un rendez-vous")
    late = caller.last
    caller.press("1").choose("plus tôt possible").press("1")
    before = everything()
    assert late is not None and caller._post(*late) == caller.answer
    assert everything() == before


def test_another_key_for_a_step_that_was_answered_is_the_first_answer(town: Town) -> None:
    caller = Caller().call().press("1")
    assert caller.last is not None
    address, form = caller.last
    assert caller._post(address, {**form, "Digits": "2"}) == caller.answer


def test_a_step_from_the_future_is_safe(town: Town) -> None:
    caller = Caller().call()
    ahead = caller._post("/twilio/voice?step=40&language=fr", caller._form({"Digits": "1"}))
    assert ahead == caller.answer and Call.objects.get().step == 1


def test_after_the_end_nothing_is_done_any_more(town: Town) -> None:
    caller = to_a_held_time(Caller())
    address = f"/twilio/voice?step={Call.objects.get().step}&language=fr"
    caller.hang_up()
    before = everything()
    late = caller._post(address, caller._form({"Digits": "2"}))
    assert [verb.tag for verb in strictly(late)] == ["Hangup"]
    assert everything() == before


def test_the_end_of_a_call_reported_twice_is_one_end(town: Town) -> None:
    caller = to_a_held_time(Caller()).hang_up().hang_up()
    assert CallBack.objects.count() == 1 and caller.over


def test_the_end_of_a_call_nobody_knows_is_of_no_interest(town: Town) -> None:
    assert signed(Client(), "/twilio/status", {**WHO, "CallStatus": "completed"}).status_code == 204
    assert not Call.objects.exists()


def test_the_end_may_be_reported_to_the_lines_own_address(town: Town) -> None:
    caller = to_a_held_time(Caller())
    form = caller._form({"CallStatus": "completed"})
    answer = signed(caller.client, "/twilio/voice", form)
    assert [verb.tag for verb in strictly(answer.content)] == ["Hangup"]
    assert Call.objects.get().ending == "hung_up" and not Commitment.objects.exists()


def test_two_calls_at_once_from_one_number_are_two_calls(town: Town) -> None:
    first, second = to_a_held_time(Caller()), to_a_held_time(Caller())
    assert Commitment.objects.count() == 2
    for caller in (first, second):
        caller.choose("sans dire").choose("réserver")
    assert len(set(Appointment.objects.values_list("starts_at", flat=True))) == 2


# -- A time that is held -------------------------------------------------------------------------
def test_a_held_time_that_ran_out_is_still_booked_if_nobody_took_it(town: Town, clock) -> None:
    caller = to_a_held_time(Caller()).press("#").press("2").choose("sans dire")
    clock.move_to(FRIDAY_BEFORE + timedelta(minutes=6))
    caller.choose("réserver")
    assert Appointment.objects.count() == 1


def test_a_held_time_that_ran_out_and_was_taken_is_said_and_the_next_ones_are_read(town: Town, clock) -> None:
    caller = to_a_held_time(Caller()).press("#").press("2").choose("sans dire")
    later = FRIDAY_BEFORE + timedelta(minutes=6)
    clock.move_to(later)
    town.book(FRIDAY_BEFORE + timedelta(hours=2), now=later, name="Zoé")
    caller.choose("réserver")
    assert "vient d’être prise" in caller.text and caller.choices["1"]
    caller.press("1").choose("sans dire").choose("réserver")
    assert Appointment.objects.count() == 2


# -- We fail -------------------------------------------------------------------------------------
def test_an_error_of_ours_is_an_apology_and_a_call_back(town: Town, monkeypatch) -> None:
    caller = to_a_held_time(Caller()).choose("sans dire")
    monkeypatch.setattr(booking, "book", lambda *args, **kwargs: 1 / 0)
    caller.choose("réserver")
    assert caller.over and "Désolé" in caller.text and "vous rappelle" in caller.text
    asked = CallBack.objects.get()
    assert (asked.reason, asked.topic) == ("error", town.topic)
    assert not Commitment.objects.exists()
    assert caller.again() == caller.answer and CallBack.objects.count() == 1


def test_it_is_said_in_the_callers_language_even_when_nothing_can_be_read(town: Town, monkeypatch) -> None:
    caller = Caller().call().choose("Languages").choose("For English")

    def dead(*args: object, **kwargs: object) -> str:
        raise OperationalError("gone")

    monkeypatch.setattr(calls, "answer", dead)
    monkeypatch.setattr(calls, "sorry", dead)
    caller.press("1")
    assert caller.over and caller.languages == {"en-GB"} and "Sorry" in caller.text


# -- What it costs -------------------------------------------------------------------------------
BUDGET = {"call": 9, "own": 10, "choice": 6, "times": 11, "hold": 14, "book": 24}


def test_a_turn_has_a_budget_of_queries_whatever_the_number_of_mediators(town: Town) -> None:
    spent(town)  # What every call repeats is remembered from now on.
    few = spent(town)
    print("\n", few)
    for number in range(30):
        receives(a_mediator(town.site.organisation, f"M{number}"), town.site, 8, 18, on_holidays=True)
    spent(town)  # Their openings are read once, where they are kept.
    many = spent(town)
    assert many == few
    assert {name: cost for name, cost in few.items() if cost > BUDGET[name]} == {}


def spent(town: Town) -> dict[str, int]:
    """Queries of each kind of turn, transaction control left out."""
    caller = Caller(f"+3363998{Call.objects.count() + 1000:04}")
    costs = {"call": queries(caller.call), "choice": queries(lambda: caller.press("1"))}
    caller.press("1")
    costs["times"] = queries(lambda: caller.choose("plus tôt"))
    costs["hold"] = queries(lambda: caller.press("1"))
    caller.choose("sans dire")
    costs["book"] = queries(lambda: caller.choose("réserver"))
    costs["own"] = queries(Caller(caller.phone).call)
    return costs


def queries(action) -> int:
    with CaptureQueriesContext(connection) as captured:
        action()
    ours = [query["sql"] for query in captured.captured_queries]
    return sum(not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")) for sql in ours)
