"""At the desk: what stands on paper is typed in, and a tablet is opened for residents."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.answer_survey import answer_survey
from bookings.errors import SurveyOver
from bookings.models import SurveyAnswer
from bookings.public.survey_form import CodeForm, SurveyForm
from bookings.staff.surveys.pages import AT_A_DESK
from bookings.surveys.links import request_of_code
from mediation.access import staff


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*AT_A_DESK)
def survey_paper(request: HttpRequest) -> HttpResponse:
    """The code and the answers of a sheet. Nothing says whose it is, to the desk neither."""
    code, form = CodeForm(request.POST or None), SurveyForm(request.POST or None)
    if request.method == "POST" and code.is_valid() & form.is_valid():
        now = timezone.now()
        asked = request_of_code(code.cleaned_data["code"], now=now)
        try:
            if asked is None:
                raise SurveyOver
            answer_survey(asked.pk, channel=SurveyAnswer.Channel.PAPER, now=now, **form.cleaned_data)
        except SurveyOver:
            code.add_error("code", _("Ce code ne va pas, ou il a déjà servi."))
        else:
            messages.success(request, _("C’est noté. Vous pouvez détruire la feuille."))
            return redirect("staff_survey_paper")
    status = 422 if code.errors or form.errors else 200
    return render(request, "staff/surveys/paper.html", {"code_form": code, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*AT_A_DESK)
def survey_tablet_opened(request: HttpRequest) -> HttpResponse:
    """Hands this device to residents: whoever has opened it is signed out, and signs in again to come back."""
    if request.method != "POST":
        return render(request, "staff/surveys/tablet.html")
    logout(request)
    answer = redirect("survey_tablet")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer
