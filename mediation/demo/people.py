"""Thirty invented mediators, their week, and the demo's sign-ins."""

from collections.abc import Iterator
from datetime import time
from typing import NamedTuple

from mediation.demo.sites import PLACES

# One password for all demo sign-ins; it only exists where the instance runs with DEMO=true.
PASSWORD = "demo-rendez-vous"  # noqa: S105 - published on purpose


class MediatorFacts(NamedTuple):
    """Gender as in `Gender`; languages as ISO codes; `home` is the position (from 0) of the usual place."""

    first_name: str
    surname: str
    gender: str
    languages: str
    home: int
    sign_language: bool = False
    accredited: bool = False

    @property
    def email(self) -> str:
        """An address that can exist nowhere (RFC 2606)."""
        bare = f"{self.first_name}.{self.surname}".lower().translate(str.maketrans("éèëïçâô", "eeeicao"))
        return f"{bare.replace(' ', '-').replace('’', '')}@demo.example"


MEDIATORS: tuple[MediatorFacts, ...] = (
    MediatorFacts("Léa", "Exemple", "f", "fr en", 0, accredited=True),
    MediatorFacts("Karim", "Modèle", "m", "fr ar", 1, accredited=True),
    MediatorFacts("Soizic", "Fictive", "f", "fr br", 2),
    MediatorFacts("Yann", "Imaginaire", "m", "fr es", 3),
    MediatorFacts("Aïcha", "Essai", "f", "fr ar en", 4, accredited=True),
    MediatorFacts("Paul", "Patron", "m", "fr", 5, sign_language=True),
    MediatorFacts("Nour", "Échantillon", "f", "fr ar", 6),
    MediatorFacts("Gwenn", "Maquette", "f", "fr en", 7, accredited=True),
    MediatorFacts("Hugo", "Spécimen", "m", "fr en", 8),
    MediatorFacts("Manon", "Prototype", "f", "fr", 9),
    MediatorFacts("Théo", "Ébauche", "m", "fr en", 10),
    MediatorFacts("Inès", "Croquis", "f", "fr pt", 11),
    MediatorFacts("Malo", "Gabarit", "m", "fr", 12),
    MediatorFacts("Fatou", "Esquisse", "f", "fr en", 13, sign_language=True),
    MediatorFacts("Erwan", "Calque", "m", "fr br", 14, accredited=True),
    MediatorFacts("Clara", "Pochoir", "f", "fr en", 15),
    MediatorFacts("Samir", "Moulage", "m", "fr ar", 16),
    MediatorFacts("Rozenn", "Épure", "f", "fr", 17),
    MediatorFacts("Diego", "Tracé", "m", "fr es", 18),
    MediatorFacts("Olena", "Canevas", "f", "fr uk ru", 19, accredited=True),
    MediatorFacts("Amadou", "Repère", "m", "fr en", 20, accredited=True),
    MediatorFacts("Julie", "Témoin", "f", "fr en", 21, sign_language=True, accredited=True),
    MediatorFacts("Loïc", "Brouillon", "m", "fr", 22),
    MediatorFacts("Maëlle", "Figure", "f", "fr en", 23),
    MediatorFacts("Bilal", "Silhouette", "m", "fr tr", 0),
    MediatorFacts("Anna", "Miniature", "f", "fr ru", 2, accredited=True),
    MediatorFacts("Tristan", "Simulacre", "m", "fr en", 6),
    MediatorFacts("Samira", "Virgule", "f", "fr ar", 20),
    MediatorFacts("Corentin", "Parenthèse", "m", "fr", 1),
    MediatorFacts("Élise", "Majuscule", "f", "fr en pt", 22, sign_language=True),
)


class Shift(NamedTuple):
    """One weekly opening: `place` from 0, `weekday` from Monday 0; `weeks` is how often it comes back."""

    place: int
    weekday: int
    opens: time
    closes: time
    weeks: int = 1


