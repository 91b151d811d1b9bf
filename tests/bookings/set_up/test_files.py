"""Places, people and openings from a file: looked at, written, sent again."""

import io
from datetime import date, time
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from bookings.models import JournalEntry, SetUpFile, SetUpLine
from bookings.staff.set_up.files import writing
from bookings.staff.set_up.files.writing import write_files
from mediation.models import (
    Commune,
    Invitation,
    Mediator,
    Opening,
    Organisation,
    Role,
    SetUpChange,
    Site,
)
from tests.people import MONDAY_8AM, a_mediator, a_site, a_topic, an_organisation
from tests.sign_in import a_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town() -> Organisation:
    return an_organisation("Ville d’Essai")


@pytest.fixture
def camille(town: Organisation) -> Client:
    return sign_in(Client(), a_user("coordinator", town))


def send(client: Client, slug: str, text: str | bytes, name: str = "f.csv") -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post(reverse("staff_set_up_upload", args=[slug]), {"file": SimpleUploadedFile(name, data)})


def looked_at(client: Client, slug: str, text: str | bytes) -> SetUpFile:
    answer = send(client, slug, text)
    assert answer.status_code == 302, answer.context["form"].errors
    return SetUpFile.objects.latest("pk")


def written(client: Client, file: SetUpFile) -> list[str]:
    client.post(reverse("staff_set_up_file", args=[file.public_id]))
    while write_files(clock=lambda: MONDAY_8AM):
        pass
    return fates(file)


def fates(file: SetUpFile) -> list[str]:
    return list(file.lines.order_by("number").values_list("fate", flat=True))


PLACES = (
    "nom;adresse;code_postal;plain_pied;téléphone;horaires;langues;salles;machines\n"
    "Médiathèque;3 place de l’Essai;35170;oui;261910001;Tu-Sa 10:00-18:00;en, ar;Grande salle : 2 , Bureau;PC : 3\n"
    "Maison de quartier;1 rue de l’Essai;1000;non;;;;;\n"
)


def test_nothing_is_written_before_somebody_says_so_and_the_same_file_again_changes_nothing(
    camille: Client, town: Organisation
) -> None:
    file = looked_at(camille, "lieux", PLACES)
    assert fates(file) == ["create", "create"]
    assert not Site.objects.exists() and not SetUpChange.objects.exists()
    assert written(camille, file) == ["created", "created"]
    site = Site.objects.get(name="Médiathèque")
    assert (site.organisation, site.step_free, site.phone) == (town, True, "+33261910001")
    assert site.languages == ["en", "ar"] and site.hours == "Tu-Sa 10:00-18:00"
    assert {room.name: room.places for room in site.rooms.all()} == {"Grande salle": 2, "Bureau": 1}
    assert site.equipment.get().count == 3
    other = Site.objects.get(name="Maison de quartier")
    assert other.postcode == "01000" and other.step_free is False
    changes = SetUpChange.objects.count()
    again = looked_at(camille, "lieux", PLACES)
    assert fates(again) == ["same", "same"]
    assert SetUpChange.objects.count() == changes
    # Nothing of what the file said is kept.
    assert not SetUpLine.objects.exclude(row="").exists()


def test_an_empty_cell_and_a_column_that_is_not_there_change_nothing(
    camille: Client, town: Organisation
) -> None:
    written(camille, looked_at(camille, "lieux", PLACES))
    file = looked_at(camille, "lieux", "nom;adresse;courriel\nMEDIATHEQUE;;m@essai.example\n")
    assert written(camille, file) == ["corrected"]
    site = Site.objects.get(name="Médiathèque")
    assert (site.email, site.address, site.step_free) == ("m@essai.example", "3 place de l’Essai", True)
    assert SetUpChange.objects.latest("pk").fields == [["email", "", "m@essai.example"]]


