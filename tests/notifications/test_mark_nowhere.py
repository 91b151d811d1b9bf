"""Every column that may hold something of a person is filled with a mark; once they are erased it is nowhere: not in a table, not
in the file of the database or its log, not in the broker, the cache or a log.

Which columns these are is read from the table of what is held of people: a new one is marked here by itself, or fails.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from bookings.models import LinkToken, Resident, Turn, WorkshopDate
from mediation.celery import nudger
from mediation.logs import JsonLines
from mediation.processing.kinds import On, Table, Whose
from mediation.processing.reading import tables
from notifications.models import Message, SimulatedCall
from tests.notifications.conftest import Town, build_town
from tests.notifications.test_erased_everywhere import EMAIL, MARKS, NAME, erases, found
from tests.notifications.whole_life import a_whole_life
from tests.sign_in import a_user, sign_in

STAMP = "Qxzj7Kw"
MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
# By these an erasure finds what is theirs: they hold the name, the number and their keyed hashes as they are in life.
FOUND_BY = {
    *("bookings.Contact.value", "bookings.Contact.value_index", "bookings.Contact.last4"),
    *("bookings.Resident.name", "bookings.Resident.name_key"),
    *("bookings.CallBack.phone_index", "bookings.ConfirmationCode.phone_index", "bookings.Draft.data"),
    *("bookings.Referral.draft", "bookings.Referral.external_ref", "mediation.KeptForm.data"),
    *("notifications.Message.to_index", "notifications.InboundMessage.number_index"),
    *("notifications.StaffReply.number_index", "notifications.Conversation.number_index"),
    *("notifications.Call.number_index", "notifications.Handset.inbox", "notifications.SimulatedCall.inbox"),
    *("notifications.SimulatedMessage.to_index", "bookings.ReferralLine.reference"),
}
# Too short for a mark, or read by what erases as the words they are; tests of their own look at them.
ELSEWHERE = {
    "bookings.Turn.initial",
    "bookings.Attempt.key",
    "bookings.ReferralLine.row",
    "mediation.KeptForm.path",
    # National codes, counted apart from each other and from whose they were (`keep_said`).
    *("bookings.AboutPerson.age", "bookings.AboutPerson.gender", "bookings.AboutPerson.situation"),
    # Deleted at the provider first, by the sweep that an erasure asks to look (`test_erased_everywhere`).
    "notifications.SpokenName.recording",
    "notifications.SpokenName.recording_index",
}


def places() -> Iterator[tuple[Table, Any]]:
    """Every column of texts that an erasure empties or deletes."""
    for table in tables():
        fields = {field.name: field for field in MODELS[table.label]._meta.concrete_fields}
        for each in table.holds:
            if table.whose is Whose.RESIDENT and each.on_erasure in (On.EMPTIED, On.DELETED):
                for name in each.columns:
                    kind = fields[name].get_internal_type()
                    if kind in ("TextField", "CharField", "JSONField") and not fields[name].choices:
                        yield table, fields[name]


def name_of(table: Table, field: Any) -> str:
    return f"{table.label}.{field.name}"


def is_short(field: Any) -> bool:
    """The last digits of a telephone: hers are found by themselves."""
    return field.max_length is not None and field.max_length < len(STAMP)


TO_STAMP = [
    (table, field)
    for table, field in places()
    if name_of(table, field) not in FOUND_BY | ELSEWHERE and not is_short(field)
]
SHORT = {name_of(table, field) for table, field in places() if is_short(field)} - ELSEWHERE


def stamp_everything() -> dict[str, int]:
    """The mark in every text of every row of hers; how many rows each column has."""
    counts = {}
    for table, field in TO_STAMP:
        rows = _hers(MODELS[table.label])
        counts[name_of(table, field)] = rows.count()
        for row in rows:
            value: Any = {"gender": STAMP} if field.name == "wish" else [STAMP]
            if field.get_internal_type() != "JSONField":
                value = f"{STAMP}{row.pk}" if field.unique else STAMP
            MODELS[table.label]._default_manager.filter(pk=row.pk).update(**{field.name: value})
    return counts


def _hers(model: type[Model]) -> Any:
    """All rows but the other person's: the town of these tests is hers alone."""
    rows = model._default_manager.all()
    if model is Resident:
        return rows.exclude(name="Karim")
    if model is Message:
        return rows.exclude(state__in=["sent", "delivered", "failed", "cancelled", "expired", "replaced"])
    return rows


