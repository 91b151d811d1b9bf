"""Two of the team on one form, for every form about something stored: what changed is said, what was typed is kept.

EDITED (`edit_forms`) names them all. A page that shows another form fails until that form is in the list, or says why not.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mediation.models import KeptForm, Role
from tests.architecture.edit_forms import EDITED, NOT_STORED, SET_UP_KINDS, Edited
from tests.architecture.somebody_elses import LISTS, WHOSE, Elsewhere
from tests.people import TEN
from tests.sent_back import Sent, form_about_stored
from tests.sign_in import a_user, sign_in


@pytest.fixture
def there(db):
    with time_machine.travel(TEN + timedelta(hours=1), tick=False):
        yield Elsewhere()


def coordinator(there: Elsewhere, *, everywhere: bool = False) -> Client:
    """Who coordinates there; with `everywhere`, the whole territory too."""
    user = a_user("coordinator", there.town.elsewhere)
    if everywhere:
        Role.objects.create(user=user, kind="metro_coordinator")
    return sign_in(Client(), user)


def box(held: Sent, name: str) -> str:
    """A box by its name, or by that part of it which is the same for everybody's."""
    alike = (key for key in held if key == name or key.endswith(f"-{name}") or key.startswith(f"{name}-"))
    return next(alike, name)


def typed(held: Sent, answers: dict[str, Any], press: dict[str, str]) -> Sent:
    """What is sent when these answers are typed; None unticks a box."""
    sent = {**held, **{name: [value] for name, value in press.items()}}
    for name, value in answers.items():
        key = box(held, name)
        if value is None:
            sent.pop(key, None)
        else:
            sent[key] = list(value) if isinstance(value, list) else [value]
    return sent


def opened(client: Client, address: str) -> tuple[str, Sent]:
    """The form of a page: where it goes and what it holds."""
    page = client.get(address)
    assert page.status_code == 200, address
    found = form_about_stored(page)
    assert found, f"no marks on {address}"
    action, held = found
    return (address + action if action.startswith("?") else action or address), held


def saved(client: Client, to: str, sent: Sent) -> None:
    """Sent until it is stored: some pages show what they will do first."""
    for _press in range(3):
        answer = client.post(to, sent)
        if answer.status_code == 302:
            return
        assert answer.status_code == 200, [str(form.errors) for form in forms_of(answer)]
        shown = form_about_stored(answer)
        assert shown
        sent = {**shown[1], **{name: value for name, value in sent.items() if name not in shown[1]}}
    raise AssertionError("never stored")


def says(held: Sent, answers: dict[str, Any]) -> dict[str, bool]:
    """For each answer, whether the form shows it."""
    return {name: _shows(held.get(box(held, name), []), value) for name, value in answers.items()}


def _shows(shown: list[str], value: Any) -> bool:
    if value is None:
        return not shown
    plain = [each.replace(" ", "").removeprefix("+33").removeprefix("0") for each in shown]
    wanted = value if isinstance(value, list) else [value]
    return plain == [each.replace(" ", "").removeprefix("0") for each in wanted]


@pytest.mark.parametrize("name", EDITED)
def test_what_somebody_else_stored_meanwhile_is_said_and_what_was_typed_is_kept(there, name):
    whole = name.startswith("staff_set_up_edit")
    ines, paul = coordinator(there, everywhere=whole), coordinator(there, everywhere=whole)
    edited: Edited = EDITED[name]
    address = edited.address(there)
    to, held = opened(ines, address)
    hers = typed(held, edited.hers, edited.press)
    saved(paul, to, typed(opened(paul, address)[1], edited.his, edited.press))

    answer = ines.post(to, hers)
    assert answer.status_code == 409 and "Quelqu’un a changé cette page" in answer.content.decode()
    shown = form_about_stored(answer)
    assert shown
    only_his = {key: value for key, value in edited.his.items() if key not in edited.hers}
    assert all(says(shown[1], {**only_his, **edited.hers}).values())
    # Nothing of hers is stored before she has read it.
    assert all(says(opened(paul, address)[1], edited.his).values())

    saved(ines, to, {**shown[1], **{key: [value] for key, value in edited.press.items()}})
    assert all(says(opened(paul, address)[1], {**only_his, **edited.hers}).values())


# Of a form that is sent to another address than it was shown at, the page of what was kept shows what was typed.
SENT_ELSEWHERE = {"staff_surveys"}


@pytest.mark.parametrize("name", [name for name in EDITED if name not in SENT_ELSEWHERE])
def test_what_a_session_ended_over_is_compared_when_it_is_brought_back(there, name):
    """A form kept over a sign-in may be half an hour old: it says what it was written over, and stores nothing."""
    whole = name.startswith("staff_set_up_edit")
    ines, paul = coordinator(there, everywhere=whole), coordinator(there, everywhere=whole)
    edited, hers_id = EDITED[name], int(ines.session["_auth_user_id"])
    address = edited.address(there)
    to, held = opened(ines, address)
    assert to.partition("?")[0] == address
    hers = typed(held, edited.hers, edited.press)
    saved(paul, to, typed(opened(paul, address)[1], edited.his, edited.press))
    kept = KeptForm.objects.create(
        user_id=hers_id,
        path=address,
        page=address,
        data=urlencode(hers, doseq=True),
        expires_at=timezone.now() + timedelta(minutes=10),
    )
    back = ines.get(f"{address}?reprise={kept.pk}")
    shown = form_about_stored(back)
    assert shown and "Quelqu’un a changé cette page" in back.content.decode()
    assert all(says(shown[1], edited.hers).values())
    assert all(says(opened(paul, address)[1], edited.his).values())


def forms_of(page: Any) -> Iterator[forms.BaseForm]:
    """Every form of a page, whatever its template calls it."""
    layers = [layer for context in page.context or [] for layer in context.dicts]
    for value in (value for layer in layers for value in layer.values()):
        for each in value if isinstance(value, list | tuple) else [value]:
            if isinstance(each, forms.BaseForm):
                yield each


def test_every_form_of_a_staff_page_is_in_the_list_or_says_why_not(there):
    client = coordinator(there, everywhere=True)
    own = {name: edited.address(there) for name, edited in EDITED.items()}
    pages = {
        **{name: reverse(name, kwargs=whose(there)) for name, whose in WHOSE.items()},
        **{name: reverse(name) for name in LISTS},
        **own,
    }
    assert len(pages) > 100
    marked = set()
    for name, address in pages.items():
        page = client.get(address)
        if page.status_code != 200 or "html" not in page["Content-Type"]:
            continue
        others = {type(form).__name__ for form in forms_of(page)} - set(NOT_STORED)
        compared = form_about_stored(page) is not None
        assert len(others) <= compared, f"{name}: {others}"
        marked |= {name} if compared else set()
    # (One address for all kinds of the set-up: each has its own row.)
    assert marked - {"staff_set_up_edit", "staff_set_up_new"} == set(EDITED)
    assert {name for name in EDITED if name.startswith("staff_set_up_edit")} == SET_UP_KINDS
