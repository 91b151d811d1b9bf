"""What mediators have promised is read of all who are asked about, be they named one by one or too many for that."""

from datetime import timedelta

import pytest

from bookings.models import Commitment
from bookings.times import reading
from mediation.models import Mediator
from tests.people import TEN, a_mediator, a_site, an_organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 2, 3, 16, 17])
def test_the_promises_of_those_asked_about_are_found_and_nobody_elses(count: int) -> None:
    organisation = an_organisation()
    site = a_site(organisation)
    team = [a_mediator(organisation, f"Personne {number}") for number in range(count + 1)]
    for each in team:
        _promise(each, site.pk)
    asked = {each.pk for each in team[:count]}

    those = reading.Those.of(asked)
    found = reading.commitments(limited=False, but_one=False, those=those.shape)(
        first=TEN, last=TEN + timedelta(hours=1), last_end=TEN + timedelta(days=1), now=TEN, **those.values
    )

    assert sorted(row[0] for row in found) == sorted(asked)


def _promise(mediator: Mediator, site_id: int) -> None:
    ends_at = TEN + timedelta(minutes=45)
    Commitment.objects.create(
        mediator=mediator, site_id=site_id, starts_at=TEN, ends_at=ends_at, frees_at=ends_at
    )
