"""Long lists as one parameter, on either database."""

import subprocess
import sys
from pathlib import Path

import pytest

from mediation.models import Organisation
from tests import people

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


def test_rows_are_found_by_their_numbers_and_by_words_whatever_is_in_them():
    names = ["Maison {de} l’Exemple", 'Café "Fictif", quai 3', "Ailleurs"]
    first, second, third = (people.an_organisation(name) for name in names)
    assert set(Organisation.objects.filter(pk__among=[first.pk, third.pk])) == {first, third}
    assert set(Organisation.objects.filter(name__among=dict.fromkeys(names[:2]))) == {first, second}
    assert not Organisation.objects.filter(name__among=[]).exists()
    assert not Organisation.objects.filter(pk__among=[]).exists()


def test_every_process_knows_the_lookup_whatever_else_it_imports() -> None:
    """As a command or a worker begins: with the models and nothing more."""
    script = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; django.setup(); "
        "from bookings.models import Figure; Figure.objects.filter(pk__among=[1])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr
