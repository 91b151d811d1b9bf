"""Every column of every table is in the table of what is held of people: a new one needs a decision."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from bookings.public.kept import FOR_WHAT, IN_SHORT, how_long, lines
from mediation.crypto import EncryptedTextField
from mediation.processing.kinds import BASES, Activity, Kept, On, Plain, Table, What, Whose
from mediation.processing.reading import tables
from mediation.processing.words import ACTIVITIES, BASIS_WORDS, FATES, KEPT_WORDS, WHAT_WORDS, WHOSE_WORDS
from tests.people import an_organisation
from tests.sign_in import a_user, sign_in

MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
NAMED = {table.label: table for table in tables()}


def columns(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def test_every_table_is_named_once() -> None:
    assert len(tables()) == len(NAMED)
    assert set(MODELS) == set(NAMED), "mediation/processing, bookings/processing, notifications/processing"


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_column_is_decided_about_once(label: str) -> None:
    """Whoever adds a column says there what it holds of people, how long, and what an erasure does to it."""
    named = list(NAMED[label].columns)
    assert sorted(named) == sorted(columns(MODELS[label]))


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.label)
def test_what_is_encrypted_is_said_to_be_somebodys(table: Table) -> None:
    plain = {name for kind, names in table.plain if kind is not Plain.DRAWN for name in names}
    sealed = {
        field.name
        for field in MODELS[table.label]._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    }
    assert plain & sealed == set()


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.label)
def test_a_table_says_whose_it_is_exactly_if_it_holds_something_of_people(table: Table) -> None:
    assert (table.whose is None) == (not table.holds)


def test_links_lead_to_rows_and_times_are_times() -> None:
    """A text may not hide among what holds nothing of anybody."""
    wrong = []
    for table in tables():
        fields = {field.name: field for field in MODELS[table.label]._meta.concrete_fields}
        for kind, names in table.plain:
            for name in names:
                if kind is Plain.LINK and not fields[name].is_relation:
                    wrong.append(f"{table.label}.{name}")
                if kind is Plain.TIME and fields[name].get_internal_type() in ("TextField", "JSONField"):
                    wrong.append(f"{table.label}.{name}")
                if kind is Plain.COUNT and fields[name].get_internal_type() == "TextField":
                    wrong.append(f"{table.label}.{name}")
    assert wrong == []


def test_what_has_a_term_in_the_settings_has_the_same_one_here() -> None:
    assert set(settings.RETENTION_DAYS) <= set(Kept)


def test_everything_has_its_words() -> None:
    assert set(ACTIVITIES) == set(Activity) == set(BASES)
    assert set(KEPT_WORDS) == set(Kept) and set(FATES) == set(On)
    held = {each.what for table in tables() for each in table.holds}
    assert held <= set(WHAT_WORDS)
    assert {table.whose for table in tables()} - {None} <= set(WHOSE_WORDS)
    assert set(BASES.values()) <= set(BASIS_WORDS)


def test_residents_are_told_of_every_activity_in_their_words() -> None:
    theirs = [table for table in tables() if table.whose is Whose.RESIDENT and table.kept is not Kept.DEMO]
    told = {each.what for table in theirs for each in table.holds} - {What.TRACE, What.ACCESS}
    assert told <= set(IN_SHORT)
    assert {table.activity for table in theirs} == set(FOR_WHAT)
    assert all(how_long(table.kept) for table in theirs)


@pytest.mark.django_db
def test_the_page_about_personal_data_is_printed_from_the_table(client: Client) -> None:
    page = client.get(reverse("personal_data")).content.decode()
    for line in lines():
        assert line.for_what in page
    assert "24 mois après le dernier contact" in page


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["coordinator", "metro_coordinator"])
def test_the_register_names_every_column_that_holds_something_of_people(client: Client, kind: str) -> None:
    user = a_user(kind, an_organisation() if kind == "coordinator" else None)
    page = sign_in(client, user).get(reverse("staff_register")).content.decode()
    for table in tables():
        assert (table.label in page) == bool(table.holds), table.label
        for each in table.holds:
            assert ", ".join(each.columns) in page
