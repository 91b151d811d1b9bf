"""`make run`: secrets, migrations, demo territory, static files, then the one process that serves."""

import os
import sys
from pathlib import Path

from mediation.embedded import secrets
from mediation.embedded.only_one import AlreadyRunning, hold
from mediation.embedded.prepare import Service, prepared

_VAR = Path(__file__).resolve().parents[2] / "var"


def _announce(service: Service) -> None:
    """Where to look. (The demo loader has printed the logins.)"""
    print(
        f"\n  Residents          {service.address}/\n  The team           {service.address}/equipe/",
        flush=True,
    )
    if service.demo:
        print(f"  A demo telephone   {service.address}/simulateur/", flush=True)
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
        service = prepared()
        _announce(service)
        # gunicorn's own modules come last: the process that prepares has no use for them.
        from mediation.embedded.server import EmbeddedServer

        EmbeddedServer(host=service.host, port=service.port).run()


if __name__ == "__main__":
    main()
