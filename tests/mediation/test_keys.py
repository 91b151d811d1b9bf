"""The keys of personal data are changed while the service goes on; wrong ones let nothing start."""

import threading
from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections

from bookings.models import Contact
from mediation.crypto import EncryptedTextField, encrypt
from mediation.key_names import fingerprint
from mediation.keys import count as reading
from mediation.keys.count import count, rotate
from mediation.keys.sealed import tables
from mediation.keys.signed import Signers
from mediation.keys.start import WrongKey, prove_keys, stop_on_wrong_keys
from mediation.models import KeyMark
from tests.sign_in import a_user, with_second_step

OLD, NEW, STRANGE = (Fernet.generate_key().decode() for _ in range(3))
PLACE = "bookings.Contact.value"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def under_old(settings) -> None:
    """Data written under one key, before another was put in front of it."""
    settings.ENCRYPTION_KEYS = [OLD]


def people(number: int, first: int = 0) -> list[Contact]:
    return [
        Contact.objects.create(
            kind="mobile", value=f"+336399800{n:02}", value_index=f"{n:064}", last4=f"00{n:02}"
        )
        for n in range(first, first + number)
    ]


def keys(*words: str) -> str:
    said = StringIO()
    call_command("keys", *words, stdout=said, stderr=said)
    return said.getvalue()


# -- Which key ---------------------------------------------------------------------------------------
def test_a_value_tells_by_its_signature_which_key_sealed_it():
    signers = Signers([NEW, OLD])
    assert signers.of(Fernet(OLD).encrypt(b"Amina").decode()) == 1
    assert signers.of(Fernet(NEW).encrypt(b"Amina").decode()) == 0
    assert signers.of(Fernet(STRANGE).encrypt(b"Amina").decode()) is None
    assert signers.of("gAAAA what is damaged") is None and signers.of("é") is None


def test_every_encrypted_column_of_every_model_is_among_what_is_changed():
    found = {(table.model, column) for table in tables() for column in table.columns}
    wanted = {
        (model, each.column)
        for model in apps.get_models()
        for each in model._meta.get_fields()
        if isinstance(each, EncryptedTextField)
    }
    assert found == wanted and len(wanted) > 20


# -- Rotation ------------------------------------------------------------------------------------------
def test_everything_comes_under_the_newest_key_and_says_the_same_as_before(settings):
    crowd = people(7)
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert "7 valeur(s) rechiffrée(s)" in keys("rotate")
    settings.ENCRYPTION_KEYS = [NEW]
    assert [each.value for each in Contact.objects.order_by("pk")] == [each.value for each in crowd]
    assert count().under[PLACE] == {fingerprint(NEW): 7}


def test_a_second_step_still_opens_after_its_secret_was_sealed_anew(settings, client):
    user = a_user("operator")
    with_second_step(user)
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    before = count().under[reading.SECOND_STEPS]
    rotate()
    after = count().under[reading.SECOND_STEPS]
    assert set(before) == {fingerprint(OLD)} and set(after) == {fingerprint(NEW)}
    assert before.total() == after.total()


def test_a_rotation_that_was_stopped_goes_on_where_it_was(settings, monkeypatch):
    monkeypatch.setattr("mediation.keys.sealed.BATCH", 3)
    people(10)
    settings.ENCRYPTION_KEYS = [NEW, OLD]

    def stop_after_the_second(place: str, rows: int) -> None:
        if place == "bookings.Contact" and count().total(fingerprint(NEW)) == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(stop_after_the_second)
    assert count().under[PLACE] == {fingerprint(NEW): 6, fingerprint(OLD): 4}
    assert rotate().sealed == 4
    assert count().under[PLACE] == {fingerprint(NEW): 10}


