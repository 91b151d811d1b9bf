"""A generated year, and its figures counted by hand: row by row, in the plainest way, knowing nothing of how we count."""

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from bookings.models import (
    AboutPerson,
    Appointment,
    Contact,
    DropInDay,
    Outcome,
    Participation,
    Resident,
    SurveyAnswer,
    SurveyRequest,
    Turn,
    UnmetCount,
    Workshop,
    WorkshopAnimation,
    WorkshopDate,
    WorkshopOutcome,
)
from bookings.statistics.periods import Period
from mediation.models import Absence, Commune, Mediator, Opening, Organisation, Site, Topic
from tests.bookings.statistics.said_by_hand import said_by_hand
from tests.bookings.statistics.sent_and_asked import (
    asked_after_workshops,
    asked_how_it_went,
    asked_in_a_workshop_by_hand,
    referrals_by_hand,
    sent_to_us,
)
from tests.people import a_mediator, a_site, a_topic, an_organisation

RENNES = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
STATUSES = ["done"] * 6 + ["no_show", "excused", "cancelled", "booked"]


def a_year(seed: int = 1, number: int = 400) -> SimpleNamespace:
    """Sessions of a year in two organisations, as they fall."""
    draw = random.Random(seed)
    commune = Commune.objects.create(insee_code="35051", name="Cesson-Sévigné", population=18_000)
    organisations = [an_organisation("Une"), an_organisation("Autre")]
    sites = [
        a_site(organisations[0]),
        a_site(organisations[1], "Espace Fictif", commune=commune, postcode="35510"),
    ]
    mediators = [a_mediator(each, name) for each, name in zip(organisations, ("Léa", "Omar"), strict=True)]
    topic = a_topic()
    homes = [commune, sites[0].commune, None]
    people = Resident.objects.bulk_create(
        Resident(
            name=f"Fictif {n}",
            name_key=f"fictif {n}",
            commune=homes[n % 3],
            created_at=NOW,
            last_contact_at=NOW,
        )
        for n in range(60)
    )
    _say_of_themselves(people, draw)
    made = _appointments(draw, number, organisations, sites, mediators, topic)
    _taken_part_and_noted(Appointment.objects.bulk_create(made), people, draw)
    _open(sites, mediators)
    _asked_in_vain(organisations, sites, topic, draw)
    asked_how_it_went(made, draw)
    _together(organisations, sites, mediators, topic, draw)
    sent_to_us(organisations, topic, draw)
    asked_after_workshops(draw)
    return SimpleNamespace(organisations=organisations, sites=sites, mediators=mediators, people=people)


def _appointments(
    draw: random.Random,
    number: int,
    organisations: list[Organisation],
    sites: list[Site],
    mediators: list[Mediator],
    topic: Topic,
) -> list[Appointment]:
    """Not saved yet; nobody is written to about them."""
    nobody, made = Contact.objects.create(kind=Contact.Kind.NONE), []
    for n in range(number):
        which = draw.random() < 0.3
        start = datetime(2025, 11, 20, 8, tzinfo=UTC) + timedelta(minutes=draw.randrange(60 * 24 * 370))
        made.append(
            Appointment(
                number=f"{n:06}",
                organisation=organisations[which],
                site=sites[which],
                topic=topic,
                mediator=mediators[which],
                status=draw.choice(STATUSES),
                channel=draw.choice(["web", "phone", "desk"]),
                starts_at=start,
                ends_at=start + timedelta(minutes=45),
                contact=nobody,
                idempotency_key=f"year:{n}",
                # Some came unannounced: written down when the session was over.
                booked_at=start - timedelta(hours=draw.randrange(-1, 800)),
            )
        )
    return made


def _say_of_themselves(people: list[Resident], draw: random.Random) -> None:
    """Two thirds were asked; some know their year of birth, some said an age, some refuse one thing and not another."""
    refused = "non_communique"
    AboutPerson.objects.bulk_create(
        AboutPerson(
            resident=one,
            birth_year=(year := draw.choice([1938, 1957, 1986, 2001, 2014, None])),
            age="" if year else draw.choice(["", "soixante_dix_plus", "moins_de_douze", refused]),
            age_year=2025,
            gender=draw.choice(["feminin", "masculin", refused, ""]),
            situation=draw.choice(["retraite", "en_emploi", "sans_emploi", refused, ""]),
            commune_refused=one.commune_id is None and draw.random() < 0.5,
            priority_area=draw.choice(["oui", "non", "inconnu", refused, ""]),
            changed_at=NOW,
        )
        for one in people
        if draw.random() < 0.67
    )


