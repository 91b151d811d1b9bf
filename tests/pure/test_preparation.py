"""What people ask us to prepare, from the form to the words the desk reads."""

from bookings.people.preparation import NEEDS, asked, stored, words


def test_what_was_ticked_is_kept_by_key_with_the_interpreters_language() -> None:
    assert stored(["large_print", "step_free"], "ar") == ["step_free", "large_print", "interpreter:ar"]


def test_invented_needs_and_languages_are_left_out() -> None:
    assert stored(["gold_chair"], "klingon") == []


def test_stored_needs_fill_the_form_again() -> None:
    assert asked(stored(["step_free"], "uk")) == (["step_free"], "uk")
    assert asked(["no_longer_offered"]) == ([], "")


def test_the_desk_reads_words() -> None:
    assert words(["step_free", "interpreter:tr"]) == ["Un accès sans marche", "Un interprète : Türkçe (turc)"]


def test_nobody_is_asked_about_a_disability() -> None:
    assert set(NEEDS) == {"step_free", "hearing_loop", "large_print", "more_time"}
