"""The set-up pages (Django's admin): for operators only, behind the same sign-in and second step."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _


class OperatorAdminConfig(AdminConfig):
    """Makes `SetUpSite` the admin everybody registers with."""

    default_site = "mediation.admin_site.SetUpSite"


class SetUpSite(AdminSite):
    """Django's own permissions play no part: holding the operator role is what counts."""

    site_header = _("Réglages")
    site_title = _("Réglages")
    index_title = _("Ce sur quoi le service repose")
    site_url = "/equipe/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether an operator with a second step is asking, in a session that has not ended."""
        # Loaded late: the admin is an application of Django's, set up before models can be read.
        from mediation.access import Kind, may_enter

        return may_enter(request, Kind.OPERATOR)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To the service's own sign-in, or second step; whoever is signed in without the role is refused."""
        from mediation.access import Kind, reach_of
        from mediation.sessions import kept_forms

        if not request.user.is_authenticated:
            return kept_forms.lead_back(request)
        if not reach_of(request).holds(Kind.OPERATOR):
            raise PermissionDenied
        return redirect("staff_second_step")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """To the page where the next person takes over."""
        logout(request)
        return redirect("staff_switch")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """To the one page where a password is changed."""
        return redirect("account_change_password")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the set-up goes through the door of every other staff page."""
        from mediation.access import Kind, staff

        return staff(Kind.OPERATOR)(super().admin_view(view, cacheable))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's addresses, each declaring its access like every other page."""
        from mediation.access import sign_in_page

        patterns: list[URLPattern | URLResolver] = super().get_urls()
        _declare_all(patterns)
        for pattern in patterns:
            if isinstance(pattern, URLPattern) and pattern.name == "login":
                pattern.callback = sign_in_page(lambda request: self.login(request))
        return patterns


def _declare_all(patterns: list[URLPattern | URLResolver]) -> None:
    from mediation.access import Access, InMenu, Kind

    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _declare_all(pattern.url_patterns)
        elif pattern.name != "login":
            menu = InMenu(_("Réglages")) if pattern.name == "index" else None
            pattern.callback.access = Access("staff", (Kind.OPERATOR,), menu)  # type: ignore[attr-defined]
