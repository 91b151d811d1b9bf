"""What people write for opening hours, and what they probably meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.hours import is_understood
from mediation.hours.meant import meant


@pytest.mark.parametrize(
    ("written", "proposal"),
    [
        ("09h00-12h00", "09:00-12:00"),
        ("Lu-Ve", "Mo-Fr"),
        ("Lu-Ve 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ("L-V 9h-17h", "Mo-Fr 09:00-17:00"),
        ("Lundi au vendredi : 9h-12h et 14h-17h", "Mo-Fr 09:00-12:00,14:00-17:00"),
        ("Du lundi au vendredi de 9h à 12h et de 14h à 17h30", "Mo-Fr 09:00-12:00,14:00-17:30"),
        ("De 9 heures à midi le samedi", "Sa 09:00-12:00"),
        (
            "Lun-Ven 9h00 - 12h30 / 13h30 - 17h ; Sam 10h-12h",
            "Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-12:00",
        ),
        ("Mardi 14h-18h, Mercredi 10h-12h / 14h-18h", "Tu 14:00-18:00; We 10:00-12:00,14:00-18:00"),
        ("Lundi : 9h-12h\nMardi : 14h–17h", "Mo 09:00-12:00; Tu 14:00-17:00"),
        ("lundi, mardi et jeudi 9h30-12h", "Mo,Tu,Th 09:30-12:00"),
        ("lundi 9h-12h lundi 14h-17h", "Mo 09:00-12:00,14:00-17:00"),
        ("Mo,Tu,We09:00-12:00", "Mo,Tu,We 09:00-12:00"),
        ("Mo-Fr 9-12", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr 0900-1200", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr 09.00-12.00,14.00-17.00", "Mo-Fr 09:00-12:00,14:00-17:00"),
        ("Mo-Fr: 09:00–12:00", "Mo-Fr 09:00-12:00"),
        ("Tous les jours 9h-18h sauf le dimanche", "Mo-Su 09:00-18:00; Su off"),
        ("7j/7 9h-18h", "Mo-Su 09:00-18:00"),
        ("du mardi au samedi 10h - 19h (fermé les jours fériés)", "Tu-Sa 10:00-19:00; PH off"),
        ("Lundi fermé ; mardi 9h-12h", "Mo off; Tu 09:00-12:00"),
        ("lundi 9h-12h sur RDV", 'Mo 09:00-12:00 "sur rendez-vous"'),
        ("sam-mar 22h-2h", "Sa-Tu 22:00-02:00"),
        ("lundi matin 9h-12h", "Mo 09:00-12:00"),
    ],
)
def test_hours_written_by_people_are_proposed_in_the_schema_s_syntax(written: str, proposal: str) -> None:
    assert meant(written) == proposal
    assert is_understood(proposal)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Mo-Fr 09:00-12:00",
        "au printemps",
        "lundi matin",
        "1er lundi du mois 9h-12h",
        "semaine paire lundi 9h-12h",
        "Lundi au vendredi 9h-12h, mercredi 14h-17h",
        "Tous les jours sauf le dimanche 9h-18h",
        "Lundi et jeudi, 9h-12h; vendredi",
        "9h",
        "Lundi 25h-26h",
        "jeu: 9h12h",
        "lundi - jours fériés 9h-12h",
        "Mo-Fr 09:00-12:00 à vérifier",
        "lundi " * 200,
    ],
)
def test_what_cannot_be_told_is_not_guessed(written: str) -> None:
    assert meant(written) == ""


words = st.sampled_from(
    ["lundi", "ven.", "au", "à", "-", "9h", "12h30", "et", ",", ";", "fermé", "sauf", "24", "PH", "midi"]
)


@given(st.lists(words | st.text(max_size=4), max_size=12).map(" ".join))
def test_a_proposal_can_always_be_read(written: str) -> None:
    proposal = meant(written)
    assert not proposal or (is_understood(proposal) and not is_understood(written))
