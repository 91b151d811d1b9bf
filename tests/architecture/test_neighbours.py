"""The languages of the neighbourhood: each page is whole in them, or in French as a whole."""

import io
import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.template import engines
from django.utils import translation
from django.utils.translation import trans_real

from bookings.models import Appointment
from mediation.neighbours import words
from mediation.neighbours.codes import LANGUAGES, direction
from mediation.remembered import forget
from tests.architecture import budgets
from tests.architecture.test_budgets import CSS, pages, territory  # noqa: F401
from tests.people import MONDAY_8AM
from tests.residents import AMINA, Resident, hidden_draft

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
in_each = pytest.mark.parametrize("language", LANGUAGES)
# Said in French, with a line in the reader's language: accounts that the service gives of itself.
IN_FRENCH = {"ecodesign", "accessibility", "accessibility criteria", "open data", "figures"}
_TEXT = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


def shown(html: str) -> str:
    """What is read of a page; what is marked as another language left out."""
    main = re.sub(r"<(\w+)[^>]* lang=\"(?:fr|en)\"[^>]*>.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(_TEXT.sub(" ", main).split())


@cache
def french_of(language: str) -> frozenset[str]:
    """The French sentences that have other words in that language; without names put into them."""
    path = settings.BASE_DIR / f"mediation/locale/{language}/LC_MESSAGES/django.po"
    texts = [each for each in read_po(io.BytesIO(path.read_bytes()), locale=language) if each.id]
    return frozenset(
        each.id
        for each in texts
        if isinstance(each.id, str)
        and " " in each.id.strip()
        and "%" not in each.id
        and each.id != each.string
    ) - {"Rendez-vous numérique"}  # The service's own name, in the data.


@in_each
def test_each_page_is_whole_in_its_language(territory, language: str) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    resident = Resident()
    for name, address in pages(territory).items():
        answer = resident.get(f"/{language}{address}")
        html = answer.content.decode()
        wanted = "fr" if name in IN_FRENCH else language
        assert f'<html lang="{wanted}" dir="{direction(wanted)}">' in html, name
        if wanted == language:
            said = shown(html)
            assert [each for each in french_of(language) if each in said] == [], name
            assert words.IN_FRENCH[language] not in html, name
        else:
            assert words.IN_FRENCH[language] in html, name


@in_each
def test_each_page_fits_in_one_round_trip(territory, language: str) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    resident = Resident()
    sizes = {
        name: len(resident.get(f"/{language}{address}", **{"Accept-Encoding": "gzip"}).content) + CSS
        for name, address in pages(territory).items()
    }
    print("\n" + "\n".join(f"{name:15} {size:6} bytes" for name, size in sizes.items()))
    assert {name: size for name, size in sizes.items() if size >= budgets.PAGE_BYTES} == {}


@pytest.fixture
def without() -> Iterator[Callable[[str], None]]:
    """Takes a text away from the Arabic catalogue, until the test is over."""

    def begin_anew() -> None:
        trans_real._translations.pop("ar", None)
        engines["django"].engine.template_loaders[0].reset()  # type: ignore[attr-defined]
        forget()

    begin_anew()

    def take_away(text: str) -> None:
        catalogs = trans_real.translation("ar")._catalog._catalogs
        assert [catalog.pop(text) for catalog in catalogs if text in catalog], text

    yield take_away
    translation.activate("fr")
    begin_anew()


def is_french_as_a_whole(html: str) -> bool:
    return '<html lang="fr" dir="ltr">' in html and not re.search(
        "[\u0600-\u06ff]",
        re.sub(r'<(\w+)[^>]* lang="ar".*?</\1>|<option.*?</option>', "", html, flags=re.DOTALL),
    )


def test_a_page_that_lacks_one_text_is_french_and_its_links_stay_arabic(territory, without) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    without("De quoi avez-vous besoin\N{NO-BREAK SPACE}?")
    resident = Resident()
    for _again in range(2):  # What was made of it is not remembered as Arabic.
        html = resident.get("/ar/").content.decode()
        assert is_french_as_a_whole(html)
        assert words.IN_FRENCH["ar"] in html and 'href="/ar/retrouver/"' in html
    assert '<html lang="ar" dir="rtl">' in resident.get("/ar/retrouver/").content.decode()
    assert '<html lang="fr" dir="ltr">' in resident.get("/").content.decode()


def test_a_text_that_all_pages_share_takes_all_of_them_to_french(territory, without) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    without("Besoin d’aide\N{NO-BREAK SPACE}?")
    for address in ("/ar/", "/ar/retrouver/", "/ar/", "/ar/nulle-part/"):
        html = Resident().get(address).content.decode()
        assert is_french_as_a_whole(html), address


@pytest.mark.parametrize(
    "text",
    [
        "Écrivez un nom. Un prénom suffit.",
        "Besoin d’aide\N{NO-BREAK SPACE}?",
        "C’est pour qui\N{NO-BREAK SPACE}?",
    ],
)
def test_a_form_with_a_mistake_is_not_half_arabic(territory, without, text: str) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    without(text)
    resident = Resident()
    address = f"/ar{pages(territory)['whom']}"
    draft = hidden_draft(resident.get(address))
    answer = resident.post(f"{address}prendre/", {**AMINA, "mobile": "06", "name": "", "draft": draft})
    assert answer.status_code == 400
    assert is_french_as_a_whole(answer.content.decode())


def test_whoever_reads_french_instead_is_still_written_to_in_arabic(territory, without) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    without("C’est pour qui\N{NO-BREAK SPACE}?")
    resident = Resident()
    address = f"/ar{pages(territory)['whom']}"
    draft = hidden_draft(resident.get(address))
    answer = resident.post(f"{address}prendre/", {**AMINA, "draft": draft})
    assert answer.headers["Location"].startswith("/ar/mon-rendez-vous/")
    assert Appointment.objects.latest("pk").language == "ar"


def test_french_and_english_are_looked_up_as_ever() -> None:
    for language in ("fr", "en", "fr-falc"):
        assert "_AtTheEnd" not in type(trans_real.translation(language)._fallback).__name__


def test_what_a_view_says_is_looked_up_when_it_is_shown() -> None:
    """A form that was sent is shown again in French where a text is missing: what is said by then would stay as it was."""
    folder = settings.BASE_DIR / "bookings" / "public"
    files = [*folder.glob("views/*.py"), *folder.glob("*form*.py"), folder / "wording.py"]
    at_once = re.compile(r"import .*\b(gettext|ngettext|pgettext)\b(?! as _lazy)(,|$| as)", re.MULTILINE)
    assert [file.name for file in files if at_once.search(file.read_text())] == []
    assert files and at_once.search("from django.utils.translation import gettext as _")
