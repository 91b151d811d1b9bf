"""From the outbox to the providers: claim, call outside any transaction, record.

Any number of workers may run this at once, and any of them may die at any line: what a dead one had claimed is
looked at again when its lease is over, and the provider is asked what it took before anything is sent again.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connections, transaction
from django.utils import timezone

from mediation.celery import nudge
from notifications.channels import channel_for
from notifications.channels.contract import Channel
from notifications.channels.ringing import hours_of
from notifications.models import BY_THE_TEAM, Message, State
from notifications.outbox import claiming, recording
from notifications.outbox.carrying import carry_together, tasks_of
from notifications.outbox.decisions import Look, Standing, Step
from notifications.outbox.drop_ins import standing_turns
from notifications.outbox.holding import held
from notifications.outbox.next_steps import standing_steps
from notifications.outbox.offers import standing_offers
from notifications.outbox.pauses import MOST
from notifications.outbox.recording import Answer, Claimed
from notifications.outbox.referred import standing_referrals
from notifications.outbox.surveys import standing_surveys
from notifications.outbox.workshops import standing_registrations
from notifications.texts.kinds import Kind

AT_ONCE = MOST
"""Calls to providers under way at once in one sweep."""
SWEEP_SECONDS = 15
"""A sweep claims nothing more after that, and asks for the next one: a worker that is to stop is not kept waiting, and
who has just booked does not hear after ten thousand reminders.
"""
QUESTIONS = 100
"""Messages in doubt that are asked about together."""
DELIVER = "notifications.tasks.deliver"
# While these wait for a place among those under way, their predecessors are written down together.
_WAITING = 2
_TOGETHER_S = 0.03


def deliver(*, clock: Callable[[], datetime] = timezone.now, at_once: int = AT_ONCE) -> int:
    """Handles everything that is due; the number of messages handled.

    Returns when nothing is due but what a provider that asked us to slow down has to take, or after SWEEP_SECONDS.
    """
    if not Message.objects.anything_due(clock()):
        # Most sweeps end here: one look at the index, no transaction.
        return 0
    sweep = _Sweep(clock=clock, at_once=at_once)
    with ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="deliver") as pool:
        while sweep.turn(pool):
            pass
    if sweep.time_is_up:
        nudge(DELIVER)
    return sweep.handled


@dataclass(frozen=True)
class Batch:
    """What a claim found: messages for providers, and how many it has settled or put off by itself."""

    claimed: list[Claimed]
    settled: int


class _Sweep:
    """What one sweep has under way."""

    def __init__(self, *, clock: Callable[[], datetime], at_once: int) -> None:
        self.clock = clock
        self.at_once = at_once
        self.worker = uuid.uuid4().hex
        self.until = time.monotonic() + SWEEP_SECONDS
        self.running: dict[Future[list[Answer]], list[Claimed]] = {}
        # The channels whose provider has asked us to slow down: nothing more by these.
        self.slowed: set[str] = set()
        self.handled = 0

    @property
    def time_is_up(self) -> bool:
        """Whether it is another sweep's turn."""
        return time.monotonic() > self.until

    def turn(self, pool: ThreadPoolExecutor) -> bool:
        """Claims as much as there is room for, waits for an answer, records what has come."""
        here: list[tuple[Claimed, Answer]] = []
        batch = self._claim()
        for task in tasks_of(batch.claimed):
            if task[0].channel.remote:
                self.running[pool.submit(self._carry_apart, task)] = task
            else:
                here += zip(task, self._carry(task), strict=True)
        answers = here + self._finished()
        if answers:
            recording.record(answers, now=self.clock())
            self.handled += len(answers)
        self.handled += batch.settled
        return bool(answers or self.running or batch.settled)

    def _carry_apart(self, task: list[Claimed]) -> list[Answer]:
        """The same in a thread of the pool, which leaves no connection to the database behind."""
        try:
            return self._carry(task)
        finally:
            connections.close_all()

    def _carry(self, task: list[Claimed]) -> list[Answer]:
        """One call (or one that answers for many), unless that provider has meanwhile asked us to slow down."""
        if task[0].message.channel in self.slowed:
            return [Answer(late=True) for _ in task]
        answers = carry_together(task)
        if any(answer.too_fast for answer in answers):
            self.slowed.add(task[0].message.channel)
        return answers

    def _claim(self) -> Batch:
        """Nothing while enough are waiting: a few large claims cost the database less than many small ones.

        What is in doubt is asked about by one call at a time, so that it holds up nothing else.
        """
        room = self.at_once * _WAITING - len(self.running)
        if room < self.at_once or self.time_is_up:
            return Batch([], settled=0)
        tasks = self.running.values()
        calling = Counter(task[0].message.channel for task in tasks)
        asking = any(task[0].step is Step.LOOK_UP for task in tasks)
        return claim(
            room,
            worker=self.worker,
            now=self.clock(),
            without=self.slowed,
            questions=0 if asking else QUESTIONS,
            calling=calling,
        )

    def _finished(self) -> list[tuple[Claimed, Answer]]:
        if not self.running:
            return []
        wait(self.running, return_when=FIRST_COMPLETED)
        done, _ = wait(self.running, timeout=_TOGETHER_S)
        tasks = [(self.running.pop(future), future.result()) for future in done]
        return [pair for task, answers in tasks for pair in zip(task, answers, strict=True)]


def claim(
    limit: int,
    *,
    worker: str,
    now: datetime,
    without: Collection[str] = (),
    questions: int = QUESTIONS,
    calling: Mapping[str, int] | None = None,
) -> Batch:
    """Takes at most `limit` due messages for this worker, and settles those that need no provider.

    At most `questions` more that are in doubt: they are asked about, together, and take nobody's place. Nothing by the
    channels of `without`, nor by those that a provider wants left alone, and no more than `at_once` (less those
    `calling`) by one that has refused some.

    Messages are locked, those that others have locked skipped; then their appointments are read under the same
    locks. An appointment that is just being changed is waited for by nobody: its messages come at the next sweep.
    On SQLite the transaction is the only writer.
    """
    with transaction.atomic():
        claiming.committed_means_on_disk()
        messages = claiming.due(limit, questions, now=now, without=without, calling=calling or {})
        standings = claiming.standings(messages)
        free = [m for m in messages if m.appointment_id is None or m.appointment_id in standings]
        looks = _looks(free, standings, now)
        claimed = claiming.take(looks, worker=worker, now=now)
    return Batch(claimed, settled=len(free) - len(claimed))


def _looks(
    messages: Sequence[Message], standings: dict[int, Standing], now: datetime
) -> list[tuple[Message, Look, Channel | None]]:
    back = held(messages, now)
    still_so = standing_offers(messages) | standing_referrals(messages) | standing_registrations(messages)
    still_so |= standing_turns(messages) | standing_surveys(messages) | standing_steps(messages)
    return [
        (
            each,
            replace(_look(each, standings), held=each.pk in back, still_so=each.pk in still_so),
            channel_for(each.channel),
        )
        for each in messages
    ]


def _look(message: Message, standings: dict[int, Standing]) -> Look:
    return Look(
        kind=Kind(message.kind),
        version=message.version,
        sent=message.state == State.SENT,
        in_doubt=message.in_doubt,
        in_vain=message.polls,
        asked=message.asked,
        by_people=message.channel in BY_THE_TEAM,
        hours=hours_of(message.channel),
        expires_at=message.expires_at,
        zone=ZoneInfo(message.timezone),
        appointment=standings.get(message.appointment_id or 0),
    )
