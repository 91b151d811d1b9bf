"""Names, addresses, topics and hours as they are written, and as a voice says them."""

import pytest

from mediation.directory.aloud import name_aloud, street_aloud
from notifications.voice import rephrase, voices


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12 sq. du Modèle", "12 square du Modèle"),
        ("7 Esp. Fictive, Bât. C, RDC", "7 esplanade Fictive, bâtiment C, rez-de-chaussée"),
        ("3 crs des Essais, n° 4", "3 cours des Essais, numéro 4"),
        ("5 r. de l’Exemple, 35042 Rennes CEDEX 7", "5 rue de l’Exemple, Rennes"),
        ("8 bd du Mal. Fictif, BP 123", "8 boulevard du Maréchal Fictif"),
        ("CS 12345, 2 pl. du Modèle", "2 place du Modèle"),
        ("12T all. de l’Essai (esc. B, 2e ét.)", "12 ter allée de l’Essai, escalier B, 2e étage"),
        ("18 passage des Modèles", "18 passage des Modèles"),
        ("Z.A. de l’Essai, ZI Nord", "Z.A. de l’Essai, Z I Nord"),
    ],
)
def test_what_a_street_abbreviates_is_said_in_full(written: str, said: str) -> None:
    assert street_aloud(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Bib. de l’Exemple", "bibliothèque de l’Exemple"),
        ("Média. de Bruz", "médiathèque de Bruz"),
        ("CS Fictif", "centre social Fictif"),
        ("CSC n°2", "centre socioculturel numéro 2"),
        ("EVS du Modèle", "espace de vie sociale du Modèle"),
        ("BIJ - Rennes", "bureau information jeunesse, Rennes"),
        ("Esp. social St-Exemple", "espace social Saint Exemple"),
        ("MJC Fictive / CCAS", "M J C Fictive, C C A S"),
        ("Bibliothèque des médias", "Bibliothèque des médias"),
    ],
)
def test_what_a_name_abbreviates_is_said_in_full(written: str, said: str) -> None:
    assert name_aloud(written) == said
    assert name_aloud(said) == said


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("Faire une démarche à ma place", "fr", "faire une démarche à votre place"),
        ("Me servir de mon téléphone", "fr", "vous servir de votre téléphone"),
        ("Ma santé et mes droits", "fr", "votre santé et vos droits"),
        ("M’inscrire", "fr", "vous inscrire"),
        ("La machine de Mélanie", "fr", "la machine de Mélanie"),
        ("Have it done on my behalf", "en", "have it done on your behalf"),
    ],
)
def test_a_topic_is_offered_to_whoever_listens(name: str, language: str, said: str) -> None:
    assert rephrase.to_you(name, language) == said


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        (
            "de 9 h à 12 h et de 14 h à 17 h",
            "fr",
            "de neuf heures à midi et de quatorze heures à dix-sept heures",
        ),
        ("9h-12h30", "fr", "neuf heures à midi trente"),
        ("9:00 – 12:00", "fr", "neuf heures à midi"),
        ("9 am to 12 noon", "en", "nine in the morning to noon"),
        ("2 to 5:30 pm", "en", "2 to five thirty in the afternoon"),
        ("sur rendez-vous, au 3e étage", "fr", "sur rendez-vous, au 3e étage"),
        ("25 h par semaine", "fr", "25 h par semaine"),
    ],
)
def test_opening_hours_are_said_as_the_line_says_its_own_times(
    written: str, language: str, said: str
) -> None:
    assert rephrase.hours(written, language) == said


def test_a_french_name_in_an_english_sentence_has_a_french_voice() -> None:
    text = f"For Monday at ten, {voices.french('Bréquigny', 'en')}, press 1."
    assert voices.by_voice(text, "en") == [
        ("en", "For Monday at ten,"),
        ("fr", "Bréquigny,"),
        ("en", "press 1."),
    ]
    assert voices.plain(text) == "For Monday at ten, Bréquigny, press 1."
    assert voices.by_voice(f"It is at {voices.french('Bréquigny', 'en')}.", "en")[-1] == ("fr", "Bréquigny.")
    assert voices.french("Bréquigny", "fr") == "Bréquigny"
