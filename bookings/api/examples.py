"""Examples in the schema. Names are made up; the numbers are those kept for fiction."""

from drf_spectacular.utils import OpenApiExample

_AT = {"starts_at": "2026-11-30T10:00:00+01:00", "ends_at": "2026-11-30T11:00:00+01:00"}
_REACH = {"kind": "mobile", "value": "06 39 98 00 01"}

BOOKING = OpenApiExample(
    "une heure pour Amina",
    value={
        "topic": "vf7k2mqx",
        "site": "kd8fj2mn",
        "starts_at": _AT["starts_at"],
        "people": [{"name": "Amina Essai"}],
        "reach": _REACH,
    },
    request_only=True,
)
_APPOINTMENT = {
    "id": "wq4tz9bd",
    "number": "482913",
    "status": "booked",
    "topic": "vf7k2mqx",
    "site": "kd8fj2mn",
    "mode": "on_site",
    **_AT,
    "referral": None,
}
BOOKED = OpenApiExample("pris", value=_APPOINTMENT, response_only=True, status_codes=["200", "201"])

ENROLLING = OpenApiExample(
    "Amina et Jean viennent à une date, ou attendent",
    value={
        "people": [{"name": "Amina Essai"}, {"name": "Jean Essai"}],
        "reach": _REACH,
        "dates": [_AT["starts_at"]],
        "language": "fr",
        "wait": True,
    },
    request_only=True,
)
_REGISTRATION = {
    "id": "pn6rc3vd",
    "status": "registered",
    "workshop": "zt5hw8kq",
    "seats": 2,
    "dates": [_AT["starts_at"]],
    "answer_by": None,
}
ENROLLED = OpenApiExample("inscrites", value=_REGISTRATION, response_only=True, status_codes=["200", "201"])
SEAT_OFFERED = OpenApiExample(
    "une place est proposée",
    value={**_REGISTRATION, "status": "offered", "answer_by": "2026-11-29T10:00:00+01:00"},
    response_only=True,
    status_codes=["200"],
)
SEAT_DECLINED = OpenApiExample(
    "la place est laissée",
    value={**_REGISTRATION, "status": "left"},
    response_only=True,
    status_codes=["200"],
)

REFERRING = OpenApiExample(
    "Amina est orientée, le service l’invite",
    value={
        "external_ref": "dossier-2041",
        "name": "Amina Essai",
        "reach": _REACH,
        "topic": "vf7k2mqx",
        "site": "kd8fj2mn",
        "need": "Déclarer ses ressources à la CAF.",
        "deadline": "2026-12-15",
        "informed_version": "2026-11",
    },
    request_only=True,
)
REFERRED = OpenApiExample(
    "reçue",
    value={
        "id": "hx3vn8pc",
        "number": "40718263",
        "external_ref": "dossier-2041",
        "state": "invited",
        "met": False,
        "step": "invited",
        "sdoh_status": "in-progress",
        "in_words": "Pas encore rencontrée, sans rendez-vous. La personne est invitée à choisir une heure.",
        "direction": "sent",
        "organisation": "Ville de Démonstration",
        "site": "kd8fj2mn",
        "topic": "vf7k2mqx",
        "other_topics": [],
        "handover": "invite",
        "deadline": "2026-12-15",
        "received_at": "2026-11-27T09:00:00+00:00",
        "refused": None,
        "appointment": None,
    },
    response_only=True,
    status_codes=["200", "201"],
)
WAITING = OpenApiExample(
    "Jean attend une place",
    value={
        "topic": "vf7k2mqx",
        "sites": ["kd8fj2mn"],
        "name": "Jean Essai",
        "reach": {"kind": "landline", "value": "02 61 91 00 02"},
        "parts": ["morning"],
    },
    request_only=True,
)
