"""How a session went: three questions behind a link, or a code on paper. No account, no name, no cookie."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.answer_survey import answer_survey
from bookings.errors import SurveyOver, TooManyTries
from bookings.models import SurveyAnswer, SurveyRequest
from bookings.people.tries import note_try, refuse_too_many
from bookings.public.same_origin import same_origin
from bookings.public.survey_form import CodeForm, SurveyForm
from bookings.public.views.appointment import unlisted
from bookings.surveys.links import request_of_code, request_of_token
from mediation.access import public

_TRIES, _WITHIN = 300, timedelta(hours=1)
"""Wrong codes in an hour, of everybody together: a code is one of a hundred million, and no address stands for a person."""
_Channel = SurveyAnswer.Channel


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The three questions behind a link. Opening it changes nothing."""
    asked = request_of_token(token, now=timezone.now())
    if asked is None:
        return unlisted(render(request, "public/survey_over.html", status=410))
    form = SurveyForm(
        request.POST if request.method == "POST" else None, workshop=asked.appointment_id is None
    )
    if request.method == "POST" and form.is_valid():
        return _taken(request, asked, form, _Channel.LINK, "survey_thanks")
    status = 400 if form.errors else 200
    return unlisted(render(request, "public/survey.html", {"form": form}, status=status))


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def survey_code(request: HttpRequest) -> HttpResponse:
    """The same with the code of a sheet, at home."""
    return _by_code(request, _Channel.LINK, "survey_thanks", tablet=False)


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def survey_tablet(request: HttpRequest) -> HttpResponse:
    """The same on the tablet of a desk: nothing else, and no way to anything else."""
    return _by_code(request, _Channel.TABLET, "survey_tablet_thanks", tablet=True)


@public
@require_safe
def survey_thanks(request: HttpRequest) -> HttpResponse:
    """Thanks. The address says nothing of whose."""
    return unlisted(render(request, "public/survey_thanks.html"))


@public
@require_safe
def survey_tablet_thanks(request: HttpRequest) -> HttpResponse:
    """Thanks, and the way to the page for whoever comes next."""
    return unlisted(render(request, "public/survey_thanks.html", {"tablet": True}))


def _by_code(request: HttpRequest, channel: str, thanks: str, *, tablet: bool) -> HttpResponse:
    """First the code, then the questions; the code goes with them in the form, never in an address."""
    code_form = CodeForm(request.POST if request.method == "POST" else None)
    asked = _asked_by(code_form) if request.method == "POST" and code_form.is_valid() else None
    if asked is None:
        context = {"form": code_form, "tablet": tablet}
        status = 400 if code_form.errors else 200
        return unlisted(render(request, "public/survey_code.html", context, status=status))
    answering = "answer" in request.POST
    form = SurveyForm(request.POST if answering else None, workshop=asked.appointment_id is None)
    if answering and form.is_valid():
        return _taken(request, asked, form, channel, thanks)
    context = {"form": form, "code": code_form.cleaned_data["code"], "tablet": tablet}
    return unlisted(render(request, "public/survey.html", context, status=400 if form.errors else 200))


def _asked_by(form: CodeForm) -> SurveyRequest | None:
    """The request behind a code; wrong codes are counted."""
    now = timezone.now()
    try:
        refuse_too_many("survey code", "all", limit=_TRIES, within=_WITHIN, now=now)
    except TooManyTries:
        form.add_error(None, _("Trop d’essais. Réessayez plus tard."))
        return None
    found = request_of_code(form.cleaned_data["code"], now=now)
    if found is None:
        note_try("survey code", "all", now=now)
        form.add_error("code", _("Ce code ne va pas, ou il a déjà servi."))
    return found


def _taken(
    request: HttpRequest, asked: SurveyRequest, form: SurveyForm, channel: str, thanks: str
) -> HttpResponse:
    try:
        answer_survey(asked.pk, channel=channel, now=timezone.now(), **form.cleaned_data)
    except SurveyOver:
        return unlisted(render(request, "public/survey_over.html", status=410))
    return unlisted(redirect(thanks))
