"""Names compared without accents, case, punctuation or order. Pure."""

import unicodedata
from difflib import SequenceMatcher

# Above this ratio two names look like one person's, typed twice.
SIMILAR = 0.84


def name_key(name: str) -> str:
    """`Le Bihan, Amélie` and `amelie LE BIHAN` have the same key: words sorted, letters bare."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(sorted(bare.split()))[:220]


def similar(first_key: str, second_key: str) -> bool:
    """Whether two name keys could be one person's: near letters, or one name within the other."""
    if not first_key or not second_key:
        return False
    first, second = set(first_key.split()), set(second_key.split())
    if first <= second or second <= first:
        return True
    return SequenceMatcher(None, first_key, second_key).ratio() >= SIMILAR
