"""The look: every drawing draws, every component says what it was given."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template.loader import get_template, render_to_string

from mediation.templatetags.page import national, pictogram

PICTOGRAMS = sorted((settings.BASE_DIR / "templates/components/pictograms").glob("*.html"))
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


class AskName(forms.Form):
    """A form with each kind of control."""

    name = forms.CharField(label="Votre nom", help_text="Un seul nom suffit.")
    reach = forms.ChoiceField(
        label="Comment vous joindre ?", widget=forms.RadioSelect, choices=[("a", "SMS")]
    )
    survey = forms.BooleanField(label="Je veux bien répondre à une enquête", required=False)


@pytest.mark.parametrize("drawing", PICTOGRAMS, ids=lambda path: path.stem)
def test_a_pictogram_is_decorative_and_small(drawing: Path) -> None:
    svg = pictogram(drawing.stem)
    assert svg.startswith('<svg class="picto"') and 'aria-hidden="true"' in svg
    assert len(svg) < 700


def test_an_unknown_pictogram_becomes_the_question_mark() -> None:
    assert pictogram("no-such-drawing") == pictogram("unknown")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_compiles_without_inline_style_or_script(path: Path) -> None:
    source = path.read_text()
    get_template(str(path.relative_to(settings.BASE_DIR / "templates")))
    assert not re.search(r"\sstyle=|<script(?![^>]*(?:src=|application/json))|\son\w+=\"", source)


def test_a_mistake_is_said_beside_its_field_and_linked_from_the_top() -> None:
    form = AskName({"name": ""})
    page = render_to_string("components/errors.html", {"form": form})
    assert 'href="#id_name"' in page and "Votre nom" in page
    field = render_to_string("components/field.html", {"field": form["name"]})
    assert 'id="id_name_error"' in field and 'id="id_name_helptext"' in field
    assert 'aria-describedby="id_name_helptext id_name_error"' in field and 'aria-invalid="true"' in field


def test_radio_buttons_sit_in_a_fieldset_with_their_question() -> None:
    group = render_to_string("components/field.html", {"field": AskName()["reach"]})
    assert "<fieldset" in group and "<legend>Comment vous joindre ?</legend>" in group


def test_nothing_is_listed_when_the_form_is_right() -> None:
    assert "<" not in render_to_string(
        "components/errors.html", {"form": AskName({"name": "Amina", "reach": "a"})}
    )


def test_the_step_is_said_in_words() -> None:
    assert "Étape 2 sur 4" in render_to_string("components/step.html", {"number": 2})


def test_a_phone_number_reads_as_people_say_it() -> None:
    assert national("+33261910000") == "02 61 91 00 00".replace(" ", "\xa0")
    assert national("unknown") == "unknown"
