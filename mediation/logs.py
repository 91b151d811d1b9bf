"""One line of JSON an event, on standard output, without personal data.

What people type ends up in paths, query strings, exception messages and arguments. So a line names
the route and not the path, the place of an error and not its message; and as a last net, whatever
looks like a phone number, an e-mail address or a network address is blotted out.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gunicorn.glogging import Logger

if TYPE_CHECKING:  # The process that watches over the server logs too, and has no Django.
    from django.http import HttpRequest

ROUTE = "mediation.route"  # Where the middleware leaves the route in the WSGI environment.
_NO_ROUTE = "(no such page)"

_PLACEHOLDER = re.compile(r"<[^>]*>|\(\?P<[^>]*>(?:[^()]|\([^()]*\))*\)")
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail
    r"|(?<![\w.:-])\+?\d(?:[ .]?\d){8,14}(?![\w-])"  # phone
    r"|(?<![\w.])(?!127\.0\.0\.1|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"  # network address
)
_KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "status_code"}

Fields = dict[str, str | int | float | bool | None]


def route_of(request: "HttpRequest") -> str:
    """The pattern that answered, its variable parts as `…`: `/r/…`, never `/r/kT7…`."""
    match = request.resolver_match
    return _NO_ROUTE if match is None else _shown(match.route)


@lru_cache(maxsize=1_024)
def _shown(route: str) -> str:
    return "/" + re.sub(r"[\^$\\]", "", _PLACEHOLDER.sub("…", route))


def _event(record: logging.LogRecord) -> Fields:
    """What happened. With an error or a request at hand the arguments are left out: they quote people."""
    if record.name.startswith("django.security"):
        return {"event": "request refused"}
    request: HttpRequest | None = getattr(record, "request", None)
    if request is not None and hasattr(request, "resolver_match"):
        return {"event": "request failed", "method": request.method, "route": route_of(request)}
    if isinstance(task := getattr(record, "data", None), dict) and "description" in task:
        return {"event": f"task {task['description']}", "task": str(task.get("name"))}
    if record.exc_info:
        return {"event": str(record.msg)}
    return {"event": _PERSONAL.sub("…", record.getMessage())}


def _numbers(record: logging.LogRecord) -> Fields:
    """Figures given as `extra=`; text is left out, for nobody checks what is in it."""
    extras = {name: value for name, value in vars(record).items() if name not in _KNOWN}
    return {name: value for name, value in extras.items() if isinstance(value, bool | int | float)}


def _error(error: BaseException) -> dict[str, Any]:
    """The kind of error and where it arose; its message may quote a row or a form, so it stays out."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    return {"error": type(error).__qualname__, "at": places}


class JsonLines(logging.Formatter):
    """Formats any record of any library as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            **_event(record),
            **_numbers(record),
        }
        if isinstance(status := getattr(record, "status_code", None), int):
            line["status"] = status
        if record.exc_info and record.exc_info[1]:
            line["failure"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class WebServerLog(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's two logs, through `JsonLines`. A request is its route, its status and its time."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.setFormatter(JsonLines())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        path = environ.get("PATH_INFO", "")
        route = environ.get(ROUTE) or (path if path.startswith("/static/") else _NO_ROUTE)
        figures = {"status_code": int(resp.status_code), "ms": round(request_time.total_seconds() * 1000)}
        if resp.sent is not None:
            figures["bytes"] = resp.sent
        self.access_log.info("%s %s", environ.get("REQUEST_METHOD", "-"), route, extra=figures)


def configuration() -> dict[str, Any]:
    """Django's LOGGING setting."""
    quiet = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "mediation.logs.JsonLines"}},
        "handlers": {
            "output": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "json",
            }
        },
        "root": {"handlers": ["output"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": ["output"], "level": "INFO", "propagate": False},
            # Writes every recipient and every text at INFO.
            "twilio": quiet,
            "urllib3": quiet,
            # One line a sweep, every few seconds.
            "celery.beat": quiet,
            "celery.worker.strategy": quiet,
            "celery.app.trace": quiet,
            # Remarks that memory:// names no host.
            "kombu.connection": {"level": "ERROR"},
        },
    }
