"""What is wrong with a line of a file of referrals, in words."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bookings.errors import InvalidContact
from bookings.people.mistakes import contact_mistake
from bookings.referrals.sheet.columns import BY_NAME

_CELLS: dict[str, Promise] = {
    "formula": gettext_lazy("une formule : écrivez ce qu’elle donne"),
    "missing": gettext_lazy("à remplir"),
    "too_long": gettext_lazy("trop long : %(number)s caractères au plus"),
    "control": gettext_lazy("un caractère que l’on ne voit pas : écrivez-le à nouveau"),
    "no_way": gettext_lazy("donnez un mobile, un fixe, un courriel ou une adresse"),
    "unknown": gettext_lazy("pas connu : voir le modèle"),
    "past": gettext_lazy("ce jour est passé"),
    "no_day": gettext_lazy("ce n’est pas une date comme 2026-12-31"),
    "twice": gettext_lazy("cette référence est déjà prise"),
    "ended": gettext_lazy("cette orientation est terminée : prenez une autre référence"),
    "fixed": gettext_lazy("le motif d’une orientation envoyée ne change plus par fichier"),
    "other_team": gettext_lazy("cette référence est celle d’une autre équipe"),
    "StepRefused": gettext_lazy("l’orientation est terminée"),
    "NobodyToCall": gettext_lazy("il faut un numéro où appeler la personne"),
}
_CONTACTS = {"mobile": "phone", "fixe": "phone", "courriel": "email", "telephone_accompagnant": "own_phone"}


def faults_in_words(faults: Iterable[Sequence[object]]) -> list[str]:
    """Each fault of a line with its column."""
    return [_fault(str(column), str(code), int(str(number))) for column, code, number in faults]


def _fault(column: str, code: str, number: int) -> str:
    if code in _CELLS:
        said = str(_CELLS[code]) % {"number": number}
    elif column in _CONTACTS:
        said = contact_mistake(InvalidContact(_CONTACTS[column], code, number))
    else:
        said = _("cette ligne n’a pas pu être envoyée")
    if not column:
        return said
    heading = BY_NAME[column].heading(get_language() or "") if column in BY_NAME else column
    return _("%(column)s : %(said)s") % {"column": heading, "said": said}
