"""What we publish, read by those who will: the schema's own validator, and the library of the national directory."""

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from mediation.actions.import_sites import import_sites
from mediation.demo.load import load_ground
from mediation.directory.schema import COLUMNS, ENUMERATIONS
from mediation.directory.typologies import CODES
from mediation.directory.writing import write
from mediation.hours import is_understood
from mediation.models import Organisation, Site
from mediation.site_export import export_sites

NATIONAL = django_settings.BASE_DIR / ".ci/national"
TODAY = date(2026, 11, 23)
# A place with everything, written as people write it.
ODD = {
    "id": " lieu-1 ",
    "pivot": "123456789",
    "nom": "Médiathèque « de l’Essai »",
    "commune": "Rennes (35)",
    "code_postal": " 35000",
    "code_insee": "35238 ",
    "adresse": '1 rue "de l’Essai" #3',
    "complement_adresse": "Au fond\nde la cour",
    "latitude": "48,11",
    "longitude": "-1,68",
    "typologie": "commune | bib",
    "telephone": "02 61 91 00 00",
    "courriels": "Accueil <a@example.org>;b@example.org",
    "site_web": "https://example.org/|https://example.net/",
    "horaires": "Lu-Ve 9h-12h",
    "presentation_resume": "x" * 280,
    "presentation_detail": 'Deux\r\nlignes, « et » "guillemets"',
    "source": "Essai",
    "itinerance": "fixe | itinérant",
    "structure_parente": "Ville de l’Essai",
    "date_maj": "2026-01-31",
    "services": " | ".join(ENUMERATIONS["services"]),
    "publics_specifiquement_adresses": "JEUNES|seniors|jeunes",
    "prise_en_charge_specifique": "|".join(ENUMERATIONS["prise_en_charge_specifique"]),
    "frais_a_charge": "Gratuit|Payant",
    "dispositif_programmes_nationaux": "Point d’accès numérique CAF",
    "formations_labels": "ORDI 3.0|Formé à « Mon Espace Santé »",
    "autres_formations_labels": "Label de l’Essai",
    "modalites_acces": "Se présenter|Téléphoner",
    "modalites_accompagnement": "En autonomie|À distance",
    "fiche_acces_libre": "https://é.example.org/",
    "prise_rdv": "https://autre.example.org/",
}
FOREIGN = {
    **ODD,
    "id": "lieu-2",
    "telephone": "+41791234567",
    "prise_rdv": "",
    "latitude": "",
    "horaires": "24/7",
}
NOBODY = {**ODD, "id": "lieu-3", "modalites_acces": "Ce lieu n’accueille pas de public"}


@pytest.fixture
def published(db: None, settings: Settings) -> bytes:
    """The demonstration, places written oddly, one made by staff, one closed by them."""
    settings.PUBLIC_URL = "https://rdv.example.org"
    load_ground(today=TODAY, sign_in=False)
    import_sites(data=write([ODD, FOREIGN, NOBODY]), correct_hours=True)
    organisation = Organisation.objects.create(
        name="Ville de l’Essai, et autres", national_id="12345678901234"
    )
    for name in ("Mairie de l’Essai", "Lieu fermé"):
        Site.objects.create(
            organisation=organisation, name=name, address="1 place de l’Essai", postcode="35000"
        )
    Site.objects.filter(name="Lieu fermé").update(active=False)
    Site.objects.filter(national_id="demo-02").update(active=False)
    Site.objects.filter(commune=None).update(commune=Site.objects.get(national_id="demo-01").commune)
    return export_sites(today=TODAY)


def lines(published: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(published.decode(), newline="")))


def test_the_schema_of_the_validator_is_the_one_we_know() -> None:
    fields = json.loads((NATIONAL / "schema.json").read_text())["fields"]
    assert [field["name"] for field in fields] == list(COLUMNS)
    listed = {
        field["name"]: field["constraints"]["pattern"] for field in fields if field["name"] in ENUMERATIONS
    }
    for column, names in ENUMERATIONS.items():
        for name in names:
            known = name.replace("numériques (La", "numériques(La")  # Only the library admits the space.
            assert known.replace("(", "\\(").replace(")", "\\)") in listed[column]


def test_the_validator_of_the_schema_takes_every_line(published: bytes, tmp_path: Path) -> None:
    (tmp_path / "lieux.csv").write_bytes(published)
    (tmp_path / "schema.json").write_bytes((NATIONAL / "schema.json").read_bytes())
    command = [
        sys.executable,
        "-m",
        "frictionless",
        "validate",
        "--schema",
        "schema.json",
        "lieux.csv",
        "--json",
    ]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    report = json.loads(run.stdout)
    assert report["valid"], report
    assert report["tasks"][0]["stats"]["rows"] == len(lines(published)) == 29


@pytest.mark.national
def test_the_library_of_the_national_directory_gives_every_value_back(published: bytes) -> None:
    command = ["node", str(NATIONAL / "read-back.cjs")]
    given = lines(published)
    run = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, timeout=60, check=True
    )
    for sent, back in zip(given, json.loads(run.stdout), strict=True):
        assert back == {column: value for column, value in sent.items() if value}


@pytest.mark.national
def test_the_library_admits_the_codes_and_values_that_we_know() -> None:
    script = """
      const library = require(process.argv[1]);
      const { Typologie, Service, FormationLabel, ModaliteAcces } = library;
      process.stdout.write(JSON.stringify([Typologie, Service, FormationLabel, ModaliteAcces].map(Object.values)));
    """
    command = ["node", "-e", script, str(NATIONAL / "node_modules/@gouvfr-anct/lieux-de-mediation-numerique")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    codes, services, labels, ways = json.loads(run.stdout)
    assert set(codes) == CODES
    assert set(services) == set(ENUMERATIONS["services"])
    assert set(labels) == set(ENUMERATIONS["formations_labels"])
    assert set(ways) == set(ENUMERATIONS["modalites_acces"])


def test_whoever_can_be_booked_says_so_and_nobody_else(published: bytes) -> None:
    active = {site.national_id or site.public_id: site for site in Site.objects.places().filter(active=True)}
    for line in lines(published):
        site = active.get(line["id"])
        assert ("Prendre un RDV en ligne" in line["modalites_acces"].split("|")) is bool(site)
        assert bool(line["services"]) is bool(site)
        assert line["prise_rdv"] == (f"https://rdv.example.org/lieu/{site.public_id}/" if site else "")
        assert not line["horaires"] or is_understood(line["horaires"])
    assert len(active) == 26
