"""Ways through the telephone line that several tests take."""

from collections.abc import Callable

from tests.notifications.caller import Caller

LANDLINE, WITHHELD = "+33261910002", "anonymous"


def to_the_times(caller: Caller) -> Caller:
    """From the greeting to the times that can be had."""
    return caller.call().choose("prendre un rendez-vous").press("1").choose("plus tôt possible")


def to_a_held_time(caller: Caller) -> Caller:
    """To the question for a name: the first time is held."""
    return to_the_times(caller).press("1")


def at(*words: str) -> Callable[[Caller], Caller]:
    """The walk that chooses these, by words or by key."""

    def walk(caller: Caller) -> Caller:
        caller.call()
        for each in words:
            caller = caller.press(each) if each.isdecimal() else caller.choose(each)
        return caller

    return walk


QUESTIONS = {
    "greeting": at(),
    "booking number": at("que vous avez déjà"),
    "topic": at("prendre"),
    "where": at("prendre", "1"),
    "usual sites": at("prendre", "1", "choisir un lieu"),
    "postcode": at("prendre", "1", "code postal"),
    "times": at("prendre", "1", "plus tôt"),
    "other times": at("prendre", "1", "plus tôt", "4"),
    "name": at("prendre", "1", "plus tôt", "1"),
    "tone": at("prendre", "1", "plus tôt", "1", "Pour dire votre nom"),
    "check": at("prendre", "1", "plus tôt", "1", "sans dire"),
    "booked": at("prendre", "1", "plus tôt", "1", "sans dire", "réserver"),
}
