"""What a resident may ask us to prepare: things to have ready, never a question about a disability.

Stored as keys in `Appointment.preparation`; an interpreter as `interpreter:<language>`.
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

INTERPRETER = "interpreter"
NEEDS: dict[str, Promise] = {
    "step_free": _("Un accès sans marche"),
    "hearing_loop": _("Une boucle magnétique, pour mieux entendre"),
    "large_print": _("Des documents écrits en gros"),
    "more_time": _("Plus de temps"),
}
# Asked for most around here; in their own words so that people find theirs, then in the reader's.
LANGUAGES: dict[str, Promise] = {
    "lsf": _("Langue des signes française"),
    "ar": _("العربية (arabe)"),
    "en": _("English (anglais)"),
    "bg": _("Български (bulgare)"),
    "br": _("Brezhoneg (breton)"),
    "zh": _("中文 (chinois)"),
    "es": _("Español (espagnol)"),
    "fa": _("فارسی، دری (persan, dari)"),
    "ka": _("ქართული (géorgien)"),
    "mn": _("Монгол (mongol)"),
    "ps": _("پښتو (pachto)"),
    "pt": _("Português (portugais)"),
    "ro": _("Română (roumain)"),
    "ru": _("Русский (russe)"),
    "so": _("Soomaali (somali)"),
    "sq": _("Shqip (albanais)"),
    "ti": _("ትግርኛ (tigrinya)"),
    "tr": _("Türkçe (turc)"),
    "uk": _("Українська (ukrainien)"),
}

# How many SMS the usual message takes: these alphabets hold 67 characters a part. A test counts.
SMS_EACH = {"ar": 3, "uk": 3, "tr": 3, "pt": 3, "es": 3}


def languages_of_messages() -> list[tuple[str, str]]:
    """What messages are written in, for residents: each language in its own words."""
    return [("fr", "Français"), ("en", "English"), *((code, language_name(code)) for code in SMS_EACH)]


def language_name(code: str) -> str:
    """The language in its own words; the code itself when it is not in the list."""
    if code == "fr":
        return gettext("Français")
    return str(LANGUAGES.get(code, code))


def words(keys: Iterable[str]) -> list[str]:
    """What to prepare, in words, for staff and for the card. Unknown keys are shown as they are."""
    return [_words(key) for key in keys]


def _words(key: str) -> str:
    need, _colon, language = key.partition(":")
    if need == INTERPRETER:
        return gettext("Un interprète : %(language)s") % {"language": language_name(language)}
    return str(NEEDS.get(key, key))


def stored(needs: Iterable[str], interpreter: str = "") -> list[str]:
    """What a form's two questions become: ticked needs, then the interpreter's language. Unknown ones drop."""
    ticked = set(needs)
    kept = [key for key in NEEDS if key in ticked]
    return [*kept, f"{INTERPRETER}:{interpreter}"] if interpreter in LANGUAGES else kept


def asked(keys: Iterable[str]) -> tuple[list[str], str]:
    """The inverse of `stored`: ticked needs, and the interpreter's language ("" for none)."""
    keys = list(keys)
    languages = [key.partition(":")[2] for key in keys if key.startswith(f"{INTERPRETER}:")]
    return [key for key in keys if key in NEEDS], languages[0] if languages else ""
