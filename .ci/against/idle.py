"""The memory of `make run` left alone: what all its processes hold, shared pages counted once (PSS)."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from _server import descendants, free_port, pss_mb, wait_for

PAGES = ("/", "/en/", "/fr-falc/", "/compte/login/", "/healthz")
# Long enough for worker and clock to have made their rounds.
ALONE_SECONDS = 30


def main() -> None:
    port = free_port()
    gone = ("DATABASE_URL", "REDIS_URL")
    environment = {name: value for name, value in os.environ.items() if name not in gone}
    # With its own secrets and the demonstration, as a fresh clone has them.
    environment |= {"PORT": str(port), "DEMO": "true"}
    load = [sys.executable, str(Path(__file__).with_name("_load.py"))]
    subprocess.run(load, env=environment, check=True)  # noqa: S603
    command = [sys.executable, "-m", "mediation.embedded"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603
        try:
            wait_for(port, server, 300)
            for page in PAGES:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{page}").read()
            time.sleep(ALONE_SECONDS)
            held = sum(map(pss_mb, descendants(server.pid)))
        finally:
            server.terminate()
    figure = {"name": "make run, idle, all its processes", "value": held, "unit": "MB"}
    print(json.dumps(figure | {"at_most": 0.7, "rounds": 3}))


main()
