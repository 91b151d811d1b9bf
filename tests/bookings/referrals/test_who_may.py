"""Every step, tried by everybody in every state, over the pages and the API: done exactly where the table of steps says so.

One town for each kind of actor; each try is taken back, so that the next one finds the referral where it stood.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bookings.actions.book_for_referred import book_for_referred
from bookings.actions.book_invited import wait_invited
from bookings.actions.refer_with_time import Time
from bookings.models import JournalEntry, Referral, ReferralRules
from bookings.people.links import new_referral_link
from bookings.people.who import RESIDENT_ON_WEB, Actor
from bookings.public.asked import stamp
from bookings.referrals.states import State, Who, is_allowed
from tests import people
from tests.bookings.api.bodies import ELEVEN
from tests.programs import Program
from tests.referring import a_partner, a_referring_user, refers
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE
_S = State
AT_ELEVEN = people.TEN + timedelta(hours=1)
# The table says what becomes of a referral when its appointment is called off; while that stands, nobody presses it away.
_HAS_A_TIME = frozenset({_S.BOOKED})
_WRONG_WAY = {"reach": {"kind": "mobile", "value": people.AMINA_MOBILE}}
_OTHER_WAY = {"reach": {"kind": "mobile", "value": "+33639980077"}}


class World:
    """A referral in each state, and everybody who may try something."""

    def __init__(self) -> None:
        self.town, self.ccas = Town(), a_partner()
        self.user = a_referring_user(self.ccas)
        self.rows = {state: self._row(state) for state in State}
        self.links = {
            state: new_referral_link(row, now=NOW) for state, row in self.rows.items() if row.resident_id
        }

    def _row(self, state: State) -> Referral:
        number = list(State).index(state)
        row = refers(self.town, self.ccas, name=f"Personne {number}", phone=f"06 39 98 03 {number:02}")
        if state is _S.BOOKED:
            by = Actor("web", self.user.pk, for_partner=True)
            book_for_referred(row.pk, Time(self.town.site, people.TEN, NOW), by=by, now=NOW)
        elif state is _S.WAITING:
            wait_invited(row.pk, by=RESIDENT_ON_WEB, now=NOW)
        else:
            Referral.objects.filter(pk=row.pk).update(state=state.value, referrer=self.user)
        return Referral.objects.get(pk=row.pk)

    def becomes(self, state: State, attempt: Callable[[Referral], Any]) -> State | None:
        """Where the referral stands after the attempt, which is taken back then; None where it is told to be the same and
        has changed all the same.
        """
        row, before = self.rows[state], self._all(state)
        with transaction.atomic():
            answer = attempt(row)
            assert answer.status_code < 500, (state, answer.content)
            row = Referral.objects.get(pk=row.pk)
            changed = row.at is state and self._all(state) != before
            transaction.set_rollback(True)
        return None if changed else row.at

    def _all(self, state: State) -> Any:
        """All that an attempt might have changed."""
        pk = self.rows[state].pk
        facts = JournalEntry.objects.filter(referral=pk).count()
        return Referral.objects.filter(pk=pk).values().get(), facts


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield World()


@dataclass(frozen=True)
class Step:
    """One thing that somebody presses or sends. `lands`: where it comes to where the table allows `to`, if that is not
    the end of it; `never_from`: where the table would allow it, and what is pressed does not.
    """

    to: State
    who: Who
    attempt: Callable[[Referral], Any]
    lands: State | None = None
    never_from: frozenset[State] = frozenset()


def tried(world: World, steps: dict[str, Step], *, skip: frozenset[State] = frozenset()) -> None:
    """Each step in each state: it leads on exactly where the table says so."""
    for name, step in steps.items():
        for state in set(State) - skip - {step.to}:
            may = is_allowed(state, step.to, step.who) and state not in step.never_from
            expected = (step.lands or step.to) if may else state
            assert world.becomes(state, step.attempt) is expected, (name, state)


def test_the_team_takes_its_steps_and_no_others(world):
    client = sign_in(Client(), world.town.user("desk"))

    def does(action: str, **typed: Any) -> Callable[[Referral], Any]:
        return lambda row: client.post(
            reverse("staff_referral_step", args=[row.pk]), {"action": action, **typed}
        )

    elsewhere = world.town.elsewhere.pk
    ReferralRules.objects.create(organisation_id=elsewhere, accept_at_once=False)
    tried(
        world,
        {
            "accept": Step(_S.ACCEPTED, Who.TEAM, does("accepter"), lands=_S.INVITED),
            "invite": Step(_S.INVITED, Who.TEAM, does("inviter"), never_from=_HAS_A_TIME),
            "unreachable": Step(_S.UNREACHABLE, Who.TEAM, does("injoignable")),
            "declined": Step(_S.DECLINED, Who.TEAM, does("ne-souhaite-pas"), never_from=_HAS_A_TIME),
            "wait": Step(_S.WAITING, Who.TEAM, does("attente")),
            "refuse": Step(_S.REFUSED, Who.TEAM, does("refuser", reason="other", sentence="Complet.")),
            "reroute": Step(_S.REROUTED, Who.TEAM, does("confier", organisation=elsewhere)),
        },
    )


def test_the_person_takes_their_steps_and_no_others(world):
    client, site = Client(), world.town.site.public_id

    def does(action: str) -> Callable[[Referral], Any]:
        return lambda row: client.post(reverse("referred", args=[world.links[row.at]]), {"action": action})

    def takes(row: Referral) -> Any:
        return client.post(reverse("referred_take", args=[world.links[row.at], site, stamp(AT_ELEVEN)]))

    tried(
        world,
        {
            "book": Step(_S.BOOKED, Who.PERSON, takes),
            "wait": Step(_S.WAITING, Who.PERSON, does("attendre")),
            "decline": Step(_S.DECLINED, Who.PERSON, does("refuser"), never_from=_HAS_A_TIME),
            "after all": Step(_S.INVITED, Who.PERSON, does("reprendre"), never_from=_HAS_A_TIME),
            "not me": Step(_S.UNREACHABLE, Who.SYSTEM, does("pas-moi")),
        },
    )


def test_the_referrer_takes_their_steps_and_no_others(world):
    client = sign_in(Client(), world.user)

    def does(verb: str, **typed: Any) -> Callable[[Referral], Any]:
        return lambda row: client.post(f"/partenaires/orientations/{row.public_id}/{verb}/", typed)

    slot = f"{int(AT_ELEVEN.timestamp())}-{world.town.site.pk}"
    invited = frozenset({_S.UNREACHABLE, _S.EXPIRED})
    tried(
        world,
        {
            "book": Step(_S.BOOKED, Who.REFERRER, does("heure", slot=slot)),
            "withdraw": Step(_S.WITHDRAWN, Who.REFERRER, does("retirer")),
            # Only a time that they have booked themselves is called off by them.
            "call off": Step(_S.INVITED, Who.REFERRER, does("annuler"), never_from=invited),
        },
    )


def test_the_referrer_s_program_takes_the_same_steps(world):
    program = Program(world.ccas)
    sent = {"site": world.town.site.public_id, "starts_at": ELEVEN}

    def at(row: Referral, verb: str = "") -> str:
        return f"referrals/{row.public_id}/{verb}"

    def tagged(row: Referral) -> str:
        return str(program.get(at(row)).headers.get("ETag", '"none"'))

    def corrects(row: Referral) -> Any:
        return program.patch(at(row), _OTHER_WAY, If_Match=tagged(row))

    tried(
        world,
        {
            "book": Step(_S.BOOKED, Who.REFERRER, lambda row: program.post(at(row, "appointment/"), sent)),
            "withdraw": Step(
                _S.WITHDRAWN,
                Who.REFERRER,
                lambda row: program.post(at(row, "withdraw/"), If_Match=tagged(row)),
            ),
        },
    )
    # A number that is corrected has who was unreachable invited again, and leads nobody else anywhere.
    for state in (
        _S.UNREACHABLE,
        _S.MET,
        _S.DECLINED,
        _S.REFUSED,
        _S.WITHDRAWN,
        _S.CLOSED,
        _S.EXPIRED,
        _S.DRAFT,
    ):
        expected = _S.INVITED if state is _S.UNREACHABLE else state
        assert world.becomes(state, corrects) is expected, state


def test_nobody_else_takes_any_step_in_any_state(world):
    """The desk of another organisation, another partner and its program, the receiver's own program, nobody at all."""
    desk = sign_in(Client(), a_user("desk", world.town.elsewhere))
    stranger = sign_in(Client(), a_referring_user(a_partner("Mission locale Fictive")))
    programs = [Program(a_partner("Association Fictive")), Program(world.town.here)]
    slot = f"{int(AT_ELEVEN.timestamp())}-{world.town.site.pk}"
    body = {"site": world.town.site.public_id, "starts_at": ELEVEN}

    def attempts(row: Referral) -> Iterator[Any]:
        step, page = (
            reverse("staff_referral_step", args=[row.pk]),
            f"/partenaires/orientations/{row.public_id}/",
        )
        for client in (desk, stranger, Client()):
            # (Whose it is is asked before what is pressed.)
            yield client.post(step, {"action": "ne-souhaite-pas"})
            yield client.post(f"{page}retirer/")
            yield client.post(f"{page}heure/", {"slot": slot})
        yield Client().post(reverse("referred", args=["a" * 22]), {"action": "refuser"})
        for program in programs:
            at = f"referrals/{row.public_id}/"
            yield program.patch(at, _WRONG_WAY, If_Match='"x"')
            yield program.post(f"{at}withdraw/", If_Match='"x"')
            yield program.post(f"{at}appointment/", body)

    for state, row in world.rows.items():
        before = world._all(state)
        refused = {answer.status_code for answer in attempts(row)}
        assert refused <= {302, 403, 404, 410}, (state, refused)
        assert world._all(state) == before, state
