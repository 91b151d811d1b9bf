"""What files of referrals say: of their columns, and of what became of each line."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bookings.models import ReferralFile
from bookings.partners.bulk.words import faults_in_words
from bookings.referrals.sheet.columns import COLUMNS

EXPLAINED: dict[str, Promise] = {
    "reference": gettext_lazy(
        "Votre propre numéro pour cette orientation. Deux fois le même : la même orientation."
    ),
    "nom": gettext_lazy("Le nom de la personne."),
    "mobile": gettext_lazy("Pour un SMS. Il faut au moins un moyen : mobile, fixe, courriel ou adresse."),
    "fixe": gettext_lazy("Pour un appel."),
    "courriel": gettext_lazy("Pour un courriel."),
    "adresse": gettext_lazy("Pour une lettre : rue, code postal, commune."),
    "motif": gettext_lazy("Le code du motif, dans la liste plus bas."),
    "lieu": gettext_lazy("Le nom du lieu, comme sur le site. Vide : n’importe lequel."),
    "besoin": gettext_lazy("Une phrase simple. La personne pourra la lire."),
    "avant_le": gettext_lazy("La date limite, comme 2026-12-31."),
    "langue": gettext_lazy("La langue des messages : fr, en, ar, uk, tr, pt, es. Vide : fr."),
    "accompagnant": gettext_lazy("Le nom d’une deuxième personne qui vient avec elle."),
    "telephone_accompagnant": gettext_lazy(
        "Son téléphone, si nous l’appelons à part. Gardé quand l’aide se donne par téléphone."
    ),
    "suite": gettext_lazy("« inviter » (vide : inviter) ou « appeler »."),
}
Explained = list[tuple[str, str, bool, str]]


def explained() -> Explained:
    """Each column: its name, what goes there, whether it must, an example."""
    language = get_language() or ""
    return [
        (each.heading(language), str(EXPLAINED[each.name]), each.required, each.shown(language))
        for each in COLUMNS
    ]


def in_words() -> dict[str, str]:
    """What goes in each column."""
    return {name: str(said) for name, said in EXPLAINED.items()}


def result_rows(file: ReferralFile) -> Iterator[list[object]]:
    """Each line with what became of it, and the number of its referral."""
    yield [_("ligne"), _("référence"), _("résultat"), _("numéro d’orientation"), _("remarque")]
    lines = file.lines.select_related("referral").order_by("number")
    for line in lines.iterator(chunk_size=500):
        number = line.referral.number if line.referral else ""
        remark = " · ".join(faults_in_words(line.faults))
        yield [line.number, line.reference, line.get_fate_display(), number, remark]
