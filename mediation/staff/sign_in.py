"""Pages around signing in: where to begin, the second step, changing hands, a form kept meanwhile."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from mediation.access import Kind, public, reach_of, sign_in_page, signed_in
from mediation.first_steps import missing_everywhere
from mediation.models import KeptForm
from mediation.sessions import devices, kept_forms
from mediation.staff.menu import entries_for


@public
def not_offered(request: HttpRequest) -> HttpResponse:
    """An address of the sign-in library that this service does not use."""
    raise Http404


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page of one's menu; for operators of a service nobody can book yet, what is missing.

    Whoever has no role reads whom to ask.
    """
    reach = reach_of(request)
    if reach.needs_second_step:
        return redirect("staff_second_step")
    if reach.holds(Kind.OPERATOR) and missing_everywhere(timezone.localdate()):
        return redirect("staff_first_steps")
    entries = entries_for(reach)
    if entries:
        return redirect(entries[0].name)
    return render(request, "staff/sign_in/no_role.html", status=403)


@require_safe
@signed_in
def second_step(request: HttpRequest) -> HttpResponse:
    """Why a second step, and the two ways to set one up."""
    reach = reach_of(request)
    if reach.has_second_step:
        return redirect("mfa_index")
    return render(request, "staff/sign_in/second_step.html", {"compulsory": reach.needs_second_step})


class SwitchForm(LoginForm):  # type: ignore[misc]
    """Signing in by choosing oneself among those who used this device today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = devices.people(self.request)
        self.fields["login"] = forms.ChoiceField(
            label=_("Qui êtes-vous ?"),
            choices=[(str(user.pk), str(user)) for user in self.people],
            widget=forms.RadioSelect,
            initial=str(self.people[0].pk) if len(self.people) == 1 else None,
        )
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """The address that goes with the chosen name: allauth goes on from there."""
        chosen = self.cleaned_data["login"]
        return next(user.email for user in self.people if str(user.pk) == chosen)


class SwitchView(LoginView):  # type: ignore[misc]
    """Who takes over this device? Same checks, limits and second step as the ordinary sign-in."""

    template_name = "staff/sign_in/switch.html"

    def get_form_class(self) -> type[SwitchForm]:
        return SwitchForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not devices.people(request):
            return redirect("account_login")
        return super().get(request, *args, **kwargs)  # type: ignore[no-any-return]


@sign_in_page
# Nothing is lost if another site presses it, and whoever only looks keeps no cookie.
@csrf_exempt
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """The language, on this device, of pages whose addresses carry none; from their form for it."""
    return set_language(request)


switch = sign_in_page(SwitchView.as_view())


@never_cache
@signed_in
def kept_form(request: HttpRequest, kept_id: str) -> HttpResponse:
    """What was typed before the session ended: send it now, look at it again, or throw it away."""
    kept = kept_forms.kept_for(request, kept_id, now=timezone.now())
    if kept is None:
        messages.info(
            request, _("Ce que vous aviez écrit n’est plus gardé, ou appartient à une autre personne.")
        )
        return redirect("staff_home")
    if request.method == "POST":
        kept.delete()
        return redirect("staff_home")
    return render(request, "staff/sign_in/kept_form.html", _what_was_kept(kept))


def _what_was_kept(kept: KeptForm) -> dict[str, Any]:
    typed = kept_forms.typed_in(kept)
    pairs = [(name, value) for name, values in typed.lists() for value in values]
    return {
        "kept": kept,
        "pairs": pairs,
        "texts": [value for _name, value in pairs if any(letter.isalpha() for letter in value)],
        "again": kept_forms.address_to_fill_in_again(kept),
    }
