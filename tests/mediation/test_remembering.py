"""A part of a page that is the same for everybody is made once, and cannot hold anything of one reader."""

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve, reverse, translate_url
from django.utils import translation

from mediation.models import Territory
from mediation.remembered import _MOST, _answers, remember
from mediation.templatetags.tongues import languages

PART = "{% load remembering %}{% remembered name=name when=shared %}{{ name }}{{ typed }}{{ count.next }}{% endremembered %}"


class Counter:
    """Says how often it was asked."""

    times = 0

    def next(self) -> str:
        self.times += 1
        return ""


def test_it_is_made_once_for_the_same_inputs_and_language() -> None:
    part, made = Template(PART.replace("name=name", "name=name count=count")), Counter()

    def shown(name: str) -> str:
        return part.render(Context({"name": name, "count": made, "shared": True}))

    assert [shown("Bruz"), shown("Bruz"), shown("Betton")] == ["Bruz", "Bruz", "Betton"]
    assert made.times == 2
    with translation.override("en"):
        shown("Bruz")
    assert made.times == 3


def test_nothing_of_the_page_but_its_inputs_is_in_it() -> None:
    part = Template(PART)
    for shared in (True, False):
        context = Context({"name": "Bruz", "typed": "Amina", "shared": shared})
        assert part.render(context) == "Bruz"


def test_what_is_not_shared_is_not_kept() -> None:
    part, before = Template(PART), len(_answers)
    part.render(Context({"name": "Amina", "shared": False}))
    assert len(_answers) == before


def test_a_row_that_is_not_saved_yet_is_shown_and_not_kept() -> None:
    part, before = Template(PART), len(_answers)
    unsaved = Territory(service_name="Une ville qui commence")
    assert part.render(Context({"name": unsaved, "shared": True}))
    assert len(_answers) == before


def test_what_is_kept_has_an_end() -> None:
    for number in range(2 * _MOST):
        remember(("test", number), lambda: "x")
    assert len(_answers) <= _MOST


@pytest.mark.parametrize("name", ["home", "find", "about", "account_login", "staff_language"])
@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_a_page_in_another_language_has_the_address_that_django_writes(name: str, code: str) -> None:
    with translation.override(code):
        address = reverse(name)
    request = RequestFactory().get(address, {"p": "é&1"})
    with translation.override(code):
        request.resolver_match = resolve(address)
    here = request.get_full_path()
    with translation.override(code):
        shown = languages(Context({"request": request, "LANGUAGE_CODE": code}))
        assert [each["url"] for each in shown] == [
            translate_url(here, other) for other, _ in settings.LANGUAGES
        ]
