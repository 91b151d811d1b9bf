"""Numbers of overseas France: which territory a national prefix belongs to, and how its people write them. Pure.

From any French telephone they are dialled with ten digits like all others; abroad, and for a provider, each territory is a
country of its own. phonenumbers takes some of them (0596, 0269) for mainland numbers that they are not, and the rest for
none; the plan (ARCEP, decision 2018-0881) says by prefix whose they are.
"""

# The first three digits of the nine that follow the zero → the territory's country code.
COUNTRY_OF = {
    "262": 262,
    "263": 262,
    "269": 262,
    "692": 262,
    "693": 262,
    "639": 262,
    "590": 590,
    "690": 590,
    "691": 590,
    "594": 594,
    "694": 594,
    "596": 596,
    "696": 596,
    "697": 596,
    "508": 508,
}
_NAMES = {
    262: "La Réunion",
    590: "Guadeloupe",
    594: "Guyane",
    596: "Martinique",
    508: "Saint-Pierre-et-Miquelon",
}
_MAYOTTE = ("269", "639")
_SIX_DIGITS = 508
"""Saint-Pierre-et-Miquelon: 0508 is dialled before the six digits of the territory's own plan."""


def international(nine: str) -> str | None:
    """E.164 of a national number's nine digits (without the zero), if its prefix is an overseas one."""
    country = COUNTRY_OF.get(nine[:3])
    if country is None:
        return None
    return f"+{country}{nine[3:] if country == _SIX_DIGITS else nine}"


def national(country: int, number: str) -> str | None:
    """The ten digits its owner writes (0692123456) for a country code and national number; None for elsewhere."""
    if country not in _NAMES:
        return None
    return f"0{country}{number}" if country == _SIX_DIGITS and len(number) == 6 else f"0{number}"


def place(country: int, number: str) -> str:
    """The territory's name; empty for elsewhere."""
    return "Mayotte" if country == 262 and number.startswith(_MAYOTTE) else _NAMES.get(country, "")
