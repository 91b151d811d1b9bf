"""Keeping what somebody says about themselves, for the figures; what they refuse is kept as refused."""

from dataclasses import asdict, dataclass
from datetime import datetime

from bookings.errors import InvalidReport
from bookings.models import AboutPerson, JournalEntry, Resident
from bookings.models.about import REFUSED
from bookings.outcomes import vocabularies as codes
from bookings.outcomes.activity_report import Fault, Reason
from bookings.outcomes.ages import plausible
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@dataclass(frozen=True)
class About:
    """Answers in codes; empty where nothing was asked. Either `birth_year` or `age`: the year wins."""

    birth_year: int | None = None
    age: str = ""
    gender: str = ""
    situation: str = ""
    commune_id: int | None = None
    commune_refused: bool = False
    priority_area: str = ""


@short_transaction
def note_about(resident_id: int, *, about: About, by: Actor, now: datetime) -> AboutPerson:
    """Stores the answers in the place of those before; the journal keeps that they changed, never what they are.

    No change, no fact. Raises `InvalidReport` with the fields to mend.
    """
    if wrong := _faults(about, year=now.year):
        raise InvalidReport(wrong)
    resident = Resident.objects.select_for_update().get(pk=resident_id)
    values = _columns(about, year=now.year)
    known = AboutPerson.objects.filter(resident=resident).first()
    commune_id = None if about.commune_refused else about.commune_id
    same = known is not None and all(
        getattr(known, name) == value for name, value in values.items() if name != "age_year"
    )
    if known is not None and same and resident.commune_id == commune_id:
        return known
    if resident.commune_id != commune_id:
        resident.commune_id = commune_id
        resident.save(update_fields=["commune"])
    stored, _new = AboutPerson.objects.update_or_create(
        resident=resident, defaults={**values, "changed_at": now, "changed_by_id": by.user_id}
    )
    note(JournalEntry.Kind.RESIDENT_CHANGED, by=by, now=now, resident_id=resident.pk, fields=["about"])
    return stored


def _columns(about: About, *, year: int) -> dict[str, object]:
    values = asdict(about)
    del values["commune_id"]
    values["age"] = "" if about.birth_year is not None else about.age
    values["age_year"] = year if values["age"] not in ("", REFUSED) else None
    return values


def _faults(about: About, *, year: int) -> list[Fault]:
    listed = (
        ("age", about.age, codes.AGES),
        ("gender", about.gender, codes.GENDERS),
        ("situation", about.situation, codes.SITUATIONS),
        ("priority_area", about.priority_area, set(AboutPerson.Area.values)),
    )
    wrong = [Fault(name, Reason.UNKNOWN) for name, code, known in listed if code and code not in known]
    if about.birth_year is not None and not plausible(about.birth_year, year=year):
        wrong.append(Fault("birth_year", Reason.UNKNOWN))
    return wrong