def stamped() -> list[str]:
    """Where the mark is, decrypted: "model.field"."""
    return sorted(
        {
            f"{label}.{field.name}"
            for label, model in MODELS.items()
            for row in model._default_manager.all()
            for field in model._meta.concrete_fields
            if STAMP in str(getattr(row, field.attname))
        }
    )


def in_the_tables() -> list[str]:
    """The marks that can be read in any column of any table of the database, as it is written there."""
    places = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"SELECT * FROM {quoted}")
            text = "\n".join(str(row) for row in cursor.fetchall())
            places += [f"{name}: {mark}" for mark in (STAMP, *MARKS) if mark in text]
    return places


def in_the_file() -> list[str]:
    path = Path(str(connection.settings_dict["NAME"]))
    kept = b"".join(each.read_bytes() for each in (path, Path(f"{path}-wal")) if each.exists())
    return [mark for mark in (STAMP, "Zénobie", "Marquée", *MARKS[5:]) if mark.encode() in kept]


def test_the_mark_is_put_in_every_column_that_may_hold_something_of_her(town: Town) -> None:
    """What follows would prove nothing otherwise: each table has a row of hers, each column the mark or her name."""
    a_whole_life(town)
    counts = stamp_everything()
    assert [place for place, rows in counts.items() if not rows] == []
    assert [place for place in counts if place not in stamped()] == []
    assert (FOUND_BY | SHORT) - set(found()) == set()


def test_no_column_of_any_table_has_the_mark_once_she_is_erased(town: Town) -> None:
    person = a_whole_life(town)
    stamp_everything()
    erases(person)
    assert stamped() == []
    assert found() == []
    assert in_the_tables() == []
    assert not Turn.objects.exclude(initial="").exists()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_mark_cannot_be_read_in_the_file_or_its_log(transactional_db: None) -> None:
    person = a_whole_life(build_town())
    stamp_everything()
    assert STAMP in in_the_file()
    erases(person)
    assert in_the_file() == []


@pytest.mark.redis
def test_neither_the_broker_nor_the_cache_has_the_mark(
    town: Town, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    redis = cache._cache.get_client(None, write=True)  # type: ignore[attr-defined]
    with django_capture_on_commit_callbacks(execute=True):
        person = a_whole_life(town)
        page = reverse("staff_person_data", args=[person.pk])
        desk = sign_in(Client(), a_user("central_desk"))
        assert NAME in desk.get(page).content.decode()
        stamp_everything()
        erases(person)
    assert nudger.settled()
    # One Redis is both.
    assert settings.CACHES["default"]["LOCATION"] == settings.CELERY_BROKER_URL
    keys = redis.keys("*")
    assert b"celery" in keys, "nothing was asked of the broker: this would prove nothing"
    kept = "\n".join(_dumped(redis, key) for key in keys)
    assert [mark for mark in (STAMP, *MARKS) if mark in kept] == []


def _dumped(redis: Any, key: bytes) -> str:
    kind = redis.type(key)
    read = {
        b"string": lambda: redis.get(key),
        b"list": lambda: redis.lrange(key, 0, -1),
        b"hash": lambda: redis.hgetall(key),
        b"set": lambda: redis.smembers(key),
        b"zset": lambda: redis.zrange(key, 0, -1),
    }
    return f"{key!r} {read[kind]()!r}"


def test_no_log_has_the_mark(town: Town) -> None:
    """As the service writes its lines."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept(level=logging.DEBUG)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    try:
        person = a_whole_life(town)
        stamp_everything()
        erases(person)
    finally:
        logging.getLogger().removeHandler(handler)
    assert [line for line in lines if any(mark in line for mark in (STAMP, *MARKS, EMAIL))] == []


def test_a_link_to_her_seat_opens_nothing_any_more_and_the_seat_is_free(town: Town) -> None:
    person = a_whole_life(town)
    erases(person)
    assert not LinkToken.objects.exists()
    assert WorkshopDate.objects.get().taken == 0
    assert SimulatedCall.objects.count() == 0
