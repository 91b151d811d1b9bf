"""A workshop of the tests: six Thursdays at two, over the clock change of autumn."""

from datetime import UTC, date, datetime, time

from bookings.actions.plan_workshop import plan_workshop
from bookings.models import Workshop, WorkshopText
from bookings.workshops.series import dates
from tests.staff import AT_THE_DESK, Town

BEFORE = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
FIRST = date(2026, 10, 8)


def six_thursdays(
    town: Town, *, capacity: int = 8, times: int = 6, first: date = FIRST, **fields: object
) -> Workshop:
    """Animated by Léa."""
    workshop = Workshop(organisation=town.here, site=town.site, topic=town.topic, capacity=capacity, **fields)
    return plan_workshop(
        workshop,
        texts=[WorkshopText(language="fr", title="Mon premier courriel", description="Écrire et recevoir.")],
        dates=dates(first, time(14), time(16), zone="Europe/Paris", times=times),
        animators=[town.lea],
        by=AT_THE_DESK,
        now=BEFORE,
    )
