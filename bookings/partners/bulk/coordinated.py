"""What the teams of a partner have sent by file, for whoever coordinates it: how each file went, and its result."""

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings.exports.templates import as_csv, download
from bookings.models import ReferralFile
from bookings.models.upload import UploadLine
from bookings.partners.bulk import written
from mediation.access import Kind, reach_of, staff
from mediation.models import Trace
from mediation.traces.pages import traced

_RECENT = 50


def _files(request: HttpRequest) -> "QuerySet[ReferralFile]":
    """Of the organisations one coordinates, every team's."""
    coordinated = reach_of(request).organisations(Kind.COORDINATOR)
    return ReferralFile.objects.filter(partner__in=coordinated).select_related("by", "team", "partner")


@require_safe
@never_cache
@staff(Kind.COORDINATOR)
def all_files(request: HttpRequest) -> HttpResponse:
    """The latest ones. Who uploaded a file sends it: they know whom they told."""
    wrong = Count("lines", Q(lines__fate__in=UploadLine.TO_MEND))
    files = _files(request).annotate(count=Count("lines"), wrong=wrong).order_by("-created_at")
    return render(request, "partners/bulk/all_files.html", {"files": files[:_RECENT]})


@require_safe
@never_cache
@staff(Kind.COORDINATOR)
@traced(Trace.Kind.EXPORTED, code="public_id")
def result(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """The result of a file that is on its way no more: references and what became of them, no names."""
    over = _files(request).exclude(state=ReferralFile.State.RUNNING)
    found = get_object_or_404(over, public_id=public_id)
    return download(as_csv(written.result_rows(found)), f"orientations-{public_id}.csv")
