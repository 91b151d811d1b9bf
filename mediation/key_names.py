"""How keys are named without being told."""

import hashlib

# An index key that begins so leaves its name in what it hashes; the first key of an old installation does not.
NAMED = "ix1."


def fingerprint(key: str) -> str:
    """Eight hexadecimal digits that name a key without telling it."""
    return hashlib.sha256(key.strip().encode()).hexdigest()[:8]
