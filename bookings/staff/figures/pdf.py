"""Pages as PDF, where WeasyPrint is installed (`pip install .[pdf]`: it needs Pango). Everywhere else the browser prints."""

import logging
from importlib import import_module
from importlib.util import find_spec
from typing import Any


def can_write_pdf() -> bool:
    """Whether WeasyPrint is there and finds the libraries that it draws with."""
    if find_spec("weasyprint") is None:
        return False
    try:
        import_module("weasyprint")
    except OSError:
        return False
    return True


def as_pdf(html: str, *, styles: str) -> bytes:
    """A page as PDF that a screen reader reads (PDF/UA: its language, its headings, its tables). Nothing is fetched: what it
    is drawn with is in it. Raises ImportError or OSError without WeasyPrint.
    """
    weasyprint: Any = import_module("weasyprint")
    # It says of each rule for screens that it does not know it: hundreds of lines a report.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("weasyprint.progress").setLevel(logging.ERROR)
    # It may ask for nothing: neither of files here nor of anything elsewhere.
    nothing = import_module("weasyprint.urls").URLFetcher(allowed_protocols=())
    document = weasyprint.HTML(string=html, url_fetcher=nothing)
    drawn = [weasyprint.CSS(string=styles, url_fetcher=nothing)]
    written: bytes = document.write_pdf(stylesheets=drawn, pdf_variant="pdf/ua-1")
    return written
