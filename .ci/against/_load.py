"""The loads that measures stand on; each makes its own once and finds it again in later rounds.

Run as a program it brings the database up to date and makes the demonstration's.
"""

from datetime import timedelta
from typing import Any

import django
from django.core.management import call_command


def demonstration() -> None:
    """The territory that residents' pages are looked at on: 43 communes, 24 places, half a year of appointments."""
    django.setup()
    from django.db import IntegrityError
    from django.utils import timezone

    from bookings.demo.load import load_demo

    # Before 29 November 2026 an appointment of two stopped it at some hours of some days.
    for hours in range(24):
        try:
            load_demo(now=timezone.now() - timedelta(hours=hours), sign_in=False)
        except IntegrityError:
            continue
        return
    raise RuntimeError("the demonstration does not load")


def synthetic() -> Any:
    """A busier territory, with enough free times for thousands of bookings, as `generate` gives it back."""
    django.setup()
    from bookings.synthetic.ground import SyntheticGround
    from mediation.models import Mediator, Organisation, Site, Topic

    if not Site.objects.exists():
        call_command("generate", mediators=100, appointments=30_000, sites=40, verbosity=0)
    return SyntheticGround(
        Organisation.objects.get(),
        list(Site.objects.select_related("organisation").order_by("pk")),
        list(Mediator.objects.order_by("pk")),
        list(Topic.objects.order_by("pk")),
    )


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    demonstration()
