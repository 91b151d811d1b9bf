"""Every operation × every scope: a key does what its scopes say, and nothing else.

NEEDS is written by hand, so that a slip in a view does not pass unseen; the published schema says the same.
"""

from typing import Any

import pytest
from django.test import Client

from bookings.api.written import schema
from bookings.models import ApiKey
from tests.programs import Program, slug_of
from tests.referring import a_partner

pytestmark = pytest.mark.django_db

NEEDS = {
    **dict.fromkeys(
        ("list_topics", "read_topic", "list_sites", "read_site", "list_free_times", "list_workshops"),
        "catalogue:read",
    ),
    **dict.fromkeys(("list_appointments", "read_appointment"), "appointments:read"),
    **dict.fromkeys(("book_appointment", "move_appointment", "cancel_appointment"), "appointments:write"),
    **dict.fromkeys(("confirm_appointment", "book_for_referral"), "appointments:write"),
    **dict.fromkeys(("list_referrals", "read_referral", "read_sentence"), "referrals:read"),
    **dict.fromkeys(("refer", "correct_referral", "withdraw_referral"), "referrals:write"),
    **dict.fromkeys(("join_waiting_list", "read_wait", "leave_waiting_list"), "waiting:write"),
    **dict.fromkeys(
        ("enrol", "read_registration", "accept_seat", "decline_seat", "leave_workshop"), "workshops:write"
    ),
    "list_changes": "changes:read",
}
PUBLIC = {"list_inclusion_directory", "list_national_directory"}
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in schema()["paths"].items()
    for method, operation in methods.items()
}


def ask(client: Client, name: str, secret: str = "") -> Any:
    """Asks for the operation, about things that are not there."""
    method, path, _operation = OPERATIONS[name]
    address = "/".join("inconnu1" if part.startswith("{") else part for part in path.split("/"))
    headers = {"Idempotency-Key": "une", **({"Authorization": f"Bearer {secret}"} if secret else {})}
    return client.generic(method.upper(), address, b"{}", content_type="application/json", headers=headers)


def test_every_operation_has_its_row_and_the_schema_says_the_same():
    assert set(OPERATIONS) == set(NEEDS) | PUBLIC
    for name, (_method, _path, operation) in OPERATIONS.items():
        keyed = operation.get("security") == [{"key": []}]
        assert keyed == (name in NEEDS), name
        assert not keyed or f"`{NEEDS[name]}`" in operation["description"], name


@pytest.mark.parametrize("scope", ApiKey.Scope.values)
def test_a_scope_opens_its_operations_and_no_other(scope, town):
    program = Program(a_partner(), scope)
    for name, needed in NEEDS.items():
        answer = ask(program.client, name, program.secret)
        if needed == scope:
            assert answer.status_code not in (401, 403), name
        else:
            assert answer.status_code == 403 and slug_of(answer) == "scope-missing", name


def test_without_a_key_only_the_directory_opens(town, client):
    for name in NEEDS:
        assert slug_of(ask(client, name)) == "key-missing", name
    for name in PUBLIC:
        assert ask(client, name).status_code == 200, name
