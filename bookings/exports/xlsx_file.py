"""A sheet as a workbook (Office Open XML, ISO/IEC 29500), written row by row. Pure.

Every text is text: nothing is a formula, a link or a number by its looks. What is too long for one sheet goes on on the next.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice

from bookings.exports.cells import Cell, Rows, xml_text
from bookings.exports.packed import packed

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_A_SHEET = 1_048_576
_LONGEST = 32_767
_EPOCH = date(1899, 12, 30)
_DAY_S = 86_400
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Formats: 0 as it is, 1 a day, 2 a moment, 3 the heading.
_FONT = '<sz val="11"/><name val="Calibri"/>'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def as_xlsx(
    columns: Sequence[str],
    rows: Rows,
    *,
    name: str = "données",
    rows_a_sheet: int = ROWS_A_SHEET,
    large: bool = False,
) -> Iterator[bytes]:
    """The file in pieces. `name` is that of its sheets; `large` when one may be over 2 GB before it is packed."""
    yield from packed(_parts(columns, iter(rows), name, rows_a_sheet), large=large)


def _parts(
    columns: Sequence[str], rows: Iterator[Sequence[Cell]], name: str, rows_a_sheet: int
) -> Iterator[tuple[str, Iterator[str]]]:
    sheets = 0
    following: Sequence[Cell] | None = None
    while sheets == 0 or following is not None:
        sheets += 1
        again = [following] if following is not None else []
        within = chain(again, islice(rows, rows_a_sheet - 1 - len(again)))
        yield f"xl/worksheets/sheet{sheets}.xml", _sheet(columns, within)
        following = next(rows, None)
    for path, text in _around(sheets, name).items():
        yield path, iter([text])


def _sheet(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    yield 'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row>'
    yield "".join(_text(column, ' s="3"') for column in columns) + "</row>"
    for row in rows:
        yield f"<row>{''.join([_cell(cell) for cell in row])}</row>"
    yield "</sheetData></worksheet>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(cell) if cell else "<c/>"
    if cell is None:
        return "<c/>"
    if isinstance(cell, datetime):
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
        return f'<c s="2"><v>{(cell.date() - _EPOCH).days + seconds / _DAY_S:.11f}</v></c>'
    if isinstance(cell, date):
        return f'<c s="1"><v>{(cell - _EPOCH).days}</v></c>'
    return f"<c><v>{cell}</v></c>"


def _text(text: str, style: str = "") -> str:
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{xml_text(text[:_LONGEST])}</t></is></c>'


def _around(sheets: int, name: str) -> dict[str, str]:
    """What a workbook is besides its sheets."""
    numbers = range(1, sheets + 1)
    titles = [xml_text(name[:20] if sheets == 1 else f"{name[:20]} {number}") for number in numbers]
    listed = "".join(
        f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in zip(numbers, titles, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    return {
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rId0" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
    }
