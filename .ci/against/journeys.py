"""Whole journeys a second: from the first page to the card, eight residents at once, two workers, PostgreSQL.

What they choose is drawn, so that they hardly ever want the same time: the first pages, the place, the time, the form, its
answer, the card.
"""

import json
import os
import random
import re
import threading
import time
from html import unescape
from urllib.parse import urlencode

from _load import demonstration
from _server import Browser, processor_seconds, served

CLIENTS, JOURNEYS, WARM = 8, 15, 3
SITES = re.compile(r'href="(/aide/[0-9a-z-]+/[0-9a-z]+/)"')
TIMES = re.compile(r'class="time" href="([^"]+)"')
FORM = re.compile(r'<form method="post" action="([^"]+)"')
DRAFT = re.compile(r'name="draft" value="([^"]+)"')


def journey(browser: Browser, drawn: random.Random) -> None:
    """One resident, who finds help, a place and a time, and gets their card."""
    home = _page(browser, "/")
    where = _page(browser, drawn.choice(re.findall(r'class="tile" href="([^"]+)"', home)))
    when = _page(browser, drawn.choice(SITES.findall(where)))
    form = _page(browser, unescape(drawn.choice(TIMES.findall(when))))
    typed = {"relation": "self", "name": f"Mesure {drawn.random()}", "reach": "mobile", "survey": "on"}
    typed |= {"mobile": f"06 39 98 {drawn.randrange(100):02} {drawn.randrange(100):02}"}
    typed["draft"] = _first(DRAFT, form)
    done = browser.post(_first(FORM, form), urlencode(typed).encode())
    if done.status == 302:
        _page(browser, done.fields[b"location"].decode())
    elif done.status != 409:  # Somebody was faster: a page to choose another time, once in some hundreds.
        raise RuntimeError(f"the form got {done.status}")


def _page(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    if answer.status != 200:
        raise RuntimeError(f"{address} got {answer.status}")
    return answer.text


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        raise RuntimeError(f"nothing like {pattern.pattern}")
    return unescape(found[1])


def run(port: int, journeys: int, seed: str) -> float:
    """Seconds until all clients have made so many journeys each."""
    failed: list[BaseException] = []
    together = threading.Barrier(CLIENTS + 1)

    def client(number: int) -> None:
        drawn, browser = random.Random(f"{seed} {number}"), Browser(port)  # noqa: S311 - a choice of pages
        together.wait()
        try:
            for _ in range(journeys):
                journey(browser, drawn)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    together.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return time.perf_counter() - began


def main() -> None:
    demonstration()
    turn = os.environ["ROUND"]
    with served() as server:
        run(server.port, WARM, f"warm {turn}")
        before = processor_seconds(server.pid)
        seconds = run(server.port, JOURNEYS, turn)
        spent = processor_seconds(server.pid) - before
    made = CLIENTS * JOURNEYS
    rate = {"name": "whole journeys, 8 clients, 2 workers", "value": made / seconds, "unit": "/s"}
    print(json.dumps(rate | {"at_least": 2.5}))
    print(json.dumps({"name": "  processor time of one", "value": spent / made * 1000, "unit": "ms"}))


main()
