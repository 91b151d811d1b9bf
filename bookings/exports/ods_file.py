"""A sheet as an OpenDocument spreadsheet (ISO/IEC 26300), written row by row. Pure.

Every text is text. LibreOffice reads 1,048,576 rows a sheet: what is longer goes on on the next.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice

from bookings.exports.cells import Cell, Rows, xml_text
from bookings.exports.packed import packed

MIME = "application/vnd.oasis.opendocument.spreadsheet"
ROWS_A_SHEET = 1_048_576
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_MANIFEST = (
    f'{_XML}<manifest:manifest xmlns:manifest="{_NAMES}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}" manifest:version="1.3"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_START = (
    f'{_XML}<office:document-content xmlns:office="{_NAMES}:office:1.0" xmlns:table="{_NAMES}:table:1.0" '
    f'xmlns:text="{_NAMES}:text:1.0" xmlns:style="{_NAMES}:style:1.0" xmlns:number="{_NAMES}:datastyle:1.0" '
    f'xmlns:fo="{_NAMES}:xsl-fo-compatible:1.0" office:version="1.3"><office:automatic-styles>'
    '<number:date-style style:name="n1"><number:year number:style="long"/><number:text>-</number:text><number:month '
    'number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>'
    '<number:date-style style:name="n2"><number:year number:style="long"/><number:text>-</number:text><number:month '
    'number:style="long"/><number:text>-</number:text><number:day number:style="long"/><number:text> </number:text><number:hours '
    'number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/></number:date-style>'
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="n1"/>'
    '<style:style style:name="m" style:family="table-cell" style:data-style-name="n2"/>'
    '<style:style style:name="h" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_END = "</office:spreadsheet></office:body></office:document-content>"


def as_ods(
    columns: Sequence[str],
    rows: Rows,
    *,
    name: str = "données",
    rows_a_sheet: int = ROWS_A_SHEET,
    large: bool = False,
) -> Iterator[bytes]:
    """The file in pieces. `name` is that of its sheets; `large` when it may be over 2 GB before it is packed."""
    parts = [
        ("content.xml", _content(columns, iter(rows), name, rows_a_sheet)),
        ("META-INF/manifest.xml", iter([_MANIFEST])),
    ]
    yield from packed(parts, first={"mimetype": MIME.encode()}, large=large)


def _content(
    columns: Sequence[str], rows: Iterator[Sequence[Cell]], name: str, rows_a_sheet: int
) -> Iterator[str]:
    yield _START
    sheets = 0
    following: Sequence[Cell] | None = None
    while sheets == 0 or following is not None:
        sheets += 1
        again = [following] if following is not None else []
        title = name[:20] if sheets == 1 else f"{name[:20]} {sheets}"
        yield f'<table:table table:name="{xml_text(title)}"><table:table-row>'
        yield "".join(_text(column, ' table:style-name="h"') for column in columns) + "</table:table-row>"
        for row in chain(again, islice(rows, rows_a_sheet - 1 - len(again))):
            yield f"<table:table-row>{''.join([_cell(cell) for cell in row])}</table:table-row>"
        yield "</table:table>"
        following = next(rows, None)
    yield _END


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(cell) if cell else "<table:table-cell/>"
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, datetime):
        return _dated("m", f"{cell:%Y-%m-%dT%H:%M:%S}")
    if isinstance(cell, date):
        return _dated("d", cell.isoformat())
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'


def _dated(style: str, value: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="date" office:date-value="{value}"/>'
    )


def _text(text: str, style: str = "") -> str:
    # Line ends and repeated spaces are elements of their own there.
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.splitlines() or [""])
    return f'<table:table-cell{style} office:value-type="string">{lines}</table:table-cell>'


def _spaced(line: str) -> str:
    text = xml_text(line)
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        text = text.replace(" ", "<text:s/>")
    return text.replace("\t", "<text:tab/>") if "\t" in text else text
