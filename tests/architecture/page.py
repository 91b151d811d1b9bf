"""A page's code, read as a strict reader would: what is open is closed, and an identifier is there once."""

from html.parser import HTMLParser

_ALONE = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905


def elements(html: str) -> int:
    """How many elements a page has; a drawing counts as one, whatever is in it (as EcoIndex counts)."""
    return len(PageReader(html).outside_drawings)


class PageReader(HTMLParser):
    """Goes through a page once. `mistakes` are tags not closed or closing nothing, and identifiers that are there twice."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.doctype = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.outside_drawings: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.mistakes: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.mistakes += [f"{tag} is not closed" for tag in self._open]
        ids = [value for _tag, named in self.tags for name, value in named.items() if name == "id"]
        self.mistakes += [
            f"id {one} twice" for one in sorted({str(each) for each in ids if ids.count(each) > 1})
        ]

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of that kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    def handle_decl(self, decl: str) -> None:
        """The first line."""
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append((tag, dict(attrs)))
        if "svg" not in self._open:
            self.outside_drawings.append(tag)
        if len({name for name, _value in attrs}) < len(attrs):
            self.mistakes.append(f"{tag} has an attribute twice")
        if tag not in _ALONE:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself, as parts of drawings do."""
        self.handle_starttag(tag, attrs)
        if tag not in _ALONE:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends: the one that was opened last."""
        if not self._open or self._open[-1] != tag:
            self.mistakes.append(f"{tag} closes {self._open[-1:] or 'nothing'}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text belongs to everything that is open."""
        for tag in set(self._open):
            self.texts[tag][-1] += data
