"""Two agents press « Je m’en occupe » at once: one calls, the other is told who does."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from bookings.actions.take_call_back import take_call_back
from bookings.actions.try_call_back import note_attempt
from bookings.errors import TakenByAnother
from bookings.models import CallBack, CallBackAttempt, JournalEntry
from bookings.people.who import Actor
from mediation.models import User
from tests.people import MONDAY_8AM

WAITING, AGENTS = 20, 4


@pytest.fixture
def waiting(transactional_db: None) -> list[CallBack]:
    return [
        CallBack.objects.create(
            phone="+33639980009", phone_index="x", created_at=MONDAY_8AM, idempotency_key=f"key-{number}"
        )
        for number in range(WAITING)
    ]


@pytest.fixture
def agents(transactional_db: None) -> list[User]:
    return [
        User.objects.create_user(f"agent{number}@example.org", name=f"Agent {number}")
        for number in range(AGENTS)
    ]


def test_of_several_agents_who_press_at_once_one_gets_the_request(
    waiting: list[CallBack], agents: list[User]
) -> None:
    together = threading.Barrier(AGENTS)

    def press(agent: User) -> list[str]:
        answers = []
        try:
            for asked in waiting:
                together.wait(10)
                try:
                    taken = take_call_back(asked.pk, by=Actor("desk", agent.pk), now=MONDAY_8AM)
                    assert taken.taken_by_id == agent.pk
                    answers.append("mine")
                except TakenByAnother as refused:
                    answers.append(refused.who)
        finally:
            connections.close_all()
        return answers

    with ThreadPoolExecutor(AGENTS) as pool:
        answers = list(pool.map(press, agents))
    for asked, said in zip(waiting, zip(*answers, strict=True), strict=True):
        asked.refresh_from_db()
        assert sorted(said) == sorted(["mine", *[str(asked.taken_by)] * (AGENTS - 1)])
    assert JournalEntry.objects.filter(data__outcome="taken").count() == WAITING


def test_calls_written_down_at_once_are_all_kept(waiting: list[CallBack], agents: list[User]) -> None:
    together = threading.Barrier(AGENTS)

    def call(agent: User) -> None:
        try:
            together.wait(10)
            result = CallBackAttempt.Result.BUSY
            note_attempt(waiting[0].pk, result=result, by=Actor("desk", agent.pk), now=MONDAY_8AM)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AGENTS) as pool:
        list(pool.map(call, agents))
    assert {attempt.by for attempt in waiting[0].attempts.all()} == set(agents)
