"""The national activity report: codes to the letter, and its rules."""

import json
from dataclasses import replace

import pytest

from bookings.outcomes import vocabularies as codes
from bookings.outcomes.activity_report import Fault, Reason, Report, completed, faults

EMAIL_HELP = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=60)
WORKSHOP = replace(EMAIL_HELP, kind="collectif", participants=4)

# Copied from the national API as read on 2026-06-30, so that a slip in either is seen.
NATIONAL_CODES = {
    "KINDS": "individuel collectif",
    "PLACES": "lieu_activite autre domicile a_distance",
    "THEMES": "diagnostic_numerique prendre_en_main_du_materiel maintenance_de_materiel "
    "gere_ses_contenus_numeriques navigation_sur_internet email bureautique reseaux_sociaux sante "
    "banque_et_achats_en_ligne entrepreneuriat insertion_professionnelle securite_numerique parentalite "
    "scolarite_et_numerique creer_avec_le_numerique culture_numerique intelligence_artificielle "
    "aide_aux_demarches_administratives",
    "SUB_THEMES": "papiers_elections_citoyennete famille_scolarite social_sante travail_formation logement "
    "transports_mobilite argent_impots justice etrangers_europe loisirs_sports_culture associations",
    "EQUIPMENT": "ordinateur telephone tablette autre aucun",
    "AUTONOMY": "entierement_accompagne partiellement_autonome autonome",
    "LEVELS": "debutant intermediaire avance",
    "REFERRALS": "administration mediation_numerique operateur_ou_organisme_en_charge aide_sociale "
    "insertion_professionnelle aide_aux_demarches_administratives autre",
    "GENDERS": "masculin feminin non_communique",
    "AGES": "moins_de_douze douze_dix_huit dix_huit_vingt_quatre vingt_cinq_trente_neuf "
    "quarante_cinquante_neuf soixante_soixante_neuf soixante_dix_plus non_communique",
    "SITUATIONS": "scolarise sans_emploi en_emploi retraite non_communique",
    "PRESENCES": "unknown seen excused revoked noshow",
}


@pytest.mark.parametrize("name", NATIONAL_CODES)
def test_codes_are_the_national_ones(name: str) -> None:
    assert list(getattr(codes, name)) == NATIONAL_CODES[name].split()


def test_every_status_of_an_appointment_has_a_national_presence() -> None:
    assert set(codes.PRESENCE_OF_STATUS.values()) == set(codes.PRESENCES)


def test_codes_survive_json() -> None:
    assert json.loads(json.dumps(dict(codes.THEMES)))["email"] == "E-mail"


def test_a_plain_report_and_a_workshop_are_right() -> None:
    assert faults(EMAIL_HELP) == []
    assert faults(replace(WORKSHOP, level="debutant")) == []


def test_paperwork_is_added_by_itself_when_its_sub_themes_are_ticked() -> None:
    report = completed(replace(EMAIL_HELP, themes=["email"], sub_themes=["logement"]))
    assert report.themes == ["email", "aide_aux_demarches_administratives"]
    assert completed(report) == report
    assert faults(report) == []


@pytest.mark.parametrize(
    ("report", "fault"),
    [
        (replace(EMAIL_HELP, themes=[]), Fault("themes", Reason.MISSING)),
        (replace(EMAIL_HELP, themes=["jardinage"]), Fault("themes", Reason.UNKNOWN)),
        (replace(EMAIL_HELP, result=""), Fault("result", Reason.UNKNOWN)),
        (replace(EMAIL_HELP, next_step="plus_tard"), Fault("next_step", Reason.UNKNOWN)),
        (replace(EMAIL_HELP, autonomy="un_peu"), Fault("autonomy", Reason.UNKNOWN)),
        (replace(EMAIL_HELP, duration_min=0), Fault("duration_min", Reason.DURATION)),
        (replace(EMAIL_HELP, duration_min=721), Fault("duration_min", Reason.DURATION)),
        (replace(EMAIL_HELP, referred_to=["autre"]), Fault("referred_to", Reason.NOT_REFERRED)),
        (replace(EMAIL_HELP, has_site=False), Fault("place", Reason.NEEDS_SITE)),
        (replace(EMAIL_HELP, place="domicile"), Fault("place", Reason.NEEDS_COMMUNE)),
        (replace(EMAIL_HELP, level="avance"), Fault("level", Reason.WORKSHOP_ONLY)),
        (replace(EMAIL_HELP, participants=2), Fault("participants", Reason.WORKSHOP_ONLY)),
        (replace(WORKSHOP, participants=0), Fault("participants", Reason.MISSING)),
        (replace(WORKSHOP, autonomy="autonome"), Fault("autonomy", Reason.INDIVIDUAL_ONLY)),
        (replace(WORKSHOP, referred=True), Fault("referred_to", Reason.INDIVIDUAL_ONLY)),
    ],
    ids=lambda value: f"{value.field} {value.reason.name}" if isinstance(value, Fault) else "",
)
def test_each_national_rule_is_kept(report: Report, fault: Fault) -> None:
    assert fault in faults(report)


def test_a_referral_names_structures_and_home_help_a_commune() -> None:
    assert faults(replace(EMAIL_HELP, referred=True, referred_to=["aide_sociale"])) == []
    assert faults(replace(EMAIL_HELP, place="domicile", has_commune=True)) == []
    assert faults(replace(EMAIL_HELP, place="a_distance", has_site=False)) == []
