"""The cast of the tests: a small territory, its staff, and the residents who come."""

from datetime import UTC, date, datetime, time

from bookings.actions.wish import Wish
from bookings.people.who import Participant, WayToReach
from mediation.directory.names import distinct_short_name
from mediation.models import Commune, Mediator, Opening, Organisation, Room, Site, Topic, TopicText

# A Monday in winter, 08:00 in Rennes: before anything opens.
MONDAY = date(2026, 11, 30)
MONDAY_8AM = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
FRIDAY_BEFORE = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
TEN = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

AMINA_MOBILE = "06 39 98 00 01"
JEAN_LANDLINE = "02 61 91 00 02"


def an_organisation(name: str = "Ville de Démonstration", **fields: object) -> Organisation:
    """An organisation."""
    return Organisation.objects.create(name=name, **fields)


def a_site(organisation: Organisation, name: str = "Maison de quartier Fictive", **fields: object) -> Site:
    """A site of it, in Rennes if nothing else is said; the first is "MQ Fictive" in an SMS."""
    commune, _ = Commune.objects.get_or_create(insee_code="35238", defaults={"name": "Rennes"})
    taken = {short.casefold() for short in Site.objects.values_list("short_name", flat=True)}
    defaults = {
        "address": "1 rue de l’Exemple",
        "postcode": "35000",
        "commune": commune,
        "short_name": distinct_short_name("MQ Fictive", taken),
    }
    return Site.objects.create(organisation=organisation, name=name, **{**defaults, **fields})


def a_mediator(organisation: Organisation, first_name: str = "Léa", **fields: object) -> Mediator:
    """A mediator of it, who does not sign in."""
    return Mediator.objects.create(
        organisation=organisation, name=f"{first_name} Exemple", first_name=first_name, **fields
    )


def a_topic(code: str = "demarches", **fields: object) -> Topic:
    """A topic of 60 minutes without buffer, two hours' notice, named in French."""
    topic = Topic.objects.create(
        code=code, pictogram="forms", **{"modes": ["on_site"], "duration_min": 60, **fields}
    )
    TopicText.objects.create(topic=topic, language="fr", name="Démarches en ligne")
    return topic


def receives(mediator: Mediator, site: Site, opens: int = 9, closes: int = 12, **fields: object) -> Opening:
    """The mediator receives every Monday between two whole hours."""
    return Opening.objects.create(
        mediator=mediator,
        site=site,
        **{"first_day": MONDAY, "opens": time(opens), "closes": time(closes), "repeat_weeks": 1, **fields},
    )


def with_room(site: Site, places: int) -> Room:
    """The site holds `places` appointments at once."""
    return Room.objects.create(site=site, name="Salle", places=places)


def wish(topic: Topic, site: Site, starts_at: datetime = TEN, name: str = "Amina", **fields: object) -> Wish:
    """What a resident with a mobile of their own asks for."""
    defaults: dict[str, object] = {
        "participants": [Participant(name)],
        "reach": WayToReach("mobile", AMINA_MOBILE),
    }
    return Wish(topic=topic, site=site, starts_at=starts_at, **{**defaults, **fields})  # type: ignore[arg-type]
