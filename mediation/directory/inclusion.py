"""A place as data·inclusion describes it (its schema, version 1): a structure, and the service it gives. Pure.

It is read from the 32 national values as they are published, so both files say the same. The national schema is written in
French words, data·inclusion's in codes.
"""

from collections.abc import Mapping
from typing import Any

from mediation.directory.schema import LIST_SEPARATOR

SOURCE = "rendez-vous-numeriques"
_LEARN = "numerique--maitriser-les-fondamentaux-du-numerique"
_THEMES = {
    "Aide aux démarches administratives": "numerique--acceder-a-des-services-en-ligne",
    "Accès internet et matériel informatique": "numerique--acceder-a-une-connexion-internet",
    "Acquisition de matériel informatique à prix solidaire": "numerique--acquerir-un-equipement",
}
_NETWORKS = {
    "Aidants Connect": "aidants-connect",
    "Conseillers numériques": "conseillers-numeriques",
    "France Services": "france-service",
}
_NAME = "Aide numérique sur rendez-vous"
_SHORTEST, _LONGEST = 3, 150


def structure(values: Mapping[str, str], public_id: str) -> dict[str, Any]:
    """The place itself."""
    pivot = values["pivot"]
    told = {
        "source": SOURCE,
        "id": _id(public_id),
        "nom": values["nom"][:_LONGEST].rstrip(". ").ljust(_SHORTEST, "·"),
        "date_maj": values["date_maj"],
        "description": values.get("presentation_detail") or values.get("presentation_resume") or None,
        "siret": pivot if len(pivot) == 14 and pivot.isdigit() and int(pivot) else None,
        "site_web": _first(values, "site_web"),
        "accessibilite_lieu": values.get("fiche_acces_libre") or None,
        "reseaux_porteurs": _coded(_NETWORKS, values, "dispositif_programmes_nationaux") or None,
        **_where(values),
        **_contact(values),
    }
    return {name: value for name, value in told.items() if value is not None}


def service(values: Mapping[str, str], public_id: str, *, topics: list[str]) -> dict[str, Any]:
    """What is given there: help by appointment, about these topics."""
    booking, phone = values.get("prise_rdv") or None, values.get("telephone") or None
    themes = {_THEMES.get(each, _LEARN) for each in _parts(values, "services")} or {_LEARN}
    charges = values.get("frais_a_charge", "")
    ways = [
        *(["utiliser-lien-mobilisation"] if booking else []),
        *(["telephoner"] if phone else []),
        "se-presenter",
    ]
    told = {
        "source": SOURCE,
        "structure_id": _id(public_id),
        "id": f"{_id(public_id)}-rendez-vous",
        "nom": _NAME,
        "description": f"{_NAME}, avec une médiatrice ou un médiateur : {', '.join(topics) or 'tout motif'}.",
        "date_maj": values["date_maj"],
        "type": "accompagnement",
        "thematiques": sorted(themes),
        "frais": "payant" if charges == "Payant" else "gratuit" if "Gratuit" in charges else None,
        "publics": ["tous-publics"],
        "lien_mobilisation": booking,
        "modes_accueil": ["en-presentiel"],
        "modes_mobilisation": sorted(ways),
        "mobilisable_par": ["professionnels", "usagers"],
        **_where(values),
        **_contact(values),
    }
    return {name: value for name, value in told.items() if value is not None}


def _id(public_id: str) -> str:
    return f"{SOURCE}--{public_id}"


def _where(values: Mapping[str, str]) -> dict[str, Any]:
    return {
        "commune": values.get("commune") or None,
        "code_postal": values.get("code_postal") or None,
        "code_insee": values.get("code_insee") or None,
        "adresse": values.get("adresse") or None,
        "complement_adresse": values.get("complement_adresse") or None,
        "longitude": float(values["longitude"]) if values.get("longitude") else None,
        "latitude": float(values["latitude"]) if values.get("latitude") else None,
        "horaires_accueil": values.get("horaires") or None,
    }


def _contact(values: Mapping[str, str]) -> dict[str, Any]:
    return {"telephone": values.get("telephone") or None, "courriel": _first(values, "courriels")}


def _parts(values: Mapping[str, str], column: str) -> list[str]:
    return [part for part in values.get(column, "").split(LIST_SEPARATOR) if part]


def _first(values: Mapping[str, str], column: str) -> str | None:
    return next(iter(_parts(values, column)), None)


def _coded(codes: Mapping[str, str], values: Mapping[str, str], column: str) -> list[str]:
    return sorted({codes[part] for part in _parts(values, column) if part in codes})
