"""What keeps a wording from being saved, in sentences for whoever wrote it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.texts import marks
from notifications.texts import write as texts
from notifications.texts.encoding import Alphabet, Size, is_gsm7, size, sms_safe
from notifications.texts.kinds import Kind
from notifications.texts.write import Facts

# What people try first; neither is ever said.
_PRIVATE = frozenset({"nom", "prenom", "prénom", "personne", "habitant", "motif", "sujet", "name", "topic"})
_ALONE, _PART = {Alphabet.GSM7: 160, Alphabet.UCS2: 70}, {Alphabet.GSM7: 153, Alphabet.UCS2: 67}


def tidy(text: str, language: str) -> str:
    """One line; in French and English with the quotes, dashes and spaces that an SMS has."""
    line = " ".join(text.split())
    if language not in texts.GSM7_LANGUAGES:
        return line
    line = line.replace("« ", "«").replace(" »", "»")
    return "".join(each if is_gsm7(each) or each.isalnum() else sms_safe(each) or each for each in line)


def faults(text: str, kind: Kind, language: str, facts: Facts) -> list[str]:
    """Everything that is wrong with a wording, tried with `facts`; empty when it may be used."""
    standard = texts.standard_wording(kind, language)
    found = [*_wrong_marks(text, standard), *_wrong_alphabet(text, language)]
    return found or list(_too_long(text, kind, language, facts))


def _wrong_marks(text: str, standard: str) -> Iterator[str]:
    may, must, there = marks.allowed(standard), marks.required(standard), marks.marks_of(text)
    unknown = [name for name in there if name not in may]
    if marks.has_lone_brace(text):
        yield _("Une accolade est seule : un repère s’écrit entre deux, comme {telephone}.")
    if unknown:
        yield _("Ici, ces repères n’existent pas : %(names)s.") % {"names": _names(unknown)}
    if _PRIVATE & {name.lower() for name in unknown}:
        yield _("Un SMS ne dit jamais le nom de la personne ni le motif : d’autres peuvent le lire.")
    missing = [name for name in must if name not in there]
    if missing:
        yield _("Il manque : %(names)s.") % {"names": _names(missing)}
    if not marks.link_stands_alone(text):
        yield _("Laissez une espace avant et après {lien} : sinon le lien ne s’ouvre pas.")


def _names(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _wrong_alphabet(text: str, language: str) -> Iterator[str]:
    if language not in texts.GSM7_LANGUAGES or is_gsm7(text):
        return
    dear = dict.fromkeys(each for each in text if not is_gsm7(each))
    said = ", ".join(
        _("%(one)s (écrivez %(other)s)") % {"one": c, "other": o} if (o := sms_safe(c)) else c for c in dear
    )
    yield _("Ces caractères doublent le prix du SMS : %(characters)s.") % {"characters": said}


def _too_long(text: str, kind: Kind, language: str, facts: Facts) -> Iterator[str]:
    measured = size(texts.as_worded(text, language, facts))
    most = texts.most_parts(kind, language)
    if measured.parts > most:
        over = {"parts": measured.parts, "most": most, "over": _over(measured, most)}
        yield (
            ngettext(
                "Avec des noms longs, ce texte prend %(parts)s SMS. Il doit tenir en un seul : "
                "retirez %(over)s caractères.",
                "Avec des noms longs, ce texte prend %(parts)s SMS. Il doit tenir en %(most)s : "
                "retirez %(over)s caractères.",
                most,
            )
            % over
        )


def _over(measured: Size, most: int) -> int:
    room = _ALONE[measured.alphabet] if most == 1 else most * _PART[measured.alphabet]
    return max(1, measured.units - room)
