"""What an SMS costs, and names that do not make it cost double."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.texts.encoding import Alphabet, is_gsm7, size, sms_safe


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "parts"),
    [
        ("", Alphabet.GSM7, 0, 1),
        ("a" * 160, Alphabet.GSM7, 160, 1),
        ("a" * 161, Alphabet.GSM7, 161, 2),
        ("é" * 306, Alphabet.GSM7, 306, 2),
        ("a" * 307, Alphabet.GSM7, 307, 3),
        ("€" * 80, Alphabet.GSM7, 160, 1),
        ("ê", Alphabet.UCS2, 1, 1),
        ("ê" * 70, Alphabet.UCS2, 70, 1),
        ("ê" * 71, Alphabet.UCS2, 71, 2),
        ("ê" * 134, Alphabet.UCS2, 134, 2),
        ("ê" * 135, Alphabet.UCS2, 135, 3),
        ("😀" * 35, Alphabet.UCS2, 70, 1),
        ("مرحبا", Alphabet.UCS2, 5, 1),
    ],
)
def test_a_text_is_counted_as_operators_count_it(
    text: str, alphabet: Alphabet, units: int, parts: int
) -> None:
    counted = size(text)
    assert (counted.alphabet, counted.units, counted.parts) == (alphabet, units, parts)


def test_an_escaped_character_is_never_cut_between_two_parts() -> None:
    # 153 septets a part: the euro's two do not fit in the last place, so each part ends one short.
    assert size("a" * 152 + "€" + "a" * 151).parts == 2
    assert size("a" * 152 + "€" + "a" * 152).parts == 3


def test_a_surrogate_pair_is_never_cut_between_two_parts() -> None:
    assert size("ê" * 66 + "😀" + "ê" * 65).parts == 2
    assert size("ê" * 66 + "😀" + "ê" * 66).parts == 3


@pytest.mark.parametrize("kept", ["é è à ù ä ö ü É Ç æ", "€ [ ] { } ~ ^ | \\", "¿Qué? ñ", "ligne\nligne"])
def test_what_the_alphabet_has_is_kept(kept: str) -> None:
    assert sms_safe(kept) == kept


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Médiathèque l’Arbre à Contes", "Médiathèque l'Arbre à Contes"),
        ("Forêt de Brocéliande", "Foret de Brocéliande"),
        ("Maison du Sacré-Cœur", "Maison du Sacré-Coeur"),
        ("ŒUVRES", "OEUVRES"),
        ("À côté", "A coté"),
        ("août, Noël, garçon, maïs", "aout, Noel, garcon, mais"),
        ("« Le Blosne »", '" Le Blosne "'),
        ("9\N{NO-BREAK SPACE}h\N{NARROW NO-BREAK SPACE}30", "9 h 30"),
        ("Rennes – Sud — Est…", "Rennes - Sud - Est..."),
        ("n° 5 × 2", "no 5 x 2"),
        ("Łódź, İzmir, ısı", "Lódz, Izmir, isi".replace("ó", "o")),
        ("\N{ZERO WIDTH SPACE}Cafe\N{COMBINING ACUTE ACCENT}\t😀 bar", "Café bar"),
        ("مرحبا", ""),
        ("a\r\nb", "a\n\nb"),
    ],
)
def test_a_name_is_written_with_what_the_alphabet_has(name: str, safe: str) -> None:
    assert sms_safe(name) == safe


@given(st.text())
def test_whatever_is_typed_the_safe_form_is_gsm7_and_stable(text: str) -> None:
    safe = sms_safe(text)
    assert is_gsm7(safe)
    assert sms_safe(safe) == safe


@given(st.text(max_size=800))
def test_parts_are_never_fewer_than_the_units_need_nor_more_than_wasted_ends_explain(text: str) -> None:
    counted = size(text)
    alone, part = (160, 153) if counted.alphabet is Alphabet.GSM7 else (70, 67)
    if counted.units <= alone:
        assert counted.parts == 1
    else:
        assert -(-counted.units // part) <= counted.parts <= -(-counted.units // (part - 1))


@given(st.text())
def test_ucs2_units_are_what_utf_16_says(text: str) -> None:
    counted = size(text + "ê")
    assert counted.units == len((text + "ê").encode("utf-16-le", "surrogatepass")) // 2
