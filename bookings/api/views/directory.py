"""The places as other directories read them: data·inclusion's schema, and the national one. For anybody, without a key."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.api.documenting import documented
from bookings.api.serializers.catalogue import NoFilter
from bookings.api.view import ApiView
from bookings.public.catalogue import topics_at
from mediation.directory import inclusion
from mediation.models import Site
from mediation.remembered import remembered
from mediation.site_export import published, with_drop_ins

TAG = "Annuaire"
KEPT_SECONDS = 3600


class InclusionSchema(serializers.Serializer[Any]):
    """Structures and services of data·inclusion, version 1 (https://data.inclusion.gouv.fr)."""

    structures = serializers.ListField(child=serializers.DictField())
    services = serializers.ListField(child=serializers.DictField())

    class Meta:
        ref_name = "Inclusion"


class NationalSchema(serializers.Serializer[Any]):
    """The 32 values of each place, as in the national file (schema "lieux de médiation numérique" 1.0.2)."""

    results = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True))
    )

    class Meta:
        ref_name = "NationalPlaces"


class Directory(ApiView):
    """Kept by whoever reads, for an hour."""

    def told(self, data: Any) -> Response:
        """The answer, for anybody to keep."""
        self.asked(NoFilter)
        response = self.shown(data)
        response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        return response


class Inclusion(Directory):
    """For DORA, and whoever reads data·inclusion."""

    @documented(
        "list_inclusion_directory",
        "Les lieux au schéma de data·inclusion",
        tag=TAG,
        answers={200: InclusionSchema},
        query=NoFilter,
        tagged=True,
    )
    def get(self, request: Request) -> Response:
        return self.told(_inclusion())


class National(Directory):
    """The national file, in JSON."""

    @documented(
        "list_national_directory",
        "Les lieux au schéma national",
        tag=TAG,
        answers={200: NationalSchema},
        query=NoFilter,
        tagged=True,
    )
    def get(self, request: Request) -> Response:
        return self.told({"results": _national()})


@remembered
def _inclusion() -> dict[str, Any]:
    today = timezone.localdate()
    told: dict[str, Any] = {"structures": [], "services": []}
    for site in _active():
        values = published(site, today)
        names = [text.name for text in topics_at(site, "fr", today=today)]
        told["structures"].append(inclusion.structure(values, site.public_id))
        told["services"].append(inclusion.service(values, site.public_id, topics=names))
    return told


@remembered
def _national() -> list[dict[str, str]]:
    today = timezone.localdate()
    return [published(site, today) for site in _active()]


def _active() -> list[Site]:
    rows = Site.objects.open_to_residents().places().select_related("commune", "organisation")
    return list(with_drop_ins(rows.order_by("pk"), timezone.localdate()))
