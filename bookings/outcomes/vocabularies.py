"""National vocabularies of the activity report (compte rendu d'activité). Pure.

Codes and labels are those of the national API as read on 2026-06-30: stored as they are, never renamed.
`RESULTS` and `NEXT_STEPS` are this product's own additions. The rules between them are in `activity_report`.
"""

from collections.abc import Mapping, Sequence

KINDS: Mapping[str, str] = {"individuel": "Accompagnement individuel", "collectif": "Atelier collectif"}

PLACES: Mapping[str, str] = {
    "lieu_activite": "Lieu d’activité",
    "autre": "Autre lieu",
    "domicile": "À domicile",
    "a_distance": "À distance",
}

DURATION_PRESETS_MIN: Sequence[int] = (15, 30, 45, 60, 90, 120)

THEMES: Mapping[str, str] = {
    "diagnostic_numerique": "Diagnostic numérique",
    "prendre_en_main_du_materiel": "Prendre en main du matériel",
    "maintenance_de_materiel": "Maintenance de matériel",
    "gere_ses_contenus_numeriques": "Gérer ses contenus numériques",
    "navigation_sur_internet": "Navigation sur internet",
    "email": "E-mail",
    "bureautique": "Bureautique",
    "reseaux_sociaux": "Réseaux sociaux communication",
    "sante": "Santé",
    "banque_et_achats_en_ligne": "Banque et achats en ligne",
    "entrepreneuriat": "Accompagner un professionnel",
    "insertion_professionnelle": "Insertion professionnelle",
    "securite_numerique": "Prévention en sécurité numérique",
    "parentalite": "Parentalité",
    "scolarite_et_numerique": "Scolarité et numérique",
    "creer_avec_le_numerique": "Créer avec le numérique",
    "culture_numerique": "Culture numérique",
    "intelligence_artificielle": "Intelligence artificielle (IA)",
    "aide_aux_demarches_administratives": "Aide aux démarches administratives",
}
PAPERWORK = "aide_aux_demarches_administratives"

SUB_THEMES: Mapping[str, str] = {
    "papiers_elections_citoyennete": "Papiers - Élections - Citoyenneté",
    "famille_scolarite": "Famille - Scolarité",
    "social_sante": "Social - Santé",
    "travail_formation": "Travail - Formation - Entreprise",
    "logement": "Logement",
    "transports_mobilite": "Transports - Mobilité",
    "argent_impots": "Argent - Impôts",
    "justice": "Justice",
    "etrangers_europe": "Étrangers - Europe",
    "loisirs_sports_culture": "Loisirs - Sports - Culture",
    "associations": "Associations",
}

EQUIPMENT: Mapping[str, str] = {
    "ordinateur": "Ordinateur",
    "telephone": "Téléphone",
    "tablette": "Tablette",
    "autre": "Autre",
    "aucun": "Pas de matériel",
}

AUTONOMY: Mapping[str, str] = {
    "entierement_accompagne": "Avec guidage",
    "partiellement_autonome": "Autonome avec guidage en cas de besoin",
    "autonome": "Autonome",
}

LEVELS: Mapping[str, str] = {
    "debutant": "Débutant",
    "intermediaire": "Intermédiaire",
    "avance": "Avancé",
}

REFERRALS: Mapping[str, str] = {
    "administration": "Administration (mairie, préfecture…)",
    "mediation_numerique": "Autre structure de médiation numérique",
    "operateur_ou_organisme_en_charge": "Opérateur ou organisme en charge de la démarche administrative",
    "aide_sociale": "Structure d’aide sociale (maison des solidarités, centre social…)",
    "insertion_professionnelle": "Structure d’insertion professionnelle (France Travail, mission locale, "
    "chambre de commerce…)",
    "aide_aux_demarches_administratives": "Structure d’aide aux démarches administratives (France Services…)",
    "autre": "Autre",
}

GENDERS: Mapping[str, str] = {
    "masculin": "Masculin",
    "feminin": "Féminin",
    "non_communique": "Non communiqué",
}

AGES: Mapping[str, str] = {
    "moins_de_douze": "Moins de 12 ans",
    "douze_dix_huit": "12 - 17 ans",
    "dix_huit_vingt_quatre": "18 - 24 ans",
    "vingt_cinq_trente_neuf": "25 - 39 ans",
    "quarante_cinquante_neuf": "40 - 59 ans",
    "soixante_soixante_neuf": "60 - 69 ans",
    "soixante_dix_plus": "70 ans et plus",
    "non_communique": "Non communiqué",
}

SITUATIONS: Mapping[str, str] = {
    "scolarise": "Scolarisé",
    "sans_emploi": "Sans emploi",
    "en_emploi": "En emploi",
    "retraite": "Retraité",
    "non_communique": "Non communiqué ou hétérogène",
}

PRESENCES: Mapping[str, str] = {
    "unknown": "À venir",
    "seen": "Honoré",
    "excused": "Annulé par bénéficiaire",
    "revoked": "Annulé",
    "noshow": "Absence",
}

RESULTS: Mapping[str, str] = {
    "resolu": "Résolu",
    "partiel": "En partie résolu",
    "en_attente_tiers": "En attente d’un tiers",
    "non_resolu": "Non résolu",
}

NEXT_STEPS: Mapping[str, str] = {
    "aucune": "Aucune suite",
    "nouveau_rdv": "Nouveau rendez-vous",
    "atelier": "Atelier",
    "orientation": "Orientation vers une structure",
}
NEW_APPOINTMENT = "nouveau_rdv"
WORKSHOP = "atelier"
REFERRAL = "orientation"

# `Appointment.status` → national `presence`.
PRESENCE_OF_STATUS: Mapping[str, str] = {
    "booked": "unknown",
    "arrived": "unknown",
    "done": "seen",
    "no_show": "noshow",
    "excused": "excused",
    "cancelled": "revoked",
}
