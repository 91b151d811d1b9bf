"""Files that are offered, as CSV and as a workbook. No cell of them is computed."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext

from bookings.exports.cells import inert
from bookings.sheets.columns import Column

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """For a spreadsheet: UTF-8 with its mark, semicolons; a line at a time."""
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=";").writerow([inert(str(cell)) for cell in row])
        yield line.getvalue()


def workbook(
    title: str,
    columns: Sequence[Column],
    explained: Mapping[str, str],
    codes: Iterable[tuple[str, str]] = (),
) -> bytes:
    """A template with every cell as text (so that a number keeps its zero); on a second sheet what each column is for,
    then the codes one may write. In the language of the page.
    """
    language = get_language() or ""
    # Every process would wait for this library at its start.
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "num_format": "@"})
        sheet = book.add_worksheet(title)
        sheet.set_column(0, len(columns) - 1, 22, text)
        sheet.freeze_panes(1, 0)
        for column, each in enumerate(columns):
            sheet.write_string(0, column, each.heading(language), head)
            sheet.write_string(1, column, each.shown(language), text)
        guide = book.add_worksheet(gettext("aide"))
        guide.set_column(0, 0, 22)
        guide.set_column(1, 1, 90)
        for row, each in enumerate(columns):
            guide.write_row(
                row, 0, [each.heading(language) + (" *" if each.required else ""), explained[each.name]]
            )
        for row, (code, name) in enumerate(codes, len(columns) + 1):
            guide.write_row(row, 0, [code, name])
    return made.getvalue()


def template_file(
    kind: str,
    title: str,
    columns: Sequence[Column],
    explained: Mapping[str, str],
    codes: Iterable[tuple[str, str]] = (),
) -> HttpResponseBase:
    """The template as a download, of the `kind` that an address names: "csv" or "xlsx". Raises `Http404`."""
    if kind == "csv":
        language = get_language() or ""
        rows = [[each.heading(language) for each in columns], [each.shown(language) for each in columns]]
        return download(as_csv(rows), f"{title}-modele.csv")
    if kind != "xlsx":
        raise Http404
    response = HttpResponse(workbook(title, columns, explained, codes), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{title}-modele.xlsx"'
    return response


def download(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    """A CSV to be kept."""
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
