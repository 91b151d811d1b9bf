"""Which facts of the journal are also traces, and what the trace says of them.

The journal serves those who work here, and loses its links with what it tells of; a trace stays as it was written.
"""

from typing import NamedTuple

from bookings.models import JournalEntry
from bookings.people.who import SYSTEM
from mediation.models import Trace
from mediation.traces.write import leave_trace

_Kind, _Trace = JournalEntry.Kind, Trace.Kind


class _As(NamedTuple):
    """The kind of trace; what it is about; the name of that one's number in the fact's `data`, when it is not a column."""

    kind: Trace.Kind
    about: str = "resident"
    of: str = ""


_TRACED = {
    _Kind.NOTE_READ: _As(_Trace.NOTE_READ, "appointment"),
    _Kind.FOLLOWING_READ: _As(_Trace.FOLLOWING_READ),
    _Kind.DATA_SHOWN: _As(_Trace.DATA_SHOWN),
    _Kind.DATA_CODE_GIVEN: _As(_Trace.DATA_CODE_GIVEN),
    _Kind.RESIDENTS_MERGED: _As(_Trace.MERGED),
    _Kind.ERASED: _As(_Trace.ERASED),
    _Kind.FEED_MADE: _As(_Trace.KEY_MADE, "feed", "feed"),
    _Kind.FEED_REVOKED: _As(_Trace.KEY_REVOKED, "feed", "feed"),
    _Kind.WEBHOOK_ADDED: _As(_Trace.KEY_MADE, "webhook"),
    _Kind.WEBHOOK_ROTATED: _As(_Trace.KEY_REPLACED, "webhook"),
    _Kind.WEBHOOK_REMOVED: _As(_Trace.KEY_REVOKED, "webhook"),
    _Kind.WEBHOOK_CHANGED: _As(_Trace.SETTING_CHANGED, "webhook"),
}
# Of a fact's `data` only what is known to be a number or a word of ours.
_MORE = ("merged", "how", "webhook", "team")


def trace_of(entry: JournalEntry) -> None:
    """Leaves the trace of a fact that is one, in the same transaction."""
    told_as = _TRACED.get(_Kind(entry.kind))
    if told_as is None or entry.origin != JournalEntry.Origin.LIVE:
        return
    column = {"resident": entry.resident_id, "appointment": entry.appointment_id}
    leave_trace(
        told_as.kind,
        now=entry.at,
        actor=entry.actor_id,
        channel=entry.channel,
        about=told_as.about,
        about_id=entry.data.get(told_as.of) if told_as.of else column.get(told_as.about),
        organisation=entry.organisation_id,
        why=_why(entry),
        **{name: entry.data[name] for name in _MORE if name in entry.data},
    )


def _why(entry: JournalEntry) -> str:
    """Of an erasure: that the person asked for it, or that the time of their data was over."""
    if entry.kind != _Kind.ERASED:
        return ""
    return "over" if entry.channel == SYSTEM.channel else "asked"