def test_each_mistake_names_its_line_and_its_column(camille: Client, town: Organisation) -> None:
    text = (
        "nom;adresse;code_postal;plain_pied;telephone;horaires;langues;salles\n"
        "A;;35170;;;;;\n"
        "B;1 rue;35170;peut-être;12;whenever;klingon;Salle : beaucoup\n"
        ";1 rue;35170;;;;;\n"
        "D;=1+1;35170;;;;;\n"
        "E;1 rue;35170;;;;;\n"
        "e;1 rue;35170;;;;;\n"
    )
    file = looked_at(camille, "lieux", text)
    assert fates(file) == ["wrong", "wrong", "wrong", "wrong", "create", "wrong"]
    columns = {line.number: [column for column, _why in line.faults] for line in file.lines.all()}
    assert columns[2] == ["adresse"]
    assert sorted(columns[3]) == ["horaires", "langues", "plain_pied", "telephone"]
    assert columns[4] == ["nom"] and columns[5] == ["adresse"] and columns[7] == ["nom"]
    shown = camille.get(reverse("staff_set_up_file", args=[file.public_id])).content.decode()
    assert "écrivez oui ou non" in shown and "la même que la ligne 6" in shown
    assert written(camille, file)[4] == "created"
    assert Site.objects.get().name == "E"


def test_a_room_that_cannot_be_is_said_and_its_site_is_not_half_made(
    camille: Client, town: Organisation
) -> None:
    file = looked_at(camille, "lieux", "nom;adresse;code_postal;salles\nA;1 rue;35170;Salle : beaucoup\n")
    assert fates(file) == ["wrong"]
    [(column, why)] = file.lines.get().faults
    assert column == "salles" and why.startswith("Salle")
    assert not Site.objects.exists()


def test_a_coordinator_reaches_no_other_organisation_and_who_coordinates_the_territory_reaches_all(
    camille: Client, town: Organisation
) -> None:
    other = an_organisation("Autre")
    text = "structure;nom;adresse;code_postal\nAutre;A;1 rue;35170\nville d'essai;B;1 rue;35170\n"
    file = looked_at(camille, "lieux", text)
    assert fates(file) == ["wrong", "wrong"]
    assert fates(looked_at(camille, "lieux", text.replace("d'essai", "d’essai")))[1] == "create"
    paul = sign_in(Client(), a_user("metro_coordinator"))
    assert written(paul, looked_at(paul, "lieux", text.replace("d'essai", "d’essai"))) == [
        "created",
        "created",
    ]
    assert Site.objects.get(name="A").organisation == other
    assert paul.get(reverse("staff_set_up_file", args=[file.public_id])).status_code == 404


def test_who_has_lost_the_role_meanwhile_writes_nothing(camille: Client, town: Organisation) -> None:
    file = looked_at(camille, "lieux", PLACES)
    camille.post(reverse("staff_set_up_file", args=[file.public_id]))
    Role.objects.all().delete()
    write_files(clock=lambda: MONDAY_8AM)
    assert fates(file) == ["refused", "refused"] and not Site.objects.exists()


PEOPLE = (
    "nom;rôle;courriel;genre;langues;lsf\n"
    "Nour Exemple;médiateur;nour@essai.example;femme;ar;non\n"
    "Alix Essai;accueil;alix@essai.example;;;\n"
    "Sacha Sans;;;;;oui\n"
)


