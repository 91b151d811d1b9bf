"""Rose waits to be called, and somebody of the team presses the buttons of the queue."""

from datetime import timedelta

from django.http import HttpResponse
from django.test import Client

from bookings.models import CallBack, JournalEntry
from mediation.crypto import keyed_hash
from tests.people import MONDAY_8AM
from tests.staff import Town

QUEUE = "/equipe/rappels/"


def rose(town: Town, **fields: object) -> CallBack:
    """Rose asked to be called two hours ago, unless `fields` say otherwise."""
    phone = "+33639980009"
    usual = {
        "name": "Rose Essai",
        "phone": phone,
        "phone_index": keyed_hash("phone", phone),
        "last4": "0009",
        "created_at": MONDAY_8AM - timedelta(hours=2),
        "idempotency_key": f"key-{CallBack.objects.count()}",
        "topic": town.topic,
        "site": town.site,
    }
    return CallBack.objects.create(**{**usual, **fields})  # type: ignore[arg-type]


def press(client: Client, asked: CallBack, suite: str, **fields: str) -> str:
    """Presses the button and follows: the page in one line, `asked` as it is then."""
    page = client.post(f"{QUEUE}{asked.pk}/", {"suite": suite, **fields}, follow=True)
    asked.refresh_from_db()
    return text_of(page)


def undo(client: Client, asked: CallBack, suite: str, **fields: str) -> str:
    """Presses, then the button that takes it back."""
    answer = client.post(f"{QUEUE}{asked.pk}/", {"suite": suite, **fields})
    page = text_of(client.get(answer["Location"]))
    assert "Annuler ce que je viens de faire" in page
    back = answer["Location"].partition("fait=")[2].rpartition("-")[0]
    return press(client, asked, back)


def text_of(response: HttpResponse) -> str:
    """A page in one line."""
    return " ".join(response.content.decode().split())


def parts_of(page: str) -> tuple[str, str, str]:
    """The queue, those for later, those handled."""
    rest, _mark, handled = page.partition('id="traites"')
    queue, _mark, later = rest.partition('id="plus-tard"')
    return queue, later, handled


def facts() -> list[str]:
    """What the journal says was done, in order."""
    kind = JournalEntry.Kind.CALL_BACK_HANDLED
    return [entry.data["outcome"] for entry in JournalEntry.objects.filter(kind=kind).order_by("pk")]
