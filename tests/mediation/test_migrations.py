"""What was set up before a change of the tables is still there after it, in its new form."""

import pytest
from django.db import connection

from mediation.keys.start import prove_keys
from tests.earlier import at

pytestmark = pytest.mark.usefixtures("empty_database")


def test_the_number_of_a_site_is_kept_as_telephones_dial_it() -> None:
    apps = at("_short_name_once", "mediation")
    organisation = apps.get_model("mediation", "Organisation").objects.create(name="Ville de l’Essai")
    typed = {"A": "02 61 91 00 01", "B": "+33261910002", "C": "à l’accueil", "D": ""}
    for name, phone in typed.items():
        apps.get_model("mediation", "Site").objects.create(
            organisation=organisation, name=name, short_name=name, phone=phone
        )
    sites = at("_site_corrected", "mediation").get_model("mediation", "Site").objects
    kept = dict(sites.values_list("name", "phone"))
    assert kept == {"A": "+33261910001", "B": "+33261910002", "C": "à l’accueil", "D": ""}
    assert all(corrected == {} for corrected in sites.values_list("corrected", flat=True))


def test_the_keys_of_a_database_without_tables_are_not_judged_yet() -> None:
    assert "mediation_keymark" not in connection.introspection.table_names()
    prove_keys()
