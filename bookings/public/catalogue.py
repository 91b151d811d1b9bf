"""What residents choose from, in their language: topics and sites; and the places that addresses carry."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, FilteredRelation, Q
from django.http import Http404
from django.utils.translation import get_language

from bookings.models import Appointment
from mediation.gazetteer.listed import gazetteer
from mediation.gazetteer.places import Place
from mediation.models import Site, Topic
from mediation.models.opening import BOOKABLE
from mediation.remembered import remembered


@dataclass(frozen=True)
class TopicText:
    """A topic as it is read in one language."""

    topic: Topic
    name: str
    explanation: str
    documents: tuple[str, ...]
    # How the telephone line calls it (empty: by its name), and in which language all this is.
    spoken: str = ""
    language: str = ""

    @property
    def public_id(self) -> str:
        """How addresses name it."""
        return str(self.topic.public_id)


@remembered
def topics(language: str) -> tuple[TopicText, ...]:
    """Topics on offer, in order, in `language` or else in French; not those given at home alone, which the team books. One
    query.
    """
    texts = FilteredRelation("texts", condition=Q(texts__language__in=[language, "fr"]))
    rows = (
        Topic.objects.filter(active=True)
        .annotate(text=texts)
        .annotate(
            text_language=F("text__language"),
            text_name=F("text__name"),
            text_spoken=F("text__spoken"),
            text_explanation=F("text__explanation"),
            text_documents=F("text__documents"),
        )
        .order_by("position", "code")
    )
    best: dict[int, Topic] = {}
    for row in rows:
        if row.pk not in best or row.text_language == language:
            best[row.pk] = row
    return tuple(_read(row) for row in best.values() if row.public_ways)


def _read(row: Topic) -> TopicText:
    documents = (getattr(row, "text_documents", "") or "").splitlines()
    return TopicText(
        topic=row,
        name=getattr(row, "text_name", "") or row.code,
        explanation=getattr(row, "text_explanation", "") or "",
        documents=tuple(line.strip() for line in documents if line.strip()),
        spoken=getattr(row, "text_spoken", "") or "",
        language=getattr(row, "text_language", "") or "",
    )


def topics_at(site: Site, language: str, *, today: date) -> list[TopicText]:
    """Topics on offer that somebody receives for at this site, from today on. Two queries."""
    running = site.openings.filter(Q(last_day=None) | Q(last_day__gte=today), reception__in=BOOKABLE)
    received = set(running.order_by().values_list("topics", flat=True).distinct())
    return [text for text in topics(language) if received & {None, text.topic.pk}]


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


def at_hand(appointment: Appointment) -> Appointment:
    """The same, with its site and topic as they are remembered; one that is no longer on offer is read when asked for."""
    known = sites().get(appointment.site_id)
    if known is not None:
        appointment.site = known
    for text in topics(get_language() or "fr"):
        if text.topic.pk == appointment.topic_id:
            appointment.topic = text.topic
    return appointment


def site_named(public_id: str) -> Site:
    """The site an address names, a place or not. Raises `Http404` when nobody may book there."""
    for site in sites().values():
        if site.public_id == public_id:
            return site
    raise Http404


def places_coded(codes: str) -> list[Place]:
    """The places that an address carries ("c35238-q4"). Raises `Http404` for an unknown one."""
    known = {place.code: place for place in gazetteer().places}
    try:
        return [known[code] for code in codes.split("-")]
    except KeyError:
        raise Http404 from None
