"""The national directory in and out of the database, by the two commands that people run."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries, Settings

from mediation.actions.import_sites import import_sites
from mediation.directory.schema import COLUMNS
from mediation.directory.writing import write
from mediation.models import Commune, CommunePostcode, Organisation, Site
from mediation.site_export import export_sites

TODAY = date(2026, 11, 23)
PLACE = {
    "id": "lieu-1",
    "pivot": "00000000000000",
    "nom": " Médiathèque  de démonstration ",
    "commune": "RENNES",
    "code_postal": "35000",
    "code_insee": "35238",
    "adresse": "1 rue de la Démonstration",
    "telephone": "02 61 91 00 01",
    "courriels": "accueil@example.org|autre@example.org",
    "structure_parente": "Ville de démonstration",
    "date_maj": "2026-01-31",
    "formations_labels": "Étapes numériques (La Poste)",
    "typologie": "BIB|COMMUNE",
}


@pytest.fixture(autouse=True)
def _a_service_of_the_web(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://rdv.example.org"


@pytest.fixture
def rennes(db: None) -> Commune:
    commune = Commune.objects.create(insee_code="35238", name="Rennes")
    CommunePostcode.objects.create(commune=commune, postcode="35000")
    return commune


def with_(**values: str) -> dict[str, str]:
    return {**PLACE, **values}


def exported() -> list[dict[str, str]]:
    text = export_sites(today=TODAY).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def full(place: dict[str, str]) -> dict[str, str]:
    return {column: place.get(column, "") for column in COLUMNS}


def as_published(place: dict[str, str], **values: str) -> dict[str, str]:
    """The line of an open site, from what was given."""
    said = {
        **place,
        "telephone": "+33261910001",
        "services": "Maîtrise des outils numériques du quotidien",
        "modalites_acces": "Prendre un RDV en ligne",
        "prise_rdv": f"https://rdv.example.org/lieu/{Site.objects.get(national_id=place['id']).public_id}/",
        "typologie": "BIB|MUNI",
        **values,
    }
    return full(said)


class Run:
    """One run of `import_sites` on a file with these bytes."""

    def __init__(self, tmp_path: Path, data: bytes, *options: str) -> None:
        path = tmp_path / "lieux.csv"
        path.write_bytes(data)
        out, err = io.StringIO(), io.StringIO()
        self.refusal = ""
        try:
            call_command("import_sites", str(path), *options, stdout=out, stderr=err)
        except CommandError as error:
            self.refusal = str(error)
        self.out, self.err = out.getvalue(), err.getvalue()


def test_a_first_import_makes_the_site_a_resident_needs(rennes: Commune, tmp_path: Path) -> None:
    run = Run(tmp_path, write([PLACE]))
    assert "1 lieu(x) nouveau(x)" in run.out
    site = Site.objects.get()
    assert (site.name, site.commune, site.phone) == ("Médiathèque de démonstration", rennes, "+33261910001")
    assert (site.short_name, site.spoken_name) == (
        "Médiathèque de démonstration",
        "Médiathèque de démonstration",
    )
    assert site.organisation.name == "Ville de démonstration"
    assert site.email == "accueil@example.org"
    assert site.step_free is None
    assert site.national == full(PLACE)


def test_the_export_gives_back_what_was_given_in_the_forms_that_are_taken(
    rennes: Commune, tmp_path: Path
) -> None:
    given_lines = [
        with_(horaires="Mo-Fr 09:00-12:00"),
        with_(id="lieu-2", latitude="48,10", longitude="-1,68"),
    ]
    Run(tmp_path, write(given_lines))
    target = tmp_path / "export.csv"
    call_command("export_sites", str(target), stderr=io.StringIO())
    expected = [
        as_published(given_lines[0]),
        as_published(given_lines[1], latitude="48.10", longitude="-1.68"),
    ]
    assert target.read_bytes() == write(expected)
    out = io.StringIO()
    call_command("export_sites", stdout=out)
    assert out.getvalue().encode() == target.read_bytes()
    assert [site.national for site in Site.objects.order_by("pk")] == [full(line) for line in given_lines]


def test_our_own_export_read_again_changes_nothing(rennes: Commune, tmp_path: Path) -> None:
    Run(tmp_path, write([PLACE, with_(id="lieu-2", modalites_acces="Ce lieu n’accueille pas de public")]))
    Site.objects.filter(national_id="lieu-1").update(name="Médiathèque Bleue")
    before, data = list(Site.objects.values()), export_sites(today=TODAY)
    assert "0 mis à jour, 2 inchangé(s)" in Run(tmp_path, data).out
    assert list(Site.objects.values()) == before
    assert export_sites(today=TODAY) == data


def test_the_same_file_twice_changes_nothing(rennes: Commune, tmp_path: Path) -> None:
    Run(tmp_path, write([PLACE]))
    before = list(Site.objects.values())
    assert "0 lieu(x) nouveau(x), 0 mis à jour, 1 inchangé(s)" in Run(tmp_path, write([PLACE])).out
    assert list(Site.objects.values()) == before


def test_a_newer_file_updates_the_site_with_that_id(rennes: Commune, tmp_path: Path) -> None:
    Run(tmp_path, write([PLACE]))
    pk = Site.objects.get().pk
    newer = with_(nom="Médiathèque neuve", date_maj="2026-02-01", structure_parente="Autre")
    assert "1 mis à jour" in Run(tmp_path, write([newer, with_(id="lieu-2")])).out
    site = Site.objects.get(national_id="lieu-1")
    assert (site.pk, site.name) == (pk, "Médiathèque neuve")
    assert site.organisation.name == "Ville de démonstration"
    assert exported()[0] == as_published(newer)


def test_a_newer_file_with_fewer_columns_keeps_what_it_does_not_speak_of(
    rennes: Commune, tmp_path: Path
) -> None:
    Run(tmp_path, write([PLACE]))
    few = "id,pivot,nom,commune,code_postal,adresse,date_maj\nlieu-1,00000000000000,N,Rennes,35000,A,2026-03-01\n"
    Run(tmp_path, few.encode())
    site = Site.objects.get()
    assert (site.name, site.phone, site.national["typologie"]) == ("N", "+33261910001", "BIB|COMMUNE")


def test_one_bad_line_and_nothing_is_imported(rennes: Commune, tmp_path: Path) -> None:
    lines = [PLACE, with_(id="lieu-2", presentation_detail="a\nb", services="Magie"), with_(id="lieu-3")]
    run = Run(tmp_path, write(lines).replace(b"lieu-3,00000000000000", b"lieu-3,"), "--organisation", "X")
    assert run.refusal == "2 ligne(s) refusée(s). Rien n’a été importé."
    assert run.err.splitlines() == [
        "ligne 3, colonne « services » : « Magie » : valeur inconnue du schéma.",
        "ligne 5, colonne « pivot » : valeur obligatoire absente.",
    ]
    assert not Site.objects.exists()
    assert not Organisation.objects.exists()


def test_a_check_says_what_would_happen_and_writes_nothing(rennes: Commune, tmp_path: Path) -> None:
    run = Run(tmp_path, write([PLACE]), "--check", "--organisation", "Neuve")
    assert run.out.splitlines()[-1] == (
        "Fichier correct, rien n’a été écrit : 1 lieu(x) nouveau(x), 0 mis à jour, 0 inchangé(s)."
    )
    assert not Site.objects.exists()
    assert not Organisation.objects.exists()


def test_unknown_columns_are_named_and_the_rest_is_imported(rennes: Commune, tmp_path: Path) -> None:
    data = write([PLACE]).replace(b"modalites_acces,", b"modalite_acces,").replace(b"source", b"humeur")
    run = Run(tmp_path, data)
    assert run.err.splitlines() == [
        "Colonne inconnue du schéma, ignorée : « humeur ».",
        "Colonne inconnue du schéma, ignorée : « modalite_acces » (vouliez-vous dire « modalites_acces » ?).",
    ]
    assert Site.objects.count() == 1


def test_a_file_saved_by_a_spreadsheet_under_windows_is_refused_with_what_to_do(
    db: None, tmp_path: Path
) -> None:
    run = Run(tmp_path, write([PLACE]).decode().encode("cp1252"))
    assert "CSV UTF-8" in run.refusal
    assert run.refusal.endswith("Rien n’a été importé.")


def test_a_file_that_is_not_there_is_said_so(db: None) -> None:
    with pytest.raises(CommandError, match="impossible à lire"):
        call_command("import_sites", "/nowhere/lieux.csv")


def test_contacts_are_never_printed(rennes: Commune, tmp_path: Path) -> None:
    run = Run(tmp_path, write([with_(telephone="chez Amina au 12", courriels="amina@example.org")]))
    assert "ligne 2, colonne « telephone » : numéro illisible" in run.out
    assert "mina" not in run.out + run.err + run.refusal


def test_a_commune_outside_the_territory_is_named_with_its_code_and_the_site_kept(
    rennes: Commune, tmp_path: Path
) -> None:
    run = Run(tmp_path, write([with_(commune="Brest", code_insee="29019", code_postal="29200")]))
    assert "ligne 2, colonne « commune » : « Brest (29200) », code INSEE 29019 : commune inconnue" in run.out
    assert Site.objects.get().commune is None
    assert exported()[0]["commune"] == "Brest"


def test_the_code_of_a_commune_that_merged_leads_to_the_one_of_today(rennes: Commune, tmp_path: Path) -> None:
    run = Run(tmp_path, write([with_(code_insee="35999")]))
    assert Site.objects.get().commune == rennes
    assert "code INSEE 35999 : lu comme « Rennes », 35238 (commune fusionnée ?)." in run.out


def test_without_an_insee_code_postcode_and_name_find_the_commune(rennes: Commune) -> None:
    import_sites(data=write([with_(code_insee="")]))
    assert Site.objects.get().commune == rennes
    assert exported()[0] == as_published(with_(code_insee=""))


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"structure_parente": " ville DE démonstration "}, "Ville de démonstration"),
        ({"structure_parente": "12345678901234"}, "Déjà là"),
        ({"structure_parente": "", "pivot": "12345678901234"}, "Déjà là"),
        ({"structure_parente": "", "pivot": "99999999999999"}, "Médiathèque de démonstration"),
        ({"structure_parente": ""}, "Médiathèque de démonstration"),
    ],
)
def test_a_new_site_goes_to_the_organisation_its_line_names(
    rennes: Commune, values: dict[str, str], name: str
) -> None:
    Organisation.objects.create(name="Déjà là", national_id="12345678901234")
    Organisation.objects.create(name="Ville de démonstration")
    import_sites(data=write([with_(**values)]))
    assert Site.objects.get().organisation.name == name
    assert Organisation.objects.filter(name=name).count() == 1


def test_the_organisation_of_the_option_answers_for_all_new_sites(rennes: Commune, tmp_path: Path) -> None:
    Run(tmp_path, write([PLACE, with_(id="2", structure_parente="Autre")]), "--organisation", "Métropole")
    assert {site.organisation.name for site in Site.objects.all()} == {"Métropole"}


def test_what_staff_edited_is_published_and_survives_the_same_file(rennes: Commune) -> None:
    import_sites(data=write([PLACE]))
    Site.objects.update(name="Médiathèque Bleue", phone="+33261910099")
    import_sites(data=write([with_(horaires="Mo 09:00-12:00")]))
    edited = with_(nom="Médiathèque Bleue", horaires="Mo 09:00-12:00", date_maj=TODAY.isoformat())
    assert exported()[0] == as_published(edited, telephone="+33261910099")


def test_a_newer_national_value_wins_over_an_older_edit(rennes: Commune) -> None:
    import_sites(data=write([PLACE]))
    Site.objects.update(name="Médiathèque Bleue")
    import_sites(data=write([with_(nom="Médiathèque Verte")]))
    assert Site.objects.get().name == "Médiathèque Verte"


def test_a_site_moved_to_another_commune_is_published_there(rennes: Commune) -> None:
    import_sites(data=write([PLACE]))
    Site.objects.update(commune=Commune.objects.create(insee_code="35051", name="Cesson-Sévigné"))
    assert (exported()[0]["commune"], exported()[0]["code_insee"]) == ("Cesson-Sévigné", "35051")


def test_a_site_made_here_is_published_under_its_public_id_and_found_again(rennes: Commune) -> None:
    organisation = Organisation.objects.create(name="Ville", national_id="12345678901234")
    site = Site.objects.create(
        organisation=organisation, name="Mairie", address="1 place", postcode="35000", commune=rennes
    )
    [line] = exported()
    assert (line["id"], line["pivot"], line["nom"]) == (site.public_id, "12345678901234", "Mairie")
    assert line["code_insee"] == "35238"
    report = import_sites(data=write([line]))
    assert (report.created, report.updated) == (0, 1)


def test_a_site_made_here_says_that_one_can_book_and_what_for(rennes: Commune) -> None:
    organisation = Organisation.objects.create(name="Ville")
    site = Site.objects.create(
        organisation=organisation, name="Mairie", address="1 place", postcode="35000", commune=rennes
    )
    [line] = exported()
    assert line["services"] == "Maîtrise des outils numériques du quotidien"
    assert line["modalites_acces"] == "Prendre un RDV en ligne"
    assert line["prise_rdv"] == f"https://rdv.example.org/lieu/{site.public_id}/"
    Site.objects.update(active=False)
    [line] = exported()
    assert (line["services"], line["prise_rdv"]) == ("", "")
    assert line["modalites_acces"] == "Ce lieu n'accueille pas de public"


@pytest.mark.parametrize("apostrophe", "'’")
def test_a_place_that_receives_nobody_is_not_bookable(rennes: Commune, apostrophe: str) -> None:
    import_sites(data=write([with_(modalites_acces=f"Ce lieu n{apostrophe}accueille pas de public")]))
    assert not Site.objects.get().active


def test_an_address_with_a_port_is_not_published_and_said_so(
    rennes: Commune, tmp_path: Path, settings: Settings
) -> None:
    Run(tmp_path, write([PLACE]))
    settings.PUBLIC_URL, settings.DEMO = "https://rdv.example.org:8443", False
    out, err = io.StringIO(), io.StringIO()
    call_command("export_sites", stdout=out, stderr=err)
    assert "port" in err.getvalue()
    assert exported()[0]["prise_rdv"] == ""
    settings.DEMO = True
    assert exported()[0]["prise_rdv"].startswith("https://demo.example/lieu/")


def test_the_good_lines_alone_are_taken_when_asked_for(rennes: Commune, tmp_path: Path) -> None:
    lines = [PLACE, with_(id="lieu-2", typologie="BIB|TIERS_LIEU"), with_(id="lieu-3", date_maj="hier")]
    refused = Run(tmp_path, write(lines))
    assert refused.refusal == "2 ligne(s) refusée(s). Rien n’a été importé."
    assert not Site.objects.exists()
    checked = Run(tmp_path, write(lines), "--partial", "--check")
    assert checked.out.splitlines()[-1].startswith("Rien n’a été écrit : 1 lieu(x) nouveau(x)")
    run = Run(tmp_path, write(lines), "--partial")
    assert run.err.splitlines()[0] == (
        "ligne 3, colonne « typologie » : « TIERS_LIEU » : valeur inconnue du schéma (vouliez-vous dire "
        "« TIERS_LIEUX » ?)."
    )
    assert run.out.splitlines()[-1] == (
        "1 lieu(x) nouveau(x), 0 mis à jour, 0 inchangé(s), 2 ligne(s) laissée(s) de côté."
    )
    assert Site.objects.get().national_id == "lieu-1"


def test_hours_in_french_are_kept_named_and_corrected_when_asked_for(rennes: Commune, tmp_path: Path) -> None:
    lines = [with_(horaires="Lu-Ve 9h-12h"), with_(id="lieu-2", horaires="au printemps")]
    first = Run(tmp_path, write(lines))
    assert "ligne 2, colonne « horaires » : « Lu-Ve 9h-12h » ne se lit pas, sans doute « Mo-Fr" in first.out
    assert [line["horaires"] for line in exported()] == ["", ""]
    again = Run(tmp_path, write(lines), "--correct-hours")
    assert "ligne 2, colonne « horaires » : « Lu-Ve 9h-12h » lu comme « Mo-Fr 09:00-12:00 »." in again.out
    assert "« au printemps » ne se lit pas" in again.out
    assert [line["horaires"] for line in exported()] == ["Mo-Fr 09:00-12:00", ""]
    same = Run(tmp_path, write(lines))
    assert "2 inchangé(s)" in same.out and "Lu-Ve" not in same.out
    assert Site.objects.get(national_id="lieu-1").national["horaires"] == "Lu-Ve 9h-12h"
    Run(tmp_path, write([with_(horaires="Tu 10:00-12:00")]))
    assert exported()[0]["horaires"] == "Tu 10:00-12:00"


def test_three_hundred_lines_take_a_score_of_queries(
    rennes: Commune, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lines = [with_(id=str(number)) for number in range(300)]
    for data in (write(lines), write([{**line, "nom": "Autre"} for line in lines])):
        with django_assert_max_num_queries(20):
            import_sites(data=data)
