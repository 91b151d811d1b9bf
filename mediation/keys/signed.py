"""Which key sealed a value: a Fernet token is signed with the first half of its key (Fernet specification, version 0x80)."""

import base64
import binascii
import hmac

_SIGNATURE = 32


def looks_sealed(text: object) -> bool:
    """Whether this has the form of a Fernet token: its version byte and the first of its time's eight."""
    return isinstance(text, str) and text.startswith("gAAAA")


class Signers:
    """Tells by which of these keys a value was sealed, newest first, without deciphering it."""

    def __init__(self, keys: list[str]) -> None:
        self._halves = [base64.urlsafe_b64decode(key)[:16] for key in keys]

    def of(self, sealed: str) -> int | None:
        """The place of the key among those given; None when it was none of them, or the value is damaged."""
        try:
            token = base64.urlsafe_b64decode(sealed)
        except (binascii.Error, ValueError):
            return None
        said, signature = token[:-_SIGNATURE], token[-_SIGNATURE:]
        for place, half in enumerate(self._halves):
            if hmac.compare_digest(hmac.digest(half, said, "sha256"), signature):
                return place
        return None