def _taken_part_and_noted(
    appointments: list[Appointment], people: list[Resident], draw: random.Random
) -> None:
    Participation.objects.bulk_create(
        Participation(appointment=one, resident=draw.choice(people), position=1)
        for one in appointments
        # Some gave no name.
        if one.channel != "desk" or draw.random() < 0.8
    )
    Outcome.objects.bulk_create(
        Outcome(
            appointment=one,
            themes=draw.sample(["email", "sante", "bureautique"], draw.randint(1, 2)),
            result=draw.choice(["resolu", "partiel"]),
            autonomy=draw.choice(["autonome", ""]),
            duration_min=45,
            recorded_at=one.ends_at,
        )
        for one in appointments
        if one.status == "done" and draw.random() < 0.8
    )


def _open(sites: list, mediators: list) -> None:  # type: ignore[type-arg]
    """Mondays at one site, Thursdays at the other; the first mediator was away for one Monday's morning."""
    for site, mediator, first in zip(sites, mediators, (date(2026, 1, 5), date(2026, 1, 8)), strict=True):
        Opening.objects.create(
            mediator=mediator, site=site, first_day=first, opens=time(9), closes=time(12), repeat_weeks=1
        )
    Absence.objects.create(
        mediator=mediators[0], first_day=date(2026, 5, 4), starts=time(9), ends=time(10, 30)
    )


def _asked_in_vain(organisations: list, sites: list, topic: Topic, draw: random.Random) -> None:  # type: ignore[type-arg]
    kinds = [
        ("no_time", ["web", "phone", "api"]),
        ("given_up", ["topic", "times"]),
        ("wait", ["served", "left", "over"]),
    ]
    for n in range(200):
        kind, hows = draw.choice(kinds)
        site = draw.choice([*sites, None])
        UnmetCount.objects.create(
            day=date(2025, 12, 1) + timedelta(days=draw.randrange(363)),
            kind=kind,
            how=draw.choice(hows),
            topic=draw.choice([topic, None]),
            site=site if kind != "wait" else None,
            organisation=draw.choice(organisations) if kind == "wait" else None,
            commune="35051" if kind == "no_time" and site is None and n % 2 else "",
            n=draw.randint(1, 3),
        )
    for day in (date(2026, 3, 28), date(2026, 5, 5), date(2026, 11, 3)):
        for site in sites:
            held = DropInDay.objects.create(site=site, day=day)
            for number in range(draw.randint(2, 9)):
                Turn.objects.create(
                    day=held,
                    number=number + 1,
                    state=draw.choice(["done", "unmet", "left"]),
                    joined_at=NOW,
                    placed_at=NOW,
                    idempotency_key=f"{site.pk}-{day}-{number}",
                )


def _together(organisations: list, sites: list, mediators: list, topic: Topic, draw: random.Random) -> None:  # type: ignore[type-arg]
    """Workshops of the second organisation, some animated by both; whoever noted them counted some, and not all."""
    workshop = Workshop.objects.create(
        organisation=organisations[1], site=sites[1], topic=topic, capacity=12, made_at=NOW
    )
    for n in range(30):
        start = datetime(2025, 12, 3, 14, tzinfo=UTC) + timedelta(days=12 * n)
        held = WorkshopDate.objects.create(
            workshop=workshop, starts_at=start, ends_at=start + timedelta(hours=2), capacity=12
        )
        for mediator in mediators[n % 2 :]:
            WorkshopAnimation.objects.create(date=held, mediator=mediator)
        if n % 5 == 0:
            continue
        WorkshopOutcome.objects.create(
            date=held,
            participants=(came := draw.randint(1, 12)),
            women=(women := draw.randint(0, came)),
            men=draw.randint(0, came - women),
            ages={"soixante_dix_plus": draw.randint(0, came)} if n % 3 else {},
            themes=draw.sample(["email", "sante"], draw.randint(1, 2)),
            duration_min=120,
            recorded_at=NOW,
        )


