"""One function a verb: keyword-only, atomic, and a refusal is an exception with a name."""
