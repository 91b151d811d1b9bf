"""A constant text of a template is looked up once a language, and is always that of the page."""

import pytest
from django.template import Context, Template
from django.utils import translation


def shown(source: str, **values: object) -> str:
    return Template("{% load i18n %}" + source).render(Context(values))


@pytest.mark.parametrize("tag", ["translate", "trans"])
def test_one_template_speaks_each_reader_s_language(tag: str) -> None:
    page = Template("{% load i18n %}{% " + tag + ' "Aller au contenu" %}')
    said = []
    for language in ("fr", "en", "fr", "en"):
        with translation.override(language):
            said.append(page.render(Context()))
    assert said[0] == said[2] == "Aller au contenu"
    assert said[1] == said[3] != said[0]


def test_a_text_with_a_name_is_said_where_the_name_is() -> None:
    page = Template('{% load i18n %}{% translate "Aller au contenu" as label %}<b>{{ label }}</b>')
    assert page.render(Context()) == page.render(Context()) == "<b>Aller au contenu</b>"


def test_what_is_not_constant_is_looked_up_each_time() -> None:
    page = Template("{% load i18n %}{% translate typed %}")
    assert [page.render(Context({"typed": name})) for name in ("<Amina>", "Jean")] == [
        "&lt;Amina&gt;",
        "Jean",
    ]
    assert shown('{% translate "may" context "a name" %}') == "may"
    assert shown('{% translate "oui"|capfirst %}') == "Oui"


def test_a_percent_sign_stays_one() -> None:
    assert shown('{% translate "100 % accessible" %}') == "100 % accessible"
