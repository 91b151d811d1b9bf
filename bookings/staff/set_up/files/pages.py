"""Setting up by files: which kinds there are, a file to send, what would become of each line, how far it is, the result."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.start_file import cancel_file, start_set_up
from bookings.exports.templates import as_csv, download, template_file
from bookings.models import SetUpFile
from bookings.sheets.columns import MOST_BYTES
from bookings.sheets.reading import Unreadable
from bookings.sheets.words import file_mistake
from bookings.staff.agenda.lines import topic_names
from bookings.staff.set_up.files.columns import ALL, AREAS, OPENINGS, Sheet
from bookings.staff.set_up.files.looking import MOST, receive, sheet_of
from bookings.staff.uploads import LOOK_AGAIN_S, of_file
from mediation.access import COORDINATORS, PEOPLE_MANAGERS, Kind, Reach, reach_of, staff
from mediation.models import Topic

_RECENT = 10
_State = SetUpFile.State


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Fichier CSV ou XLSX"),
        help_text=gettext_lazy("5 Mo et 500 lignes au plus."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        error_messages={"empty": gettext_lazy("Ce fichier est vide.")},
    )


def _sheets(reach: Reach) -> list[Sheet]:
    """Openings are for who keeps the hours, neighbourhoods for who answers for the whole territory."""
    may = {
        OPENINGS.about: reach.holds(*COORDINATORS),
        AREAS.about: reach.holds(Kind.METRO_COORDINATOR, Kind.OPERATOR),
    }
    return [sheet for sheet in ALL if may.get(sheet.about, True)]


def _sheet_or_404(reach: Reach, slug: str) -> Sheet:
    for sheet in _sheets(reach):
        if sheet.slug == slug:
            return sheet
    raise Http404


def _own(request: HttpRequest) -> QuerySet[SetUpFile]:
    """One's own uploads: what others are about to write is theirs to check."""
    return SetUpFile.objects.filter(by_id=request.user.pk)


@require_safe
@never_cache
@staff(*PEOPLE_MANAGERS)
def files(request: HttpRequest) -> HttpResponse:
    """The kinds of files, in the order in which they build on each other, and what was sent lately."""
    recent = _own(request).annotate(count=Count("lines")).order_by("-created_at")[:_RECENT]
    context = {"sheets": _sheets(reach_of(request)), "recent": recent}
    return render(request, "staff/set_up/files.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*PEOPLE_MANAGERS)
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """A file of one kind is sent, or one starts from the template."""
    reach = reach_of(request)
    sheet = _sheet_or_404(reach, slug)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("staff_set_up_file", _received(form, sheet, reach).public_id)
        except Unreadable as refused:
            refused.about = sheet.heading(refused.about)
            form.add_error("file", file_mistake(refused))
    language = get_language() or ""
    context = {
        "sheet": sheet,
        "form": form,
        "most": MOST,
        "columns": [
            (column.heading(language), said, column.required, column.shown(language))
            for column, _field, said in sheet.table
        ],
        "topics": _topics() if sheet is OPENINGS else [],
    }
    return render(request, "staff/set_up/upload.html", context, status=422 if form.errors else 200)


def _received(form: UploadForm, sheet: Sheet, reach: Reach) -> SetUpFile:
    sent = form.cleaned_data["file"]
    if sent.size > MOST_BYTES:
        raise Unreadable("too_big")
    return receive(sent.read(), sheet=sheet, reach=reach, now=timezone.now())


def _topics() -> list[tuple[str, str]]:
    names = topic_names()
    return [(each.code, names.get(each.pk, each.code)) for each in Topic.objects.filter(active=True)]


@require_safe
@staff(*PEOPLE_MANAGERS)
def template(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The file to start from."""
    sheet = _sheet_or_404(reach_of(request), slug)
    codes = _topics() if sheet is OPENINGS else []
    return template_file(kind, sheet.slug, sheet.columns, sheet.explained, codes)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*PEOPLE_MANAGERS)
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """What would become of each line; then how far it is; then what became of it."""
    found = get_object_or_404(_own(request), public_id=public_id)
    if request.method == "POST":
        if request.POST.get("action") == "arreter":
            cancel_file(found, now=timezone.now())
            messages.success(request, _("C’est arrêté. Ce qui était déjà écrit le reste."))
        else:
            start_set_up(found, now=timezone.now())
        return redirect("staff_set_up_file", public_id)
    response = render(request, "staff/set_up/file.html", _shown(request, found))
    if found.state == _State.RUNNING:
        # Without JavaScript too: the browser asks again by itself.
        response["Refresh"] = str(LOOK_AGAIN_S)
    return response


def _shown(request: HttpRequest, found: SetUpFile) -> dict[str, Any]:
    return {**of_file(found, found.lines.all(), request), "sheet": sheet_of(found.about)}


@require_safe
@never_cache
@staff(*PEOPLE_MANAGERS)
def result(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """The result, a line for each line; before it is written, what would become of each."""
    found = get_object_or_404(_own(request).filter(~Q(state=_State.RUNNING)), public_id=public_id)
    sheet = sheet_of(found.about)
    return download(as_csv(_rows(found, sheet)), f"{sheet.slug}-{public_id}.csv")


def _rows(found: SetUpFile, sheet: Sheet) -> Iterator[list[object]]:
    yield [_("ligne"), _("nom"), _("résultat"), _("colonne"), _("remarque")]
    for line in found.lines.order_by("number").iterator(chunk_size=500):
        said = [*line.faults, *(["", each] for each in line.remarks)] or [["", ""]]
        for column, why in said:
            yield [line.number, line.name, line.get_fate_display(), sheet.heading(column), why]
