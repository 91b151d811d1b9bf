"""What a cell may hold, and how it is made harmless. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

Cell = str | int | float | date | datetime | None
"""Moments are written as the wall clock they carry: make them local first."""
Rows = Iterable[Sequence[Cell]]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# XML 1.0 knows no other control characters; surrogates are no text at all.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def inert(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text


def xml_text(text: str) -> str:
    """Text for an element of XML: nothing in it is markup, and what XML cannot say is left out."""
    if _NOT_TEXT.search(text):
        text = _NOT_TEXT.sub("", text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
