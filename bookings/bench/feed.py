"""The change feed at its beginning beside a million rows further on: a reader who is far along pays no more."""

from django.db import connection
from django.utils import timezone

from bookings.api.serializers.changes import change_shown
from bookings.bench.measure import Figure, in_turn, ms
from bookings.models import Change
from mediation.models import Organisation

_A_PART = 100
_ROUNDS = 40
_FILL = """
    INSERT INTO bookings_change (number, audience_id, event, state, met, step, at, numbered_at)
    SELECT n, CASE WHEN n %% 2 = 0 THEN %s ELSE %s END, 'referral.invited', 'invited', false, 'invited', %s, %s
    FROM generate_series(1, %s) AS n
"""


def far_along(rows: int) -> Figure:
    """A part of the feed after row 1 and after the last but one part of `rows`, turn by turn."""
    now = timezone.now()
    ours, others = (Organisation.objects.create(name=f"Mesure {n}", refers=True) for n in range(2))
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [ours.pk, others.pk, now, now, rows])
        cursor.execute("ANALYZE bookings_change")
    last = rows - 4 * _A_PART
    far, near = in_turn(lambda: _read(last, ours.pk), lambda: _read(1, ours.pk), rounds=_ROUNDS)
    ratio = far / near
    return Figure(
        f"/changes after row {last:,}",
        ms(far),
        f"{ms(near)} (after row 1)",
        f"{ratio:.2f} x",
        "<= 1.2 x",
        ratio <= 1.2,
    )


def _read(after: int, audience_id: int) -> None:
    rows = Change.objects.with_what_is_told().after(after, audience_id=audience_id)[: _A_PART + 1]
    found = [change_shown(change) for change in rows]
    if len(found) != _A_PART + 1:
        raise RuntimeError("the feed is shorter than it should be")
