"""What residents say: figures of the last twelve months, remarks that were read first, and whether people are asked."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.actions.ask_survey import give_code, give_codes
from bookings.errors import SurveyOver
from bookings.models import SurveyAnswer, SurveySetting
from bookings.staff.asking import actor, appointment_or_404
from bookings.staff.meanwhile import Compared, compared, one_at_a_time
from bookings.staff.workshops.reading import date_or_404
from bookings.surveys.counted import voice_between
from bookings.surveys.satisfaction import LEAST_ANSWERS, satisfaction
from mediation.access import COORDINATORS, RECEPTION, InMenu, Kind, Reach, Under, reach_of, staff
from mediation.models import Organisation, Territory, Trace
from mediation.qr import square
from mediation.traces.pages import traced

AT_A_DESK = (Kind.DESK, Kind.COORDINATOR, Kind.CENTRAL_DESK, Kind.METRO_COORDINATOR)
"""Never who has helped: nobody says what they think to that person's face."""
_REMARKS = 50
_Comment = SurveyAnswer.Comment


class SettingForm(forms.Form):
    """Whether an organisation asks, and how often."""

    on = forms.BooleanField(label=gettext_lazy("Demander leur avis aux habitants"), required=False)
    share = forms.IntegerField(
        label=gettext_lazy("Après combien d’accompagnements sur 100"), min_value=1, max_value=100
    )


def organisations_of(reach: Reach) -> "QuerySet[Organisation]":
    """The organisations whose residents' voice one hears."""
    return reach.limit(Organisation.objects.filter(sites__isnull=False).distinct(), "pk").order_by("name")


def coordinated(reach: Reach) -> "QuerySet[Organisation]":
    """Those whose remarks one reads first, and for which one decides."""
    rows = Organisation.objects.filter(sites__isnull=False).distinct().order_by("name")
    if reach.holds(Kind.METRO_COORDINATOR):
        return rows
    return rows.filter(pk__in=reach.organisations(Kind.COORDINATOR))


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Avis des habitants"), under=Under.FIGURES))
def surveys(request: HttpRequest) -> HttpResponse:
    """Satisfaction with its response rate, and what people would change; nothing where too few have answered."""
    return _page(request, {})


def _page(request: HttpRequest, sent: dict[int, Compared[SettingForm]]) -> HttpResponse:
    """`sent`: the setting of an organisation that was sent and not stored."""
    reach = reach_of(request)
    mine = list(organisations_of(reach).values_list("pk", flat=True))
    first, last = _twelve_months(timezone.localdate())
    said = satisfaction(voice_between(None if reach.territory_wide else mine, first, last))
    remarks = SurveyAnswer.objects.filter(organisation__in=mine, month__gte=first, state=_Comment.ACCEPTED)
    context = {
        "said": said,
        "least": LEAST_ANSWERS,
        "questions": [
            (_("Comment s’est passé le rendez-vous ou l’atelier"), said.went),
            (_("Explications claires"), said.clear),
        ],
        "first": first,
        "last": last,
        # (By month, and within it in no order: the key is drawn.)
        "remarks": remarks.exclude(shown="").order_by("-month", "pk")[:_REMARKS] if said.shown else [],
        "settings": _settings(reach, sent),
        "at_a_desk": reach.holds(*AT_A_DESK),
        "reads": reach.holds(*COORDINATORS),
    }
    status = max((look.status for look in sent.values()), default=200)
    return render(request, "staff/surveys/surveys.html", context, status=status)


def _settings(reach: Reach, sent: dict[int, Compared[SettingForm]]) -> list[dict[str, object]]:
    rows = list(coordinated(reach).select_related("survey_setting")) if reach.holds(*COORDINATORS) else []
    looks = ((row, sent.get(row.pk) or _setting(row, None)) for row in rows)
    return [{"organisation": row, "form": look.form, **look.context} for row, look in looks]


def _setting(row: Organisation, typed: QueryDict | None) -> Compared[SettingForm]:
    return compared(lambda data: SettingForm(data, initial=_said(row), prefix=f"o{row.pk}"), typed)


def _said(organisation: Organisation) -> dict[str, object]:
    setting = getattr(organisation, "survey_setting", None)
    return {"on": setting.on, "share": setting.share} if setting else {"on": True, "share": 100}


@require_POST
@never_cache
@staff(*COORDINATORS)
@traced(Trace.Kind.SETTING_CHANGED, about="organisation", changes=True)
@one_at_a_time
def survey_setting(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks more, fewer, or nobody."""
    organisation = get_object_or_404(coordinated(reach_of(request)), pk=pk)
    look = _setting(organisation, request.POST)
    if look.meanwhile or not look.form.is_valid():
        return _page(request, {pk: look})
    SurveySetting.objects.update_or_create(organisation=organisation, defaults=look.form.cleaned_data)
    messages.success(request, _("C’est enregistré."))
    return redirect("staff_surveys")


@require_POST
@never_cache
@staff(*RECEPTION)
def survey_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The three questions on paper with a code: shown once, for it is stored nowhere in the clear."""
    appointment = appointment_or_404(request, pk)
    try:
        code = give_code(appointment.pk, by=actor(request), now=timezone.now())
    except SurveyOver:
        messages.error(request, _("Pas de code pour ce rendez-vous."))
        return redirect("staff_appointment", pk)
    return _sheets(request, [code], back=reverse("staff_day"))


@require_POST
@never_cache
@staff(*RECEPTION)
def workshop_sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet for each registered person who came to a workshop; nobody notes who gets which."""
    date = date_or_404(request, pk)
    try:
        codes = give_codes(date.pk, now=timezone.now())
    except SurveyOver:
        messages.error(request, _("Pas de feuille à donner pour cet atelier."))
        return redirect("staff_workshop", date.workshop_id)
    back = reverse("staff_workshop", args=[date.workshop_id])
    return _sheets(request, codes, back=back, workshop=True)


def _sheets(request: HttpRequest, codes: Sequence[str], *, back: str, workshop: bool = False) -> HttpResponse:
    """The codes are shown once: nothing in the clear is kept of them."""
    address = f"{settings.PUBLIC_URL}{reverse('survey_code')}"
    context = {
        "codes": [f"{code[:4]} {code[4:]}" for code in codes],
        "address": address,
        "square": square(address),
        "workshop": workshop,
        "phone": Territory.current().phone,
        "back": back,
    }
    return render(request, "staff/surveys/sheet.html", context)


def _twelve_months(today: date) -> tuple[date, date]:
    this = today.replace(day=1)
    return this.replace(year=this.year - 1), this
