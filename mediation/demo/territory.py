"""Neighbourhoods and organisations of the demo, as plain data; its communes are those that every instance can load."""

from typing import Any

RENNES = "35238"
TERRITORY: dict[str, Any] = {
    "name": "Rennes Métropole",
    "service_name": "Rendez-vous numérique",
    "sms_name": "RDV numérique",
    "phone": "+33261910000",
    "email": "contact@demo.example",
    "data_contact": "Délégué à la protection des données, dpo@demo.example",
    "phone_hours": {
        "fr": "du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h",
        "en": "Monday to Friday, 9 am to 12 noon and 2 pm to 5 pm",
        "fr-falc": "Le matin : de 9 h à 12 h. L’après-midi : de 14 h à 17 h. Fermé le samedi et le dimanche.",
    },
}


# Neighbourhoods of Rennes: name, whether it is or holds a quartier prioritaire (QPV), about where its middle is.
NEIGHBOURHOODS: tuple[tuple[str, bool, float, float], ...] = (
    ("Centre", False, 48.111, -1.680),
    ("Thabor – Saint-Hélier", False, 48.110, -1.665),
    ("Bourg-l’Évêque – La Touche", False, 48.114, -1.696),
    ("Saint-Martin", False, 48.124, -1.681),
    ("Maurepas", True, 48.127, -1.660),
    ("Jeanne d’Arc – Longs-Champs", False, 48.121, -1.645),
    ("Francisco-Ferrer – La Poterie", False, 48.092, -1.646),
    ("Sud-Gare", False, 48.098, -1.676),
    ("Cleunay", True, 48.101, -1.710),
    ("Villejean", True, 48.121, -1.703),
    ("Beauregard", False, 48.132, -1.696),
    ("Le Blosne", True, 48.088, -1.658),
    ("Bréquigny", True, 48.088, -1.690),
    ("Les Clôteaux – Champs Manceaux", True, 48.094, -1.698),
)

# Key, name, telephone. The demo knows no real SIRET: the national fourteen zeros stand for "unknown".
ORGANISATIONS: tuple[tuple[str, str, str], ...] = (
    ("ville", "Ville de Rennes (démonstration)", "+33261910100"),
    ("ccas", "CCAS de Rennes (démonstration)", "+33261910200"),
    ("mairies", "Mairies de la métropole (démonstration)", "+33261910300"),
    ("services", "France Services de la métropole (démonstration)", "+33261910400"),
    ("souris", "Association Les Souris vertes (démonstration)", "+33261910500"),
    ("clic", "Association Clic et Compagnie (démonstration)", "+33261910600"),
    ("departement", "Département, action sociale (démonstration)", "+33261910700"),
    ("mission", "Mission locale (démonstration)", "+33261910800"),
)
