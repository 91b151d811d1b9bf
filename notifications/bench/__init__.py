"""The speed of messages, measured beside a floor of the same run: `make bench`. A benchmark, never a test."""
