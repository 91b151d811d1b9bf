"""Many referrals from one file: it is looked at, then sent, and each line says what became of it."""

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

from bookings.actions.receive_file import receive_file
from bookings.actions.start_file import cancel_file, start
from bookings.exports.templates import as_csv, download, template_file
from bookings.models import ReferralFile
from bookings.partners.bulk import written
from bookings.partners.bulk.words import faults_in_words
from bookings.partners.reach import referrer_of, roles_of, within
from bookings.referrals import information
from bookings.referrals.sheet.columns import COLUMNS
from bookings.sheets.columns import MOST_BYTES
from bookings.sheets.reading import Unreadable
from bookings.sheets.words import file_mistake
from bookings.staff.agenda.lines import topic_names
from bookings.staff.uploads import LOOK_AGAIN_S, of_file
from mediation.access import InMenu, Kind, staff
from mediation.models import Organisation, Role, Topic, Trace
from mediation.traces.pages import traced

_RECENT = 20
_State = ReferralFile.State


class UploadForm(forms.Form):
    """The file, who refers, and who receives where a line names no site."""

    role = forms.ModelChoiceField(
        label=gettext_lazy("De la part de"), queryset=Role.objects.none(), empty_label=None
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Service qui reçoit"),
        help_text=gettext_lazy("Pour les lignes sans lieu."),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )
    file = forms.FileField(
        label=gettext_lazy("Fichier CSV ou XLSX"),
        help_text=gettext_lazy("5 Mo et 10 000 lignes au plus."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        error_messages={"empty": gettext_lazy("Ce fichier est vide.")},
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role, organisation = self.fields["role"], self.fields["organisation"]
        role.queryset = Role.objects.filter(pk__in=[each.pk for each in roles])  # type: ignore[attr-defined]
        role.label_from_instance = _whose  # type: ignore[attr-defined]
        organisation.queryset = Organisation.objects.filter(sites__active=True).distinct().order_by("name")  # type: ignore[attr-defined]
        if len(roles) == 1:
            role.initial, role.widget = roles[0].pk, forms.HiddenInput()


def _whose(role: Role) -> str:
    return " · ".join(str(each) for each in (role.organisation, role.team) if each)


def files_within(request: HttpRequest) -> QuerySet[ReferralFile]:
    """The uploads of one's team; of the whole organisation for whoever refers without one."""
    return ReferralFile.objects.filter(within(roles_of(request))).select_related("by", "team", "organisation")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(Kind.PARTNER, menu=InMenu(gettext_lazy("Fichiers")))
def files(request: HttpRequest) -> HttpResponse:
    """A file to send, the template, what was sent lately."""
    form = UploadForm(request.POST or None, request.FILES or None, roles=roles_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("partners_file", _received(form).public_id)
        except Unreadable as refused:
            form.add_error("file", file_mistake(refused))
    recent = files_within(request).annotate(count=Count("lines")).order_by("-created_at")[:_RECENT]
    names = topic_names()
    topics = [(each.code, names.get(each.pk, each.code)) for each in Topic.objects.filter(active=True)]
    return render(
        request,
        "partners/bulk/files.html",
        {"form": form, "recent": recent, "columns": written.explained(), "topics": topics},
        status=422 if form.errors else 200,
    )


def _received(form: UploadForm) -> ReferralFile:
    said = form.cleaned_data
    if said["file"].size > MOST_BYTES:
        raise Unreadable("too_big")
    referrer = referrer_of(said["role"])
    return receive_file(
        said["file"].read(), referrer=referrer, organisation=said["organisation"], now=timezone.now()
    )


@require_safe
@staff(Kind.PARTNER)
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The file to start from."""
    names = topic_names()
    topics = [(each.code, names.get(each.pk, each.code)) for each in Topic.objects.filter(active=True)]
    return template_file(kind, "orientations", COLUMNS, written.in_words(), topics)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(Kind.PARTNER)
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """What would become of each line; then how far it is; then what became of it."""
    found = get_object_or_404(files_within(request), public_id=public_id)
    wrong = ""
    if request.method == "POST":
        if request.POST.get("action") == "arreter":
            cancel_file(found, now=timezone.now())
            messages.success(request, _("C’est arrêté. Ce qui était déjà envoyé le reste."))
            return redirect("partners_file", public_id)
        if found.by_id != request.user.pk:
            # Whoever uploaded it knows whom they told.
            raise Http404
        if request.POST.get("informed"):
            start(found, informed_version=information.CURRENT, now=timezone.now())
            return redirect("partners_file", public_id)
        wrong = _("Informez les personnes, puis cochez la case.")
    response = render(
        request, "partners/bulk/file.html", _shown(request, found, wrong), status=422 if wrong else 200
    )
    if found.state == _State.RUNNING:
        # Without JavaScript too: the browser asks again by itself.
        response["Refresh"] = str(LOOK_AGAIN_S)
    return response


def _shown(request: HttpRequest, found: ReferralFile, wrong: str) -> dict[str, Any]:
    shown = of_file(found, found.lines.select_related("referral"), request)
    return {
        **shown,
        "own": found.by_id == request.user.pk,
        "wrong": wrong,
        "lines": [(line, faults_in_words(line.faults)) for line in shown["page"]],
        "sentence": information.sentence(information.CURRENT, get_language() or "fr"),
    }


@require_safe
@never_cache
@staff(Kind.PARTNER)
@traced(Trace.Kind.EXPORTED, code="public_id")
def result(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """The result, a line for each line."""
    found = get_object_or_404(files_within(request).filter(~Q(state=_State.RUNNING)), public_id=public_id)
    return download(as_csv(written.result_rows(found)), f"orientations-{public_id}.csv")
