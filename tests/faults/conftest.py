"""Broken off from outside, a test still ends its workers: as if somebody had pressed Ctrl-C."""

import os
import signal

if os.environ.get("FAULTS") == "1":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
