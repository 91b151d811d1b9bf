"""What is wrong with a way to reach somebody, in one sentence beside its field."""

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.errors import InvalidContact
from mediation.phone import Wrong

_ABOUT_PHONES: Mapping[str, Promise] = {
    "premium number": gettext_lazy("Ce numéro est payant. Donnez un autre numéro."),
    Wrong.NO_DIGITS.value: gettext_lazy("Écrivez le numéro de téléphone."),
    Wrong.SHORT.value: gettext_lazy("C’est le numéro court d’un service. Donnez un numéro à 10 chiffres."),
    Wrong.INCOMPLETE.value: gettext_lazy(
        "Ce numéro n’est pas complet. Un numéro a 10 chiffres. Exemple : 06 39 98 00 00"
    ),
    Wrong.UNKNOWN.value: gettext_lazy(
        "Ce numéro n’existe pas. Vérifiez chaque chiffre. Un numéro étranger commence par +."
    ),
    Wrong.SEVERAL.value: gettext_lazy("Il y a plusieurs numéros. Donnez-en un seul."),
    Wrong.LETTERS.value: gettext_lazy("Écrivez seulement le numéro, en chiffres."),
}


NUMBER_NEEDED = gettext_lazy(
    "Ce rendez-vous se fait par téléphone. Choisissez « Par SMS » ou « Par appel », et donnez un numéro."
)


def contact_mistake(refused: InvalidContact) -> str:
    """What to say beside the field of a contact that cannot be used."""
    if refused.field == "email":
        return _("Cette adresse e-mail n’est pas complète. Exemple : nom@exemple.fr")
    if refused.reason == Wrong.TOO_LONG.value:
        words = _("Ce numéro a %(digits)s chiffres, un numéro en a 10. Un numéro étranger commence par +.")
        return words % {"digits": refused.digits}
    if refused.reason in _ABOUT_PHONES:
        return str(_ABOUT_PHONES[refused.reason])
    return _("Écrivez comment joindre la personne.")


mistake_to_say = lazy(contact_mistake, str)
"""The same, looked up when it is shown: a page may be made again in another language (`mediation.neighbours`)."""
