"""The columns of a file of referrals, and what they are called. Pure."""

import unicodedata
from dataclasses import dataclass

MOST_BYTES = 5_000_000
MOST_LINES = 10_000


@dataclass(frozen=True)
class Column:
    """One column. `others`: headers that mean the same."""

    name: str
    required: bool = False
    others: tuple[str, ...] = ()
    example: str = ""
    longest: int = 120


COLUMNS = (
    Column("reference", required=True, others=("ref", "numero", "id"), example="CCAS-2026-001", longest=64),
    Column("nom", required=True, others=("personne", "nom et prenom"), example="Amina Essai"),
    Column("mobile", others=("portable", "telephone", "tel"), example="06 39 98 00 01", longest=40),
    Column("fixe", others=("telephone fixe",), example="", longest=40),
    Column("courriel", others=("email", "e-mail", "mail"), example="", longest=254),
    Column("adresse", others=("adresse postale", "courrier"), example="", longest=300),
    Column("motif", required=True, others=("demande",), example="demarches", longest=50),
    Column("lieu", others=("site",), example="", longest=160),
    Column("besoin", others=("phrase",), example="Faire sa demande d’aide au logement", longest=300),
    Column("avant_le", others=("avant le", "date limite"), example="2026-12-31", longest=20),
    Column("langue", example="fr", longest=10),
    Column("accompagnant", others=("deuxieme personne",), example=""),
    Column("suite", others=("ensuite",), example="inviter", longest=10),
)
BY_NAME = {column.name: column for column in COLUMNS}
REACHES = {"mobile": "mobile", "fixe": "landline", "courriel": "email", "adresse": "letter"}
"""The columns by one of which a person is reached, the first that is filled in; and the kind of contact it is."""
_KNOWN = {said: column.name for column in COLUMNS for said in (column.name, *column.others)}


def meant(header: str) -> str | None:
    """The column that a header means, however it is written; None for one nobody knows."""
    plain = unicodedata.normalize("NFKD", header.strip().lower())
    plain = "".join(each for each in plain if not unicodedata.combining(each)).strip(" *:")
    return _KNOWN.get(plain) or _KNOWN.get(plain.replace("_", " ")) or _KNOWN.get(plain.replace(" ", "_"))
