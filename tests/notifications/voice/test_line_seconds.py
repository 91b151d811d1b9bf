"""How long callers of the demonstration listen, and how many keys they press, until their appointment is booked.

They hear every question to its end. What is counted is what is said, at the speed of `duration`: no clock, no luck.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from unittest.mock import patch

import time_machine
from django.test import TestCase, override_settings

from bookings.demo import load
from bookings.models import Appointment, CallBack
from mediation.models import Neighbourhood, Topic
from notifications.voice import menus
from notifications.voice.duration import seconds
from tests.notifications.caller import TOKEN, Caller

# A Monday morning with the demonstration's agendas about half full.
NOW = datetime(2026, 11, 2, 9, 20, tzinfo=UTC)
MOST = {
    "mobile": 75,
    "known": 60,
    "known, with an appointment ahead": 60,
    "last neighbourhood": 100,
    "last topic": 95,
}
KEYS = {
    "mobile": 6,
    "known": 5,
    "known, with an appointment ahead": 5,
    "last neighbourhood": 11,
    "last topic": 9,
}
"""As many as the line asked for before it was made shorter."""


@dataclass
class Listener(Caller):
    """A caller who hears each question out. `listened`: seconds so far; `keys`: pressed so far."""

    listened: float = 0
    keys: int = 0

    def press(self, keys: str) -> Self:
        self.listened += seconds(self.heard, keys=len(keys))
        self.keys += len(keys)
        return super().press(keys)

    def speak(self) -> Self:
        self.listened += seconds(self.heard)
        return super().speak()

    def among(self, name: str) -> Self:
        """Through pages and ranges to the choice that bears this name."""
        while not any(name in said and "Entre" not in said for said in self.choices.values()):
            here = [key for key, said in self.choices.items() if self._may_hold(said, name)]
            self.press(here[0])
        return self.choose(name)

    @staticmethod
    def _may_hold(said: str, name: str) -> bool:
        first, _, last = said.removeprefix("Entre ").partition(", faites")[0].partition(" et ")
        between = menus.in_a_list(first) <= menus.in_a_list(name) <= menus.in_a_list(f"{last}~")
        return (said.startswith("Entre") and between) or "autre sujet" in said


@override_settings(TWILIO_AUTH_TOKEN=TOKEN)
class TheSeconds(TestCase):
    """The demonstration as anybody may call it."""

    @classmethod
    def setUpTestData(cls) -> None:
        with patch.object(load, "PAST_WEEKS", 1), patch.object(load, "AHEAD_DAYS", 14):
            load.load_demo(now=NOW, sign_in=False)

    def setUp(self) -> None:
        self.enterContext(time_machine.travel(NOW, tick=False))

    def test_somebody_unknown_on_a_mobile(self) -> None:
        for way, named in (("without a name", False), ("who says their name", True)):
            with self.subTest(way):
                caller = self._caller(3 + named).call().choose("prendre un rendez-vous").press("1")
                self._within(self._books(caller.choose("plus tôt possible"), named=named), "mobile")

    def test_somebody_who_came_before(self) -> None:
        first = self._books(self._caller(5).call().choose("prendre").press("1").choose("plus tôt")).phone
        for appointment in (True, False):
            with self.subTest("with an appointment ahead" if appointment else "without"):
                if not appointment:
                    Appointment.objects.filter(contact__last4=first[-4:]).update(status="done")
                caller = Listener(first).call().choose("autre rendez-vous" if appointment else "prendre")
                caller.press("1").choose("lieu habituel").press("1").choose("réserver")
                self._within(caller, "known, with an appointment ahead" if appointment else "known")

    def test_somebody_who_came_before_and_hears_english(self) -> None:
        caller = (
            self._caller(2)
            .call()
            .choose("Languages")
            .choose("English")
            .choose("book")
            .press("1")
            .choose("soon")
            .press("1")
        )
        phone = caller.choose("without saying").choose("book it").phone
        caller.hang_up()
        caller = (
            Listener(phone).call().choose("another appointment").press("1").choose("usual place").press("1")
        )
        assert "booking number" in caller.choose("book it").text
        assert caller.listened <= MOST["known, with an appointment ahead"], caller.listened

    def test_somebody_in_the_last_neighbourhood(self) -> None:
        areas = sorted(Neighbourhood.objects.values_list("name", flat=True), key=menus.in_a_list)
        caller = self._caller(6).call().choose("prendre un rendez-vous").press("1").choose("un quartier")
        self._within(self._books(caller.among(areas[-1])), "last neighbourhood")

    def test_nobody_passes_more_than_two_questions_on_the_way_to_their_neighbourhood(self) -> None:
        for name in Neighbourhood.objects.values_list("name", flat=True):
            caller = self._caller(7).call().choose("prendre un rendez-vous").press("1").choose("un quartier")
            caller.among(name.partition(" –")[0])
            assert caller.keys <= 5, name
            caller.hang_up()
        assert CallBack.objects.exists()

    def test_somebody_with_the_last_topic(self) -> None:
        last = Topic.objects.exclude(pictogram="unknown").order_by("position").last()
        assert last is not None
        said = last.texts.get(language="fr").spoken
        caller = self._caller(8).call().choose("prendre un rendez-vous").among(said)
        self._within(self._books(caller.choose("plus tôt possible")), "last topic")

    def _caller(self, number: int) -> Listener:
        return Listener(f"+3363998890{number}")

    def _books(self, caller: Listener, *, named: bool = False) -> Listener:
        """From the times to the booking number: the first of them."""
        caller.press("1")
        caller = caller.choose("Pour dire votre nom").speak() if named else caller.choose("sans dire")
        return caller.choose("réserver")

    def _within(self, caller: Listener, way: str) -> None:
        assert "Votre numéro de réservation" in caller.text
        assert caller.listened <= MOST[way] and caller.keys <= KEYS[way], (caller.listened, caller.keys)
        caller.hang_up()
