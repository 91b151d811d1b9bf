"""`make run`: secrets, migrations, demo territory, static files, then the one process that serves."""

import os
import sys
from pathlib import Path

from mediation.embedded import secrets
from mediation.embedded.only_one import AlreadyRunning, hold

_VAR = Path(__file__).resolve().parents[2] / "var"


def _prepare() -> None:
    """Bring database and static files up to date; each step does nothing when nothing has changed."""
    from django.conf import settings
    from django.core.management import CommandError, call_command
    from django.db import connections

    print("Preparing the database…", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    if settings.DEMO:
        try:
            call_command("demo")
        except CommandError as refusal:
            print(refusal, flush=True)  # Real data is here: serve that.
    call_command("collectstatic", interactive=False, verbosity=0)
    # gunicorn forks: an open connection must not be shared with the child.
    connections.close_all()


def _announce(address: str, *, demo: bool) -> None:
    """Where to look. (The demo loader has printed the logins.)"""
    print(f"\n  Residents          {address}/\n  The team           {address}/equipe/", flush=True)
    if demo:
        print(f"  A demo telephone   {address}/simulateur/", flush=True)
    print("\nStop with Ctrl-C.\n", flush=True)


def main() -> None:
    """Serve until SIGTERM or SIGINT; refuse to start twice on one folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings")
    secrets.ensure(_VAR / "env")
    try:
        lock = hold(_VAR / "serving.lock")
    except AlreadyRunning as refusal:
        sys.exit(str(refusal))
    with lock:
        import django

        django.setup()
        from django.conf import settings

        from mediation.embedded.server import EmbeddedServer

        _prepare()
        _announce(settings.PUBLIC_URL, demo=settings.DEMO)
        EmbeddedServer(host=settings.HOST, port=settings.PORT).run()


if __name__ == "__main__":
    main()
