"""However a call to the line goes wrong, a person is the way out: zero, silence, wrong keys, hanging up, closed."""

from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError

from bookings.models import Appointment, CallBack, Commitment
from mediation.models import Closure, Territory
from notifications.models import Call
from tests.notifications.caller import Caller
from tests.notifications.conftest import Town
from tests.notifications.walks import LANDLINE, QUESTIONS, WITHHELD, to_a_held_time
from tests.people import FRIDAY_BEFORE, TEN, a_mediator, a_site, receives

pytestmark = pytest.mark.usefixtures("clock")


# -- A person, always ----------------------------------------------------------------------------
@pytest.mark.parametrize("question", QUESTIONS)
def test_zero_reaches_a_person_at_every_moment(town: Town, question: str) -> None:
    caller = QUESTIONS[question](Caller()).press("0")
    assert caller.over and "vous rappelle" in caller.text
    asked = CallBack.objects.get()
    assert (asked.phone, asked.channel, asked.language) == ("+33639980001", "phone", "fr")
    assert not Commitment.objects.filter(held_until__isnull=False).exists()


@pytest.mark.parametrize("question", QUESTIONS)
def test_hanging_up_leaves_no_time_taken_and_a_trace(town: Town, question: str) -> None:
    QUESTIONS[question](Caller()).hang_up()
    call = Call.objects.get()
    assert call.ended_at is not None and call.memory == "" and call.answer == ""
    assert not Commitment.objects.filter(held_until__isnull=False).exists()
    half_made = question not in ("greeting", "booking number", "booked", "topic")
    assert CallBack.objects.filter(reason="hung_up").count() == half_made
    assert Appointment.objects.count() == (question == "booked")


@pytest.mark.parametrize("question", [each for each in QUESTIONS if each not in ("booked", "tone")])
def test_a_telephone_without_keys_reaches_a_person_by_silence(town: Town, question: str) -> None:
    caller = QUESTIONS[question](Caller())
    rounds = 0
    while not caller.over:
        caller.wait()
        rounds += 1
    assert rounds == 3
    assert CallBack.objects.get().reason == "silence"


@pytest.mark.parametrize("question", [each for each in QUESTIONS if each != "tone"])
def test_three_wrong_keys_reach_a_person(town: Town, question: str) -> None:
    caller = QUESTIONS[question](Caller())
    wrong = 0
    while not caller.over:
        caller.press("5")
        wrong += 1
    assert wrong == 3
    assert CallBack.objects.get().reason == "wrong_keys"


def test_a_withheld_number_in_trouble_is_asked_for_one_or_told_kindly(town: Town) -> None:
    caller = Caller(WITHHELD).call().press("0")
    assert "Votre numéro est masqué" in caller.text
    caller.press("0261910044")
    assert caller.over and CallBack.objects.get().phone == "+33261910044"
    assert "zéro deux, soixante et un, quatre-vingt-onze, zéro zéro, quarante-quatre" in caller.text
    silent = Caller(WITHHELD).call().press("0").wait().wait().wait()
    assert silent.over and "Rappelez-nous" in silent.text
    assert Call.objects.latest("pk").ending == "no_number"


def test_what_was_chosen_so_far_goes_with_the_call_back(town: Town) -> None:
    caller = to_a_held_time(Caller()).press("0")
    asked = CallBack.objects.get()
    assert caller.over and (asked.topic, asked.site) == (town.topic, town.site)
    assert asked.wanted_at == FRIDAY_BEFORE


def test_the_line_speaks_more_slowly_on_one_key(town: Town) -> None:
    caller = Caller().call()
    assert b"<Pause" not in caller.answer
    assert b"<Pause" in caller.press("8").answer
    assert b"<Pause" not in caller.press("8").answer


def test_star_says_it_all_again(town: Town) -> None:
    caller = Caller().call()
    before = caller.heard
    assert caller.press("*").heard == before


# -- The site's own telephone --------------------------------------------------------------------
def open_site(town: Town, hours: str, phone: str = "+33261910077") -> None:
    town.site.phone, town.site.national = phone, {"horaires": hours}
    town.site.save()


def test_zero_rings_at_the_site_while_it_is_open(town: Town) -> None:
    open_site(town, "Mo-Fr 09:00-12:00")
    town.book(TEN)
    caller = Caller().call().press("0")
    assert caller.waiting is not None and caller.waiting.text == "+33261910077"
    caller.nobody_answers("completed")
    assert caller.over and not CallBack.objects.exists()
    assert Call.objects.get().ending == "transferred"


