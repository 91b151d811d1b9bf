"""What is wrong with a file or one of its lines, in words."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.errors import InvalidContact
from bookings.people.mistakes import contact_mistake
from bookings.referrals.sheet.reading import Unreadable

_FILES: dict[str, Promise] = {
    "too_big": gettext_lazy("Ce fichier est trop gros. Un fichier fait 5 Mo au plus. Coupez-le en deux."),
    "too_many": gettext_lazy("Ce fichier a plus de 10 000 lignes. Coupez-le en plusieurs fichiers."),
    "empty": gettext_lazy("Ce fichier est vide."),
    "unknown_column": gettext_lazy(
        "La colonne « %(about)s » n’est pas connue. Retirez-la, ou prenez le modèle."
    ),
    "column_twice": gettext_lazy("La colonne « %(about)s » est là deux fois."),
    "column_missing": gettext_lazy("Il manque la colonne « %(about)s ». Prenez le modèle."),
    "too_wide": gettext_lazy("La ligne %(about)s a plus de cases que de colonnes."),
    "utf16": gettext_lazy("Ce fichier est en UTF-16. Enregistrez-le en « CSV UTF-8 » ou en XLSX."),
    "no_text": gettext_lazy("Ce fichier n’est ni un CSV ni un XLSX. Enregistrez-le dans l’un des deux."),
    "quotes": gettext_lazy("Ligne %(about)s : un guillemet n’est pas fermé."),
    "workbook": gettext_lazy(
        "Ce classeur ne s’ouvre pas. Enregistrez-le à nouveau en XLSX, sans mot de passe."
    ),
}
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
_CONTACTS = {"mobile": "phone", "fixe": "phone", "courriel": "email"}


def file_mistake(refused: Unreadable) -> str:
    """Why a file was not taken."""
    return str(_FILES[refused.code]) % {"about": refused.about}


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
    return _("%(column)s : %(said)s") % {"column": column, "said": said} if column else said
