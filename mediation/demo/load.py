"""Writes the demo's ground: territory, places, people, topics, openings. In a fixed order, many rows at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from mediation.actions.import_communes import import_communes
from mediation.demo import people, sites, territory, topics
from mediation.gazetteer.file import SHIPPED
from mediation.models import (
    Absence,
    Accreditation,
    Closure,
    Commune,
    Equipment,
    Mediator,
    Neighbourhood,
    Opening,
    Organisation,
    Role,
    Room,
    Site,
    SiteStop,
    Territory,
    Topic,
    TopicText,
    User,
)
from mediation.remote import remote_site

PAST_WEEKS = 26
ZONE = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class DemoGround:
    """What appointments are made on; lists are in the order of the data modules."""

    communes: dict[str, Commune]
    sites: list[Site]
    mediators: list[Mediator]
    topics: list[Topic]
    users: dict[str, User]


def has_real_data() -> bool:
    """Whether somebody has set this instance up for themselves."""
    models = (Territory, Organisation, Site, Mediator)
    return any(model._default_manager.exists() for model in models)


def load_ground(*, today: date, sign_in: bool) -> DemoGround:
    """All rows of the ground, with openings that began half a year before `today` (a local day).

    Without `sign_in` no account has a password: the published one must not exist outside a demo.
    """
    Territory.objects.create(**territory.TERRITORY)
    communes = _communes()
    organisations = {
        key: Organisation.objects.create(name=name, phone=phone, email=f"{key}@demo.example")
        for key, name, phone in territory.ORGANISATIONS
    }
    placed = _sites(communes, organisations, today)
    topic_rows, accreditation = _topics()
    users = _users(organisations, sign_in)
    mediators = _mediators(placed, users, accreditation)
    _openings(mediators, placed, topic_rows, today)
    _by_telephone(mediators, today)
    _absences(mediators, today)
    _closures(placed, today)
    return DemoGround(communes, placed, mediators, topic_rows, users)


def _communes() -> dict[str, Commune]:
    """The 43 communes, those already here included (they are public facts, not somebody's set-up)."""
    import_communes(data=SHIPPED.read_bytes())
    return {commune.insee_code: commune for commune in Commune.objects.all()}


def _sites(communes: dict[str, Commune], organisations: dict[str, Organisation], today: date) -> list[Site]:
    rennes = communes[territory.RENNES]
    neighbourhoods = {
        name: Neighbourhood.objects.get_or_create(
            commune=rennes,
            name=name,
            defaults={"priority": priority, "latitude": latitude, "longitude": longitude},
        )[0]
        for name, priority, latitude, longitude in territory.NEIGHBOURHOODS
    }
    made: list[Site] = []
    for position, place in enumerate(sites.PLACES, start=1):
        kind = sites.KINDS[place.kind]
        organisation, commune = organisations[kind.organisation], communes[place.commune]
        site = Site.objects.create(
            organisation=organisation,
            national_id=f"demo-{position:02}",
            national=sites.national(place, position, commune.name, organisation.name, today.isoformat()),
            address=place.street,
            postcode=place.postcode,
            commune=commune,
            neighbourhood=neighbourhoods.get(place.neighbourhood),
            latitude=place.latitude,
            longitude=place.longitude,
            phone=sites.phone(position),
            email=f"lieu{position:02}@demo.example",
            languages=place.languages.split(),
            transit_stop=place.stop,
            directions=sites.directions(place),
            equipment_lent=True,
            usual=place.kind in ("esc", "services"),
            mobile=place.kind == "marche",
            short_name_reviewed_at=datetime.combine(today, time(0), UTC),
            **sites.names(place),
            **sites.access(place),
        )
        Room.objects.bulk_create(Room(site=site, name=name, places=places) for name, places in kind.rooms)
        Equipment.objects.bulk_create(
            Equipment(site=site, name=name, count=count) for name, count in kind.lent
        )
        made.append(site)
    SiteStop.objects.bulk_create(stop for site in made if site.mobile for stop in _stops(site, today))
    return made


def _stops(site: Site, today: date) -> Iterator[SiteStop]:
    """Every second Thursday, in the village next to the market's."""
    thursday = today + timedelta(days=(3 - today.weekday()) % 7)
    for week in range(0, 12, 2):
        yield SiteStop(
            site=site,
            day=thursday + timedelta(weeks=week),
            address="Parking de la salle des fêtes (démonstration)",
            postcode=site.postcode,
            commune=site.commune,
        )


def _topics() -> tuple[list[Topic], Accreditation]:
    code, name = topics.AIDANTS_CONNECT
    accreditation, _ = Accreditation.objects.get_or_create(code=code, defaults={"name": name})
    made: list[Topic] = []
    for position, facts in enumerate(topics.TOPICS, start=1):
        topic = Topic.objects.create(
            code=facts.code,
            pictogram=facts.pictogram,
            position=position,
            duration_min=facts.duration_min,
            buffer_min=facts.buffer_min,
            notice_min=facts.notice_min,
            horizon_days=facts.horizon_days,
            modes=list(facts.modes),
            needs_machine=facts.needs_machine,
            accreditation=accreditation if facts.accredited else None,
        )
        TopicText.objects.bulk_create(
            TopicText(topic=topic, language=language, **text._asdict())
            for language, text in facts.texts.items()
        )
        made.append(topic)
    return made, accreditation


def _users(organisations: dict[str, Organisation], sign_in: bool) -> dict[str, User]:
    """By address. The one password is hashed once: thirty slow hashes would take longer than all the rest."""
    password = make_password(people.PASSWORD if sign_in else None)
    logins = {login.email: login for login in people.LOGINS}
    names = {one.email: f"{one.first_name} {one.surname}" for one in people.MEDIATORS}
    names |= {login.email: login.name for login in people.LOGINS}
    operator = {email for email, login in logins.items() if login.role == Role.Kind.OPERATOR}
    users = User.objects.bulk_create(
        User(
            email=email,
            name=name,
            password=password,
            is_staff=email in operator,
            is_superuser=email in operator,
        )
        for email, name in names.items()
    )
    by_email = {user.email: user for user in users}
    Role.objects.bulk_create(
        Role(
            user=by_email[login.email],
            kind=login.role,
            organisation=organisations[login.organisation] if login.organisation else None,
        )
        for login in people.LOGINS
        if login.role != Role.Kind.MEDIATOR
    )
    return by_email


def _mediators(placed: list[Site], users: dict[str, User], accreditation: Accreditation) -> list[Mediator]:
    made = Mediator.objects.bulk_create(
        Mediator(
            user=users[facts.email],
            organisation_id=placed[facts.home].organisation_id,
            name=f"{facts.first_name} {facts.surname}",
            first_name=facts.first_name,
            gender=facts.gender,
            languages=facts.languages.split(),
            sign_language=facts.sign_language,
        )
        for facts in people.MEDIATORS
    )
    for mediator, facts in zip(made, people.MEDIATORS, strict=True):
        if facts.accredited:
            mediator.accreditations.add(accreditation)
    Role.objects.bulk_create(
        Role(user=mediator.user, kind=Role.Kind.MEDIATOR, organisation_id=mediator.organisation_id)
        for mediator in made
    )
    return made


def _openings(mediators: list[Mediator], placed: list[Site], topic_rows: list[Topic], today: date) -> None:
    monday = today - timedelta(days=today.weekday(), weeks=PAST_WEEKS)
    openings = Opening.objects.bulk_create(
        Opening(
            mediator=mediator,
            site=placed[shift.place],
            first_day=monday + timedelta(days=shift.weekday),
            opens=shift.opens,
            closes=shift.closes,
            repeat_weeks=shift.weeks,
        )
        for number, mediator in enumerate(mediators)
        for shift in people.week(number)
    )
    # Wednesday mornings in France Services are for papers only.
    papers = [topic for topic in topic_rows if topic.code in ("demarches", "a-ma-place", "imprimer")]
    services = {site.pk for site, place in zip(placed, sites.PLACES, strict=True) if place.kind == "services"}
    for opening in openings:
        if opening.site_id in services and opening.first_day.weekday() == people.WED:
            opening.topics.set(papers)


def _by_telephone(mediators: list[Mediator], today: date) -> None:
    """Some answer at noon, from wherever they are: hours without a place, from this week on."""
    for mediator in mediators[::6]:
        site = remote_site(mediator.organisation, Site.Remote.PHONE)
        site.save()
        Opening.objects.create(
            mediator=mediator,
            site=site,
            first_day=today - timedelta(days=today.weekday()) + timedelta(days=people.THU),
            opens=time(12, 15),
            closes=time(13, 30),
            repeat_weeks=1,
        )


def _absences(mediators: list[Mediator], today: date) -> None:
    """A week off each, spread over the months; a training day soon; team meetings every other week."""
    monday = today - timedelta(days=today.weekday())
    made: list[Absence] = []
    for number, mediator in enumerate(mediators):
        week_off = monday + timedelta(weeks=(number * 5) % (PAST_WEEKS + 6) - PAST_WEEKS)
        made.append(_away(mediator, week_off, "congés", extra_days=4))
        if number % 6 == 1:
            made.append(_away(mediator, monday + timedelta(weeks=2, days=number % 5), "formation"))
        if number % 4 == 2:
            meeting = Absence(
                mediator=mediator,
                first_day=monday + timedelta(weeks=-PAST_WEEKS, days=people.THU),
                starts=time(14),
                ends=time(15, 30),
                repeat_weeks=2,
                reason="réunion d’équipe",
            )
            made.append(meeting)
    Absence.objects.bulk_create(made)


def _away(mediator: Mediator, first_day: date, reason: str, extra_days: int = 0) -> Absence:
    """Whole days: from midnight to midnight."""
    return Absence(
        mediator=mediator,
        first_day=first_day,
        starts=time(0),
        ends=time(0),
        extra_days=extra_days,
        reason=reason,
    )


def _closures(placed: list[Site], today: date) -> None:
    def closed(position: int, days_ahead: int, days: int, reason: str) -> Closure:
        first = datetime.combine(today + timedelta(days=days_ahead), time(0), ZONE)
        last = datetime.combine(today + timedelta(days=days_ahead + days), time(0), ZONE)
        return Closure(
            site=placed[position],
            starts_at=first.astimezone(UTC),
            ends_at=last.astimezone(UTC),
            reason=reason,
        )

    Closure.objects.bulk_create(
        [
            closed(6, 9, 2, "inventaire"),
            closed(11, 16, 5, "travaux dans l’escalier"),
            closed(15, 23, 1, "élections"),
            closed(3, -40, 3, "panne de chauffage"),
        ]
    )