@pytest.mark.parametrize("status", ["no-answer", "busy", "failed", ""])
def test_nobody_there_becomes_a_call_back(town: Town, status: str) -> None:
    open_site(town, "Mo-Fr 09:00-12:00")
    town.book(TEN)
    caller = Caller().call().press("0").nobody_answers(status)
    assert caller.over and "vous rappelle" in caller.text and CallBack.objects.count() == 1


@pytest.mark.parametrize(
    ("hours", "phone"),
    [
        ("Mo-Fr 14:00-17:00", "+33261910077"),
        ("Mo-Fr 09:00-12:00", "+33899123456"),
        ("Mo-Fr 09:00-12:00", ""),
        ("Mo-Fr 09:00-12:00", "+33261910000"),
        ("au printemps", "+33261910077"),
    ],
    ids=["closed", "premium", "no telephone", "the line itself", "unreadable hours"],
)
def test_nobody_is_put_through_where_nobody_answers(town: Town, hours: str, phone: str) -> None:
    open_site(town, hours, phone)
    town.book(TEN)
    caller = Caller().call().press("0")
    assert caller.over and CallBack.objects.count() == 1


def test_nobody_is_put_through_to_a_site_that_is_closed_today(town: Town) -> None:
    open_site(town, "Mo-Fr 09:00-12:00")
    Closure.objects.create(
        site=town.site, starts_at=FRIDAY_BEFORE, ends_at=FRIDAY_BEFORE + timedelta(hours=1)
    )
    town.book(TEN)
    assert Caller().call().press("0").over and CallBack.objects.count() == 1


def test_whoever_hung_up_half_way_and_books_later_need_not_be_called(town: Town) -> None:
    to_a_held_time(Caller()).hang_up()
    to_a_held_time(Caller("+33639980055")).hang_up()
    to_a_held_time(Caller()).choose("sans dire").choose("réserver")
    left = CallBack.objects.filter(status="open").values_list("phone", flat=True)
    assert list(left) == ["+33639980055"]


# -- The line is closed --------------------------------------------------------------------------
@pytest.fixture
def closed(town: Town) -> None:
    Territory.objects.update(line_hours="Mo-Fr 14:00-17:00; PH off")


def test_a_closed_line_says_so_and_lets_one_go_on_or_be_called_back(town: Town, closed: None) -> None:
    caller = Caller().call()
    assert "Personne ne peut vous répondre" in caller.text
    assert "De quoi" in caller.choose("avec les touches").choose("prendre").text
    other = Caller(LANDLINE).call().choose("être rappelé")
    assert other.over and CallBack.objects.get().reason == "closed"
    silent = Caller("+33639980044").call().wait().wait().wait()
    assert silent.over and CallBack.objects.count() == 2


def test_hours_nobody_could_go_by_are_refused_in_the_set_up(town: Town) -> None:
    territory = Territory.current()
    territory.line_hours = "le matin"
    with pytest.raises(ValidationError):
        territory.full_clean()
    territory.line_hours = "Mo-Fr 09:00-12:00"
    territory.full_clean()


# -- Whatever is pressed -------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_pressed_the_call_ends_well_and_nothing_is_left_held(town: Town, seed: int) -> None:
    """The strict reader walks the real line, in a town with several places, at random."""
    random = Random(seed)
    second = a_site(town.site.organisation, "Médiathèque Fictive", usual=True)
    receives(a_mediator(town.site.organisation, "Tom"), second, 8, 18, first_day=FRIDAY_BEFORE.date())
    if seed % 3 == 0:
        town.book(TEN)
    caller = Caller(random.choice(["+33639980001", LANDLINE, WITHHELD])).call()
    for _ in range(90):
        if caller.over:
            break
        caller = one_step(caller, random)
    assert caller.over, caller.heard
    assert "Désolé" not in caller.text and "Sorry" not in caller.text
    caller.hang_up()
    assert not Commitment.objects.filter(held_until__isnull=False, appointment__isnull=True).exists()
    assert Call.objects.get().ended_at is not None


def one_step(caller: Caller, random: Random) -> Caller:
    """Mostly something that was offered; sometimes anything at all."""
    assert caller.waiting is not None
    if caller.waiting.tag == "Record":
        return random.choice([caller.speak, caller.wait])()
    wanted = int(caller.waiting.attrib["numDigits"])
    if wanted > 1:
        return caller.press("".join(random.choices("123456789", k=wanted)))
    offered = [*caller.choices] * 6
    key = random.choice([*offered, "*", "#", "8", "5", "", "1"])
    return caller.press(key) if key else caller.wait()
