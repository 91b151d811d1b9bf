"""What people of the team do with somebody's data leaves a trace, of numbers alone."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from bookings.actions.forget import erase, forget
from bookings.actions.merge import merge
from bookings.actions.record_outcome import read_note, record_outcome
from bookings.models import ApiKey, Resident
from bookings.people.who import Actor
from mediation.models import Role, Trace
from mediation.traces.check import check
from mediation.traces.keep import tie
from mediation.traces.words import PAGES
from tests.architecture.test_routes_roles import OWN
from tests.bookings.staff.test_outcome import RESOLVED
from tests.people import MONDAY_8AM, TEN
from tests.sign_in import PASSWORD, sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
# Nobody is called so: wherever it is found, it leaked.
MARK = "Zorglubine"

# Pages of a person, files that are taken away, settings: each names the trace it leaves.
LEAVES = {
    **dict.fromkeys(("staff_resident", "staff_about", "staff_erase", "staff_duplicate"), "person_read"),
    **dict.fromkeys(("staff_figures_csv", "staff_figures_report_pdf", "staff_export_file"), "exported"),
    **dict.fromkeys(("staff_research_file", "partners_file_result", "partners_all_files_result"), "exported"),
    **dict.fromkeys(
        ("staff_referral_rules", "staff_survey_setting", "staff_day_settings"), "setting_changed"
    ),
    **dict.fromkeys(("staff_ceiling", "staff_short_names", "staff_partner"), "setting_changed"),
    **dict.fromkeys(("staff_partners", "staff_add_communes", "staff_languages"), "setting_changed"),
    **dict.fromkeys(("staff_reminder_plan", "staff_add_reminder_plan"), "setting_changed"),
    **dict.fromkeys(
        ("staff_remove_reminder_plan", "staff_wording", "staff_wording_again"), "setting_changed"
    ),
    "staff_traces": "traces_read",
    "staff_traces_file": "traces_exported",
}


@pytest.fixture
def town() -> Town:
    return Town()


def last(kind: str) -> Trace:
    return Trace.objects.filter(kind=kind).latest("pk")


def somebody(town: Town, hour: int = 0, name: str = f"{MARK} Essai") -> Resident:
    return town.books(TEN.replace(hour=TEN.hour + hour), name=name).participants.get()


def test_every_page_that_must_leave_a_trace_declares_it() -> None:
    declared = {
        route.name: str(route.pattern.callback.traced)
        for route in OWN
        if hasattr(route.pattern.callback, "traced")
    }
    assert declared == LEAVES


def test_every_file_and_every_setting_has_its_words() -> None:
    assert {name for name, kind in LEAVES.items() if kind in ("exported", "setting_changed")} == set(PAGES)


def test_opening_a_persons_page_is_traced_and_a_refusal_is_not(town: Town, client: Client) -> None:
    user, person = town.user("desk"), somebody(town)
    assert client.get(reverse("staff_resident", args=[person.pk])).status_code == 302
    sign_in(client, town.user("operator")).get(reverse("staff_resident", args=[person.pk]))
    assert not Trace.objects.filter(kind="person_read").exists()
    sign_in(client, user).get(reverse("staff_resident", args=[person.pk]))
    found = last("person_read")
    assert (found.actor, found.about, found.about_id) == (user.pk, "resident", person.pk)
    assert found.at == MONDAY_8AM


def test_two_records_compared_are_both_named(town: Town, client: Client) -> None:
    first, second = somebody(town), somebody(town, 1)
    sign_in(client, town.user("desk")).get(reverse("staff_duplicate", args=[first.pk, second.pk]))
    found = last("person_read")
    assert {found.about_id, found.data["also"]} == {first.pk, second.pk}


def test_a_search_says_whose_records_were_shown_and_not_what_was_typed(town: Town, client: Client) -> None:
    person = somebody(town)
    sign_in(client, town.user("desk")).post(reverse("staff_find"), {"typed": MARK})
    assert last("searched").data == {"by": "name", "found": [person.pk]}
    client.post(reverse("staff_find"), {"typed": "06 39 98 00 99"})
    assert last("searched").data == {"by": "reach", "found": []}
    client.post(reverse("staff_desk"), {"name": MARK, "action": "chercher"})
    assert last("searched").data == {"by": "name", "found": [person.pk]}
    assert Trace.objects.filter(kind="searched").count() == 3


def test_what_the_journal_says_of_reading_merging_and_erasing_is_a_trace_too(town: Town) -> None:
    by = Actor(channel="desk", user_id=town.lea_user.pk)
    visit = town.books(name=f"{MARK} Essai")
    one, other = visit.participants.get(), somebody(town, 2, "Autre Fiche")
    record_outcome(
        visit.pk, report=RESOLVED, private_note=f"{MARK} revient.", by=by, now=MONDAY_8AM.replace(hour=17)
    )
    assert MARK in read_note(visit.pk, by=by, now=MONDAY_8AM.replace(hour=17))
    assert (last("note_read").about, last("note_read").about_id) == ("appointment", visit.pk)
    merge(keep_id=one.pk, other_id=other.pk, by=by, now=MONDAY_8AM)
    found = last("merged")
    assert (found.about_id, found.data, found.actor) == (one.pk, {"merged": other.pk}, by.user_id)
    erase(one.pk, by=by, now=MONDAY_8AM, cancel_ahead=True)
    assert last("erased").about_id in {one.pk, other.pk}
    assert last("erased").why == "asked"


def test_an_erasure_because_time_is_over_says_so(town: Town) -> None:
    person = somebody(town)
    now = MONDAY_8AM + timedelta(days=800)
    assert forget(now=now)["residents"] == 1
    assert (last("erased").about_id, last("erased").actor, last("erased").why) == (person.pk, None, "over")


def test_an_export_is_traced_with_its_format(town: Town, client: Client) -> None:
    sign_in(client, town.user("coordinator")).get(reverse("staff_export_file", args=["csv"]))
    assert last("exported").data == {"page": "staff_export_file", "code": "csv"}


def test_a_role_leaves_its_way_from_the_invitation_to_its_end(town: Town, client: Client) -> None:
    coordinator = town.user("coordinator")
    sign_in(client, coordinator)
    form = {"email": f"{MARK}@example.org", "name": MARK, "kind": "desk", "organisation": town.here.pk}
    client.post(reverse("staff_invite"), form)
    assert last("invited").data == {"role": "desk"}
    link = re.search(r"/equipe/invitation/\S+", str(mail.outbox[-1].body))
    assert link
    newcomer = Client()
    newcomer.get(link[0])
    newcomer.post(reverse("staff_invitation"), {"name": MARK, "password": PASSWORD})
    role = Role.objects.get(user__email=f"{MARK.lower()}@example.org")
    assert (last("role_given").about_id, last("role_given").actor) == (role.pk, role.user_id)
    client.post(reverse("staff_withdraw", args=[role.pk]))
    assert (last("role_withdrawn").data["user"], last("role_withdrawn").actor) == (
        role.user_id,
        coordinator.pk,
    )


def test_a_setting_changed_by_an_operator_is_traced(town: Town, client: Client) -> None:
    operator = sign_in(client, town.user("operator"))
    operator.post(reverse("admin:mediation_accreditation_add"), {"code": "essai", "name": "Essai"})
    found = last("setting_changed")
    assert (found.about, found.data) == ("accreditation", {"verb": "made"})


def test_nothing_of_anybody_stands_in_traces(town: Town, client: Client) -> None:
    """A person with a marked name, looked for, opened, corrected and erased."""
    visit = town.books(name=f"{MARK} Essai", phone="06 39 98 77 66")
    person = visit.participants.get()
    sign_in(client, town.user("coordinator"))
    for typed in (MARK, "06 39 98 77 66", "7766"):
        client.post(reverse("staff_find"), {"typed": typed})
    for name in ("staff_resident", "staff_about", "staff_person_data", "staff_erase"):
        client.get(reverse(name, args=[person.pk]))
    record = {"form": "record", "name": f"{MARK} Corrigée", "language": "fr"}
    client.post(reverse("staff_resident", args=[person.pk]), record)
    client.post(reverse("staff_erase", args=[person.pk]), {"asked": "on", "cancel_ahead": "on"})
    tie(now=MONDAY_8AM)
    assert check().whole
    assert {"searched", "person_read", "data_shown", "erased"} <= set(
        Trace.objects.values_list("kind", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mediation_trace")
        everything = str(cursor.fetchall()).casefold()
    assert MARK.casefold() not in everything
    assert "7766" not in everything


def test_a_key_is_traced_when_it_is_made_replaced_and_revoked(town: Town, client: Client) -> None:
    sign_in(client, town.user("coordinator"))
    form = {"organisation": town.here.pk, "name": MARK, "scopes": ["catalogue:read"], "lifetime": 365}
    client.post(reverse("staff_api_keys"), form)
    key = ApiKey.objects.get()
    assert last("key_made").about_id == key.pk
    client.post(reverse("staff_api_key", args=[key.pk]), {"action": "remplacer"})
    assert last("key_replaced").data["before"] == key.pk
    client.post(reverse("staff_api_key", args=[key.pk]), {"action": "revoquer"})
    assert last("key_revoked").about_id == key.pk