def test_people_are_made_and_invited_once(
    camille: Client, town: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    file = looked_at(camille, "personnes", PEOPLE)
    assert fates(file) == ["create"] * 3, [line.faults for line in file.lines.all()]
    assert not Invitation.objects.exists() and not Mediator.objects.exists() and not mail.outbox
    with django_capture_on_commit_callbacks(execute=True):
        assert written(camille, file) == ["created"] * 3
    nour = Mediator.objects.get(name="Nour Exemple")
    assert (nour.first_name, nour.languages, nour.gender) == ("Nour", ["ar"], "f")
    assert Mediator.objects.get(name="Sacha Sans").sign_language
    assert {each.email: each.kind for each in Invitation.objects.all()} == {
        "nour@essai.example": "mediator",
        "alix@essai.example": "desk",
    }
    assert sorted(each.to[0] for each in mail.outbox) == ["alix@essai.example", "nour@essai.example"]
    assert file.lines.order_by("number")[0].remarks == ["invitation envoyée"]
    again = looked_at(camille, "personnes", PEOPLE)
    assert fates(again) == ["same"] * 3
    assert Invitation.objects.count() == 2


def test_a_role_that_is_not_ones_to_give_is_refused(camille: Client, town: Organisation) -> None:
    text = "nom;role;courriel\nA;coordination métropolitaine;a@essai.example\nB;accueil;\nC;accueil;pas une adresse\n"
    file = looked_at(camille, "personnes", text)
    assert fates(file) == ["wrong"] * 3
    assert [line.faults[0][0] for line in file.lines.order_by("number")] == ["role", "courriel", "courriel"]


@pytest.fixture
def ground(town: Organisation) -> tuple[Mediator, Site]:
    a_topic("demarches")
    return a_mediator(town, "Nour"), a_site(town)


def test_openings_are_the_rules_of_the_page(camille: Client, ground: tuple[Mediator, Site]) -> None:
    _nour, site = ground
    text = (
        "mediateur;lieu;premier_jour;de;a;revient;jusqu_au;motifs;vacances\n"
        f"nour exemple;{site.name};01/12/2026;9h;12h;toutes les semaines;30/06/2027;demarches;oui\n"
        f"Nour Exemple;{site.name};2026-12-04;14:00;17 h 30;ce seul jour;;;\n"
        "Nour Exemple;par téléphone;2026-12-03;9;12;le premier du mois;;;\n"
        f"Inconnue;{site.name};2026-12-04;14:00;17:00;;;;\n"
        f"Nour Exemple;{site.name};2026-12-05;17:00;17:00;souvent;2026-01-01;rien;\n"
    )
    file = looked_at(camille, "plages", text)
    assert fates(file) == ["create", "create", "create", "wrong", "wrong"]
    assert not Opening.objects.exists() and not Site.objects.exclude(remote="").exists()
    wrong = {line.number: sorted(column for column, _why in line.faults) for line in file.lines.all()}
    assert wrong[5] == ["mediateur"] and wrong[6] == ["a", "jusqu_au", "motifs", "revient"]
    assert written(camille, file)[:3] == ["created"] * 3
    weekly, once, monthly = (
        Opening.objects.order_by("first_day", "opens")[0],
        *[Opening.objects.get(first_day=date(2026, 12, day)) for day in (4, 3)],
    )
    assert (weekly.repeat_weeks, weekly.last_day, weekly.opens) == (1, date(2027, 6, 30), time(9))
    assert [topic.code for topic in weekly.topics.all()] == ["demarches"]
    assert (once.repeat_weeks, once.closes) == (0, time(17, 30))
    assert (monthly.nth_week, monthly.site.remote) == (1, "phone")
    assert fates(looked_at(camille, "plages", text))[:3] == ["same"] * 3
    assert JournalEntry.objects.filter(kind="opening_added").count() == 3


def test_an_opening_that_is_there_gets_another_last_day_and_nothing_else(
    camille: Client, ground: tuple[Mediator, Site]
) -> None:
    _nour, site = ground
    text = f"mediateur;lieu;premier_jour;de;a;jusqu_au\nNour Exemple;{site.name};2026-12-01;9;12;\n"
    written(camille, looked_at(camille, "plages", text))
    ended = looked_at(camille, "plages", text.replace("9;12;", "9;12;2027-03-30"))
    assert fates(ended) == ["correct"]
    assert written(camille, ended) == ["corrected"]
    assert Opening.objects.get().last_day == date(2027, 3, 30)
    emptied = looked_at(camille, "plages", text)
    assert fates(emptied) == ["same"], "an empty cell takes no end away"
    later = looked_at(camille, "plages", text.replace("9;12;", "9;13;2027-03-30"))
    assert fates(later) == ["wrong"] and later.lines.get().faults[0][0] == "a"


def test_a_rule_that_stands_against_another_says_so_before_it_is_written(
    camille: Client, town: Organisation, ground: tuple[Mediator, Site]
) -> None:
    _nour, site = ground
    other = a_site(town, name="Ailleurs")
    text = "mediateur;lieu;premier_jour;de;a\nNour Exemple;{};2026-12-01;9;12\n"
    written(camille, looked_at(camille, "plages", text.format(site.name)))
    file = looked_at(camille, "plages", text.format(other.name))
    assert fates(file) == ["create"]
    remarks = file.lines.get().remarks
    assert len(remarks) == 4 and all(f"déjà à {site.name}" in each for each in remarks[:3])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"nom;inconnue\nA;1\n", "inconnue"),
        (b"adresse\n1 rue\n", "nom"),
        (b"nom;adresse\n" + b"A;B\n" * 501, "plus de 500 lignes"),
        (b"PK\x03\x04rubbish", "classeur"),
        ("nom;adresse\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why_and_leaves_nothing(
    camille: Client, town: Organisation, data: bytes, said: str
) -> None:
    answer = send(camille, "lieux", data)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not SetUpFile.objects.exists()


