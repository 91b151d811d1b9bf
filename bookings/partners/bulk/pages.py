"""Many referrals from one file: it is looked at, then sent, and each line says what became of it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
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
from bookings.models import ReferralFile, ReferralLine
from bookings.partners.bulk import written
from bookings.partners.bulk.words import faults_in_words, file_mistake
from bookings.partners.reach import referrer_of, roles_of
from bookings.referrals import information
from bookings.referrals.sheet.columns import MOST_BYTES
from bookings.referrals.sheet.reading import Unreadable
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import number_asked
from mediation.access import InMenu, Kind, staff
from mediation.models import Organisation, Role, Topic

_A_PAGE, _RECENT, _LOOK_AGAIN_S = 100, 20, 5
_Fate, _State = ReferralLine.Fate, ReferralFile.State
# What is to be looked at first.
_FIRST = (_Fate.WRONG, _Fate.REFUSED)
_SENT = (_Fate.CREATED, _Fate.CORRECTED, _Fate.REFUSED)
_TO_SEND = (_Fate.CREATE, _Fate.CORRECT)


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
    """One's own uploads: what others of the team are about to send is theirs to check."""
    partners = [role.organisation_id for role in roles_of(request)]
    return ReferralFile.objects.filter(by_id=request.user.pk, partner__in=partners)


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
    if kind == "csv":
        return _download(written.as_csv(written.template_rows()), "orientations-modele.csv")
    if kind != "xlsx":
        raise Http404
    names = topic_names()
    topics = [(each.code, names.get(each.pk, each.code)) for each in Topic.objects.filter(active=True)]
    response = HttpResponse(
        written.template_workbook(topics),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = 'attachment; filename="orientations-modele.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(Kind.PARTNER)
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """What would become of each line; then how far it is; then what became of it."""
    found = get_object_or_404(files_within(request).select_related("organisation"), public_id=public_id)
    wrong = ""
    if request.method == "POST":
        if request.POST.get("action") == "arreter":
            cancel_file(found, now=timezone.now())
            messages.success(request, _("C’est arrêté. Ce qui était déjà envoyé le reste."))
            return redirect("partners_file", public_id)
        if request.POST.get("informed"):
            start(found, informed_version=information.CURRENT, now=timezone.now())
            return redirect("partners_file", public_id)
        wrong = _("Informez les personnes, puis cochez la case.")
    response = render(
        request, "partners/bulk/file.html", _shown(request, found, wrong), status=422 if wrong else 200
    )
    if found.state == _State.RUNNING:
        # Without JavaScript too: the browser asks again by itself.
        response["Refresh"] = str(_LOOK_AGAIN_S)
    return response


def _shown(request: HttpRequest, found: ReferralFile, wrong: str) -> dict[str, Any]:
    counts = dict(found.lines.order_by().values_list("fate").annotate(Count("pk")))
    total, chosen = sum(counts.values()), request.GET.get("voir", "")
    rows = found.lines.select_related("referral")
    rows = rows.filter(fate=chosen) if chosen in _Fate.values else rows
    first = Case(When(fate__in=_FIRST, then=Value(0)), default=Value(1), output_field=IntegerField())
    page = Paginator(rows.order_by(first, "number"), _A_PAGE).get_page(number_asked(request, "page") or 1)
    to_send = sum(counts.get(fate, 0) for fate in _TO_SEND)
    sent = sum(counts.get(fate, 0) for fate in _SENT)
    return {
        "file": found,
        "wrong": wrong,
        "fates": [(fate.value, fate.label, counts[fate]) for fate in _Fate if counts.get(fate)],
        "chosen": chosen,
        "page": page,
        "keep": f"&voir={chosen}" if chosen in _Fate.values else "",
        "lines": [(line, faults_in_words(line.faults)) for line in page],
        "total": total,
        "to_send": to_send,
        "sent": sent,
        "whole": to_send + sent,
        "sentence": information.sentence(information.CURRENT, get_language() or "fr"),
    }


@require_safe
@never_cache
@staff(Kind.PARTNER)
def result(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """The result, a line for each line."""
    found = get_object_or_404(files_within(request).filter(~Q(state=_State.RUNNING)), public_id=public_id)
    return _download(written.as_csv(written.result_rows(found)), f"orientations-{public_id}.csv")


def _download(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
