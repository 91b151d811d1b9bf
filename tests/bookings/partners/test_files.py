"""A social worker refers many people from one file: looked at first, then sent, each line with its fate."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bookings.actions import refer_from_file
from bookings.actions.refer_from_file import refer_from_files
from bookings.actions.start_file import over
from bookings.actions.step import take_step
from bookings.models import Referral, ReferralFile, ReferralLine
from bookings.people.who import RESIDENT_ON_WEB
from bookings.referrals.states import State, Who
from mediation.models import Team
from tests import people
from tests.referring import a_partner, a_referring_user
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE
HEADER = "reference;nom;mobile;motif;besoin"
AMINA = "A1;Amina Essai;06 39 98 00 01;demarches;Remplir un formulaire"
JEAN = "A2;Jean Essai;06 39 98 00 02;demarches;Écrire un courriel"
WRONG = "A3;Zoé Essai;06 39;demarches;Rien"


@pytest.fixture(autouse=True)
def _on_friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def ccas(town):
    return a_partner()


@pytest.fixture
def worker(ccas, client):
    sign_in(client, a_referring_user(ccas))
    return client


def sends(worker, town, *lines: str, encoding: str = "utf-8"):
    """Uploads a file of these lines."""
    data = "\n".join([HEADER, *lines]).encode(encoding)
    role = ReferralFile.partner.field.related_model.objects.get(refers=True).roles.get()
    return worker.post(
        reverse("partners_files"),
        {"role": role.pk, "organisation": town.here.pk, "file": SimpleUploadedFile("p.csv", data)},
    )


def starts(worker, file) -> None:
    worker.post(reverse("partners_file", args=[file.public_id]), {"informed": "1"})
    refer_from_files(clock=lambda: NOW)


def latest() -> ReferralFile:
    return ReferralFile.objects.latest("pk")


def fates(file=None) -> dict[str, str]:
    return dict((file or latest()).lines.order_by("number").values_list("reference", "fate"))


def page_of(worker, file=None) -> str:
    page = worker.get(reverse("partners_file", args=[(file or latest()).public_id]))
    return str(page.content.decode())


def test_nothing_goes_before_the_file_was_looked_at(worker, town):
    assert sends(worker, town, AMINA, WRONG, JEAN).status_code == 302
    assert fates() == {"A1": "create", "A2": "create", "A3": "wrong"} and not Referral.objects.exists()
    page = page_of(worker)
    assert "Ce numéro n’est pas complet" in page and page.index("A3") < page.index("A1")


def test_whoever_is_right_is_referred_and_the_result_says_so(worker, town, ccas):
    sends(worker, town, AMINA, WRONG, JEAN)
    starts(worker, latest())
    assert fates() == {"A1": "created", "A2": "created", "A3": "wrong"}
    referral = Referral.objects.get(external_ref="A1")
    assert referral.at is State.INVITED and referral.partner == ccas and referral.informed_version
    result = worker.get(reverse("partners_file_result", args=[latest().public_id]))
    text = b"".join(result.streaming_content).decode("utf-8-sig")
    assert f"2;A1;créée;{referral.number};" in text and "3;A3;à corriger" in text


def test_without_having_informed_the_people_nothing_is_sent(worker, town):
    sends(worker, town, AMINA)
    page = worker.post(reverse("partners_file", args=[latest().public_id]), {})
    assert page.status_code == 422 and latest().state == "ready"


def test_the_same_file_again_changes_nothing_and_a_changed_line_corrects(worker, town):
    sends(worker, town, AMINA, JEAN)
    starts(worker, latest())
    before = list(Referral.objects.order_by("pk").values("pk", "version"))
    sends(worker, town, AMINA, JEAN)
    assert fates() == {"A1": "same", "A2": "same"} and "Rien à envoyer" in page_of(worker)
    sends(worker, town, AMINA, JEAN.replace("06 39 98 00 02", "06 39 98 00 09"))
    assert fates() == {"A1": "same", "A2": "correct"}
    starts(worker, latest())
    assert fates() == {"A1": "same", "A2": "corrected"}
    assert Referral.objects.count() == len(before)
    assert Referral.objects.get(external_ref="A2").contact.value == "+33639980009"
    sends(worker, town, AMINA, JEAN.replace("06 39 98 00 02", "06 39 98 00 09"))
    assert fates() == {"A1": "same", "A2": "same"}


def test_a_referral_that_has_ended_is_not_changed_by_a_file(worker, town):
    sends(worker, town, AMINA)
    starts(worker, latest())
    take_step(Referral.objects.get().pk, State.WITHDRAWN, who=Who.REFERRER, by=RESIDENT_ON_WEB, now=NOW)
    sends(worker, town, AMINA.replace("formulaire", "dossier"))
    assert fates() == {"A1": "wrong"} and "cette orientation est terminée" in page_of(worker)


def test_a_reference_twice_in_a_file_is_said_of_the_second(worker, town):
    sends(worker, town, AMINA, AMINA.replace("Amina", "Zoé"))
    assert list(ReferralLine.objects.order_by("number").values_list("fate", flat=True)) == ["create", "wrong"]


def test_what_the_file_said_is_wiped_once_it_is_done(worker, town):
    sends(worker, town, AMINA, WRONG)
    assert ReferralLine.objects.exclude(row="").exists()
    starts(worker, latest())
    assert latest().state == "done" and not ReferralLine.objects.exclude(row="").exists()


def test_a_file_that_nobody_starts_is_wiped_after_a_day_and_gone_after_a_month(worker, town):
    sends(worker, town, AMINA)
    assert over(now=NOW + timedelta(hours=23)) == 0
    over(now=NOW + timedelta(hours=25))
    assert latest().state == "over" and not ReferralLine.objects.exclude(row="").exists()
    over(now=NOW + timedelta(days=31))
    assert not ReferralFile.objects.exists()


def test_it_goes_on_where_it_stopped_and_can_be_stopped(worker, town, monkeypatch):
    monkeypatch.setattr(refer_from_file, "BATCH", 1)
    sends(worker, town, AMINA, JEAN)
    file = latest()
    worker.post(reverse("partners_file", args=[file.public_id]), {"informed": "1"})
    assert refer_from_files(clock=lambda: NOW, seconds=0) == 1
    page = worker.get(reverse("partners_file", args=[file.public_id]))
    assert page["Refresh"] == "5" and 'max="2" value="1"' in page.content.decode()
    worker.post(reverse("partners_file", args=[file.public_id]), {"action": "arreter"})
    refer_from_files(clock=lambda: NOW)
    assert fates() == {"A1": "created", "A2": "create"} and Referral.objects.count() == 1
    assert latest().state == "cancelled" and not ReferralLine.objects.exclude(row="").exists()


def test_a_line_that_is_refused_takes_nobody_with_it(worker, town):
    sends(worker, town, AMINA, JEAN)
    Referral.objects.filter(external_ref="A1").delete()
    file = latest()
    line = file.lines.get(reference="A1")
    line.row = line.row.replace("06 39 98 00 01", "06")
    line.save()
    starts(worker, file)
    assert fates() == {"A1": "refused", "A2": "created"}


def test_a_file_in_latin_1_keeps_its_accents(worker, town):
    sends(worker, town, AMINA.replace("Amina", "Zoé"), encoding="latin-1")
    starts(worker, latest())
    assert Referral.objects.get().resident.name == "Zoé Essai"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x" * 5_000_001, "trop gros"),
        (f"{HEADER}\n".encode() + b"A;B;C;demarches;\n" * 10_001, "10 000 lignes"),
        (b"nom;prenom\n", "« prenom » n’est pas connue"),
        (f"{HEADER}\n".encode() + b"A;B;C;demarches;\n" * 100_000, "10 000 lignes"),
        (HEADER.encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why_and_leaves_nothing(worker, town, ccas, data, said):
    asked = {
        "role": ccas.roles.get().pk,
        "organisation": town.here.pk,
        "file": SimpleUploadedFile("p.csv", data),
    }
    page = worker.post(reverse("partners_files"), asked)
    assert page.status_code == 422 and said in page.content.decode().replace("\u00a0", " ")
    assert not ReferralFile.objects.exists() and not ReferralLine.objects.exists()


def test_formulas_in_a_result_are_text(worker, town):
    sends(worker, town, "@SUM(A1);Amina Essai;06 39 98 00 01;demarches;x")
    starts(worker, latest())
    result = worker.get(reverse("partners_file_result", args=[latest().public_id]))
    assert ";'@SUM(A1);" in b"".join(result.streaming_content).decode("utf-8-sig")


def test_the_templates_are_taken_as_they_are(worker, town):
    for kind in ("csv", "xlsx"):
        answer = worker.get(reverse("partners_file_template", args=[kind]))
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        role = town.here.__class__.objects.get(refers=True).roles.get()
        asked = {"role": role.pk, "organisation": town.here.pk, "file": SimpleUploadedFile("m", data)}
        assert worker.post(reverse("partners_files"), asked).status_code == 302
        assert list(fates().values()) == ["create"]
    assert worker.get(reverse("partners_file_template", args=["pdf"])).status_code == 404


def test_somebody_elses_file_is_not_there(worker, town, client, ccas):
    sends(worker, town, AMINA)
    file = latest()
    another_team = Team.objects.create(organisation=ccas, name="Sud")
    others = a_referring_user(a_partner("Mission locale Fictive")), a_referring_user(ccas, another_team)
    for user in others:
        sign_in(client, user)
        for name in ("partners_file", "partners_file_result"):
            assert client.get(reverse(name, args=[file.public_id])).status_code == 404
        assert (
            client.post(reverse("partners_file", args=[file.public_id]), {"informed": "1"}).status_code == 404
        )
    assert latest().state == "ready"


def test_a_team_sees_its_files_and_only_who_uploaded_one_sends_it(worker, town, ccas):
    north, south = (Team.objects.create(organisation=ccas, name=name) for name in ("Nord", "Sud"))
    sends(worker, town, AMINA)
    file = latest()
    ReferralFile.objects.update(team=north)
    address = reverse("partners_file", args=[file.public_id])
    of_the_north, of_the_south, of_all = (
        sign_in(Client(), a_referring_user(ccas, team)) for team in (north, south, None)
    )
    assert of_the_south.get(address).status_code == 404
    assert file.public_id not in of_the_south.get(reverse("partners_files")).content.decode()
    for colleague in (of_the_north, of_all):
        assert "a déposé ce fichier" in colleague.get(address).content.decode()
        assert file.public_id in colleague.get(reverse("partners_files")).content.decode()
        assert colleague.post(address, {"informed": "1"}).status_code == 404
    starts(worker, file)
    assert Referral.objects.get().team == north
    assert of_the_north.get(reverse("partners_file_result", args=[file.public_id])).status_code == 200
    assert of_the_south.get(reverse("partners_file_result", args=[file.public_id])).status_code == 404


def test_whoever_coordinates_the_partner_reads_how_every_teams_files_went_and_sends_none(worker, town, ccas):
    north = Team.objects.create(organisation=ccas, name="Nord")
    sends(worker, town, AMINA, WRONG)
    starts(worker, latest())
    ReferralFile.objects.update(team=north)
    coordinator = sign_in(Client(), a_user("coordinator", ccas))
    link = coordinator.get(reverse("staff_partner", args=[ccas.pk])).content.decode()
    assert reverse("partners_all_files") in link
    page = coordinator.get(reverse("partners_all_files")).content.decode()
    assert "Nord" in page and "Amina" not in page
    result = coordinator.get(reverse("partners_all_files_result", args=[latest().public_id]))
    text = b"".join(result.streaming_content).decode("utf-8-sig")
    assert "2;A1;créée;" in text and "Amina" not in text
    assert coordinator.get(reverse("partners_file", args=[latest().public_id])).status_code == 403
    other = sign_in(Client(), a_user("coordinator", town.here, email="autre@example.org"))
    assert "Nord" not in other.get(reverse("partners_all_files")).content.decode()
    address = reverse("partners_all_files_result", args=[latest().public_id])
    assert other.get(address).status_code == 404


def two(worker, town, phone: str):
    """A file with a line about a couple, whose second person is called at `phone`."""
    header = "reference;nom;mobile;motif;accompagnant;telephone_accompagnant"
    data = f"{header}\nB1;Amina Essai;06 39 98 00 01;demarches;Jean Essai;{phone}".encode()
    role = ReferralFile.partner.field.related_model.objects.get(refers=True).roles.get()
    sent = {"role": role.pk, "organisation": town.here.pk, "file": SimpleUploadedFile("p.csv", data)}
    return worker.post(reverse("partners_files"), sent)


def test_who_comes_along_has_a_number_in_a_file_too_where_people_are_called(worker, town):
    town.topic.modes = ["phone"]
    town.topic.save()
    two(worker, town, "639980044")
    starts(worker, latest())
    referral = Referral.objects.get()
    assert referral.companion.name == "Jean Essai" and referral.companion_contact.value == "+33639980044"


def test_a_number_of_who_comes_along_that_is_none_is_said_of_its_column(worker, town):
    two(worker, town, "06 39")
    assert ReferralLine.objects.get().faults[0][0] == "telephone_accompagnant"
    page = page_of(worker)
    assert "telephone_accompagnant" in page and "Ce numéro n’est pas complet" in page
