"""All addresses × all roles. An address that declares nothing fails; so does one without a row here.

ROUTES says who gets in, by the name of the address: "public", "machine", "sign_in", "signed_in", or the kinds
of role. The same table is then tried over HTTP: nobody, and each role, on every address.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from mediation.access import PEOPLE_MANAGERS, RECEPTION, Access, Kind
from mediation.models import Mediator, Organisation, Role
from tests.sign_in import a_user, sign_in

# What residents see, or anybody; nothing of it opens a session.
PUBLIC = (
    *("home", "place", "where", "anywhere", "places", "near", "when", "take", "whom", "code"),
    *(
        "booked",
        "appointment",
        "calendar",
        "cancel",
        "restore",
        "move",
        "move_to",
        "choose_instead",
        "find",
        "short_link",
    ),
    *("partners_no_account", "partners_link", "partners_link_sheet", "partners_link_correct"),
    *("partners_link_withdraw", "partners_link_time", "partners_link_cancel"),
    *("sooner", "wait_anywhere", "wait_here", "waiting"),
    *("referred", "referred_times", "referred_take"),
    *("workshops", "workshop", "registration", "registration_calendar"),
    *("drop_in", "drop_in_screen"),
    *("call_back", "call_back_done", "about", "personal_data", "accessibility"),
    *("accessibility_criteria", "ecodesign"),
    *("survey", "survey_code", "survey_thanks", "survey_tablet", "survey_tablet_thanks", "public_figures"),
    *("following", "own_sheet"),
    *("rights", "rights_code", "rights_link", "rights_file", "rights_correct"),
    *("rights_object", "rights_erase", "rights_erased", "rights_close"),
    *(
        "open_data",
        "open_data_catalogue",
        "sites_file",
        "workshops_file",
        "workshops_schema",
        "counts_file",
        "counts_schema",
        "counts_edition",
    ),
    *(
        "api_schema",
        "api_docs",
        "api_docs_file",
        "api_problems",
        "api_problem",
        "api_inclusion",
        "api_national",
    ),
    *("healthz", "readyz", "simulator", "handset", "handset_write", "handset_dial", "handset_call"),
)
MACHINE = (
    *("twilio_status", "twilio_voice", "twilio_sms", "metrics", "calendar_feed"),
    # Of the API: each with the scopes of `tests/bookings/api/test_scopes.py`.
    *("api_changes", "api_topics", "api_topic", "api_sites", "api_site", "api_free_times", "api_nothing"),
    *("api_appointments", "api_appointment", "api_move", "api_cancel", "api_confirm"),
    *("api_referrals", "api_sentence", "api_referral", "api_withdraw", "api_book_referred"),
    *("api_waiting", "api_wait", "api_leave"),
    *(
        "api_workshops",
        "api_enrol",
        "api_registration",
        "api_leave_workshop",
        "api_accept_seat",
        "api_decline_seat",
    ),
)
SIGN_IN = (
    *("staff_language", "staff_switch", "staff_open_invitation", "staff_invitation"),
    *("staff_proconnect", "staff_proconnect_back", "staff_proconnect_link", "staff_proconnect_confirm"),
)
SIGNED_IN = (
    *("staff_home", "staff_second_step", "staff_kept_form", "staff_proconnect_add", "staff_proconnect_off"),
    *("staff_sessions", "staff_sessions_end", "staff_session_end"),
)
# Who closes a site; a mediator sets their own openings, where the organisation lets them.
HOURS_KEEPERS = (Kind.DESK, Kind.COORDINATOR, Kind.CENTRAL_DESK, Kind.METRO_COORDINATOR)
COORDINATORS = (Kind.COORDINATOR, Kind.METRO_COORDINATOR)
STAFF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("staff_partners", "staff_partner", "staff_partner_person"), PEOPLE_MANAGERS),
    "staff_partner_revoke": PEOPLE_MANAGERS,
    **dict.fromkeys(("staff_people", "staff_invite", "staff_revoke", "staff_withdraw"), PEOPLE_MANAGERS),
    "staff_reopen": PEOPLE_MANAGERS,
    **dict.fromkeys(
        ("staff_day", "staff_week", "staff_desk", "staff_card", "staff_find", "staff_visit"), RECEPTION
    ),
    **dict.fromkeys(("staff_side_by_side", "staff_week_list", "staff_month"), RECEPTION),
    **dict.fromkeys(
        ("staff_appointment", "staff_mark", "staff_told", "staff_verify", "staff_restore"), RECEPTION
    ),
    **dict.fromkeys(("staff_surveys", "staff_survey_sheet", "staff_workshop_sheets"), RECEPTION),
    **dict.fromkeys(("staff_survey_paper", "staff_survey_tablet"), HOURS_KEEPERS),
    **dict.fromkeys(("staff_survey_comments", "staff_survey_comment", "staff_survey_setting"), COORDINATORS),
    **dict.fromkeys(("staff_run_over", "staff_missed", "staff_missed_answer"), RECEPTION),
    **dict.fromkeys(("staff_interpreters", "staff_interpreter", "staff_interpreter_needless"), RECEPTION),
    **dict.fromkeys(
        ("staff_give_number", "staff_try_call", "staff_home_visit", "staff_visit_sheet"), RECEPTION
    ),
    "staff_day_settings": COORDINATORS,
    **dict.fromkeys(("staff_note", "staff_cancel", "staff_move", "staff_resident"), RECEPTION),
    **dict.fromkeys(("staff_call_backs", "staff_call_back", "staff_to_tell"), RECEPTION),
    **dict.fromkeys(("staff_duplicates", "staff_duplicate", "staff_other_record", "staff_about"), RECEPTION),
    **dict.fromkeys(("staff_person_data",), RECEPTION),
    **dict.fromkeys(("staff_openings", "staff_add_absence", "staff_remove_absence"), RECEPTION),
    **dict.fromkeys(("staff_add_opening", "staff_end_opening", "staff_opening_dates"), RECEPTION),
    **dict.fromkeys(("staff_opening_date", "staff_opening_date_kept"), RECEPTION),
    **dict.fromkeys(("staff_copy_week", "staff_copied_week"), RECEPTION),
    **dict.fromkeys(("staff_travel", "staff_team_week"), COORDINATORS),
    **dict.fromkeys(
        ("staff_interruptions", "staff_interrupt", "staff_interruption", "staff_to_call"), RECEPTION
    ),
    **dict.fromkeys(
        ("staff_interruption_leaves", "staff_interruption_undone", "staff_call_instead"), RECEPTION
    ),
    **dict.fromkeys(("staff_add_closure", "staff_remove_closure"), HOURS_KEEPERS),
    **dict.fromkeys(("staff_line", "staff_spoken_name", "staff_spoken_name_sound"), RECEPTION),
    **dict.fromkeys(
        ("staff_reminders", "staff_reminder_plan", "staff_add_reminder_plan", "staff_remove_reminder_plan"),
        COORDINATORS,
    ),
    **dict.fromkeys(("staff_letters", "staff_print_letters", "staff_take_back_letter"), RECEPTION),
    **dict.fromkeys(("staff_wordings", "staff_wording", "staff_wording_again"), COORDINATORS),
    **dict.fromkeys(("staff_costs", "staff_ceiling", "staff_short_names"), COORDINATORS),
    **dict.fromkeys(("staff_referrals", "staff_referral", "staff_referral_step"), RECEPTION),
    "staff_languages": COORDINATORS,
    **dict.fromkeys(("staff_referral_rules", "staff_referral_figures"), COORDINATORS),
    **dict.fromkeys(("staff_api_keys", "staff_api_key"), COORDINATORS),
    "staff_messages": RECEPTION,
    "staff_webhooks": COORDINATORS,
    "staff_webhook": (*COORDINATORS, Kind.PARTNER),
    "partner_webhooks": (Kind.PARTNER,),
    "staff_first_steps": PEOPLE_MANAGERS,
    **dict.fromkeys(("staff_set_up", "staff_set_up_list", "staff_set_up_history"), PEOPLE_MANAGERS),
    **dict.fromkeys(("staff_set_up_new", "staff_set_up_edit", "staff_set_up_close"), PEOPLE_MANAGERS),
    **dict.fromkeys(
        ("staff_set_up_files", "staff_set_up_upload", "staff_set_up_template"),
        PEOPLE_MANAGERS,
    ),
    **dict.fromkeys(("staff_set_up_file", "staff_set_up_file_result"), PEOPLE_MANAGERS),
    "staff_rights": (*RECEPTION, Kind.OPERATOR),
    "staff_add_communes": (Kind.OPERATOR,),
    **dict.fromkeys(("staff_waiting", "staff_add_waiting", "staff_waiting_changed"), RECEPTION),
    **dict.fromkeys(("staff_offer_answered", "staff_sooner"), RECEPTION),
    **dict.fromkeys(("staff_conversations", "staff_conversation", "staff_conversation_handled"), RECEPTION),
    "staff_conversation_put_right": RECEPTION,
    **dict.fromkeys(
        ("staff_calendars", "staff_close_feed", "staff_unlink_calendar"), (Kind.MEDIATOR, *COORDINATORS)
    ),
    "staff_link_calendar": (Kind.MEDIATOR,),
    **dict.fromkeys(
        (
            *("staff_figures", "staff_figures_csv", "staff_figures_report", "staff_figures_report_pdf"),
            *("staff_exports", "staff_export_file"),
        ),
        (Kind.MEDIATOR, *COORDINATORS),
    ),
    "staff_research_file": COORDINATORS,
    **dict.fromkeys(("staff_workshops", "staff_workshop"), RECEPTION),
    **dict.fromkeys(("staff_enrol", "staff_registration", "staff_attendance"), RECEPTION),
    **dict.fromkeys(
        (
            "staff_add_workshop",
            "staff_change_workshop",
            "staff_add_date",
            "staff_change_date",
            "staff_cancel_dates",
        ),
        HOURS_KEEPERS,
    ),
    **dict.fromkeys(
        ("staff_outcome", "staff_workshop_outcome", "staff_pending"), (Kind.MEDIATOR, Kind.COORDINATOR)
    ),
    **dict.fromkeys(
        ("staff_following", "staff_goal", "staff_step", "staff_tasks", "staff_take_home"),
        (Kind.MEDIATOR, Kind.COORDINATOR),
    ),
    **dict.fromkeys(("staff_drop_ins", "staff_drop_in", "staff_join_drop_in", "staff_call_next"), RECEPTION),
    **dict.fromkeys(("staff_join_promised", "staff_close_drop_in", "staff_turn", "staff_slip"), RECEPTION),
    **dict.fromkeys(("staff_note_turn", "staff_step_said"), RECEPTION),
    **dict.fromkeys(("partners_all_files", "partners_all_files_result"), (Kind.COORDINATOR,)),
    "staff_register": (*COORDINATORS, Kind.DATA_OFFICER),
    **dict.fromkeys(("staff_traces", "staff_traces_file", "staff_traces_check"), (Kind.DATA_OFFICER,)),
    **dict.fromkeys(("staff_erase", "staff_departure", "staff_departure_undone"), COORDINATORS),
}

# Whoever refers; another partner's identifiers are tried in tests/bookings/partners/test_follow_pages.py.
PARTNERS = (
    *("partners_referrals", "partners_refer", "partners_draft_dropped", "partners_referral"),
    *("partners_files", "partners_file_template", "partners_file", "partners_file_result"),
    *("partners_sheet", "partners_correct", "partners_withdraw", "partners_time", "partners_cancel"),
    "partners_messages",
)

ROUTES: dict[str, str | tuple[str, ...]] = {
    **dict.fromkeys(PUBLIC, "public"),
    **dict.fromkeys(MACHINE, "machine"),
    **dict.fromkeys(SIGN_IN, "sign_in"),
    **dict.fromkeys(SIGNED_IN, "signed_in"),
    **STAFF,
    **dict.fromkeys(PARTNERS, (Kind.PARTNER,)),
}

# Addresses whose views are django-allauth's: signing in, and one's own account.
LIBRARIES = ("compte/",)
# Those that open without being signed in; each is a step of signing in, or of choosing a new password.
ACCOUNT_OPEN = {
    *("account_login", "account_logout", "account_signup", "account_inactive", "account_confirm_login_code"),
    *("account_reset_password", "account_reset_password_done", "account_reset_password_from_key"),
    *("account_reset_password_from_key_done", "mfa_authenticate", "mfa_trust", "mfa_login_webauthn"),
}
ARGUMENTS = {
    "int": "987654321",
    "uuid": str(UUID(int=7)),
    "str": "inconnu",
    "period": "2026-10",
    "export": "csv",
    "slug": "inconnu",
    "path": "inconnu",
}


# Their own 403: no page for a role without one; a question without a field; what nobody does there.
REFUSES_EMPTY_QUESTIONS = {
    "staff_home",
    "admin:autocomplete",
    "admin:mediation_territory_add",
    "admin:mediation_territory_delete",
    "admin:mediation_user_add",
}


class Route(NamedTuple):
    """One address of the URL resolver."""

    name: str
    address: str
    pattern: URLPattern

    @property
    def access(self) -> Access | None:
        return getattr(self.pattern.callback, "access", None)


def walk(patterns: list[URLPattern | URLResolver], before: str = "", namespace: str = "") -> Iterator[Route]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from walk(pattern.url_patterns, address, namespace + inner)
        else:
            yield Route(namespace + (pattern.name or address), address, pattern)


ALL = list(walk(get_resolver().url_patterns))
OWN = [route for route in ALL if not route.address.startswith(LIBRARIES)]
ACCOUNT_CLOSED = [
    route
    for route in ALL
    if route.address.startswith(LIBRARIES) and route.access is None and route.name not in ACCOUNT_OPEN
]
STAFF_ROUTES = [route for route in OWN if route.access and route.access.rule in ("staff", "signed_in")]
EVERY_KIND = [kind.value for kind in Kind]


def test_every_address_declares_who_may_use_it():
    assert [route.address for route in OWN if route.access is None] == []


def test_every_address_has_its_row_and_says_the_same():
    """The table is written twice on purpose: a slip in a decorator does not pass unseen."""
    declared = {
        route.name: route.access.kinds if route.access.rule == "staff" else route.access.rule
        for route in OWN
        if route.access and not route.name.startswith("admin:")
    }
    assert {name: _in_order(who) for name, who in declared.items()} == {
        name: _in_order(who) for name, who in ROUTES.items()
    }


def _in_order(who: str | tuple[str, ...]) -> str | list[str]:
    return who if isinstance(who, str) else sorted(who)


def test_every_set_up_page_is_for_operators():
    set_up = [route for route in OWN if route.name.startswith("admin:")]
    assert set_up
    for route in set_up:
        assert route.access
        assert route.access.rule == "sign_in" or route.access.kinds == (Kind.OPERATOR,), route.name


@pytest.fixture
def library():
    return Organisation.objects.create(name="Médiathèque des Essais")


def address_of(route: Route) -> str:
    """The address with identifiers that belong to nobody."""
    plain = route.address.replace("(?P<url>.*)$", "inconnu").replace("^", "").replace("$", "")
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: ARGUMENTS[found[1] or "str"], plain)


def someone(kind: str, organisation: Organisation) -> Client:
    where = None if kind in Role.TERRITORY_WIDE else organisation
    user = a_user(kind, where)
    if kind == Kind.MEDIATOR:
        Mediator.objects.create(user=user, organisation=organisation, name="Léa Exemple", first_name="Léa")
    return sign_in(Client(), user)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", [route for route in OWN if route.name in PUBLIC], ids=lambda route: route.name
)
def test_a_public_page_opens_no_session(client, route):
    client.get(address_of(route))
    assert "sessionid" not in client.cookies


@pytest.mark.django_db
def test_nobody_gets_into_a_staff_page_without_signing_in(client):
    for route in STAFF_ROUTES:
        for ask in (client.get, client.post):
            response = ask(address_of(route))
            led_to_sign_in = response.status_code == 302 and "/compte/login/" in response["Location"]
            assert led_to_sign_in or response.status_code == 405, route.name


@pytest.mark.django_db
def test_pages_of_ones_own_account_are_closed_to_nobody_in_particular(client):
    assert len(ACCOUNT_CLOSED) > 10
    for route in ACCOUNT_CLOSED:
        response = client.get(address_of(route))
        led_to_sign_in = response.status_code == 302 and "/compte/login/" in response["Location"]
        assert led_to_sign_in or response.status_code == 404, (route.name, response.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_role_opens_its_pages_and_no_other(library, kind, settings):
    settings.MFA_COMPULSORY = True
    client = someone(kind, library)
    # What signs them out comes last.
    leaves = "staff_survey_tablet" if kind in HOURS_KEEPERS else "admin:logout"
    for route in sorted(STAFF_ROUTES, key=lambda route: route.name == leaves):
        allowed = route.access.rule == "signed_in" or kind in route.access.kinds
        for ask in (client.get, client.post):
            status = ask(address_of(route)).status_code
            if not allowed:
                assert status in (403, 405), (route.name, status)
            elif route.name not in REFUSES_EMPTY_QUESTIONS:
                assert status in (200, 302, 400, 404, 405, 422), (route.name, status)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", [kind.value for kind in (*RECEPTION, Kind.OPERATOR, Kind.DATA_OFFICER) if kind != Kind.DESK]
)
def test_without_a_second_step_no_page_opens(library, kind, settings):
    settings.MFA_COMPULSORY = True
    client = Client()
    client.force_login(a_user(kind, None if kind in Role.TERRITORY_WIDE else library))
    for route in STAFF_ROUTES:
        if route.access.rule == "staff" and kind in route.access.kinds:
            assert client.get(address_of(route)).status_code in (302, 405), route.name
