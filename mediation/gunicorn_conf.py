"""gunicorn's configuration, for every way to run."""

from typing import Any

from mediation import memory
from mediation.logs import WebServerLog

worker_class = "gthread"
threads = 8
logger_class = WebServerLog
accesslog = "-"
# Idle keep-alive connections of phones cost a slot each; proxies reconnect quickly.
keepalive = 5
graceful_timeout = 20
# A page takes milliseconds; whatever takes half a minute has hung.
timeout = 30
control_socket_disable = True
# gunicorn starts a worker that ended with this no second time (its Arbiter.WORKER_BOOT_ERROR).
_BOOT_ERROR = 3


def post_fork(server: Any, worker: Any) -> None:
    """In the worker, before it loads anything."""
    memory.share_one_arena()


def post_worker_init(worker: Any) -> None:
    """In the worker, once Django is loaded. With keys that do not fit the data the whole server ends."""
    from mediation.keys.start import stop_on_wrong_keys

    stop_on_wrong_keys(_BOOT_ERROR)
    memory.settle()
