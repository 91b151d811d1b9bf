"""A partner's software, and what it asks of the API."""

from itertools import count
from typing import Any

from django.test import Client

from bookings.actions.api_keys import make_key
from bookings.models import ApiKey
from bookings.people.who import Actor
from mediation.models import Organisation
from tests import people

SCOPES = tuple(ApiKey.Scope.values)
_KEYS = count()


class Program:
    """A program with a key; each POST has an Idempotency-Key of its own unless one is given."""

    def __init__(self, organisation: Organisation, *scopes: str, **key: Any) -> None:
        self.key, self.secret = make_key(
            **{
                "organisation": organisation,
                "name": "Logiciel de Démonstration",
                "scopes": scopes or SCOPES,
                "expires_at": None,
                "by": Actor("desk"),
                "now": people.FRIDAY_BEFORE,
                **key,
            }
        )
        self.client = Client()

    def get(self, path: str, **headers: str) -> Any:
        """Reads `/api/v1/` + path."""
        return self.client.get(self._at(path), headers=self._with(headers))

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        """Sends `body` as JSON."""
        headers.setdefault("Idempotency-Key", key or f"clef-{next(_KEYS)}")
        return self._send(self.client.post, path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        """Changes something."""
        return self._send(self.client.patch, path, body, headers)

    def _send(self, method: Any, path: str, body: Any, headers: dict[str, str]) -> Any:
        data = body if isinstance(body, bytes) else body or {}
        return method(self._at(path), data, content_type="application/json", headers=self._with(headers))

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.secret}", **given}

    @staticmethod
    def _at(path: str) -> str:
        return path if path.startswith("/") else f"/api/v1/{path}"


def slug_of(answer: Any) -> str:
    """Which problem an answer is."""
    assert answer["Content-Type"] == "application/problem+json"
    return str(answer.json()["type"]).rstrip("/").rpartition("/")[2]
