"""Rows that belong together are saved with their keys, or none of them is: on either database."""

import pytest
from django.db import IntegrityError, connection, transaction

from bookings.models import Appointment, LinkToken
from mediation.models import Commune, CommunePostcode, Neighbourhood
from mediation.prepared import statement
from mediation.taken import values_of
from mediation.together import OrUpdate, insert_together
from tests.people import MONDAY_8AM

pytestmark = pytest.mark.django_db


def test_a_row_refers_to_one_before_it_that_had_no_key_yet() -> None:
    commune = Commune(insee_code="35999", name="Fictive")
    postcode = CommunePostcode(commune=commune, postcode="35990")
    part = Neighbourhood(commune=commune, name="Le Quartier")

    with transaction.atomic():
        insert_together(commune, postcode, part)

    assert commune.pk and postcode.commune_id == part.commune_id == commune.pk
    assert Neighbourhood.objects.get(pk=part.pk).commune == commune
    assert CommunePostcode.objects.get(pk=postcode.pk).postcode == "35990"
    part.name = "Le Quartier neuf"
    part.save()
    assert Neighbourhood.objects.get().name == "Le Quartier neuf"


def test_a_row_that_stands_is_found_and_what_is_new_about_it_said() -> None:
    known = Commune.objects.create(insee_code="35999", name="Ancien nom", population=10)
    commune = Commune(insee_code="35999", name="Nouveau nom", population=99)
    part = Neighbourhood(commune=commune, name="Le Quartier")

    with transaction.atomic():
        insert_together(OrUpdate(commune, ("insee_code",), ("name",)), part)

    assert commune.pk == part.commune_id == known.pk
    known.refresh_from_db()
    assert (known.name, known.population) == ("Nouveau nom", 10)


def test_when_one_is_refused_none_is_saved() -> None:
    Commune.objects.create(insee_code="35999", name="Déjà là")
    part = Neighbourhood(commune=Commune.objects.get(), name="Le Quartier")

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together(part, Commune(insee_code="35999", name="Encore"))

    assert not Neighbourhood.objects.exists()


def test_a_value_is_given_to_the_database_as_django_gives_it() -> None:
    row = Appointment(
        number="123456",
        organisation_id=1,
        site_id=2**33,
        starts_at=MONDAY_8AM,
        preparation=["interpreter:ar"],
        channel=Appointment.Channel.DESK,
        survey_consent=True,
        booked_by_id=None,
    )
    columns = statement(connection.vendor, Appointment).columns
    assert values_of(row, [each for each in columns if each.kind]) == [
        field.get_db_prep_save(getattr(row, field.attname), connection) for field, kind, _ in columns if kind
    ]
    assert {field.name for field, kind, _ in columns if kind is None} >= {"preparation", "wish"}


def test_a_moment_without_a_zone_is_not_let_through() -> None:
    token = LinkToken(token_hash="x", expires_at=MONDAY_8AM.replace(tzinfo=None))
    with pytest.warns(RuntimeWarning, match="naive"):
        values_of(token, statement(connection.vendor, LinkToken).columns)
