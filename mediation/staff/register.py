"""The register of processing (GDPR, article 30), printed from the table of what is held of people (`mediation.processing`)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mediation.access import COORDINATORS, InMenu, Kind, Under, staff
from mediation.processing import words
from mediation.processing.kinds import BASES, Activity, Table
from mediation.processing.reading import categories, tables_of
from mediation.processing.safety import MEASURES, RECIPIENTS, TRANSFERS


@dataclass(frozen=True)
class Row:
    """One column, or several of which the same is to be said."""

    columns: str
    what: Promise
    fate: Promise


@dataclass(frozen=True)
class TableInWords:
    """One table of an activity."""

    label: str
    whose: Promise | str
    kept: str
    rows: list[Row]


@dataclass(frozen=True)
class Line:
    """One activity of the register."""

    name: str
    title: Promise
    purpose: Promise
    basis: Promise
    people: list[Promise]
    data: list[Promise]
    recipients: tuple[Promise, ...]
    kept: list[str]
    tables: list[TableInWords]


@require_safe
@never_cache
@staff(
    *COORDINATORS, Kind.DATA_OFFICER, menu=InMenu(gettext_lazy("Registre des données"), under=Under.SET_UP)
)
def register(request: HttpRequest) -> HttpResponse:
    """The register, to read and to print: activities first, then every table and column."""
    lines = [line for activity in Activity if (line := _line(activity)) is not None]
    context = {"lines": lines, "transfers": TRANSFERS, "measures": MEASURES, "today": timezone.now()}
    return render(request, "staff/register.html", context)


def _line(activity: Activity) -> Line | None:
    """None for an activity that holds nothing of people."""
    found = tables_of(activity)
    if not found:
        return None
    title, purpose = words.ACTIVITIES[activity]
    return Line(
        name=activity.value,
        title=title,
        purpose=purpose,
        basis=words.BASIS_WORDS[BASES[activity]],
        people=[words.WHOSE_WORDS[whose] for whose in dict.fromkeys(each.whose for each in found) if whose],
        data=[words.WHAT_WORDS[what] for what in categories(found)],
        recipients=RECIPIENTS[activity],
        kept=list(dict.fromkeys(words.how_long(each.kept) for each in found)),
        tables=[_in_words(each) for each in found],
    )


def _in_words(table: Table) -> TableInWords:
    return TableInWords(
        label=table.label,
        whose=words.WHOSE_WORDS[table.whose] if table.whose is not None else "",
        kept=words.how_long(table.kept),
        rows=[
            Row(", ".join(each.columns), words.WHAT_WORDS[each.what], words.FATES[each.on_erasure])
            for each in table.holds
        ],
    )
