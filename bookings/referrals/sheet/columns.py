"""The columns of a file of referrals. Pure."""

from bookings.sheets.columns import Column

COLUMNS = (
    Column(
        "reference",
        required=True,
        others=("ref", "numero", "id"),
        example="CCAS-2026-001",
        longest=64,
        english="reference",
    ),
    Column("nom", required=True, others=("personne", "nom et prenom"), example="Amina Essai", english="name"),
    Column(
        "mobile",
        others=("portable", "telephone", "tel"),
        example="06 39 98 00 01",
        longest=40,
        english="mobile",
    ),
    Column("fixe", others=("telephone fixe",), example="", longest=40, english="landline"),
    Column("courriel", others=("e-mail", "mail"), example="", longest=254, english="email"),
    Column("adresse", others=("adresse postale", "courrier"), example="", longest=300, english="address"),
    Column("motif", required=True, others=("demande",), example="demarches", longest=50, english="topic"),
    Column("lieu", others=("site",), example="", longest=160, english="place"),
    Column(
        "besoin",
        others=("phrase",),
        example="Faire sa demande d’aide au logement",
        longest=300,
        english="need",
    ),
    Column(
        "avant_le", others=("avant le", "date limite"), example="2026-12-31", longest=20, english="before"
    ),
    Column("langue", example="fr", longest=10, english="language"),
    Column("accompagnant", others=("deuxieme personne",), example="", english="companion"),
    Column(
        "telephone_accompagnant",
        others=("telephone accompagnant", "mobile accompagnant"),
        example="",
        longest=40,
        english="companion_phone",
    ),
    Column(
        "suite",
        others=("ensuite",),
        example="inviter",
        longest=10,
        english="next_step",
        english_example="invite",
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}
REACHES = {"mobile": "mobile", "fixe": "landline", "courriel": "email", "adresse": "letter"}
"""The columns by one of which a person is reached, the first that is filled in; and the kind of contact it is."""
