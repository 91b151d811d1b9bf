"""The published schema says exactly what the API does: it is committed, and the same wherever it is made."""

from pathlib import Path

import pytest
from django.conf import settings
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from bookings.api.problem_types import TYPES
from bookings.api.written import as_yaml, schema

OPERATIONS = [operation for path in schema()["paths"].values() for operation in path.values()]


def test_the_committed_schema_is_that_of_today_on_any_database():
    committed = Path(settings.BASE_DIR, "docs/openapi.yaml").read_text(encoding="utf-8")
    assert as_yaml() == committed, "`make schema` writes it anew"


def test_it_is_a_right_schema_and_nothing_in_it_was_guessed():
    validate_schema(schema())
    assert not GENERATOR_STATS


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])
def test_each_status_has_an_example_and_each_operation_says_what_can_go_wrong(operation):
    keyed = operation.get("security") == [{"key": []}]
    answers = operation["responses"]
    needed = {"200", "400", "401", "403", "429"} if keyed else {"200"}
    if "If-Match" in [each["name"] for each in operation["parameters"]]:
        needed |= {"404", "409", "412", "428"}
    if "requestBody" in operation:
        needed |= {"413", "415", "422"}
    if "Idempotency-Key" in [each["name"] for each in operation["parameters"]]:
        needed |= {"409", "503"}
    assert needed - {"200"} <= set(answers) and {"200", "201"} & set(answers)
    for status, answer in answers.items():
        if not status.startswith("2"):
            assert answer["content"]["application/problem+json"]["examples"], status


def test_every_kind_of_problem_is_named_once_with_a_status_of_http():
    assert len({kind.slug for kind in TYPES.values()}) == len(TYPES)
    assert all(400 <= kind.status < 600 for kind in TYPES.values())


def test_the_schema_is_read_by_anybody_as_yaml_or_json(client, db):
    assert client.get("/api/v1/schema/").content.decode() == as_yaml()
    answer = client.get("/api/v1/schema/?format=json")
    assert answer.json() == schema() and answer["ETag"]


def test_the_page_that_shows_it_loads_nothing_from_elsewhere(client, db):
    page = client.get("/api/v1/docs/").content.decode()
    assert "http://" not in page.replace("http://127", "") and "https://" not in page
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        answer = client.get(f"/api/v1/docs/{name}")
        assert answer.status_code == 200 and b"sourceMappingURL" not in answer.content
    assert client.get("/api/v1/docs/autre.js").status_code == 404
