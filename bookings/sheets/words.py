"""What is wrong with a file as a whole, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from bookings.sheets.reading import Unreadable

FORMULA_SAID: Promise = gettext_lazy("une formule : écrivez ce qu’elle donne")
_FILES: dict[str, Promise] = {
    "too_big": gettext_lazy("Ce fichier est trop gros. Un fichier fait 5 Mo au plus. Coupez-le en deux."),
    "too_many": gettext_lazy("Ce fichier a plus de %(about)s lignes. Coupez-le en plusieurs fichiers."),
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


def file_mistake(refused: Unreadable) -> str:
    """Why a file was not taken."""
    about = f"{int(refused.about):,}".replace(",", "\u00a0") if refused.code == "too_many" else refused.about
    return str(_FILES[refused.code]) % {"about": about}
