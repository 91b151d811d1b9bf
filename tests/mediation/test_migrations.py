"""What was set up before a change of the tables is still there after it, in its new form."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from mediation.models import Organisation, Site

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = ("mediation", "0007_short_name_once"), ("mediation", "0008_site_corrected")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_the_number_of_a_site_is_kept_as_telephones_dial_it() -> None:
    organisation = Organisation.objects.create(name="Ville de l’Essai")
    typed = {"A": "02 61 91 00 01", "B": "+33261910002", "C": "à l’accueil", "D": ""}
    for name, phone in typed.items():
        Site.objects.create(
            organisation=organisation,
            name=name,
            short_name=name,
            address="1 place",
            postcode="35000",
            phone=phone,
        )
    MigrationExecutor(connection).migrate([BEFORE])
    executor = MigrationExecutor(connection)
    sites = executor.migrate([AFTER]).apps.get_model("mediation", "Site").objects
    kept = dict(sites.values_list("name", "phone"))
    assert kept == {"A": "+33261910001", "B": "+33261910002", "C": "à l’accueil", "D": ""}
    assert all(corrected == {} for corrected in sites.values_list("corrected", flat=True))
