"""The accessibility statement's table: the 106 criteria of RGAA 4.1.2 (Arcom and DINUM; in force since April 2021). Pure."""

from datetime import date

from mediation.responsible.kinds import Said
from mediation.responsible.rgaa_contents import CONTENTS
from mediation.responsible.rgaa_use import USE

RULE = "RGAA 4.1.2"
LOOKED_AT_ON = date(2026, 11, 30)
"""The day of the last look through all of them, and of the statement."""
CRITERIA = CONTENTS + USE
HOW_MANY = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
"""How many criteria each theme has in the rule, from theme 1 on."""
THEMES = (
    Said("Images", "Images"),
    Said("Cadres", "Frames"),
    Said("Couleurs", "Colours"),
    Said("Sons et vidéos", "Sound and video"),
    Said("Tableaux", "Tables"),
    Said("Liens", "Links"),
    Said("Scripts", "Scripts"),
    Said("Ce que chaque page a", "What every page has"),
    Said("Ordre de la page", "Order of the page"),
    Said("Apparence", "Looks"),
    Said("Formulaires", "Forms"),
    Said("Se déplacer", "Finding one’s way"),
    Said("Lire à son rythme", "Reading at one’s pace"),
)
