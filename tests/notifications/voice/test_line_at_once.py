"""Two things at once in one call: what was read before the other is not written over it."""

import pytest
from django.utils import timezone

from notifications.models import Call
from notifications.voice import kept
from notifications.voice.ring import ring_of
from tests.notifications.caller import Caller
from tests.notifications.conftest import Town

pytestmark = pytest.mark.usefixtures("clock")


def _write(call: Call, *, step: int) -> bool:
    memory = kept.remembered(call)
    call.step = step + 1
    return kept.write_turn_unless_changed(call, memory, step=step, site_id=None, now=timezone.now())


def _read(caller: Caller) -> Call:
    call = kept.heard_of(ring_of(caller.sid, caller.phone, caller.line))
    assert call is not None
    return call


def test_a_key_that_comes_while_the_telephone_is_put_down_does_not_open_the_call_again(town: Town) -> None:
    caller = Caller().call()
    before = _read(caller)
    caller.hang_up()
    assert not _write(before, step=before.step)
    call = Call.objects.get()
    assert call.ended_at is not None and call.memory == ""


def test_a_key_that_comes_twice_moves_the_call_once(town: Town) -> None:
    caller = Caller().call()
    before = _read(caller)
    caller.choose("prendre un rendez-vous")
    assert not _write(before, step=before.step)
    assert kept.remembered(Call.objects.get()).state == "topic"
    after = _read(caller)
    assert _write(after, step=after.step)


def test_a_call_that_rings_twice_is_greeted_once(town: Town) -> None:
    caller = Caller().call()
    said = caller.heard
    caller.again()
    assert caller.heard == said and Call.objects.get().step == 1
