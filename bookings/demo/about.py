"""What the demo's residents said of themselves: most were asked once, some would not say this or that."""

from datetime import datetime
from random import Random

from bookings.models import AboutPerson, Appointment, Participation
from bookings.models.about import REFUSED
from bookings.records.bulk import write_instances

_SEED = 35_281
_ASKED = 0.72
_REFUSES = 0.06
# (years of age from, up to, how many of them, what most of them do)
_AGES = (
    (13, 17, 2, ("scolarise",)),
    (18, 24, 8, ("scolarise", "sans_emploi", "en_emploi")),
    (25, 39, 18, ("en_emploi", "sans_emploi")),
    (40, 59, 24, ("en_emploi", "sans_emploi")),
    (60, 69, 21, ("retraite", "retraite", "sans_emploi")),
    (70, 92, 27, ("retraite",)),
)
_AREAS = (AboutPerson.Area.YES,) * 5 + (AboutPerson.Area.NO,) * 11 + (AboutPerson.Area.UNKNOWN,) * 3


def about_people(*, now: datetime) -> int:
    """Of those who were received; how many have said something."""
    random = Random(_SEED)  # noqa: S311 - the same each time, no secret
    received = Participation.objects.filter(appointment__status=Appointment.Status.DONE)
    people = sorted(set(received.values_list("resident", flat=True)))
    made = [_says(pk, now, random) for pk in people if random.random() < _ASKED]
    write_instances(AboutPerson, made)
    return len(made)


def _says(resident_id: int, now: datetime, random: Random) -> AboutPerson:
    first, last, _many, does = random.choices(_AGES, [many for _first, _last, many, _does in _AGES])[0]
    said = AboutPerson(
        resident_id=resident_id,
        birth_year=now.year - random.randint(first, last),
        gender=random.choice(("feminin", "feminin", "feminin", "masculin", "masculin")),
        situation=random.choice(does),
        priority_area=random.choice(_AREAS),
        changed_at=now,
    )
    for name in ("gender", "situation", "priority_area"):
        if random.random() < _REFUSES:
            setattr(said, name, REFUSED)
    if random.random() < 2 * _REFUSES:
        said.birth_year, said.age = None, random.choice((REFUSED, ""))
    return said