MON, TUE, WED, THU, FRI, SAT = range(6)
# (place of the mediator's round: 0 home, 1 and 2 elsewhere; weekday; "am", "pm" or "eve"; every n weeks)
_ROUNDS: tuple[tuple[tuple[int, int, str, int], ...], ...] = (
    ((0, MON, "am", 1), (0, MON, "pm", 1), (0, TUE, "am", 1), (0, TUE, "pm", 1), (0, WED, "am", 1),
     (0, THU, "am", 1), (0, THU, "pm", 1), (0, FRI, "am", 1)),
    ((0, MON, "am", 1), (0, MON, "pm", 1), (1, TUE, "am", 1), (1, TUE, "pm", 1), (0, WED, "am", 1),
     (1, THU, "am", 1), (1, THU, "pm", 1), (0, FRI, "am", 1), (0, FRI, "pm", 2)),
    ((0, MON, "am", 1), (1, MON, "pm", 1), (2, TUE, "am", 1), (2, TUE, "pm", 1), (0, THU, "am", 1),
     (0, THU, "pm", 1), (1, FRI, "am", 1), (1, FRI, "pm", 1)),
    ((0, TUE, "pm", 1), (0, WED, "am", 1), (0, WED, "pm", 1), (1, THU, "am", 2), (0, THU, "eve", 1),
     (0, SAT, "am", 1)),
)  # fmt: skip
_HOURS = {
    "am": (time(9), time(12)),
    "pm": (time(14), time(17)),
    "eve": (time(17, 30), time(19, 30)),
}
_LIBRARY_HOURS = {**_HOURS, "am": (time(10), time(12, 30)), "pm": (time(14), time(18))}
_MARKET_HOURS = (time(8, 30), time(12, 30))
# Where a round goes besides home: places of the same side of the territory, by the home's position.
_ELSEWHERE = {
    0: (6, 10), 1: (8, 11), 2: (7, 22), 3: (22, 18), 4: (5, 21), 5: (4, 20), 6: (0, 11), 7: (2, 13), 8: (1, 15),
    9: (21, 20), 10: (0, 16), 11: (6, 4), 12: (14, 0), 13: (7, 3), 14: (12, 8), 15: (8, 14), 16: (10, 12),
    17: (22, 19), 18: (3, 17), 19: (17, 23), 20: (5, 9), 21: (9, 4), 22: (2, 17), 23: (19, 17),
}  # fmt: skip
_MARKET = 23


def week(number: int) -> Iterator[Shift]:
    """The weekly openings of the mediator at this position; never two at once."""
    home = MEDIATORS[number].home
    places = (home, *_ELSEWHERE[home])
    for stop, weekday, half, weeks in _ROUNDS[number % len(_ROUNDS)]:
        place = places[stop]
        if place == _MARKET:
            continue
        library = PLACES[place].kind == "mediatheque"
        if library and weekday == MON:
            # Libraries are closed on Mondays; Saturday takes the morning's place.
            weekday = SAT
            if half != "am":
                continue
        opens, closes = (_LIBRARY_HOURS if library else _HOURS)[half]
        yield Shift(place, weekday, opens, closes, weeks)
    if home == _MARKET:
        yield Shift(_MARKET, SAT, *_MARKET_HOURS)
        yield Shift(_ELSEWHERE[_MARKET][0], TUE, *_HOURS["pm"])


class Login(NamedTuple):
    """A demo sign-in. `role` is a kind of `Role`, `organisation` a key of `ORGANISATIONS` or "" for everywhere."""

    email: str
    name: str
    role: str
    organisation: str
    what: str


LOGINS: tuple[Login, ...] = (
    Login(MEDIATORS[0].email, "Léa Exemple", "mediator", "ccas", "médiatrice, sa journée"),
    Login("accueil@demo.example", "Alex Accueil", "desk", "ccas", "accueil d’une structure"),
    Login(
        "coordination@demo.example",
        "Camille Coordination",
        "coordinator",
        "ccas",
        "coordination d’une structure",
    ),
    Login(
        "partenaire@demo.example", "Dominique Partenaire", "partner", "clic", "travailleur social qui oriente"
    ),
    Login(
        "assistante@demo.example",
        "Inès Assistante",
        "partner",
        "departement",
        "assistante sociale, secteur nord",
    ),
    Login(
        "assistant@demo.example", "Noé Assistant", "partner", "departement", "assistant social, secteur sud"
    ),
    Login(
        "conseillere@demo.example", "Maud Conseillère", "partner", "mission", "conseillère, mission locale"
    ),
    Login("central@demo.example", "Charlie Central", "central_desk", "", "accueil central, tous les lieux"),
    Login(
        "metropole@demo.example", "Maxime Métropole", "metro_coordinator", "", "coordination métropolitaine"
    ),
    Login("exploitation@demo.example", "Sacha Système", "operator", "", "réglages du service"),
    Login(
        "dpo@demo.example", "Ariel Données", "data_officer", "", "protection des données : traces et registre"
    ),
)
