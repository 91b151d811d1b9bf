"""gunicorn with exactly one worker process, in which Celery's worker and clock live too.

The process that watches over that one knows neither Django nor Celery: it holds a fifth of what it would with them.
"""

from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from mediation import gunicorn_conf

if TYPE_CHECKING:
    from mediation.embedded.background import Background


class EmbeddedServer(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Serves `mediation.wsgi` on `host`:`port` until SIGTERM or SIGINT."""

    def __init__(self, *, host: str, port: int) -> None:
        self.bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.background: Background | None = None
        super().__init__()

    def load_config(self) -> None:
        settings = {name: value for name, value in vars(gunicorn_conf).items() if name in self.cfg.settings}
        for name, value in settings.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", self.bind)
        self.cfg.set("workers", 1)
        self.cfg.set("nworkers_changed", self.one_worker_only)
        self.cfg.set("post_worker_init", self.start_background)
        self.cfg.set("worker_exit", self.stop_background)

    def load(self) -> Any:
        # Imported in the worker, after the fork.
        from mediation.wsgi import application

        return application

    def one_worker_only(self, server: Any, new: int, old: int | None) -> None:
        """SIGTTIN asks gunicorn for one more: its memory:// would be another broker."""
        if new != 1:
            server.log.warning("the embedded mode has exactly one worker process")
            server.num_workers = 1

    def start_background(self, worker: Any) -> None:
        """In the worker, once Django is loaded."""
        from mediation.celery import app
        from mediation.embedded.background import Background

        gunicorn_conf.post_worker_init(worker)
        self.background = Background(app)
        self.background.start()

    def stop_background(self, server: Any, worker: Any) -> None:
        """In the worker, after the last request."""
        if self.background is not None:
            self.background.stop()
