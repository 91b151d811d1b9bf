"""Open data: the page that explains what is published, the files, their schemas and their catalogue."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_safe

from bookings.models import Edition
from bookings.open_data import catalogue as dcat
from bookings.open_data import workshops
from bookings.open_data.datasets import DATASETS, HIDDEN, LICENCE, Dataset, table_schema
from bookings.open_data.files import as_csv, dataset_named, latest
from bookings.open_data.suppression import LEAST
from bookings.public.dataset_words import words_of
from bookings.public.for_everybody import for_everybody
from mediation.access import public
from mediation.context import current_territory
from mediation.site_export import export_sites

KEPT_SECONDS = 3600
_NATIONAL_SCHEMA = "https://schema.data.gouv.fr/LaMednum/standard-mediation-num/"


@public
@require_safe
@for_everybody
def open_data(request: HttpRequest) -> HttpResponse:
    """What is published, where, under which licence, and why some counts are secret."""
    context = {
        "datasets": [(dataset, latest(dataset), *words_of(dataset)) for dataset in DATASETS],
        "editions": list(Edition.objects.order_by("-period")[:24]),
        "licence": LICENCE,
        "small": LEAST - 1,
        "secret": HIDDEN,
        "days": settings.OPEN_DATA_AFTER_DAYS,
    }
    return render(request, "public/open_data.html", context)


@public
@require_safe
@conditional_page
def counts_file(request: HttpRequest, slug: str, period: str = "") -> HttpResponse:
    """A table of counts as it is, or as it stood with the edition of `period`."""
    dataset = _named(slug)
    edition = Edition.objects.filter(period=period).first() if period else None
    if period and edition is None:
        raise Http404
    return _kept(_csv(f"{slug}-{period}" if period else slug, as_csv(dataset, edition=edition)))


@public
@require_safe
@conditional_page
def counts_schema(request: HttpRequest, slug: str) -> HttpResponse:
    """The Table Schema of a table of counts."""
    return _kept(
        JsonResponse(table_schema(_named(slug)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    )


@public
@require_safe
@conditional_page
def sites_file(request: HttpRequest) -> HttpResponse:
    """Today's places, in the national schema."""
    return _kept(_csv("lieux", export_sites(today=timezone.localdate())))


@public
@require_safe
@conditional_page
def workshops_file(request: HttpRequest) -> HttpResponse:
    """Workshops as they are announced."""
    return _kept(_csv(workshops.SLUG, workshops.as_csv(now=timezone.now())))


@public
@require_safe
@conditional_page
def workshops_schema(request: HttpRequest) -> HttpResponse:
    """The Table Schema of that file."""
    return _kept(JsonResponse(workshops.schema(), json_dumps_params={"ensure_ascii": False, "indent": 2}))


@public
@require_safe
@conditional_page
def open_data_catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue of all this, for portals to harvest."""
    with override("fr"):
        page = f"{settings.PUBLIC_URL}{reverse('open_data')}"
    territory = current_territory()
    entries = [*_counts(), _sites(), _workshops()]
    described = dcat.catalogue(entries, title=territory.service_name, publisher=territory.name, page=page)
    response = JsonResponse(described, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Type"] = "application/ld+json"
    return _kept(response)


def _counts() -> list[dcat.Published]:
    entries = []
    for dataset in DATASETS:
        span = latest(dataset)
        if span is None:
            continue
        file = _address("counts_file", dataset.slug)
        schema = _address("counts_schema", dataset.slug)
        entries.append(
            dcat.of_counts(
                dataset,
                file=file,
                schema=schema,
                modified=span.at.isoformat(),
                start=span.start,
                end=span.end,
            )
        )
    return entries


def _sites() -> dcat.Published:
    return dcat.Published(
        "lieux",
        "Lieux de médiation numérique",
        "Les lieux où l’on est aidé, leurs horaires et leurs accès, dans le schéma national.",
        "DAILY",
        file=_address("sites_file"),
        conforms_to=_NATIONAL_SCHEMA,
        modified=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).isoformat(),
    )


def _workshops() -> dcat.Published:
    return dcat.Published(
        workshops.SLUG,
        workshops.TITLE,
        workshops.DESCRIPTION,
        "DAILY",
        file=_address("workshops_file"),
        conforms_to=_address("workshops_schema"),
        modified=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).isoformat(),
    )


def _address(name: str, *args: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"


def _csv(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _named(slug: str) -> Dataset:
    dataset = dataset_named(slug)
    if dataset is None:
        raise Http404
    return dataset


def _kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    # Whoever reads it from a page of their own may: it is public.
    response["Access-Control-Allow-Origin"] = "*"
    return response
