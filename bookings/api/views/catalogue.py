"""Topics and sites."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.api.documenting import documented
from bookings.api.paging import part
from bookings.api.serializers.catalogue import (
    NoFilter,
    SitesAsked,
    SiteSchema,
    SitesSchema,
    TopicSchema,
    TopicsSchema,
    site_shown,
    topic_shown,
)
from bookings.api.view import ApiView
from bookings.models import ApiKey
from bookings.public.catalogue import topic_text, topics
from mediation.models import Opening, Site, Topic
from mediation.models.opening import BOOKABLE
from mediation.site_export import booking_address

READ = ApiKey.Scope.CATALOGUE_READ.value
TAG = "Catalogue"


class Topics(ApiView):
    """Everything one can come for."""

    scopes = {"GET": READ}

    @documented(
        "list_topics",
        "Les motifs",
        tag=TAG,
        scope=READ,
        answers={200: TopicsSchema},
        query=NoFilter,
        tagged=True,
    )
    def get(self, request: Request) -> Response:
        self.asked(NoFilter)
        return self.shown({"results": [topic_shown(text) for text in topics(get_language() or "fr")]})


class OneTopic(ApiView):
    """One topic on offer."""

    scopes = {"GET": READ}

    @documented(
        "read_topic",
        "Un motif",
        tag=TAG,
        scope=READ,
        answers={200: TopicSchema},
        query=NoFilter,
        tagged=True,
        problems=("not-found",),
    )
    def get(self, request: Request, topic_id: str) -> Response:
        self.asked(NoFilter)
        return self.shown(topic_shown(topic_text(topic_id, get_language() or "fr")))


class Sites(ApiView):
    """Where one can book."""

    scopes = {"GET": READ}

    @documented(
        "list_sites",
        "Les lieux",
        tag=TAG,
        scope=READ,
        answers={200: SitesSchema},
        query=SitesAsked,
        tagged=True,
        problems=("not-found",),
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(SitesAsked)
        rows = open_sites()
        if "commune" in asked:
            rows = rows.filter(commune__insee_code=asked["commune"])
        if "topic" in asked:
            topic = topic_text(asked["topic"], "fr").topic
            rows = rows.filter(pk__in=_receiving(topic, timezone.localdate()))
        found, following = part(rows, request, asked)
        return self.shown({"results": [_shown(site) for site in found], "next": following})


class OneSite(ApiView):
    """One site."""

    scopes = {"GET": READ}

    @documented(
        "read_site",
        "Un lieu",
        tag=TAG,
        scope=READ,
        answers={200: SiteSchema},
        query=NoFilter,
        tagged=True,
        problems=("not-found",),
    )
    def get(self, request: Request, site_id: str) -> Response:
        self.asked(NoFilter)
        site = open_sites().filter(public_id=site_id).first()
        if site is None:
            raise Http404
        return self.shown(_shown(site))


def open_sites() -> "QuerySet[Site]":
    """Sites that residents may book at, with what is told of them."""
    return (
        Site.objects.open_to_residents().places().select_related("organisation", "commune").defer("national")
    )


def _shown(site: Site) -> dict[str, Any]:
    return site_shown(site, booking_address(site))


def _receiving(topic: Topic, today: date) -> "QuerySet[Opening, Any]":
    """The sites where somebody receives for this topic, from that day on (an opening without topics is for all)."""
    running = Opening.objects.filter(Q(last_day=None) | Q(last_day__gte=today), reception__in=BOOKABLE)
    return running.filter(Q(topics=None) | Q(topics=topic)).order_by().values_list("site", flat=True)