def test_what_somebody_changes_meanwhile_is_theirs(settings, monkeypatch):
    (amina,) = people(1)
    settings.ENCRYPTION_KEYS = [NEW, OLD]

    def encrypted_while_a_desk_corrects_it(text: str) -> str:
        Contact.objects.filter(pk=amina.pk).update(value="+33639980099")
        return encrypt(text)

    monkeypatch.setattr(reading, "encrypt", encrypted_while_a_desk_corrects_it)
    assert rotate().sealed == 0
    amina.refresh_from_db()
    assert amina.value == "+33639980099"
    assert count().under[PLACE] == {fingerprint(NEW): 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_a_hundred_corrections_beside_a_rotation_are_all_kept(settings):
    crowd = people(60)
    settings.ENCRYPTION_KEYS = [NEW, OLD]

    def correct() -> None:
        for each in crowd:
            Contact.objects.filter(pk=each.pk).update(value=f"+3363998{each.pk:04}")
        connections.close_all()

    desk = threading.Thread(target=correct, daemon=True)
    desk.start()
    while desk.is_alive():
        rotate()
    desk.join(timeout=30)
    rotate()
    assert {each.pk: each.value for each in Contact.objects.all()} == {
        each.pk: f"+3363998{each.pk:04}" for each in crowd
    }
    assert count().under[PLACE] == {fingerprint(NEW): 60}


def test_what_stands_under_no_listed_key_is_named_and_left_as_it_is(settings):
    (amina,) = people(1)
    settings.ENCRYPTION_KEYS = [NEW]
    said = keys("rotate")
    assert f"{PLACE} : 1 valeur(s) sous aucune clé" in said and "+336" not in said
    settings.ENCRYPTION_KEYS = [OLD]
    amina.refresh_from_db()
    assert amina.value == "+33639980000"


# -- Retirement ------------------------------------------------------------------------------------------
def test_a_key_under_which_something_stands_is_not_retired(settings):
    people(2)
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match=r"2 valeur\(s\) sont encore sous la clé"):
        keys("retire", fingerprint(OLD))
    with pytest.raises(CommandError, match="la plus récente"):
        keys("retire", fingerprint(NEW))
    with pytest.raises(CommandError, match="Aucune clé"):
        keys("retire", fingerprint(STRANGE))


def test_a_retired_key_leaves_the_file_it_came_from_and_nothing_else_does(settings, tmp_path: Path):
    kept = tmp_path / "env"
    kept.write_text(f"# Gardez une copie.\nSECRET_KEY=x\nENCRYPTION_KEYS={NEW},{OLD}\nDEMO=true\n")
    settings.ENV_FILE = str(kept)
    people(2)
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    keys("rotate")
    assert "elle est retirée" in keys("retire", fingerprint(OLD))
    assert kept.read_text() == f"# Gardez une copie.\nSECRET_KEY=x\nENCRYPTION_KEYS={NEW}\nDEMO=true\n"
    assert kept.stat().st_mode & 0o077 == 0


def test_where_the_keys_come_from_elsewhere_it_is_said_which_to_take_out(settings, tmp_path: Path):
    settings.ENV_FILE = str(tmp_path / "none")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    said = keys("retire", fingerprint(OLD))
    assert "retirez la 2e de ENCRYPTION_KEYS" in said and OLD not in said


# -- Start ---------------------------------------------------------------------------------------------
@pytest.fixture
def started(settings) -> None:
    KeyMark.objects.all().delete()
    prove_keys()


def test_with_the_keys_of_the_first_start_every_other_one_goes_on(started):
    prove_keys()
    assert KeyMark.objects.count() == 1


def test_a_missing_encryption_key_stops_the_start_with_its_name(started, settings, capsys):
    settings.ENCRYPTION_KEYS = [STRANGE]
    with pytest.raises(WrongKey, match=f"ENCRYPTION_KEYS .*{fingerprint(OLD)}"):
        prove_keys()
    with pytest.raises(SystemExit) as ended:
        stop_on_wrong_keys(3)
    assert ended.value.code == 3
    said = capsys.readouterr().err
    assert "ENCRYPTION_KEYS" in said and OLD not in said and STRANGE not in said


def test_another_index_key_stops_the_start_with_its_name(started, settings):
    settings.INDEX_KEYS = ["another"]
    with pytest.raises(WrongKey, match="INDEX_KEY"):
        prove_keys()


def test_after_a_rotation_the_newest_key_alone_starts(started, settings):
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    keys("rotate")
    settings.ENCRYPTION_KEYS = [NEW]
    prove_keys()
    assert KeyMark.objects.get().key == fingerprint(NEW)