def by_hand(period: Period, **within: object) -> dict[str, dict[str, int]]:
    """The same, from the rows as they are, one by one."""
    found: dict[str, Counter[str]] = {}

    def note(indicator: str, code: str, n: int = 1) -> None:
        if n:
            found.setdefault(indicator, Counter())[code] += n

    people = set()
    rows = Appointment.objects.filter(**within).select_related("outcome")
    for one in rows.prefetch_related("participations__resident__commune", "participations__resident__about"):
        day = one.starts_at.astimezone(RENNES).date()
        if period.first <= day <= period.last and one.starts_at < NOW:
            people |= _session_by_hand(note, one, day)
    _workshops_by_hand(note, period, within)
    for opening in Opening.objects.filter(**{k: v for k, v in within.items() if k != "organisation"}):
        if within.get("organisation") in (None, opening.site.organisation):
            note("hours", "offered", sum(_open_minutes(opening, day) for day in _days(period)))
    for name, received in ({} if within else _received_by_commune(period)).items():
        note("commune", name, received)
    referrals_by_hand(note, period, within)
    if "mediator" not in within:
        _in_vain_by_hand(note, period, within)
    if period.grain is not None and people:
        start = datetime(period.first.year, period.first.month, period.first.day, tzinfo=RENNES)
        before = Participation.objects.filter(appointment__status="done", appointment__starts_at__lt=start)
        known = set(before.values_list("resident", flat=True))
        note("people", "new", len(people - known))
        note("people", "returning", len(people & known))
    return {indicator: dict(codes) for indicator, codes in found.items()}


def _received_by_commune(period: Period) -> Counter[str]:
    """Whoever was received, alone or together, by the commune of the place."""
    found: Counter[str] = Counter()
    for one in Appointment.objects.filter(status="done", starts_at__lt=NOW):
        if period.first <= one.starts_at.astimezone(RENNES).date() <= period.last:
            found[one.site.commune.insee_code] += 1
    for held in WorkshopOutcome.objects.all():
        if period.first <= held.date.starts_at.astimezone(RENNES).date() <= period.last:
            found[held.date.workshop.site.commune.insee_code] += held.participants
    return found


def said_about(theme: str, period: Period) -> dict[str, dict[str, int]]:
    """What people say of themselves who were received about a theme."""
    found: dict[str, Counter[str]] = {}
    for one in Appointment.objects.filter(status="done").exclude(outcome=None):
        day = one.starts_at.astimezone(RENNES).date()
        if theme in one.outcome.themes and period.first <= day <= period.last and one.starts_at < NOW:
            first = one.participations.filter(position=1).first()
            for indicator, code in said_by_hand(first.resident if first else None, day).items():
                found.setdefault(indicator, Counter())[code] += 1
    for held in WorkshopOutcome.objects.select_related("date"):
        day = held.date.starts_at.astimezone(RENNES).date()
        if theme in held.themes and period.first <= day <= period.last:
            for (indicator, code), n in came_by_hand(held):
                found[indicator][code] += n
    return {indicator: dict(codes) for indicator, codes in found.items()}


def _session_by_hand(note, one: Appointment, day: date) -> set[int]:  # type: ignore[no-untyped-def]
    """Notes one appointment; who was received."""
    walked_in = one.booked_at >= one.starts_at
    if not walked_in:
        note("attendance", one.status)
        if one.status in ("booked", "done", "no_show"):
            note("hours", "taken", 45)
    if one.status != "done":
        return set()
    outcome = getattr(one, "outcome", None)
    note("sessions", "individual")
    note("channel", "walk_in" if walked_in else one.channel)
    note("mode", one.mode)
    if not walked_in:
        note("wait", str((day - one.booked_at.astimezone(RENNES).date()).days))
    note("noted", "yes" if outcome else "no")
    for theme in outcome.themes if outcome else [""]:
        note("theme", theme)
    note("result", outcome.result if outcome else "")
    note("autonomy", outcome.autonomy if outcome else "")
    first = next((each for each in one.participations.all() if each.position == 1), None)
    note("who", "named" if first else "anonymous")
    for indicator, code in said_by_hand(first.resident if first else None, day).items():
        note(indicator, code)
    return {first.resident_id} if first else set()


