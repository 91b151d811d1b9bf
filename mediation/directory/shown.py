"""Values in messages: never a contact, nothing long, nothing that moves a screen."""

from mediation.directory.facts import one_line
from mediation.directory.schema import CONTACT_COLUMNS

SHOWN_MAX = 60


def shown(column: str, value: str) -> str:
    """A value fit for an error message: shortened, without control characters, never a contact."""
    if column in CONTACT_COLUMNS:
        return "(valeur non affichée)"
    return f"« {one_line(value, SHOWN_MAX)} »"
