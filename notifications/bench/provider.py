"""The provider of the bench: started on this machine, and put in the place of the real one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.test.utils import override_settings

from notifications import channels

ACCOUNT = {
    "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000000",
    "TWILIO_AUTH_TOKEN": "bench-only",
    "TWILIO_SMS_FROM": "+33639980001",
}


@contextmanager
def standing_in(*, seconds: float) -> Iterator[str]:
    """The address, on this machine only, of a provider that takes `seconds` for each answer."""
    command = [sys.executable, "-m", "notifications.bench.stand_in", str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as server:  # noqa: S603
        try:
            assert server.stdout is not None  # noqa: S101 - a pipe was asked for
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


@contextmanager
def provided_by(address: str) -> Iterator[None]:
    """SMS go to that address for the length of the block, in this process."""
    with override_settings(TWILIO_API_URL=address, **ACCOUNT):
        channels.forget()
        yield
    channels.forget()
