"""The loads that measures stand on; each makes its own once and finds it again in later rounds."""

from typing import Any

import django
from django.core.management import call_command


def demonstration() -> None:
    """The territory that residents' pages are looked at on: 43 communes, 24 places, half a year of appointments."""
    django.setup()
    from mediation.models import Site

    if not Site.objects.exists():
        call_command("demo", verbosity=0)


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
