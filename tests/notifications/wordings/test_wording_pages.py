"""The pages where a coordinator writes: looked at before saved, refused with reasons, undone in one press."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from mediation.models import Territory
from notifications.models import Wording
from notifications.texts.kinds import WORDABLE, Kind
from notifications.texts.write import GSM7_LANGUAGES, WRITTEN_IN, sms, standard_wording
from notifications.wordings.checks import faults
from notifications.wordings.examples import bringing, example_facts
from tests.notifications.conftest import Town
from tests.sent_back import sends
from tests.sign_in import a_user, sign_in

OWN = "Bonjour ! {service} : {quand}, {lieu}. {apporter} Changer : {lien} ou {telephone}"


@pytest.fixture
def coordinator(client: Client, town: Town) -> Client:
    sign_in(client, a_user("coordinator", organisation=town.site.organisation))
    return client


@pytest.fixture
def page(town: Town) -> str:
    return reverse("staff_wording", args=[town.site.organisation_id, "reminder", "fr"])


def post(client: Client, page: str, text: str, action: str = "enregistrer") -> str:
    answer = sends(client, page, {"text": text, "action": action}, follow=True)
    return html.unescape(answer.content.decode())


def test_a_coordinator_sees_the_text_before_saving_it(coordinator: Client, page: str) -> None:
    shown = post(coordinator, page, OWN, "voir")
    assert (
        "Bonjour ! RDV numérique : mer. 23 sept. à 14h30, Maison de quartier du Haut Pré. Changer :" in shown
    )
    assert "Apportez : une pièce d'identité ; les courriers recus." in shown
    assert "0,08 €" in shown and "0,16 €" in shown
    assert "alphabet GSM-7" in shown and "1 SMS à payer" in shown and "2 SMS à payer" in shown
    assert not Wording.objects.exists()


def test_saved_it_is_listed_and_can_be_undone_and_taken_again(
    coordinator: Client, page: str, town: Town
) -> None:
    saved = post(coordinator, page, OWN)
    assert "texte de la structure" in saved and "Annuler : remettre le texte d’avant" in saved
    listed = coordinator.get(reverse("staff_wordings")).content.decode()
    assert listed.count("vos mots") == 1
    assert "texte standard" in post(coordinator, page, "", "standard")
    first, _standard = Wording.objects.order_by("pk")
    again = coordinator.post(reverse("staff_wording_again", args=[first.pk]), follow=True)
    assert "texte de la structure" in again.content.decode()
    assert Wording.objects.in_use().get().text == OWN
    assert first.changed_by is not None


def test_the_standard_text_saved_as_it_is_stays_the_standard_text(coordinator: Client, page: str) -> None:
    assert "texte standard" in post(coordinator, page, standard_wording(Kind.REMINDER, "fr"))
    assert Wording.objects.get().text == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{service} {quand} {lieu} {lien}", "Il manque : {telephone}."),
        ("Venez !", "Il manque : {service}, {quand}, {lieu}, {lien}, {telephone}."),
        (OWN + " {salle}", "Ici, ces repères n’existent pas : {salle}."),
        (OWN + " {nom}", "jamais le nom de la personne ni le motif"),
        (OWN + " {", "Une accolade est seule"),
        (OWN.replace("{lien} ", "{lien}. "), "Laissez une espace avant et après {lien}"),
        (OWN + " bientôt", "ô (écrivez o)"),
        (OWN + " 😀", "doublent le prix du SMS : 😀"),
        (OWN + " et bien d’autres choses encore", "retirez "),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_reason_and_stays_in_the_field(
    coordinator: Client, page: str, text: str, reason: str
) -> None:
    shown = post(coordinator, page, text)
    assert reason in shown
    assert text.split("}")[-1].strip()[:8] in shown
    assert not Wording.objects.exists()


def test_the_quotes_and_spaces_of_a_word_processor_are_put_right(coordinator: Client, page: str) -> None:
    post(
        coordinator,
        page,
        "{service} : {quand},\N{NO-BREAK SPACE}{lieu}\n« à bientot » – {lien} ou {telephone}",
    )
    assert Wording.objects.get().text == '{service} : {quand}, {lieu} "à bientot" - {lien} ou {telephone}'


def test_another_alphabet_is_welcome_where_the_language_has_it(coordinator: Client, town: Town) -> None:
    page = reverse("staff_wording", args=[town.site.organisation_id, "reminder", "uk"])
    text = "{service}. Нагадуємо: {quand}, {lieu}. {lien} {telephone}"
    assert "alphabet UCS-2" in post(coordinator, page, text)
    assert Wording.objects.get().text == text


@pytest.mark.parametrize("wrong", ["nothing/fr", "reminder/xx"])
def test_a_text_that_is_not_there_is_not_found(coordinator: Client, town: Town, wrong: str) -> None:
    address = f"/equipe/messages/textes/{town.site.organisation_id}/{wrong}/"
    assert coordinator.get(address).status_code == 404


@pytest.mark.parametrize("language", WRITTEN_IN)
@pytest.mark.parametrize("kind", WORDABLE)
def test_every_standard_text_could_have_been_written_on_the_page(
    town: Town, kind: Kind, language: str
) -> None:
    """Its marks are all known, and filled in it is what is sent."""
    wording, facts = standard_wording(kind, language), example_facts(Territory.current(), kind)
    assert faults(wording, kind, language, facts) == []
    for each in (facts, bringing(facts, language)):
        assert sms(kind, language, each, own=wording) == sms(kind, language, each)
    assert "  " not in sms(kind, language, facts)
    assert (
        language in GSM7_LANGUAGES
        or "{apporter}" in wording
        or kind not in (Kind.REMINDER, Kind.CONFIRMATION)
    )
