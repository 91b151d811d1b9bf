"""Translations: collect what the sources say, update and compile the catalogues; or check that all is done.

French is the source. English says everything, easy-to-read French what residents read (the rest is shown in
plain French), the languages of the neighbourhood what residents meet on their way and what the telephone line says (a page
that lacks a text is shown in French as a whole): in none may anything be missing or marked as a guess. Compiled files are
committed: no gettext is needed to run.
"""

import argparse
import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "mediation" / "locale"
PACKAGES = ("mediation", "bookings", "notifications")
COMPLETE = "en"
EASY = "fr_Falc"
# What residents read; the rest is for staff.
RESIDENT = (
    "templates/400.html",
    "templates/403.html",
    "templates/404.html",
    "templates/500.html",
    "templates/503.html",
    "templates/base.html",
    "templates/base_public.html",
    "templates/components/",
    "templates/messages/",
    "templates/public/",
    "mediation/templatetags/tongues.py",
    "bookings/errors.py",
    "bookings/models/",
    "bookings/people/mistakes.py",
    "bookings/people/preparation.py",
    "bookings/public/",
    "notifications/texts/write.py",
)
# Plural forms as gettext numbers them.
NEIGHBOURS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5)",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
    "tr": "nplurals=2; plural=(n > 1)",
    "pt": "nplurals=2; plural=(n != 1)",
    "es": "nplurals=2; plural=(n != 1)",
}
# Of what residents read, what is about the service's own accounts and figures, or for staff: in French there.
NOT_FOR_NEIGHBOURS = (
    "templates/components/criteria.html",
    "templates/public/accessibility.html",
    "templates/public/accessibility_criteria.html",
    "templates/public/ecodesign.html",
    "templates/public/figures.html",
    "templates/public/open_data.html",
    "bookings/models/",
    "bookings/public/dataset_words.py",
)
# Models whose choices residents read, and what is heard on the telephone.
FOR_NEIGHBOURS = (
    *(
        f"bookings/models/{name}.py"
        for name in ("appointment", "call_back", "drop_in", "following", "referral")
    ),
    *(f"bookings/models/{name}.py" for name in ("resident", "survey", "waiting", "workshop")),
    "bookings/people/asked_for.py",
    "notifications/voice/words.py",
    "notifications/voice/words_together.py",
)
PYTHON = [("**/migrations/**", "ignore"), ("**.py", "python")]
TEMPLATES = [
    ("**.html", "mediation.extraction:extract_template"),
    ("**.txt", "mediation.extraction:extract_template"),
]
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Text = str | tuple[str, ...]
Found = tuple[str, Text, str | None]


def found() -> list[Found]:
    """(file, message, context) of every marked text, in a stable order."""
    results: list[Found] = []
    for folder in (*PACKAGES, "templates"):
        methods = TEMPLATES if folder == "templates" else PYTHON
        for name, _line, text, _notes, context in extract_from_dir(ROOT / folder, methods, keywords=KEYWORDS):
            results.append((f"{folder}/{name}", text, context))
    results += vocabularies()
    return sorted(results, key=lambda one: (one[0], str(one[1])))


def vocabularies() -> list[Found]:
    """Labels of the national vocabularies: plain data there, translated where they are shown."""
    from bookings.outcomes import vocabularies as module

    tables = {
        name: table for name, table in vars(module).items() if name.isupper() and isinstance(table, dict)
    }
    del tables["PRESENCE_OF_STATUS"]
    labels = {label for table in tables.values() for label in table.values()}
    return [("bookings/outcomes/vocabularies.py", label, None) for label in sorted(labels)]


def template_for(locale: str, texts: list[Found]) -> Catalog:
    """What `locale` has to say; places are files without lines, so that unrelated changes touch nothing."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for name, text, context in texts:
        if is_said(locale, name):
            catalog.add(text, locations=[(name, 0)], context=context)
    return catalog


def is_said(locale: str, name: str) -> bool:
    """Whether `locale` says the texts of that file."""
    if locale in NEIGHBOURS:
        read = name.startswith(RESIDENT) and not name.startswith(NOT_FOR_NEIGHBOURS)
        return read or name.startswith(FOR_NEIGHBOURS)
    return locale != EASY or name.startswith(RESIDENT)


def path_of(locale: str, suffix: str) -> Path:
    return LOCALES / locale / "LC_MESSAGES" / f"django.{suffix}"


def updated(locale: str, texts: list[Found]) -> Catalog:
    """The catalogue on disk, with the texts of today: new ones empty, gone ones gone, none guessed."""
    path = path_of(locale, "po")
    old = io.BytesIO(path.read_bytes() if path.exists() else headers(locale).encode())
    catalog = read_po(old, locale=locale)
    catalog.update(template_for(locale, texts), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    return catalog


def headers(locale: str) -> str:
    """Only those that say something: no dates, no team."""
    usual = f"nplurals=2; plural=({'n > 1' if locale.startswith('fr') else 'n != 1'})"
    header = [
        f"Language: {locale}",
        f"Plural-Forms: {NEIGHBOURS.get(locale, usual)};",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in header), "", ""])


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as it is kept."""
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, sort_output=True, include_lineno=False, width=100)
    return headers(str(catalog.locale_identifier)).encode() + body.getvalue()


def as_mo(po: bytes, locale: str) -> bytes:
    """Compiled from the same texts, the same bytes: no date of today in them. What lacks a plural form is left out."""
    catalog = read_po(io.BytesIO(po), locale=locale)
    for message in [each for each in catalog if each.id and not _is_translated(each.string)]:
        catalog.delete(message.id, context=message.context)
    catalog.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def complaints(locale: str, catalog: Catalog) -> list[str]:
    """What is missing, guessed ("fuzzy"), or broken (a placeholder that the source does not have)."""
    texts = [message for message in catalog if message.id]
    missing = [
        f"{locale}: not translated: {message.id!r}"
        for message in texts
        if message.fuzzy or not _is_translated(message.string)
    ]
    broken = [
        f"{locale}: {error}: {message.id!r}"
        for message in texts
        if _is_translated(message.string)
        for error in message.check(catalog)
    ]
    return missing + broken


def _is_translated(text: Text | list[str] | None) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)


def write(locale: str, catalog: Catalog, *, check: bool) -> list[str]:
    """Write what differs from the disk (with `check` only tell)."""
    po = as_po(catalog)
    stale = []
    for suffix, content in (("po", po), ("mo", as_mo(po, locale))):
        path = path_of(locale, suffix)
        if path.exists() and path.read_bytes() == content:
            continue
        stale.append(f"{path.relative_to(ROOT)} is not up to date: run `make messages`")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return stale


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fail if something is to be done"
    )
    check = parser.parse_args().check
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    texts = found()
    problems = []
    for locale in (COMPLETE, EASY, *NEIGHBOURS):
        catalog = updated(locale, texts)
        lacking = complaints(locale, catalog)
        problems += [*write(locale, catalog, check=check), *lacking]
        done = len([message for message in catalog if message.id and _is_translated(message.string)])
        print(f"{locale}: {done} of {len(catalog)} texts translated")
    if check:
        print("\n".join(problems))
    return 1 if check and problems else 0


if __name__ == "__main__":
    sys.exit(main())
