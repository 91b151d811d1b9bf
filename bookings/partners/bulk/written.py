"""Files that are offered: the template, as CSV and as a workbook, and the result. No cell of them is computed."""

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    "suite": gettext_lazy("« inviter » (vide : inviter) ou « appeler »."),
}
Explained = list[tuple[str, str, bool, str]]


def explained() -> Explained:
    """Each column: its name, what goes there, whether it must, an example."""
    return [(each.name, str(EXPLAINED[each.name]), each.required, each.example) for each in COLUMNS]


def as_csv(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """For a spreadsheet: UTF-8 with its mark, semicolons; a line at a time."""
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=";").writerow([inert(str(cell)) for cell in row])
        yield line.getvalue()


def inert(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def template_rows() -> list[list[str]]:
    """The header, and a line to be replaced."""
    return [[each.name for each in COLUMNS], [each.example for each in COLUMNS]]


def template_workbook(topics: Iterable[tuple[str, str]]) -> bytes:
    """The template with every cell as text (so that a number keeps its zero), and what each column is for."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "num_format": "@"})
        sheet = book.add_worksheet("orientations")
        sheet.set_column(0, len(COLUMNS) - 1, 22, text)
        sheet.freeze_panes(1, 0)
        for column, each in enumerate(COLUMNS):
            sheet.write_string(0, column, each.name, head)
            sheet.write_string(1, column, each.example, text)
        guide = book.add_worksheet("aide")
        guide.set_column(0, 0, 22)
        guide.set_column(1, 1, 90)
        for row, (name, said, required, _example) in enumerate(explained()):
            guide.write_row(row, 0, [name + (" *" if required else ""), said])
        for row, (code, name) in enumerate(topics, len(COLUMNS) + 1):
            guide.write_row(row, 0, [code, name])
    return made.getvalue()


def result_rows(file: ReferralFile) -> Iterator[list[object]]:
    """Each line with what became of it, and the number of its referral."""
    yield [_("ligne"), _("référence"), _("résultat"), _("numéro d’orientation"), _("remarque")]
    lines = file.lines.select_related("referral").order_by("number")
    for line in lines.iterator(chunk_size=500):
        number = line.referral.number if line.referral else ""
        remark = " · ".join(faults_in_words(line.faults))
        yield [line.number, line.reference, line.get_fate_display(), number, remark]
