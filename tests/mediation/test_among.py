"""Long lists as one parameter, on either database."""

import pytest

from mediation.models import Organisation
from tests import people

pytestmark = pytest.mark.django_db


def test_rows_are_found_by_their_numbers_and_by_words_whatever_is_in_them():
    names = ["Maison {de} l’Exemple", 'Café "Fictif", quai 3', "Ailleurs"]
    first, second, third = (people.an_organisation(name) for name in names)
    assert set(Organisation.objects.filter(pk__among=[first.pk, third.pk])) == {first, third}
    assert set(Organisation.objects.filter(name__among=dict.fromkeys(names[:2]))) == {first, second}
    assert not Organisation.objects.filter(name__among=[]).exists()
    assert not Organisation.objects.filter(pk__among=[]).exists()
