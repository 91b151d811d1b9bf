"""Other directories read our places, in their own schemas."""

import pytest
from data_inclusion.schema.v1.services import Service
from data_inclusion.schema.v1.structures import Structure
from django.utils import timezone

from mediation.demo.load import load_ground
from mediation.directory.schema import COLUMNS
from tests import people

pytestmark = pytest.mark.django_db
AT = "/api/v1/directory/data-inclusion/"


def test_the_places_of_the_demonstration_are_right_by_data_inclusions_own_schema(client):
    load_ground(today=timezone.localdate(), sign_in=False)
    told = client.get(AT).json()
    assert len(told["structures"]) == len(told["services"]) == 24
    strict = {"ignore_warnings": False}
    ids = {Structure.model_validate(each, context=strict).id for each in told["structures"]}
    services = [Service.model_validate(each, context=strict) for each in told["services"]]
    assert {each.structure_id for each in services} == ids
    assert all(each.lien_mobilisation for each in services)


def test_a_place_of_which_little_is_known_is_right_too(town, client):
    told = client.get(AT).json()
    for each in told["structures"]:
        Structure.model_validate(each, context={"ignore_warnings": False})
    for each in told["services"]:
        Service.model_validate(each, context={"ignore_warnings": False})


def test_a_place_that_receives_nobody_is_not_listed(town, client):
    people.a_site(town.here, "Lieu fermé", active=False)
    assert len(client.get(AT).json()["structures"]) == 2


def test_anybody_reads_it_and_keeps_it_for_an_hour(town, client):
    answer = client.get(AT)
    assert answer["Cache-Control"] == "public, max-age=3600" and "sessionid" not in client.cookies
    assert client.get(AT, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_national_values_are_those_of_the_file(town, client):
    rows = client.get("/api/v1/directory/national/").json()["results"]
    assert len(rows) == 2 and set(rows[0]) <= set(COLUMNS)
