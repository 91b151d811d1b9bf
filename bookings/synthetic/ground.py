"""The synthetic ground: one organisation, topics, sites, mediators and their openings."""

from dataclasses import dataclass
from datetime import date, timedelta

from bookings.synthetic import plan
from mediation.models import (
    Commune,
    CommunePostcode,
    Mediator,
    Opening,
    Organisation,
    Site,
    Territory,
    Topic,
    TopicText,
)

_TOPICS = ("synthetique", "synthetique-deux", "synthetique-trois")
_BATCH = 1_000


@dataclass(frozen=True)
class SyntheticGround:
    """What the appointments are made on; lists are in the order of their positions."""

    organisation: Organisation
    sites: list[Site]
    mediators: list[Mediator]
    topics: list[Topic]


def make_ground(*, mediators: int, sites: int, first_day: date) -> SyntheticGround:
    """Everything but appointments; openings begin on the Monday of `first_day`'s week."""
    if not Territory.objects.exists():
        Territory.objects.create(
            name="Synthèse", service_name="Charge synthétique", sms_name="Synthese", phone="+33261910000"
        )
    organisation = Organisation.objects.create(name="Structure synthétique")
    topics = [_topic(code, position) for position, code in enumerate(_TOPICS)]
    made_sites = _sites(organisation, sites)
    made = Mediator.objects.bulk_create(
        (_mediator(organisation, number) for number in range(mediators)), batch_size=_BATCH
    )
    _openings(made, made_sites, first_day - timedelta(days=first_day.weekday()))
    return SyntheticGround(organisation, made_sites, made, topics)


def _topic(code: str, position: int) -> Topic:
    topic, new = Topic.objects.get_or_create(
        code=code,
        defaults={
            "pictogram": "computer",
            "position": 100 + position,
            "duration_min": plan.SLOT_MIN,
            "notice_min": 0,
            "horizon_days": 60,
            "modes": ["on_site"],
        },
    )
    if new:
        TopicText.objects.bulk_create(
            TopicText(topic=topic, language=language, name=f"{name} {position + 1}")
            for language, name in (("fr", "Motif"), ("en", "Topic"), ("fr-falc", "Motif"))
        )
    return topic


def _sites(organisation: Organisation, count: int) -> list[Site]:
    commune, new = Commune.objects.get_or_create(
        insee_code="35238",
        defaults={"name": "Rennes", "population": 227_830, "latitude": 48.1116, "longitude": -1.6819},
    )
    if new:
        CommunePostcode.objects.create(commune=commune, postcode="35000")
    # Short names are each site's own, whatever was there before.
    first = Site.objects.count() + 1
    return Site.objects.bulk_create(
        (
            Site(
                organisation=organisation,
                name=f"Lieu synthétique {number + 1}",
                short_name=f"Lieu synth. {first + number}",
                address=f"{number + 1} rue de la Mesure",
                postcode="35000",
                commune=commune,
                latitude=48.05 + (number * 37 % 120) / 1000,
                longitude=-1.76 + (number * 53 % 160) / 1000,
                phone="+33261910000",
            )
            for number in range(count)
        ),
        batch_size=_BATCH,
    )


def _mediator(organisation: Organisation, number: int) -> Mediator:
    return Mediator(
        organisation=organisation,
        name=f"Médiateur synthétique {number + 1:04}",
        first_name=f"Méd{number + 1}",
        gender=("f", "m", "")[number % 3],
        languages=["fr", "en"] if number % 4 == 0 else ["fr"],
        sign_language=number % 20 == 0,
    )


def _openings(mediators: list[Mediator], sites: list[Site], monday: date) -> None:
    Opening.objects.bulk_create(
        (
            Opening(
                mediator=mediator,
                site=sites[plan.place(number, weekday, len(sites))],
                first_day=monday + timedelta(days=weekday),
                opens=opens,
                closes=closes,
            )
            for number, mediator in enumerate(mediators)
            for weekday in range(5)
            for opens, closes in plan.HALVES
        ),
        batch_size=_BATCH,
    )
