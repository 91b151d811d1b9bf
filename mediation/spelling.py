"""Letters without what people type differently: accents, capitals, joined letters, kinds of apostrophe. Pure."""

import unicodedata

# Letters that Unicode does not take apart, as people without them on their keyboard write them.
_PLAIN = "œ:oe æ:ae ø:o ł:l đ:d ð:d þ:th ı:i ħ:h ŋ:n ŧ:t ƒ:f ə:e ɛ:e ɔ:o ß:ss ɖ:d ƙ:k ɓ:b ɗ:d ɲ:n ƴ:y"
_ALONE = str.maketrans(dict(pair.split(":") for pair in _PLAIN.split()))
# ASCII, typographic, modifier letters (Ukrainian, Breton, Hawaiian), primes, accents typed alone, Arabic's ayn and hamza.
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘‛ʼʻʽʹ′`´＇ʾʿˈ", "'"))
APOSTROPHE = "'"


def bare(text: str) -> str:
    """`text` in small letters without accents, every apostrophe a plain one; other signs stay as they are."""
    whole = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    return "".join(letter for letter in whole if not unicodedata.combining(letter)).translate(_ALONE)
