"""The phone script by itself: whatever keys are pressed, at most four choices, and a person in the end."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from bookings.models import CallBack
from notifications.handset.reading import key_offered
from notifications.voice import menus, results, spoken
from notifications.voice.choices import CHOICES
from notifications.voice.choosing import after_hold
from notifications.voice.keys import Step
from notifications.voice.lines import Line, Listen, Prompt
from notifications.voice.memory import DropIn, Facts, Memory, Option, Own, Referred, Seat, Together
from notifications.voice.phrases import Phrase
from notifications.voice.prompts import prompt
from notifications.voice.script import MOST_STEPS, Heard, press
from notifications.voice.states import ENDED, LISTS, TYPED, Caller, Effect, State, Why
from notifications.voice.words import SPOKEN_IN, WORDS, in_words

OWN = Own(when="mardi", site="Lieu", address="1 rue", number="un", topic=1, site_id=1, may_be_sooner=True)
FACTS = Facts(
    service="Service",
    own=OWN,
    usual="Lieu",
    wanted="mardi",
    place="Lieu",
    hours="le matin",
    offered="lundi, Lieu",
    referred=Referred("CCAS de Démonstration", topic=1, sites=(1,), resident=1),
    workshop=Together("vous servir de votre ordinateur", "jeudi", "Lieu", 6, "six", single=True),
    seat=Seat("jeudi", "Lieu", "offered", until="ce soir"),
    drop_in=DropIn("Lieu", "de neuf heures à midi", under_way=True, too_late=True),
    reachable=True,
)
LISTED = {
    State.TIMES: tuple(Option(f"1@2026-12-08T{hour:02}:00:00+00:00", f"{hour} h") for hour in (8, 9, 10)),
    **dict.fromkeys(
        (State.WORKSHOPS, State.DATES, State.REGISTRATIONS, State.DROP_INS),
        tuple(Option(str(pk), f"le {pk}") for pk in range(1, 7)),
    ),
    State.TOPIC: tuple(Option(str(pk), f"sujet {pk}") for pk in range(1, 11)),
}
OTHERWISE = tuple(Option(f"{pk}-{pk + 1}", f"lieu {pk}") for pk in range(1, 15))

keys = st.sampled_from([*"0123456789*#", "", "482107", "35000", "0639980009", "A", "99"])
callers = st.sampled_from(list(Caller))
beginnings = st.sampled_from([State.HOME, State.OFFERED, State.REFERRED, State.INVITED])


def of_a_partner(memory: Memory) -> dict[Effect, tuple[Step, Step]]:
    too_late = results.impossible(memory, Phrase.TOO_LATE)
    return {
        Effect.DECLINE: (results.settled(memory.but(referral=0), Phrase.DECLINED), too_late),
        Effect.NOT_ME: (Step(memory.but(state=State.BYE, notice=Phrase.NOT_ME_NOTED)), too_late),
    }


def of_a_workshop(memory: Memory) -> dict[Effect, tuple[Step, Step]]:
    seated = results.registered(memory, 1, Phrase.SEAT_YOURS)
    gone = results.settled(memory, Phrase.SEATS_GONE)
    return {
        Effect.JOIN: (seated, results.about_workshop(memory, Phrase.SEATS_GONE)),
        Effect.TAKE_SEAT: (seated, gone),
        Effect.LEAVE_SEATS: (results.settled(memory.but(registration=0), Phrase.SEAT_LEFT), gone),
    }


def carried_out(step: Step, works: bool, facts: Facts) -> Memory:
    """Every effect as it might turn out, without a database: it works, or it is refused."""
    memory, effect = step.memory, step.effect
    while effect is not Effect.NOTHING:
        outcomes = {
            Effect.FIND: (results.found(memory, 1), results.not_that(memory, Phrase.NUMBER_UNKNOWN)),
            Effect.CONFIRM: (
                results.settled(memory, Phrase.CONFIRMED),
                results.impossible(memory, Phrase.TOO_LATE),
            ),
            Effect.LATE: (
                results.settled(memory, Phrase.LATE_NOTED),
                results.impossible(memory, Phrase.TOO_LATE),
            ),
            Effect.CANCEL: (results.cancelled(memory), results.impossible(memory, Phrase.TOO_LATE)),
            Effect.RESTORE: (results.restored(memory), results.impossible(memory, Phrase.TOO_LATE)),
            Effect.LOOK_UP: (
                Step(memory.but(state=State.COMMUNE, options=OTHERWISE, misses=0)),
                results.not_that(memory, Phrase.POSTCODE_UNKNOWN),
            ),
            Effect.HOLD: (after_hold(memory.but(hold=1), facts), results.taken(memory)),
            Effect.RELEASE: (Step(memory.but(hold=0)), Step(memory.but(hold=0))),
            Effect.MOVE: (results.booked(memory, 1), results.taken(memory)),
            Effect.BOOK: (results.booked(memory, 1), results.taken(memory)),
            Effect.TAKE_OFFER: (
                results.booked(memory.but(offer=0), 1),
                results.offer_over(memory, Phrase.OFFER_OVER),
            ),
            Effect.LEAVE_OFFER: (
                results.offer_over(memory, Phrase.OFFER_LEFT),
                results.impossible(memory, Phrase.TOO_LATE),
            ),
            **of_a_partner(memory),
            **of_a_workshop(memory),
            Effect.WAIT: (results.waits(memory), results.impossible(memory, Phrase.TOO_LATE)),
            Effect.PERSON: (results.handed_over(memory, "+33261910002"), Step(memory, Effect.CALL_BACK)),
            Effect.CALL_BACK: (
                results.noted(memory, 1),
                results.number_needed(memory)
                if memory.state is not State.RING_BACK
                else results.noted(memory, 1),
            ),
        }
        step = outcomes[effect][0 if works else 1]
        memory, effect = step.memory, step.effect
    if memory.state in LISTS and not memory.options:
        memory = memory.but(options=LISTED.get(memory.state, OTHERWISE))
    return memory


def choices_of(said: Prompt) -> list[str]:
    return [line.key for line in said.lines if line.key]


@given(st.lists(st.tuples(keys, st.booleans()), max_size=40), callers, st.booleans(), beginnings)
def test_any_keys_lead_to_a_menu_of_at_most_four_or_to_the_end(
    pressed: list[tuple[str, bool]], caller: Caller, known: bool, begins: State
) -> None:
    facts = replace(FACTS, caller=caller)
    memory = Memory(resident=1 if known else 0, appointment=1, usual=1, notice=Phrase.WELCOME)
    memory = memory.but(offer=1, referral=1, state=begins)
    for key, works in pressed:
        said = prompt(memory, facts)
        assert said.lines and len(choices_of(said)) <= menus.MOST
        assert len(set(choices_of(said))) == len(choices_of(said))
        memory = carried_out(press(memory, Heard(key), facts), works, facts)
    assert Memory.from_data(memory.to_data()) == memory


@given(st.lists(keys.filter(bool), min_size=1, max_size=8), callers, st.booleans())
def test_any_sequence_of_keys_over_and_over_ends_with_a_person_or_a_good_bye(
    pressed: list[str], caller: Caller, works: bool
) -> None:
    facts = replace(FACTS, caller=caller)
    memory = Memory(notice=Phrase.WELCOME)
    for turn in range(MOST_STEPS + 12):
        if memory.state in ENDED or memory.state is State.TRANSFER:
            return
        memory = carried_out(press(memory, Heard(pressed[turn % len(pressed)]), facts), works, facts)
    raise AssertionError(memory)


@given(st.lists(st.tuples(keys, st.booleans()), max_size=30), callers)
def test_from_wherever_silence_alone_ends_with_a_person_or_a_good_bye(
    pressed: list[tuple[str, bool]], caller: Caller
) -> None:
    facts = replace(FACTS, caller=caller)
    memory = Memory()
    for key, works in pressed:
        memory = carried_out(press(memory, Heard(key), facts), works, facts)
    for _ in range(8):
        if memory.state in ENDED:
            return
        memory = carried_out(press(memory, Heard(), facts), False, facts)
    raise AssertionError(memory)


@given(st.lists(st.tuples(keys, st.booleans()), max_size=30), callers)
def test_zero_is_a_person_from_wherever(pressed: list[tuple[str, bool]], caller: Caller) -> None:
    facts = replace(FACTS, caller=caller)
    memory = Memory()
    for key, works in pressed:
        memory = carried_out(press(memory, Heard(key), facts), works, facts)
    if memory.state in {*ENDED, State.TRANSFER}:
        return
    step = press(memory, Heard("0"), facts)
    assert step.effect is Effect.PERSON or step.memory.state is State.NO_NUMBER


@pytest.mark.parametrize("state", State)
def test_every_question_can_be_said_and_answered(state: State) -> None:
    memory = Memory(state=state, options=LISTED.get(state, OTHERWISE))
    said = prompt(memory, FACTS)
    assert (said.listen is Listen.HANG_UP) == (state in ENDED)
    answered = (
        state in CHOICES or state in ENDED or state in {State.RECORD, State.SEAT_RECORD, State.TRANSFER}
    )
    assert answered and said.digits == TYPED.get(state, 1)


@pytest.mark.parametrize("state", State)
def test_every_choice_that_is_said_does_something(state: State) -> None:
    memory = Memory(state=state, options=LISTED.get(state, OTHERWISE), usual=1, path=(State.TOPIC,))
    for key in choices_of(prompt(memory, FACTS)):
        step = press(memory, Heard(key), FACTS)
        assert (step.memory.but(steps=0), step.effect) != (memory, Effect.NOTHING), key
        assert step.memory.misses == 0, key


@pytest.mark.parametrize("phrase", Phrase)
@pytest.mark.parametrize("language", SPOKEN_IN)
def test_every_sentence_has_its_words_and_says_the_choice_before_the_key(
    phrase: Phrase, language: str
) -> None:
    names = ("service", "hours", "when", "site", "name", "place", "address", "number", "phone", "key")
    spoken, words = in_words(Line(phrase, dict.fromkeys(names, "7")), language)
    assert spoken == language and words and "%(" not in words
    if "%(key)s" in str(WORDS[phrase]):
        assert key_offered(words) == "7"
        assert not re.match(r"\W*(faites|press|prima|pulse)", words)


def test_why_a_call_ended_is_a_reason_staff_can_read() -> None:
    assert {why.value for why in Why} == set(CallBack.Reason.values) - {CallBack.Reason.REFERRED}


def test_somebody_whose_name_is_known_is_not_asked_for_it() -> None:
    assert after_hold(Memory(state=State.TIMES, resident=1), FACTS).memory.state is State.CHECK
    assert after_hold(Memory(state=State.TIMES), FACTS).memory.state is State.NAME
    withheld = replace(FACTS, caller=Caller.WITHHELD)
    assert after_hold(Memory(state=State.TIMES), withheld).memory.state is State.REACH


def test_a_place_is_looked_for_under_its_own_name() -> None:
    names = ["Villejean", "Écluse", "Le Blosne", "L’Abbaye", "Lanester", "Cleunay"]
    assert sorted(names, key=menus.in_a_list) == [
        *("L’Abbaye", "Le Blosne", "Cleunay", "Écluse", "Lanester", "Villejean"),
    ]


@pytest.mark.parametrize("language", SPOKEN_IN)
def test_every_language_of_the_line_has_a_voice_days_and_numbers(language: str) -> None:
    code, voice = settings.VOICES[language]
    assert code.startswith(language) and voice
    assert spoken.moment(datetime(2026, 12, 8, 8, 30, tzinfo=UTC), UTC, language)
    assert language in ("fr", *(each for _key, each in menus.others(SPOKEN_IN)))
