"""Calls to providers, outside any transaction: one that sends, or one question that answers for many messages."""

import time
from collections.abc import Iterable, Sequence

from notifications.channels.contract import Accepted, Channel, InDoubt, ListsMany, Outgoing, Refused
from notifications.outbox.decisions import Step
from notifications.outbox.recording import Answer, Claimed


def tasks_of(claimed: Iterable[Claimed]) -> list[list[Claimed]]:
    """What goes into one call: a message alone, or all of one channel that are in doubt."""
    tasks: list[list[Claimed]] = []
    asked: dict[str, list[Claimed]] = {}
    for each in claimed:
        if each.step is Step.LOOK_UP:
            asked.setdefault(each.message.channel, []).append(each)
        else:
            tasks.append([each])
    return tasks + list(asked.values())


def carry_together(task: Sequence[Claimed]) -> list[Answer]:
    """What came of each. A provider that can be asked for many at once is."""
    channel = task[0].channel
    if len(task) > 1 and task[0].step is Step.LOOK_UP and isinstance(channel, ListsMany):
        return _looked_up(channel, task)
    return [carry(each) for each in task]


def carry(claimed: Claimed) -> Answer:
    """One call to a provider. Never raises: the answer says what happened."""
    if time.monotonic() > claimed.deadline:
        # Waited too long behind others, or slept (a laptop's lid, a frozen machine): the lease may be over soon.
        return Answer(late=True)
    try:
        return Answer(accepted=_call(claimed, _outgoing(claimed)))
    except Refused as refused:
        return Answer(refused=refused)
    except InDoubt as doubt:
        return Answer(doubt=doubt)
    except Exception as error:
        # A fault of ours or of a library, after which nobody knows: its text may hold a number, its name does not.
        return Answer(doubt=InDoubt(type(error).__name__))


def _looked_up(channel: ListsMany, task: Sequence[Claimed]) -> list[Answer]:
    """Those that there was no time to ask about keep their place."""
    if time.monotonic() > task[0].deadline:
        return [Answer(late=True) for _ in task]
    try:
        found = channel.find_all([_outgoing(each) for each in task])
    except Exception as error:
        return [Answer(doubt=InDoubt(type(error).__name__)) for _ in task]
    return [_answer(found, str(each.message.reference)) for each in task]


def _answer(found: dict[str, Accepted | InDoubt | None], reference: str) -> Answer:
    said = found.get(reference)
    if reference not in found:
        return Answer(late=True)
    return Answer(doubt=said) if isinstance(said, InDoubt) else Answer(accepted=said)


def _outgoing(claimed: Claimed) -> Outgoing:
    message = claimed.message
    return Outgoing(
        reference=str(message.reference),
        to=message.to,
        subject=message.subject,
        body=message.body,
        language=message.language,
    )


def _call(claimed: Claimed, outgoing: Outgoing) -> Accepted | None:
    channel: Channel = claimed.channel
    if claimed.step is Step.SEND:
        return channel.send(outgoing)
    if claimed.step is Step.LOOK_UP:
        return channel.find(outgoing)
    return channel.follow(claimed.message.provider_id)
