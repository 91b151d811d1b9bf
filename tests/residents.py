"""What a resident does on the web, step by step, with Django's client: no JavaScript, no account."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.test import Client
from django.urls import reverse

from bookings.public.asked import stamp
from mediation.models import Site, Topic
from tests.people import AMINA_MOBILE

AMINA: dict[str, str | list[str]] = {
    "relation": "self",
    "name": "Amina",
    "reach": "mobile",
    "mobile": AMINA_MOBILE,
}


@dataclass
class Resident:
    """Somebody with a browser. `pages` counts what was asked of the server."""

    client: Client = field(default_factory=Client)
    pages: int = 0

    def get(self, address: str, **headers: str):  # type: ignore[no-untyped-def]
        """Opens an address."""
        self.pages += 1
        return self.client.get(address, headers=headers or None)

    def post(self, address: str, data: Mapping[str, str | list[str]], **headers: str):  # type: ignore[no-untyped-def]
        """Sends a form."""
        self.pages += 1
        return self.client.post(address, data, headers=headers or None)

    def form_at(self, address: str) -> str:
        """Opens the page that asks for whom; the draft's signed id in it."""
        return hidden_draft(self.get(address))

    def book(self, topic: Topic, site: Site, starts_at: datetime, **answers: str | list[str]):  # type: ignore[no-untyped-def]
        """Fills in the last page and sends it; what comes back."""
        draft = self.form_at(whom_address(topic, site, starts_at))
        return self.post(take_address(topic, site, starts_at), {**AMINA, "draft": draft, **answers})


def whom_address(topic: Topic, site: Site, starts_at: datetime) -> str:
    """The page that asks for whom."""
    return reverse("whom", args=[topic.public_id, site.public_id, stamp(starts_at)])


def take_address(topic: Topic, site: Site, starts_at: datetime) -> str:
    """Where that page's form is sent."""
    return f"{whom_address(topic, site, starts_at)}prendre/"


def hidden_draft(response) -> str:  # type: ignore[no-untyped-def]
    """The draft's signed id in a page's form."""
    return str(response.context["draft"])
