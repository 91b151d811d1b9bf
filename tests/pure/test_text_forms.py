"""A template of an SMS read once says, to the letter, what it says when Django renders it each time."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from notifications.texts import forms
from notifications.texts import write as texts
from notifications.texts.kinds import (
    DROP_INS,
    NEXT_STEPS,
    REFERRALS,
    STANDARD,
    SURVEYS,
    TODAY,
    WORKSHOPS,
    Kind,
)

_SAID = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
_FACTS = st.fixed_dictionaries(
    dict.fromkeys(forms.NAMES, _SAID | st.just("") | st.just("{{ link }} & <b>"))
    | {"mode": st.sampled_from(["", "phone", "video", "home"])}
)
every_text = pytest.mark.parametrize("language", texts.WRITTEN_IN)


@pytest.mark.parametrize("kind", STANDARD)
@every_text
@hypothesis_settings(max_examples=25)
@given(facts=_FACTS)
def test_whatever_is_known_the_text_is_the_one_its_template_renders(
    kind: Kind, language: str, facts: dict[str, str]
) -> None:
    rendered = render_to_string(f"messages/sms/{language}/{kind}.txt", facts)
    assert forms.filled(kind, language, facts) == rendered


@every_text
def test_what_to_bring_is_said_or_named_where_only_the_page_knows(language: str) -> None:
    assert "une carte" in forms.to_bring(language, "une carte", at_link=False)
    assert forms.to_bring(language, "", at_link=False) == ""
    named = forms.to_bring(language, "", at_link=True)
    assert bool(named) is (language not in texts.GSM7_LANGUAGES)


def test_templates_of_sms_decide_only_what_to_bring_and_whether_to_say_do_not_come() -> None:
    folder = settings.BASE_DIR / "templates" / "messages" / "sms"
    written = [path for path in folder.glob("*/*.txt") if path.name != "bring.txt"]
    assert len(written) == len(texts.WRITTEN_IN) * len(
        (*STANDARD, *REFERRALS, *TODAY, *WORKSHOPS, Kind.CHOICE, *DROP_INS, *SURVEYS, *NEXT_STEPS)
    )
    tags = "{% autoescape off %}", "{% endautoescape %}"
    decides = re.compile(r"{% if not mode %}([^{]*){% endif %}")
    plain = {
        f"{path.parent.name}/{path.name}": decides.sub(
            r"\1", path.read_text().removeprefix(tags[0]).rstrip().removesuffix(tags[1])
        )
        for path in written
    }
    assert [name for name, text in plain.items() if "{%" in text or "|" in text] == []
