"""Replies as people write them, in their situations, through the signed webhook: nothing changes that nobody meant.

`replies.json` holds them with what a careful person at a desk would do; each situation is set up in the database.
"""

from collections import defaultdict
from typing import Any

import pytest
from django.db import transaction

from notifications.channels import forget
from notifications.talk.intents import read
from notifications.talk.senses import Why
from tests.notifications.caller import TOKEN
from tests.notifications.talk.situations import CHANGES, Reply, corpus, outcomes, set_up

AS_A_PERSON_WOULD = 0.97
_TOGETHER = 120
_ONE_IN = 4
_SAME_WAY = frozenset(
    {Why.QUESTION, Why.NEGATION, Why.CONDITION, Why.OTHER_WORDS, Why.CONTRADICTION, Why.LONG}
)
"""Why a reply goes straight to a person, whatever it says: of those beside a reminder one in four is sent, all are read."""


def goes_straight_to_a_person(reply: Reply) -> bool:
    said = read(reply.text)
    return reply.situation == ("reminder", ()) and said.meaning == "unknown" and said.why in _SAME_WAY


def situations() -> list[Any]:
    """The replies by situation, in parts that processes can share."""
    by_situation: dict[tuple[str, tuple[str, ...]], list[Reply]] = defaultdict(list)
    for number, reply in enumerate(corpus()):
        if number % _ONE_IN == 0 or not goes_straight_to_a_person(reply):
            by_situation[reply.situation].append(reply)
    return [
        pytest.param(replies[at : at + _TOGETHER], id=" ".join((context, *before, str(at))))
        for (context, before), replies in by_situation.items()
        for at in range(0, len(replies), _TOGETHER)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("replies", situations())
def test_what_people_write_changes_nothing_that_nobody_meant(replies: list[Reply], settings: Any) -> None:
    settings.TWILIO_AUTH_TOKEN = TOKEN
    forget()
    wrong, otherwise = [], []
    with transaction.atomic(), set_up(*replies[0].situation) as phone:
        for reply, found in outcomes(replies, phone):
            accepted = reply.expected | ({"cancel asked back"} if "cancel" in reply.expected else set())
            if found & CHANGES - accepted:
                wrong.append((reply.text, found))
            elif not found & accepted:
                otherwise.append((reply.text, found))
        transaction.set_rollback(True)
    assert wrong == []
    assert len(otherwise) <= (1 - AS_A_PERSON_WOULD) * len(replies), otherwise


def test_what_goes_straight_to_a_person_may() -> None:
    read_by_somebody = [reply for reply in corpus() if goes_straight_to_a_person(reply)]
    otherwise = [reply.text for reply in read_by_somebody if "human" not in reply.expected]
    assert len(otherwise) <= (1 - AS_A_PERSON_WOULD) * len(read_by_somebody), otherwise


def test_every_situation_is_one_that_is_set_up() -> None:
    assert len(corpus()) > 1_200
    assert {reply.context for reply in corpus()} == {
        *("reminder", "two", "times", "mistake", "offer", "past", "past+next", "none", "same", "invited")
    }


@pytest.mark.parametrize("text", sorted({reply.text for reply in corpus() if "?" in reply.text}))
def test_no_question_is_an_order(text: str) -> None:
    """Times may be offered to who asks for them; nothing is confirmed, cancelled or stopped."""
    assert read(text).meaning not in ("confirm", "cancel", "stop", "start", "earlier", "digit")


@pytest.mark.parametrize("kind", ["merci", "Bonne journée", "à demain", "Merci beaucoup 🙏", "à bientôt"])
def test_kind_words_are_known_as_such(kind: str) -> None:
    assert read(kind).why is Why.COURTESY
