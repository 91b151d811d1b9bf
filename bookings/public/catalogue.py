"""What residents choose from, in their language: topics, sites, communes and neighbourhoods."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import F, FilteredRelation, Q
from django.http import Http404

from bookings.people.names import name_key
from bookings.public.distance import Point, distance_km
from mediation.models import Commune, CommunePostcode, Site, Topic
from mediation.remembered import remembered

NEARBY = 8


@dataclass(frozen=True)
class TopicText:
    """A topic as it is read in one language."""

    topic: Topic
    name: str
    explanation: str
    documents: tuple[str, ...]

    @property
    def public_id(self) -> str:
        """How addresses name it."""
        return str(self.topic.public_id)


@dataclass(frozen=True)
class Place:
    """A commune or a neighbourhood somebody may live in. `code` is what an address carries."""

    code: str
    name: str
    key: str
    commune: str
    point: Point | None


@remembered
def topics(language: str) -> tuple[TopicText, ...]:
    """Topics on offer, in order, in `language` or else in French. One query."""
    texts = FilteredRelation("texts", condition=Q(texts__language__in=[language, "fr"]))
    rows = (
        Topic.objects.filter(active=True)
        .annotate(text=texts)
        .annotate(
            text_language=F("text__language"),
            text_name=F("text__name"),
            text_explanation=F("text__explanation"),
            text_documents=F("text__documents"),
        )
        .order_by("position", "code")
    )
    best: dict[int, Topic] = {}
    for row in rows:
        if row.pk not in best or row.text_language == language:
            best[row.pk] = row
    return tuple(_read(row) for row in best.values())


def _read(row: Topic) -> TopicText:
    documents = (getattr(row, "text_documents", "") or "").splitlines()
    return TopicText(
        topic=row,
        name=getattr(row, "text_name", "") or row.code,
        explanation=getattr(row, "text_explanation", "") or "",
        documents=tuple(line.strip() for line in documents if line.strip()),
    )


def topic_text(public_id: str, language: str) -> TopicText:
    """The topic an address names. Raises `Http404` when it is not on offer."""
    for text in topics(language):
        if text.public_id == public_id:
            return text
    raise Http404


def text_of(topic: Topic, language: str) -> TopicText:
    """The text of a topic already at hand, even one that is no longer on offer."""
    for text in topics(language):
        if text.topic.pk == topic.pk:
            return text
    row = topic.texts.filter(language__in=[language, "fr"]).order_by("language").last()
    documents = tuple(row.documents.splitlines()) if row else ()
    return TopicText(topic, row.name if row else topic.code, row.explanation if row else "", documents)


@remembered
def sites() -> dict[int, Site]:
    """Sites that residents may book at, by id. One query."""
    found = (
        Site.objects.open_to_residents()
        .select_related("organisation", "commune", "neighbourhood")
        .defer("national")
    )
    return {site.pk: site for site in found}


def site_named(public_id: str) -> Site:
    """The site an address names. Raises `Http404` when nobody may book there."""
    for site in sites().values():
        if site.public_id == public_id:
            return site
    raise Http404


@remembered
def places() -> tuple[Place, ...]:
    """Communes by name, then their neighbourhoods by name, as a French index has them (Bécherel before Betton: few
    databases do). One query.
    """
    rows = Commune.objects.values_list(
        "insee_code",
        "name",
        "latitude",
        "longitude",
        "neighbourhoods__pk",
        "neighbourhoods__name",
        "neighbourhoods__latitude",
        "neighbourhoods__longitude",
    )
    communes: dict[str, Place] = {}
    parts: list[Place] = []
    for code, name, latitude, longitude, pk, part, part_latitude, part_longitude in rows:
        around = _point(latitude, longitude)
        communes.setdefault(code, Place(f"c{code}", name, name_key(name), code, around))
        if pk is not None:
            point = _point(part_latitude, part_longitude) or around
            parts.append(Place(f"q{pk}", f"{part} ({name})", name_key(part), code, point))
    by_name = attrgetter("key")
    return (*sorted(communes.values(), key=by_name), *sorted(parts, key=by_name))


def places_typed(typed: str) -> list[Place]:
    """The places somebody means by a postcode or a name; a postcode may mean several communes."""
    digits = typed.replace(" ", "")
    if digits.isdecimal() and len(digits) == 5:
        codes = CommunePostcode.objects.filter(postcode=digits).values_list("commune__insee_code", flat=True)
        wanted = set(codes)
        return [place for place in places() if place.code[1:] in wanted and place.code[0] == "c"]
    key = name_key(typed)
    if not key:
        return []
    exact = [place for place in places() if place.key == key]
    return exact or [place for place in places() if set(key.split()) <= set(place.key.split())]


def places_coded(codes: str) -> list[Place]:
    """The places that an address carries ("c35238-q4"). Raises `Http404` for an unknown one."""
    known = {place.code: place for place in places()}
    try:
        return [known[code] for code in codes.split("-")]
    except KeyError:
        raise Http404 from None


def near(wanted: Sequence[Place], candidates: Iterable[Site]) -> list[tuple[Site, float | None]]:
    """Sites by distance (km, straight line) to the nearest of the places wanted; those inside come first."""
    communes = {place.commune for place in wanted}
    measured = [(site, _nearest(wanted, site)) for site in candidates]

    def rank(entry: tuple[Site, float | None]) -> tuple[bool, float]:
        site, away = entry
        inside = site.commune is not None and site.commune.insee_code in communes
        return (not inside if away is None else False, away if away is not None else 10_000.0)

    return sorted(measured, key=rank)[:NEARBY]


def _nearest(wanted: Sequence[Place], site: Site) -> float | None:
    here = _point(site.latitude, site.longitude)
    if here is None and site.commune is not None:
        here = _point(site.commune.latitude, site.commune.longitude)
    if here is None:
        return None
    return min((distance_km(place.point, here) for place in wanted if place.point), default=None)


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else (latitude, longitude)
