"""What became of invented appointments: shares seen in the field, national codes. Pure."""

from random import Random
from typing import Any

from bookings.demo.agenda import Planned

HOUR_S = 3600
DAY_S = 86_400
# Of 100 past appointments. A no-show in ten is what services without reminders see, and hope to halve.
PAST = (("done", 76), ("no_show", 9), ("excused", 10), ("cancelled", 5))
AHEAD = (("booked", 96), ("excused", 3), ("cancelled", 1))
CHANNELS = (("web", 42), ("desk", 33), ("phone", 25))
RELATIONS = (("self", 84), ("relative", 8), ("professional", 5), ("carer", 2), ("guardian", 1))
_RESULTS = (("resolu", 62), ("partiel", 20), ("en_attente_tiers", 12), ("non_resolu", 6))
_NEXT = (("aucune", 66), ("nouveau_rdv", 22), ("atelier", 7), ("orientation", 5))
_AUTONOMY = (("entierement_accompagne", 52), ("partiellement_autonome", 35), ("autonome", 13))
_EQUIPMENT = (("ordinateur", 45), ("telephone", 38), ("tablette", 7), ("aucun", 10))
# Themes of the national report by topic; papers come with a kind of paper.
_THEMES = {
    "demarches": ("aide_aux_demarches_administratives",),
    "a-ma-place": ("aide_aux_demarches_administratives",),
    "telephone": ("prendre_en_main_du_materiel", "reseaux_sociaux"),
    "ordinateur": ("prendre_en_main_du_materiel", "bureautique", "navigation_sur_internet"),
    "email": ("email",),
    "imprimer": ("bureautique", "gere_ses_contenus_numeriques"),
    "emploi": ("insertion_professionnelle",),
    "sante": ("sante",),
    "securite": ("securite_numerique",),
    "je-ne-sais-pas": ("diagnostic_numerique", "navigation_sur_internet"),
}
_PAPERS = ("argent_impots", "social_sante", "logement", "papiers_elections_citoyennete", "famille_scolarite")
_REFERRED = ("administration", "aide_sociale", "mediation_numerique")
_REASONS = ("médiateur malade", "panne de réseau", "réunion imprévue")
_NOTES = (
    "A retrouvé seule son espace en ligne.",
    "Reste à joindre un justificatif, revient avec le document.",
    "À l’aise avec le téléphone, préfère le papier pour les courriers.",
    "Mot de passe changé ensemble et noté dans son carnet.",
)


def drawn(shares: tuple[tuple[str, int], ...], random: Random) -> str:
    """One of the codes, as often as its share says."""
    codes, weights = zip(*shares, strict=True)
    return str(random.choices(codes, weights)[0])


def status(planned: Planned, now: int, random: Random) -> str:
    """Where an appointment stands at `now`: over, under way, just over and not marked yet, or ahead."""
    if planned.start > now:
        return drawn(AHEAD, random)
    if planned.end > now:
        return "arrived"
    if planned.end > now - 2 * HOUR_S and random.random() < 0.5:
        return "booked"
    return drawn(PAST, random)


def booked_at(planned: Planned, now: int, random: Random) -> int:
    """When it was booked: at most three weeks before, at least an hour before, never after `now`."""
    latest = min(planned.start - HOUR_S, now - 60)
    ahead = round(random.expovariate(1 / 5) * DAY_S) % (21 * DAY_S)
    return min(planned.start - HOUR_S - ahead, latest)


def called_off_at(booked: int, planned: Planned, now: int, random: Random) -> int:
    """When it was called off: between booking and the appointment, never after `now`."""
    latest = max(booked, min(planned.start, now))
    return booked + round((latest - booked) * random.random())


def reason(random: Random) -> str:
    """Why the service called an appointment off."""
    return random.choice(_REASONS)


def outcome(topic_code: str, duration_min: int, random: Random) -> dict[str, Any]:
    """The fields of an outcome, coherent with the national rules: sub-themes with papers only, and so on."""
    themes = list(_THEMES[topic_code])
    if len(themes) > 1:
        themes = random.sample(themes, random.randint(1, len(themes)))
    following = drawn(_NEXT, random)
    spent = duration_min + random.choice((-15, -10, -5, 0, 0, 0, 5, 10, 15))
    return {
        "themes": themes,
        "sub_themes": [random.choice(_PAPERS)] if "aide_aux_demarches_administratives" in themes else [],
        "equipment": [drawn(_EQUIPMENT, random)],
        "autonomy": drawn(_AUTONOMY, random),
        "result": drawn(_RESULTS, random),
        "next_step": following,
        "referred_to": [random.choice(_REFERRED)] if following == "orientation" else [],
        "duration_min": max(spent, 10),
        "note": random.choice(_NOTES) if random.random() < 0.1 else "",
    }
