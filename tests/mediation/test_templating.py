"""Templates are put together once, and say what Django's own would say."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import get_template
from django.utils import translation
from django.utils.functional import lazystr
from django.utils.safestring import SafeString

from mediation.templating.extending import Extending, Filled, whole
from mediation.templating.nodes import Said

LOCMEM = "django.template.loaders.locmem.Loader"


class Raises:
    """Somebody whose attributes misbehave."""

    @property
    def broken(self) -> str:
        raise AttributeError("inside")

    @property
    def quiet(self) -> str:
        error = LookupError("nobody")
        error.silent_variable_failure = True  # type: ignore[attr-defined]
        raise error


class Person:
    """Somebody with a name, in all the ways a template can ask for it."""

    name = "Amina <3"
    safe = SafeString("<b>Amina</b>")
    lazy = lazystr("Léa & Sami")
    born = datetime(2001, 2, 3, 4, 5, tzinfo=UTC)
    nothing = None
    many = ("un", "deux")

    def called(self) -> str:
        return "appelée"

    def erase(self) -> str:
        raise AssertionError("a template changed something")

    erase.alters_data = True  # type: ignore[attr-defined]


GIVEN: dict[str, Any] = {
    "person": Person(),
    "raises": Raises(),
    "text": "<i>",
    "number": 1234.5,
    "words": {"fr": "oui", "items": "mine"},
    "rows": [1, 2],
    "call": lambda: Person(),
    "class": Person,
}
ASKED = (
    *(
        "person.name",
        "person.safe",
        "person.lazy",
        "person.born",
        "person.nothing",
        "person.many.1",
        "person.called",
    ),
    *(
        "person.erase",
        "person.unknown",
        "unknown",
        "unknown.at.all",
        "text",
        "number",
        "words.fr",
        "words.items",
    ),
    *(
        "words.unknown",
        "rows.0",
        "rows.9",
        "call.name",
        "class.name",
        "raises.quiet",
        "text|upper",
        "unknown|default:3",
    ),
    *(
        "person.name|default:text",
        "unknown|default:person.name",
        '"<é>"',
        "1.5",
        "_('Annuler')",
        "dicts",
        "push",
    ),
)


def engines(files: dict[str, str]) -> tuple[Engine, Engine]:
    libraries = settings.TEMPLATES[0]["OPTIONS"]["libraries"]
    ours = Engine(libraries=libraries, loaders=[("mediation.templating.loader.Loader", [(LOCMEM, files)])])
    return ours, Engine(libraries=libraries, loaders=[(LOCMEM, files)])


def both(files: dict[str, str], given: dict[str, Any] | None = None, *, autoescape: bool = True) -> list[str]:
    """What ours shows, twice, and what Django's does."""
    ours, djangos = engines(files)
    pages = [ours.get_template("page"), ours.get_template("page"), djangos.get_template("page")]
    return [page.render(Context(given or GIVEN, autoescape=autoescape)) for page in pages]


@pytest.mark.parametrize("autoescape", [True, False])
@pytest.mark.parametrize("asked", ASKED)
def test_a_value_is_shown_as_django_shows_it(asked: str, autoescape: bool) -> None:
    source = f"{{{{ {asked} }}}}{{% if {asked} %}}yes{{% else %}}no{{% endif %}}{{% with x={asked} %}}{{{{ x }}}}{{% endwith %}}"
    first, second, djangos = both({"page": source}, autoescape=autoescape)
    assert first == second == djangos


def test_what_breaks_in_a_value_is_not_hidden() -> None:
    for engine in engines({"page": "{{ raises.broken }}"}):
        with pytest.raises(AttributeError, match="inside"):
            engine.get_template("page").render(Context(GIVEN))


FRAME = (
    "<title>{% block title %}Rien{% endblock %}</title>"
    "{% block main %}<main>{% block content %}{% endblock %}</main>{% endblock %}{{ x }}"
)


@pytest.mark.parametrize(
    "page",
    [
        '{% extends "frame" %}{% block title %}Titre{% endblock %}{% block content %}{{ text }}{% endblock %}',
        '{% extends "frame" %}{% block main %}{% with x=1 %}{{ x }}{% endwith %}{% endblock %}',
        '{% extends "middle" %}{% block inner %}{{ person.name }}{% endblock %}outside',
        '{% extends "frame" %}{% load i18n %}{% block content %}{% translate "Annuler" as x %}{{ x }}{% endblock %}',
        '{% extends "frame" %}{% block title %}{{ block.super }}, et plus{% endblock %}',
        '{% extends "middle" %}{% block inner %}{{ block.super }}!{% endblock %}',
        "{% extends which %}{% block title %}Au choix{% endblock %}",
        '{% extends "iffy" %}{% block maybe %}Peut-être{% endblock %}',
        '{% extends "frame" %}{% block content %}{% include "part" with name=text %}{% include "part" only %}{% endblock %}',
    ],
)
def test_a_page_in_a_frame_is_the_page_that_django_makes(page: str) -> None:
    files = {
        "frame": FRAME,
        "middle": '{% extends "frame" %}{% block title %}Au milieu{% endblock %}'
        "{% block content %}[{% block inner %}vide{% endblock %}]{% endblock %}",
        "iffy": "{% if text %}{% block maybe %}{% endblock %}{% endif %}",
        "part": "({{ name|default:'rien' }}{% for row in rows %}{% cycle 'a' 'b' %}{% endfor %})",
        "page": page,
    }
    first, second, djangos = both(files, {**GIVEN, "which": "frame"})
    assert first == second == djangos


def test_pages_that_share_a_frame_do_not_mix() -> None:
    files = {"frame": FRAME}
    files |= {
        name: f'{{% extends "frame" %}}{{% block title %}}{name}{{% endblock %}}' for name in ("un", "deux")
    }
    ours, _ = engines(files)
    shown = [ours.get_template(name).render(Context()) for name in ("un", "deux", "un", "frame")]
    assert [page[7:].partition("<")[0] for page in shown] == ["un", "deux", "un", "Rien"]


def test_texts_in_a_row_are_one_in_each_reader_s_language() -> None:
    source = '{% load i18n %}<p>{% translate "Annuler" %}</p> {% translate "Retirer" %}{{ text }}'
    ours, djangos = (engine for engine in engines({"page": source}))
    page = ours.get_template("page")
    assert [type(node) for node in page.nodelist].count(Said) == 1
    for language in ("fr", "en", "fr-falc", "fr"):
        with translation.override(language):
            assert page.render(Context(GIVEN)) == djangos.get_template("page").render(Context(GIVEN))


def test_residents_pages_are_put_together_beforehand() -> None:
    for name in ("public/where.html", "public/when.html", "public/whom.html", "public/appointment.html"):
        template = get_template(name).template  # type: ignore[attr-defined]
        (extending,) = template.nodelist.get_nodes_by_type(Extending)
        found = whole(extending, template.engine)
        assert found is not None
        assert found.get_nodes_by_type(Filled)
