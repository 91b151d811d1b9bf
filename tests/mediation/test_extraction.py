"""Whoever translates gets every text of the pages."""

from io import BytesIO

import pytest

from mediation.extraction import extract_template

PAGE = """{% load i18n %}
<main>
    {% if x %}
  <h1>{% translate "Prendre rendez-vous" %}</h1>
        {% endif %}
    <p title="{% translate 'L’été' context "saison" %}">it's {{ x|default:_("rien") }}</p>
    {% blocktranslate trimmed count n=places %}
        Une place
    {% plural %}
        {{ n }} places
    {% endblocktranslate %}
</main>"""


@pytest.mark.parametrize(
    ("line", "messages"),
    [
        (4, "Prendre rendez-vous"),
        (6, ("saison", "L’été")),
        (6, "rien"),
        (7, ("Une place", "%(n)s places")),
    ],
)
def test_a_text_of_a_page_is_found_on_its_line(line: int, messages: str | tuple[str, ...]) -> None:
    keywords = ["_", "gettext", "ngettext", "pgettext"]
    found = {}
    for number, _function, texts, _notes in extract_template(BytesIO(PAGE.encode()), keywords, (), {}):
        kept = tuple(text for text in texts if text) if isinstance(texts, tuple | list) else texts
        found[kept] = number
    assert found[messages] == line
