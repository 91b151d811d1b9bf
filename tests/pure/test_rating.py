"""What people write when they are asked for a mark of 1 to 5, sentence by sentence, in seven languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.talk.rating import Rated, looks_automatic, read_rating


@pytest.mark.parametrize(
    ("written", "mark"),
    [
        ("4", 4),
        (" 5. ", 5),
        ("3️⃣", 3),
        ("٤", 4),
        ("4/5", 4),
        ("5 sur 5", 5),
        ("note 4", 4),
        ("Je mets 5, merci", 5),
        ("5 étoiles", 5),
        ("⭐⭐⭐⭐", 4),
        ("cinq", 5),
        ("Bonjour, 2", 2),
        ("five", 5),
        ("4 out of 5", 4),
        ("I give 3 stars thank you", 3),
        ("خمسة", 5),
        ("٥ شكرا", 5),
        ("4 من 5", 4),
        ("пʼять", 5),
        ("п'ять", 5),
        ("4 дякую", 4),
        ("beş", 5),
        ("dört", 4),
        ("5 üzerinden 4", 4),
        ("três", 3),
        ("4 obrigada", 4),
        ("cuatro", 4),
        ("Un 5, gracias", 5),
        ("5, gracias", 5),
    ],
)
def test_a_mark_alone_is_that_mark(written: str, mark: int) -> None:
    assert read_rating(written).marks == (mark,)


@pytest.mark.parametrize("written", ["0", "6", "10", "42", "4,5", "3.5", "1 2 3", "-", "⭐⭐⭐⭐⭐⭐"])
def test_what_is_no_mark_of_the_scale_is_asked_again(written: str) -> None:
    found = read_rating(written)
    assert not found.marks
    assert found.off_scale or found == Rated(words="-")


@pytest.mark.parametrize(
    ("written", "marks", "words"),
    [
        ("4 5", (4, 5), ""),
        ("4 et 5", (4, 5), ""),
        ("4, 5", (4, 5), ""),
        ("4 mais un peu long", (4,), "mais un peu long"),
        ("5 ! Léa est très patiente", (5,), "Léa est très patiente"),
        ("4 5 Il faisait froid", (4, 5), "Il faisait froid"),
        ("2/5 trop de bruit", (2,), "trop de bruit"),
    ],
)
def test_a_mark_may_come_with_words(written: str, marks: tuple[int, ...], words: str) -> None:
    assert read_rating(written) == Rated(marks, words)


@pytest.mark.parametrize(
    "written",
    [
        "Très bien",
        "2 heures d'attente",
        "5 minutes de retard",
        "Il faudrait 2 ordinateurs",
        "3 fois que je viens pour rien",
        "Kötü değil",
        "дуже добре",
        "جيد جدا",
    ],
)
def test_a_number_that_counts_something_is_no_mark(written: str) -> None:
    assert read_rating(written) == Rated(words=written)


@pytest.mark.parametrize(
    "written", ["Réponse automatique : je suis absent", "I'm driving right now", "OUT OF OFFICE until Monday"]
)
def test_a_machine_that_says_so_is_known(written: str) -> None:
    assert looks_automatic(written)
    assert not looks_automatic("Très bien, merci")


@given(st.text(max_size=400))
def test_nothing_that_can_be_written_is_ever_too_much(text: str) -> None:
    found = read_rating(text)
    assert all(1 <= mark <= 5 for mark in found.marks) and len(found.marks) <= 2
    assert not (found.off_scale and found.marks)