def _workshops_by_hand(note, period: Period, within: dict[str, object]) -> None:  # type: ignore[no-untyped-def]
    for held in WorkshopOutcome.objects.select_related("date__workshop__site__commune"):
        if period.first <= held.date.starts_at.astimezone(RENNES).date() <= period.last:
            _workshop_by_hand(note, held, within)


def _workshop_by_hand(note, held: WorkshopOutcome, within: dict[str, object]) -> None:  # type: ignore[no-untyped-def]
    workshop = held.date.workshop
    theirs: dict[str, list[object]] = {
        "organisation": [workshop.organisation],
        "site": [workshop.site],
        "site__commune__insee_code": [workshop.site.commune.insee_code],
        "mediator": [each.mediator for each in held.date.animations.all()],
    }
    if any(value not in theirs[key] for key, value in within.items()):
        return
    note("sessions", "workshop", held.participants)
    note("workshops", "held")
    note("workshops", "seats", 12)
    for theme in held.themes:
        note("workshop_theme", theme)
    for code, n in came_by_hand(held):
        note(*code, n)


def came_by_hand(held: WorkshopOutcome) -> list[tuple[tuple[str, str], int]]:
    """Who came to a workshop as somebody has counted them; the others have not said."""
    old = held.ages.get("soixante_dix_plus", 0)
    return [
        (("gender", "feminin"), held.women),
        (("gender", "masculin"), held.men),
        (("gender", ""), held.participants - held.women - held.men),
        (("age", "soixante_dix_plus"), old),
        (("age", ""), held.participants - old),
    ]


def _days(period: Period) -> list[date]:
    last = min(period.last, NOW.date() - timedelta(days=1))
    return [period.first + timedelta(days=n) for n in range((last - period.first).days + 1)]


# (Easter Monday, Whit Monday, Ascension, 14 and 16 May: of Mondays and Thursdays in 2026.)
_HOLIDAYS = {date(2026, 4, 6), date(2026, 5, 25), date(2026, 5, 14), date(2026, 1, 1), date(2026, 12, 25)}


def _open_minutes(opening: Opening, day: date) -> int:
    if day < opening.first_day or day.weekday() != opening.first_day.weekday() or day in _HOLIDAYS:
        return 0
    return 90 if day == date(2026, 5, 4) else 180


def _in_vain_by_hand(note, period: Period, within: dict[str, object]) -> None:  # type: ignore[no-untyped-def]
    names = {"no_time": "no_time", "given_up": "given_up", "wait": "wait_ended"}
    for one in UnmetCount.objects.filter(day__range=(period.first, period.last)):
        commune = one.commune or (one.site.commune.insee_code if one.site else "")
        organisation = one.organisation or (one.site.organisation if one.site else None)
        theirs = {
            "site": one.site,
            "organisation": organisation,
            "site__commune__insee_code": commune,
        }
        if any(theirs[key] != value for key, value in within.items()):
            continue
        note(names[one.kind], one.how, one.n)
        if one.kind == "no_time":
            note("no_time_topic", str(one.topic_id or ""), one.n)
    for turn in Turn.objects.filter(day__day__range=(period.first, period.last)):
        site = turn.day.site
        theirs = {
            "site": site,
            "organisation": site.organisation,
            "site__commune__insee_code": site.commune.insee_code,
        }
        if all(theirs[key] == value for key, value in within.items()):
            note("turns", turn.state)
    for month in period.months():
        asked = SurveyRequest.objects.exclude(appointment=None).filter(
            **{f"appointment__{key}": value for key, value in within.items()}
        )
        for one in asked:
            if one.appointment.starts_at.astimezone(RENNES).date().replace(day=1) == month:
                note("voice_asked", "yes")
        asked_in_a_workshop_by_hand(note, month, within)
        for one in SurveyAnswer.objects.filter(month=month, **within):
            note("voice_went", str(one.went))
            note("voice_clear", str(one.clear or ""))
