"""Bringing database and static files up to date before serving, in a process that ends when it is done.

What it needs to know of Django is then gone with it: the process that stays to watch over the server is a small one.
"""

import json
import os
import sys
from typing import Any, NamedTuple


class Service(NamedTuple):
    """What settings say about how to serve."""

    host: str
    port: int
    address: str
    demo: bool


def prepared() -> Service:
    """Prepares everything and tells how to serve; ends this process too when something fails."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with os.fdopen(write, "w") as answer:
            json.dump(_prepare(), answer)
        sys.stdout.flush()
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        told = answer.read()
    _, status = os.waitpid(child, 0)
    if status:
        sys.exit(os.waitstatus_to_exitcode(status))
    return Service(*json.loads(told))


def _prepare() -> tuple[Any, ...]:
    """Each step does nothing when nothing has changed."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import CommandError, call_command

    from mediation.keys.start import stop_on_wrong_keys

    print("Preparing the database…", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    stop_on_wrong_keys()
    if settings.DEMO:
        try:
            call_command("demo")
        except CommandError as refusal:
            print(refusal, flush=True)  # Real data is here: serve that.
    call_command("collectstatic", interactive=False, verbosity=0)
    return Service(settings.HOST, settings.PORT, settings.PUBLIC_URL, settings.DEMO)