def test_latin_1_and_workbooks_are_read_and_formulas_stay_inert(camille: Client, town: Organisation) -> None:
    latin = "nom;adresse;code_postal\nThéâtre;1 rue de l'Été;35170\n".encode("latin-1")
    assert written(camille, looked_at(camille, "lieux", latin)) == ["created"]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["nom", "adresse", "code_postal", "telephone"])
    sheet.append(["Théâtre", "2 rue", 35170, 261910001])
    sheet.append(["=cmd()", "3 rue", 35170, None])
    made = io.BytesIO()
    book.save(made)
    file = looked_at(camille, "lieux", made.getvalue())
    assert fates(file) == ["correct", "wrong"]
    Site.objects.create(organisation=town, name="+33", address="x", postcode="35170")
    risky = looked_at(camille, "lieux", "nom;adresse;code_postal\n+33;1 rue;35170\n")
    answer = camille.get(reverse("staff_set_up_file_result", args=[risky.public_id]))
    assert "'+33" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("slug", ["lieux", "personnes", "plages"])
def test_the_templates_can_be_sent_as_they_are(
    camille: Client, town: Organisation, slug: str, ground: tuple[Mediator, Site]
) -> None:
    Site.objects.update(name="Médiathèque des Essais")
    for kind in ("csv", "xlsx"):
        answer = camille.get(reverse("staff_set_up_template", args=[slug, kind]))
        data = b"".join(answer.streaming_content) if kind == "csv" else answer.content  # type: ignore[attr-defined]
        file = looked_at(camille, slug, data)
        faults = file.lines.get().faults
        assert [column for column, _why in faults] == (["commune"] if slug == "lieux" else []), faults
    assert load_workbook(io.BytesIO(answer.content)).sheetnames == [slug, "aide"]


def test_writing_goes_on_where_it_stopped_and_shows_how_far_it_is(
    camille: Client, town: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH", 1)
    file = looked_at(camille, "lieux", PLACES)
    page = reverse("staff_set_up_file", args=[file.public_id])
    camille.post(page)
    assert write_files(clock=lambda: MONDAY_8AM, seconds=0) == 1
    shown = camille.get(page)
    assert 'max="2" value="1"' in shown.content.decode() and shown["Refresh"]
    camille.post(page, {"action": "arreter"})
    assert fates(file) == ["created", "create"]
    assert Site.objects.count() == 1 and not SetUpLine.objects.exclude(row="").exists()


def in_english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_on_an_english_page_the_template_is_in_english_and_comes_back_as_it_is(
    camille: Client, town: Organisation
) -> None:
    """Each kind, filled in with its own example: what is offered is what is taken."""
    Commune.objects.get_or_create(insee_code="35047", defaults={"name": "Bruz"})
    english = in_english(camille)
    for slug, first in (("lieux", "organisation"), ("personnes", "organisation"), ("plages", "mediator")):
        template = english.get(reverse("staff_set_up_template", args=[slug, "csv"])).getvalue().decode()
        assert template.lstrip("\ufeff").startswith(first) and "oui" not in template
        file = looked_at(english, slug, template.replace("2026-12-01", "2027-01-05"))
        assert written(english, file) == ["created"], list(file.lines.values_list("faults", flat=True))
    site, opening = Site.objects.get(), Opening.objects.get()
    assert (site.name, site.step_free, site.rooms.count()) == ("Médiathèque des Essais", True, 2)
    assert (opening.repeat_weeks, opening.on_holidays) == (1, False)
    page = english.get(reverse("staff_set_up_upload", args=["lieux"])).content.decode()
    assert "<code>step_free</code>" in page and "<code>plain_pied</code>" not in page


def test_a_french_file_is_taken_on_an_english_page_and_the_other_way_round(
    camille: Client, town: Organisation
) -> None:
    a_mediator(town, "Léa")
    site = a_site(town)
    french = (
        "mediateur;lieu;premier_jour;de;a;revient\n"
        f"Léa Exemple;{site.name};2027-01-05;9:00;12:00;une semaine sur deux\n"
    )
    english = (
        "mediator;place;first_day;from;to;repeats\n"
        f"Léa Exemple;{site.name};2027-01-06;9:00;12:00;every other week\n"
    )
    assert fates(looked_at(camille, "plages", english)) == ["create"]
    assert fates(looked_at(in_english(camille), "plages", french)) == ["create"]
    # What is wrong is said beside the column as the page calls it.
    wrong = looked_at(camille, "plages", french.replace("une semaine sur deux", "parfois"))
    page = camille.get(reverse("staff_set_up_file", args=[wrong.public_id])).content.decode()
    assert "<code>repeats</code>" in page
