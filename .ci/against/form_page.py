"""The processor's time of the page that asks for whom, and of the pages before it, through the whole application."""

import io
import json
import re
import time
from collections.abc import Callable
from html import unescape
from statistics import median
from typing import Any

from _load import demonstration

PAGES = 40
ROUNDS = 5


def _asker(application: Any) -> Callable[[str], str]:
    """Asks the application for a page as its web server would."""

    def ask(address: str) -> str:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
        }
        said: list[str] = []
        answer = application(environ, lambda status, *_: said.append(status))
        page = b"".join(answer)
        answer.close()
        if not said[0].startswith("200"):
            raise RuntimeError(f"{address} got {said[0]}")
        return page.decode()

    return ask


def _spent(ask: Callable[[str], str], address: str) -> float:
    """Milliseconds of one page: the median of a few times so many."""
    for _ in range(5):
        ask(address)
    rounds = []
    for _ in range(ROUNDS):
        before = time.process_time()
        for _ in range(PAGES):
            ask(address)
        rounds.append((time.process_time() - before) / PAGES * 1000)
    return median(rounds)


def _link(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise RuntimeError(f"no link like {pattern}")
    return unescape(found[1])


def main() -> None:
    demonstration()
    from mediation.wsgi import application

    ask = _asker(application)
    where = _link(ask("/"), r'class="tile" href="([^"]+)"')
    when = _link(ask(where), r'href="(/aide/[0-9a-z-]+/[0-9a-z]+/)"')
    form = _link(ask(when), r'class="time" href="([^"]+)"')
    wanted = {"form": {"at_most": 0.35}}
    for name, address in (("first", "/"), ("places", where), ("times", when), ("form", form)):
        figure = {"name": f"processor time, {name} page", "value": _spent(ask, address), "unit": "ms"}
        print(json.dumps(figure | wanted.get(name, {})))


main()
