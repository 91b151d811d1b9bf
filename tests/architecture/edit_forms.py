"""Every form about something stored, once: where it is, what two of the team change on it.

`test_edit_forms` lives each of them, and walks all staff pages for one that is not here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.urls import reverse

from bookings.actions.plan_workshop import plan_workshop
from bookings.actions.record_outcome import record_outcome
from bookings.models import Appointment, Workshop, WorkshopText
from bookings.outcomes.activity_report import Report
from bookings.referrals.telling import EVENTS
from bookings.staff.set_up.kinds import ALL
from bookings.workshops.series import dates
from mediation.models import Accreditation, Equipment, Neighbourhood, Room, SiteStop, Territory
from tests.architecture.somebody_elses import Elsewhere
from tests.people import MONDAY, MONDAY_8AM, TEN, a_site, receives
from tests.staff import AT_THE_DESK

NEXT_MONDAY = "2026-12-07"


@dataclass(frozen=True)
class Edited:
    """`hers` and `his`: what Inès types, and Paul stores meanwhile. `press`: the button."""

    address: Callable[[Elsewhere], str]
    hers: dict[str, Any]
    his: dict[str, Any]
    press: dict[str, str] = field(default_factory=dict)


def _at(name: str, **kwargs: Callable[[Elsewhere], Any]) -> Callable[[Elsewhere], str]:
    return lambda there: reverse(name, kwargs={key: of(there) for key, of in kwargs.items()})


def _pk(name: str) -> Callable[[Elsewhere], Any]:
    return lambda there: getattr(there, name).pk


def _place(there: Elsewhere) -> int:
    return there.town.other_site.pk


def _structure(there: Elsewhere) -> int:
    return there.town.elsewhere.pk


def _travel(there: Elsewhere) -> str:
    far = a_site(there.town.elsewhere, "Point Fictif", short_name="Point Fictif")
    receives(there.town.omar, far, 17, 19)
    return reverse("staff_travel")


def _interpreter(there: Elsewhere) -> str:
    Appointment.objects.filter(pk=there.appointment.pk).update(interpreter="to_book")
    return reverse("staff_interpreter", args=[there.appointment.pk])


_SAVE = {"action": "enregistrer"}
_SERVICE = {"name": "Territoire Fictif", "service_name": "RDV", "sms_name": "RDV", "phone": "+33261910001"}
_STORED = {"address": "1 rue de l’Exemple", "postcode": "35000"}
_A_TEXT = "{service} : {quand}, {lieu}. {lien} {telephone}"


def _of_kind(slug: str) -> Callable[[Elsewhere], str]:
    return lambda there: reverse("staff_set_up_edit", args=[slug, _SET_UP[slug](there).pk])


_SET_UP: dict[str, Callable[[Elsewhere], Any]] = {
    "structures": lambda there: there.town.elsewhere,
    "lieux": lambda there: there.town.other_site,
    "motifs": lambda there: there.town.topic,
    "mediateurs": lambda there: there.town.omar,
    "habilitations": lambda _there: Accreditation.objects.create(code="connect", name="Aidants Exemple"),
    "quartiers": lambda there: Neighbourhood.objects.create(
        commune_id=there.town.other_site.commune_id or 0, name="Quartier Fictif", priority=True
    ),
    "service": lambda _there: Territory.objects.get_or_create(**_SERVICE)[0],
    "salles": lambda there: Room.objects.create(site=there.town.other_site, name="Salle", places=1),
    "materiel": lambda there: Equipment.objects.create(site=there.town.other_site, name="Tablette", count=1),
    "arrets": lambda there: SiteStop.objects.create(
        site=there.town.other_site, day=MONDAY + timedelta(days=30), **_STORED
    ),
}


def _workshop(there: Elsewhere) -> str:
    planned = plan_workshop(
        Workshop(
            organisation_id=_structure(there), site_id=_place(there), topic=there.town.topic, capacity=8
        ),
        texts=[WorkshopText(language="fr", title="Courriel", description="Lire.")],
        dates=dates(date(2026, 12, 10), time(14), time(16), zone="Europe/Paris", times=2),
        animators=[there.town.omar],
        by=AT_THE_DESK,
        now=MONDAY_8AM,
    )
    return reverse("staff_change_workshop", args=[planned.pk])


def _outcome(there: Elsewhere) -> str:
    record_outcome(
        there.twin.pk,
        report=Report(themes=("email",), result="resolu", next_step="aucune", duration_min=60),
        private_note="Dossier de la CAF.",
        by=AT_THE_DESK,
        now=TEN,
    )
    return reverse("staff_outcome", args=[there.twin.pk])


def _later_date(there: Elsewhere) -> str:
    at = TEN + timedelta(days=7)
    later = there.workshop.dates.create(starts_at=at, ends_at=at + timedelta(hours=2), capacity=8)
    return reverse("staff_change_date", args=[later.pk])


EDITED: dict[str, Edited] = {
    "staff_end_opening": Edited(
        _at("staff_end_opening", pk=_pk("opening")),
        {"last_day": "2027-06-30"},
        {"last_day": "2027-03-31"},
        _SAVE,
    ),
    "staff_opening_date": Edited(
        _at("staff_opening_date", pk=_pk("opening"), day=lambda _there: NEXT_MONDAY),
        {"closes": "11:00"},
        {"day": "2026-12-09"},
        _SAVE,
    ),
    "staff_travel": Edited(_travel, {"trajet": "25"}, {"trajet": "10"}),
    "staff_change_workshop": Edited(_workshop, {"description": "Lire, écrire."}, {"title": "Mon courriel"}),
    "staff_change_date": Edited(_later_date, {"capacity": "12"}, {"opens": "15:00", "closes": "17:00"}),
    "staff_outcome": Edited(
        _outcome, {"result": "partiel", "note": "Revient avec sa fille."}, {"autonomy": "autonome"}
    ),
    "staff_workshop_outcome": Edited(
        _at("staff_workshop_outcome", pk=_pk("workshop_date")),
        {"women": "1"},
        {"participants": "4", "themes": ["email"]},
    ),
    "staff_reminder_plan": Edited(
        _at("staff_reminder_plan", pk=_pk("reminder_plan")),
        {"days": "2", "days_at": "10:00"},
        {"hours": "5"},
        _SAVE,
    ),
    "staff_wording": Edited(
        _at("staff_wording", organisation_id=_structure, kind=lambda _: "reminder", language=lambda _: "fr"),
        {"text": f"Bonjour. {_A_TEXT}"},
        {"text": f"Salut. {_A_TEXT}"},
        _SAVE,
    ),
    "staff_short_names": Edited(_at("staff_short_names"), {"nom": "Café Rouge"}, {"nom": "Café Bleu"}),
    "staff_ceiling": Edited(_at("staff_ceiling", pk=_structure), {"euros": "30,00"}, {"euros": "20,00"}),
    "staff_surveys": Edited(_at("staff_surveys"), {"share": "50"}, {"on": None}),
    "staff_day_settings": Edited(
        _at("staff_day_settings"), {"interpreter_min": "20"}, {"home_travel_min": "35"}
    ),
    "staff_referral_rules": Edited(
        _at("staff_referral_rules"), {"expires_days": "40"}, {"first_chaser_days": "4"}
    ),
    "staff_interpreter": Edited(
        _interpreter, {"reference": "commande 42"}, {"state": "booked", "who": "Interprètes Fictifs"}
    ),
    "staff_sooner": Edited(
        _at("staff_sooner", pk=_pk("appointment")), {"part": "morning"}, {"days": ["1", "3"]}
    ),
    "staff_resident": Edited(
        _at("staff_resident", pk=lambda there: there.people[0]),
        {"name": "Zoé Secrète-Fictive"},
        {"language": "en"},
    ),
    "staff_about": Edited(
        _at("staff_about", pk=lambda there: there.people[0]), {"birth_year": "1950"}, {"gender": "feminin"}
    ),
    "staff_webhook": Edited(
        _at("staff_webhook", pk=_pk("webhook")),
        {"events": [EVENTS[0]]},
        {"events": [EVENTS[1]]},
        {"action": "evenements"},
    ),
    **{
        f"staff_set_up_edit {slug}": Edited(_of_kind(slug), hers, his)
        for slug, hers, his in (
            ("structures", {"phone": "02 61 91 00 07"}, {"email": "accueil@example.org"}),
            ("lieux", {"transit_stop": "Arrêt du Parc"}, {"phone": "02 61 91 00 08"}),
            ("motifs", {"duration_min": "45"}, {"notice_min": "180"}),
            ("mediateurs", {"first_name": "Omaro"}, {"phone": "02 61 91 00 09"}),
            ("habilitations", {"name": "Aidants Fictifs"}, {"name": "Aidants du Territoire"}),
            ("quartiers", {"name": "Quartier Imaginaire"}, {"priority": None}),
            ("service", {"sms_name": "RDV Fictif"}, {"email": "service@example.org"}),
            ("salles", {"name": "Grande salle"}, {"places": "3"}),
            ("materiel", {"name": "Ordinateur"}, {"count": "4"}),
            ("arrets", {"address_extra": "Sous la halle"}, {"address": "3 place Fictive"}),
        )
    },
}
"""By the address's name, the set-up's by its kind too."""
SET_UP_KINDS = {f"staff_set_up_edit {kind.slug}" for kind in ALL}

_NEW = "it adds something"
NOT_STORED: dict[str, str] = {
    **dict.fromkeys(
        (
            *("CancelForm", "StepForm", "GoalForm", "ReplyForm", "NewDateForm", "EnrolForm", "WalkInForm"),
            *("DeskForm", "VisitForm", "CodeForm", "SurveyForm", "InterruptionForm", "KeyForm", "FeedForm"),
            *("InviteForm", "PartnerInviteForm", "TargetForm", "NameForm", "AddForm", "LinkForm"),
            *("AccreditationForm", "CopyForm", "DepartureForm", "NoteForm", "OpeningForm", "AbsenceForm"),
            *("ClosureForm", "WorkshopForm", "PlanForm", "UploadForm"),
        ),
        _NEW,
    ),
    **dict.fromkeys(
        ("FindForm", "ComparedForm", "PeriodForm", "SinceForm", "SheetForm"), "it asks, and stores nothing"
    ),
    **dict.fromkeys(
        ("AssignForm", "RerouteForm", "RefuseForm"), "a step, refused when the referral has moved on"
    ),
    "ReachForm": "another way to be reached in the place of whichever there is",
}
"""Forms of staff pages that need no comparing, and why."""
