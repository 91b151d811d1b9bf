"""The numbers people read aloud: a booking has six digits, a referral eight; by its length one knows what it is."""

import secrets


def booking_number() -> str:
    """Six digits. When a standing appointment bears them, `number_once` has the transaction start anew."""
    return f"{secrets.randbelow(900_000) + 100_000}"


def referral_number() -> str:
    """Eight digits that do not begin with 0. One that is taken already has the transaction start anew."""
    return str(secrets.randbelow(90_000_000) + 10_000_000)
