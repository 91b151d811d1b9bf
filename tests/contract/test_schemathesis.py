"""The API under requests that nobody thought of: no answer outside its published schema, no error of ours.

Everything runs in this process, in one transaction that is taken back. The seed is fixed, unless `SCHEMATHESIS_SEED` says
another; what a program would know (topics, sites, free times) is put in the place of made-up identifiers, so that requests get
past the first check.
"""

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any
from zlib import crc32

import pytest
import schemathesis
import schemathesis.specs.openapi.checks as checks
import time_machine
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error

from bookings.api.links import FOLLOWS
from bookings.api.written import schema
from mediation.wsgi import application
from tests import people
from tests.programs import Program
from tests.referring import a_partner
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

SEED = int(os.environ.get("SCHEMATHESIS_SEED", "20261129"))
_TIMES = [f"2026-11-30T{hour:02}:00:00+01:00" for hour in range(9, 17)]
_LINKED = {name for linked in FOLLOWS.values() for name, _id, _tag in linked}
_DRAWS = 5
_QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
_BOUNDED: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "suppress_health_check": _QUIET,
    "phases": [Phase.explicit, Phase.generate],
}


def _checks(mode: GenerationMode) -> list[Any]:
    """What each answer is held to. What is made up wrongly must be refused, too."""
    common = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_headers_conformance,
        checks.response_schema_conformance,
    ]
    return [*common, checks.negative_data_rejection] if mode is GenerationMode.NEGATIVE else common


class Caller:
    """A program with all scopes, and what it knows of the town."""

    def __init__(self) -> None:
        self.town = Town()
        self.program = Program(a_partner())
        self.known = {
            "topic": [self.town.topic.public_id],
            "site": [self.town.site.public_id, self.town.other_site.public_id],
            "starts_at": _TIMES,
        }

    @property
    def headers(self) -> dict[str, str]:
        """Its key."""
        # (What calls over WSGI does not unpack what is packed.)
        return {"Authorization": f"Bearer {self.program.secret}", "Accept-Encoding": "identity"}

    def know(self, case: Case[Any]) -> None:
        """Puts real things in the place of made-up ones, wherever the shape is right."""
        self._in(case.body)
        self._in(case.query)

    def _in(self, value: Any) -> None:
        if not isinstance(value, dict):
            return
        for name, each in value.items():
            if name in self.known and _has_the_shape(name, each):
                choices = self.known[name]
                value[name] = choices[crc32(each.encode()) % len(choices)]
            self._in(each)
        reach = value.get("reach")
        called = isinstance(reach, dict) and reach.get("kind") in ("mobile", "landline")
        if called and isinstance(reach.get("value"), str) and len(reach["value"]) <= 200:
            reach["value"] = people.AMINA_MOBILE


def _has_the_shape(name: str, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    return "T" in value if name == "starts_at" else 1 <= len(value) <= 12


@pytest.fixture
def caller(db: None, settings: Any) -> Iterator[Caller]:
    """On the Friday before, with no limit on how often one asks."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    # A request would close the connection that holds this test's transaction (as Django's own client knows).
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with time_machine.travel(people.FRIDAY_BEFORE, tick=False):
        yield Caller()
    for signal in signals:
        signal.connect(close_old_connections)


@cache
def _published() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)


@pytest.fixture
def api(caller: Caller) -> Any:
    """The schema as it is published, asked for over WSGI: once, it is the same for every caller."""
    return _published()


OPERATIONS = [each["operationId"] for path in schema()["paths"].values() for each in path.values()]
# Those of the directory take nothing: there is no wrong way to ask.
ASKED = [(GenerationMode.POSITIVE, name) for name in OPERATIONS] + [
    (GenerationMode.NEGATIVE, name) for name in OPERATIONS if not name.endswith("_directory")
]


@pytest.mark.parametrize(
    ("mode", "name"), ASKED, ids=lambda each: each.value if isinstance(each, GenerationMode) else each
)
def test_whatever_is_asked_the_answer_is_in_the_schema(
    api: Any, caller: Caller, mode: GenerationMode, name: str
):
    operation = api.find_operation_by_id(name)

    @seed(SEED)
    @settings(max_examples=6, **_BOUNDED)
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE:
            caller.know(case)
        case.call_and_validate(headers=caller.headers, checks=_checks(mode))

    ask()


def test_what_follows_from_what_was_made_stays_in_the_schema(api: Any, caller: Caller) -> None:
    """Booked, moved, confirmed, cancelled; referred, corrected, withdrawn; joined, left: along the links of the schema."""
    answered: Counter[tuple[str, int]] = Counter()

    class Programs(api.as_state_machine()):  # type: ignore[misc]
        """One program at a time, from the town as it was."""

        def before_call(self, case: Case[Any]) -> None:
            caller.know(case)

        def get_call_kwargs(self, case: Case[Any]) -> dict[str, Any]:
            return {"headers": caller.headers}

        def validate_response(self, response: Any, case: Case[Any], **_more: Any) -> None:
            answered[(case.operation.definition.raw["operationId"], response.status_code)] += 1
            case.validate_response(response, checks=_checks(GenerationMode.POSITIVE))

    def followed() -> set[str]:
        return {name for (name, status) in answered if status == 200} & _LINKED

    # What is drawn may miss every link; one more draw of the same seed hardly does.
    for turn in range(_DRAWS):
        if not followed():
            seed(SEED + turn)(Programs).run(
                settings=settings(max_examples=20, stateful_step_count=8, **_BOUNDED)
            )
    assert followed(), answered
    assert any(status == 201 for (_name, status) in answered), answered
