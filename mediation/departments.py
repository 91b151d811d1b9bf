"""What depends on the department a place is in: its own public holidays, its school zone, its clocks. Pure.

A place is told by its commune's INSEE code, or else by its postcode: both begin with the department's number.
"""

# INSEE department → subdivision in the `holidays` library, for those that have days of their own.
_SUBDIVISIONS = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
# Saint-Barthélemy and Saint-Martin kept the postcodes they had as communes of Guadeloupe.
_BY_POSTCODE = {"97133": "977", "97150": "978"}
_ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
# The académies of school zones A and C, by department; the rest of the mainland is zone B
# (https://www.education.gouv.fr/calendrier-scolaire). Corsica and overseas have calendars of their own.
_SCHOOLS_A = "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 89 90"
_SCHOOLS_C = "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95"
METROPOLITAN = ""
PARIS = "Europe/Paris"


def department(insee_code: str, postcode: str = "") -> str:
    """The department's number (35, 2A, 974) by the commune's code, or else the postcode; empty when neither says."""
    code = insee_code or _BY_POSTCODE.get(postcode, postcode)
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def subdivision(insee_code: str, postcode: str = "") -> str:
    """Whose public holidays count there (a subdivision of the `holidays` library); empty for most of France."""
    return _SUBDIVISIONS.get(department(insee_code, postcode), METROPOLITAN)


def zone(insee_code: str, postcode: str = "") -> str:
    """The clocks of that department (IANA)."""
    return _ZONES.get(department(insee_code, postcode), PARIS)


def school_zone(insee_code: str, postcode: str = "") -> str:
    """Whose school holidays count there: A, B or C; empty where the calendar is another one, or the place is unknown."""
    number = department(insee_code, postcode)
    if number in _SCHOOLS_A.split():
        return "A"
    if number in _SCHOOLS_C.split():
        return "C"
    # A postcode says 20 for both departments of Corsica.
    return "B" if number.isdigit() and number != "20" and number < "96" and len(number) == 2 else ""
