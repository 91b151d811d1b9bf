"""What a browser would send back of a page's form: every box as it stands, read from the page itself."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from mediation.set_up import seen

Sent = dict[str, list[str]]


class _Forms(HTMLParser):
    """Each form of a page: where it goes, and what its boxes hold."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Sent]] = []
        self._text, self._select = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value")
        if tag == "form":
            self.forms.append((said.get("action") or "", {}))
        elif not self.forms:
            return
        elif tag == "input" and name and said.get("type") not in ("submit", "button"):
            ticked = said.get("type") not in ("checkbox", "radio") or "checked" in said
            if ticked:
                self._holds(name, "on" if value is None and said.get("type") == "checkbox" else value or "")
        elif tag == "textarea":
            self._text = name
            self._holds(name, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and self._is_chosen(said):
            self.forms[-1][1][self._select] = [value or ""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops the line break that follows the tag.
            held = self.forms[-1][1][self._text]
            held[-1], self._text = held[-1].removeprefix("\n"), ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.forms[-1][1][self._text][-1] += data

    def _is_chosen(self, said: dict[str, str | None]) -> bool:
        """The first one, where no other says so."""
        return "selected" in said or self._select not in self.forms[-1][1]

    def _holds(self, name: str, value: str) -> None:
        self.forms[-1][1].setdefault(name, []).append(value)


def _about_stored(page: Any) -> list[tuple[str, Sent]]:
    reading = _Forms()
    reading.feed(page.content.decode())
    return [(action, held) for action, held in reading.forms if seen.FIELD in held]


def form_about_stored(page: Any) -> tuple[str, Sent] | None:
    """(where it goes, what it holds) of the form that carries marks of what is shown; None without one."""
    return next(iter(_about_stored(page)), None)


def sends(client: Client, to: str, answers: dict[str, Any], *, on: str = "", **kwargs: Any) -> Any:
    """Opens the page (`on`, where it is not the address it is sent to) and sends these answers of its form."""
    forms = _about_stored(client.get(on or to))
    held = next((held for action, held in forms if action == to), forms[0][1])
    return client.post(to, {seen.FIELD: held[seen.FIELD], **answers}, **kwargs)
