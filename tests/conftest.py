"""What every test stands on: a closed network, clean caches, and a reason for each test that cannot run."""

import gc
import ipaddress
import os
import shutil
import socket
from collections.abc import Generator, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import expect
from pytest_django.plugin import DjangoDbBlocker

from bookings.records.unmet import searches
from bookings.staff.figures.pdf import can_write_pdf
from mediation.remembered import forget
from tests.earlier import an_empty_database
from tests.emptying import empty_what_is_filled, make_swollen_tables_anew
from tests.migrated import copy_to, drop, restore_to

# Playwright runs an event loop in the test's thread; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# The engine without windows comes first: the same pages for a fifth of the processor's time around them.
_CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUMS)), None)
# What a page shows in the end is what a test is about, not that a busy machine shows it within five seconds.
expect.set_options(timeout=30_000)
NOTHING_SKIPPED = os.environ.get("CI_NOTHING_SKIPPED") == "1"
ON_ITS_OWN = os.environ.get("FAULTS") == "1"
# "0/2": the first of two parts that run side by side, each upon services of its own.
PART = os.environ.get("PART", "")
ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
hypothesis_settings.register_profile("default", deadline=None, suppress_health_check=_SLOW)
# The same examples each time: a failure in CI is a failure on every machine.
hypothesis_settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, suppress_health_check=_SLOW
)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "default")


# -- What can run here ---------------------------------------------------------------------------
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Say what is missing on this machine; leave out what is about SQLite when on PostgreSQL."""
    _mark_by_place(items)
    missing = _missing()
    for item in items:
        for marker, reason in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
    elsewhere = [item for item in items if _runs_elsewhere(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    if ON_ITS_OWN and PART:
        part, parts = map(int, PART.split("/"))
        others = [item for turn, item in enumerate(items) if turn % parts != part]
        config.hook.pytest_deselected(items=others)
        items[:] = items[part::parts]


def _runs_elsewhere(item: pytest.Item) -> bool:
    """What is about SQLite, when on PostgreSQL; what breaks its services, when others use them (`make faults`)."""
    breaks = item.get_closest_marker("faults") is not None and not ON_ITS_OWN
    return ON_POSTGRESQL and (breaks or item.get_closest_marker("sqlite") is not None)


def _mark_by_place(items: list[pytest.Item]) -> None:
    """Pages need the browser; races run in one process, one after the other, for honest timings."""
    for item in items:
        if {"page", "browser", "context", "new_context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.chromium)
        if "tests/races/" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("races"))


def _missing() -> dict[str, str]:
    """Marker → why such a test cannot run here."""
    missing = {}
    if not ON_POSTGRESQL:
        missing["postgresql"] = "needs PostgreSQL: set TEST_DATABASE_URL"
    if settings.EMBEDDED:
        missing["redis"] = "needs Redis: set TEST_REDIS_URL"
    if not (settings.BASE_DIR / ".ci/national/node_modules").exists() or shutil.which("node") is None:
        missing["national"] = "needs the national library: npm ci --prefix .ci/national"
    if not (settings.BASE_DIR / ".ci/calendars/node_modules").exists() or shutil.which("node") is None:
        missing["calendar_readers"] = "needs two readers of calendars: npm ci --prefix .ci/calendars"
    if not can_write_pdf() or find_spec("pypdf") is None:
        missing["pdf"] = (
            "needs WeasyPrint, pypdf and Pango: apt-get install libpango-1.0-0 libharfbuzz-subset0"
        )
    if CHROMIUM is None:
        missing["chromium"] = "needs the chromium browser: apt-get install chromium-headless-shell"
    return missing


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI_NOTHING_SKIPPED=1 a skipped test has failed."""
    report = yield
    if NOTHING_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself."""
    report = yield
    if NOTHING_SKIPPED and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report


def pytest_collection_finish() -> None:
    """What thousands of tests are made of stays until the end: the collector need not look through it again and again.

    What a test leaves is collected, only less often; a file that nobody closed is still found, at the end at the latest.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


# -- The database -----------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database is there already (see `migrated.py`): it is looked through for what is missing, not made."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """A copy for this process, gone with it."""
    name = connection.creation._get_test_db_name()
    if ON_POSTGRESQL:
        restore_to(name)
        yield
        connections.close_all()
        drop(name)
        return
    database = Path(name)
    copy_to(database)
    yield
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        database.with_name(name).unlink(missing_ok=True)


TransactionTestCase._fixture_teardown = lambda self: empty_what_is_filled()  # type: ignore[method-assign]


@pytest.fixture(scope="module", autouse=True)
def _nothing_swollen(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests of a file leave no table that is large and empty."""
    yield
    if ON_POSTGRESQL and connection.connection is not None:
        with django_db_blocker.unblock():
            make_swollen_tables_anew()


@pytest.fixture
def empty_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[None]:
    """A database without a table in the place of the suite's: for what becomes of old tables."""
    with django_db_blocker.unblock(), an_empty_database(tmp_path):
        yield


# -- The world outside ---------------------------------------------------------------------------
class NetworkClosed(Exception):
    """A test tried to reach another machine."""


def _is_here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # A socket in the file system.
    host = str(address[0])
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}


@pytest.fixture(scope="session", autouse=True)
def _network_closed() -> Iterator[None]:
    """Only this machine can be reached."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(self: socket.socket, address: Any) -> None:
        if not _is_here(address):
            raise NetworkClosed(f"tests may not connect to {address!r}")
        connect(self, address)

    def look_up_here(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_here((name,)):
            raise NetworkClosed(f"tests may not look up {host!r}")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        patch.setattr(socket, "getaddrinfo", look_up_here)
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Limits, and the topics and places that pages keep for some seconds: not from one test to the next."""
    cache.clear()
    forget()
    searches.taken()


@pytest.fixture(autouse=True)
def _french() -> None:
    """A page in another language leaves it switched on in this thread: not for the next test."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; as root it only starts without its sandbox."""
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {"executable_path": CHROMIUM, "args": arguments}
