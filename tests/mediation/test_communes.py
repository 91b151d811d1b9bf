"""The communes of a territory, from the file that comes with the product or another one."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mediation.actions.import_sites import import_sites
from mediation.models import Commune, CommunePostcode, FormerCommune, Site

pytestmark = pytest.mark.django_db
HEADING = (
    "code_insee,nom,codes_postaux,population_municipale,latitude,longitude,anciennes_communes,codes_cedex\n"
)


def run(tmp_path: Path, text: str | bytes | None = None, **options: bool) -> str:
    """What the command prints for a file with this text; for the one shipped without."""
    arguments = []
    if text is not None:
        file = tmp_path / "communes.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        arguments = [str(file)]
    out = io.StringIO()
    call_command("import_communes", *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def refusal(tmp_path: Path, text: str | bytes) -> str:
    """What the command prints for a file that it refuses."""
    out = io.StringIO()
    file = tmp_path / "communes.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CommandError) as refused:
        call_command("import_communes", str(file), stdout=out, stderr=out)
    return f"{out.getvalue()}{refused.value}"


def test_a_new_town_of_rennes_metropole_has_its_communes_with_one_command(tmp_path):
    assert "43 commune(s) nouvelle(s)" in run(tmp_path)
    assert Commune.objects.count() == 43
    assert set(
        Commune.objects.get(name="Rennes").postcodes.filter(cedex=False).values_list("postcode", flat=True)
    ) == {
        "35000",
        "35200",
        "35700",
    }
    assert FormerCommune.objects.get(name="Châtillon-sur-Seiche").commune.name == "Noyal-Châtillon-sur-Seiche"


def test_the_same_file_once_more_changes_nothing(tmp_path):
    run(tmp_path)
    before = set(CommunePostcode.objects.values_list("pk", flat=True))
    assert "0 commune(s) nouvelle(s), 0 mise(s) à jour, 43 inchangée(s)" in run(tmp_path)
    assert set(CommunePostcode.objects.values_list("pk", flat=True)) == before


def test_another_territory_brings_its_own_file(tmp_path):
    said = run(
        tmp_path, "code_insee;nom;codes_postaux\n2A004;Ajaccio;20000 20090\n97411;Saint-Denis;97400|97490\n"
    )
    assert "2 commune(s) nouvelle(s)" in said
    assert Commune.objects.get(insee_code="2A004").postcodes.count() == 2


def test_what_changed_in_the_file_changes_here_and_keeps_the_sites(tmp_path):
    run(tmp_path, HEADING + "35238,Rennes,35000,100,48.1,-1.6,,\n")
    rennes = Commune.objects.get()
    said = run(tmp_path, HEADING + '35238,Rennes (nouveau),35700,200,"48,2",-1.7,Ville ancienne,35042\n')
    assert "0 commune(s) nouvelle(s), 1 mise(s) à jour" in said
    rennes.refresh_from_db()
    assert (rennes.name, rennes.population, rennes.latitude) == ("Rennes (nouveau)", 200, 48.2)
    assert list(rennes.postcodes.values_list("postcode", "cedex").order_by("postcode")) == [
        ("35042", True),
        ("35700", False),
    ]


def test_a_control_writes_nothing(tmp_path):
    assert "Fichier correct, rien n’a été écrit : 43" in run(tmp_path, check=True)
    assert not Commune.objects.exists()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("3523,Rennes,35000,1,48,-1,,", "ligne 2, colonne « code_insee » : code INSEE"),
        ("35238,,35000,1,48,-1,,", "colonne « nom » : valeur obligatoire absente"),
        (f"35238,{'R' * 81},35000,1,48,-1,,", "colonne « nom » : 80 caractères au plus"),
        ("35238,Rennes,,1,48,-1,,", "colonne « codes_postaux » : cinq chiffres"),
        ("35238,Rennes,3500 35200,1,48,-1,,", "colonne « codes_postaux » : cinq chiffres"),
        ("35238,Rennes,35000,deux mille,48,-1,,", "colonne « population_municipale » : nombre entier"),
        ("35238,Rennes,35000,-4,48,-1,,", "colonne « population_municipale » : nombre entier"),
        ("35238,Rennes,35000,1,nord,-1,,", "colonne « latitude » : nombre attendu entre -90 et 90"),
        ("35238,Rennes,35000,1,91,-1,,", "colonne « latitude » : nombre attendu entre -90 et 90"),
        ("35238,Rennes,35000,1,48,,,", "latitude et longitude vont ensemble"),
        (
            "35238,Rennes,35000,1,48,-1,Ancienne|Ancienne,",
            "colonne « anciennes_communes » : nom présent deux fois",
        ),
        ("35238,Rennes,35000,1,48,-1,,35O42", "colonne « codes_cedex » : cinq chiffres"),
        ("35238,Rennes,35000", "3 cellules au lieu de 8"),
    ],
)
def test_a_line_that_cannot_be_taken_is_named_and_nothing_is_written(tmp_path, line, reason):
    said = refusal(tmp_path, f"{HEADING}{line}\n35047,Bruz,35170,1,48,-1,,\n")
    assert reason in said and "1 ligne(s) refusée(s). Rien n’a été importé." in said
    assert not Commune.objects.exists()


def test_a_commune_twice_in_a_file_is_named(tmp_path):
    twice = refusal(tmp_path, HEADING + "35238,Rennes,35000,,,,,\n35238,Rennes,35200,,,,,\n")
    assert "ligne 3, colonne « code_insee » : « 35238 » est déjà dans le fichier." in twice


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "Le fichier est vide"),
        (b"code_insee,nom\n35238,Rennes\n", "Colonne obligatoire absente : codes_postaux"),
        ("code_insee,nom,codes_postaux\n35001,Acigné,35690\n".encode("cp1252"), "n’est pas en UTF-8"),
    ],
)
def test_a_file_that_is_none_says_why(tmp_path, text, reason):
    assert reason in refusal(tmp_path, text)


def test_a_column_nobody_knows_is_named_and_left_out(tmp_path):
    said = run(tmp_path, "code_insee,nom,codes_postaux,maire\n35238,Rennes,35000,Quelqu’un\n")
    assert "Colonne inconnue, ignorée : « maire »." in said and Commune.objects.count() == 1


SITES = (
    "id,pivot,nom,commune,code_postal,code_insee,adresse,date_maj\n"
    "1,00000000000000,Lieu fictif,CHATILLON SUR SEICHE,35230,35073,1 rue de l’Exemple,2026-01-01\n"
    "2,00000000000000,Autre lieu fictif,Rennes Cedex 7,35042,,2 rue de l’Exemple,2026-01-01\n"
    "3,00000000000000,Dernier lieu fictif,St Gregoire,35760,,3 rue de l’Exemple,2026-01-01\n"
).encode()


def test_sites_find_their_commune_by_a_former_code_a_cedex_or_an_abbreviation(tmp_path):
    run(tmp_path)
    [merged] = [remark for remark in import_sites(data=SITES).remarks if remark.column == "commune"]
    assert merged.line == 2 and "Noyal-Châtillon-sur-Seiche" in merged.reason
    found = dict(Site.objects.values_list("name", "commune__name"))
    assert found["Lieu fictif"] == "Noyal-Châtillon-sur-Seiche"
    assert found["Autre lieu fictif"] == "Rennes" and found["Dernier lieu fictif"] == "Saint-Grégoire"


def test_sites_imported_first_are_given_their_commune_afterwards(tmp_path):
    unknown = [remark for remark in import_sites(data=SITES).remarks if "commune inconnue" in remark.reason]
    assert [remark.line for remark in unknown] == [2, 3, 4]
    assert "3 lieu(x) sans commune rattaché(s)" in run(tmp_path)
    assert not Site.objects.filter(commune=None).exists()
