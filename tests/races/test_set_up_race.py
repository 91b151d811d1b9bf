"""Two coordinators save one page at the same moment: one is stored, the other is told, neither loses a word."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from mediation.models import Opening, SetUpChange, Site, User
from tests.bookings.set_up.pages import edit, typed
from tests.people import MONDAY, a_mediator, a_site, an_organisation, receives
from tests.sign_in import a_user, sign_in


def both_save(users: list[User], page: str, answers: dict[int, dict[str, str]]) -> list[int]:
    """Each has opened the page; both press at the same moment. The statuses, the smaller first."""
    together = threading.Barrier(2)

    def save(user: User) -> int:
        try:
            client = sign_in(Client(), user)
            sent = typed(client.get(page), **answers[user.pk])
            together.wait(30)
            return client.post(page, sent).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(save, users))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_the_second_is_told(transactional_db: None) -> None:
    organisation = an_organisation()
    users = [a_user("coordinator", organisation) for _each in range(2)]
    page = edit("lieux", a_site(organisation).pk)
    typed_by = {user.pk: {"address": f"{user.pk} rue Neuve"} for user in users}
    assert both_save(users, page, typed_by) == [302, 409]
    change = SetUpChange.objects.get()
    assert change.actor is not None and Site.objects.get().address == f"{change.actor.pk} rue Neuve"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_one_date_at_once_the_second_is_told(transactional_db: None) -> None:
    organisation = an_organisation()
    users = [a_user("coordinator", organisation) for _each in range(2)]
    rule = receives(a_mediator(organisation), a_site(organisation))
    page = f"/equipe/plages/{rule.pk}/dates/{MONDAY + timedelta(days=7)}/"
    moved = [MONDAY + timedelta(days=each) for each in (8, 9)]
    typed_by = {
        user.pk: {"day": day.isoformat(), "action": "enregistrer"}
        for user, day in zip(users, moved, strict=True)
    }
    assert both_save(users, page, typed_by) == [302, 409]
    assert Opening.objects.get(replaces=rule).first_day in moved
