"""What a page says of a file on its way: how far it is, and its lines, those to be mended first."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.http import HttpRequest

from bookings.models.upload import Upload, UploadLine

A_PAGE, LOOK_AGAIN_S = 100, 5
_Fate = UploadLine.Fate


def of_file(file: Upload, rows: QuerySet[Any], request: HttpRequest) -> dict[str, Any]:
    """Of each fate how many; the page asked for of `rows`; `to_do`, `done` and `whole` for a bar. Three queries."""
    counts = dict(file.lines.order_by().values_list("fate").annotate(Count("pk")))
    asked = request.GET.get("voir", "")
    chosen = asked if asked in _Fate.values else ""
    rows = rows.filter(fate=chosen) if chosen else rows
    first = Case(
        When(fate__in=UploadLine.TO_MEND, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    to_do = sum(counts.get(fate, 0) for fate in UploadLine.TO_DO)
    done = sum(counts.get(fate, 0) for fate in UploadLine.DONE)
    return {
        "file": file,
        "fates": [(fate.value, fate.label, counts[fate]) for fate in _Fate if counts.get(fate)],
        "chosen": chosen,
        "page": Paginator(rows.order_by(first, "number"), A_PAGE).get_page(request.GET.get("page")),
        "keep": f"&voir={chosen}" if chosen else "",
        "total": sum(counts.values()),
        "to_do": to_do,
        "done": done,
        "whole": to_do + done,
    }
