"""Where django-allauth is told how this service signs people in."""

import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mediation.access import SECOND_STEP, reach_of_user
from mediation.crypto import decrypt, encrypt
from mediation.models import Territory
from mediation.proconnect import asking
from mediation.sessions import devices, listed
from mediation.sessions.browsers import device_named
from mediation.staff.open_sessions import tell_of_new_device

log = logging.getLogger(__name__)

_UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves; a device remembers who worked on it today."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        now = timezone.now()
        if not devices.is_known(request, user):
            tell_of_new_device(user, device_named(request.headers.get("User-Agent", "")), now=now)
        listed.still_open(request, renew=True, now=now)
        devices.make_known(request, response, user, now=now)
        devices.remember(request, response, user, now=now)
        return response

    def logout(self, request: HttpRequest) -> None:
        listed.leave(request)
        super().logout(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Whoever came by ProConnect leaves there too: at a shared desk the next person would come in as them."""
        return asking.address_to_leave(request) or reverse("staff_switch")

    def reauthenticate(self, user: Any, password: str) -> bool:
        """The e-mail address is the user's own column here, not only a row of allauth's."""
        found = self.authenticate(current.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Somebody who signed in a moment ago has just shown who they are."""
        proofs = current.request.session.get("account_authentication_methods", [])
        latest = max((proof["at"] for proof in proofs), default=0.0)
        return bool(time.time() - latest >= account_settings.REAUTHENTICATION_TIMEOUT)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """The page that follows a sign-in says enough by itself."""
        template = kwargs.get("message_template") or (args[0] if args else None)
        if template not in _UNSAID:
            super().add_message(request, level, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down must not tell known addresses from unknown ones by an error."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as failure:
            log.error("An account e-mail could not be sent: %s", type(failure).__name__)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted at rest; a compulsory second step cannot be taken off."""

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        return Territory.current().service_name

    def _get_site_name(self) -> str:
        return Territory.current().service_name

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays while the person holds a role that needs it."""
        if not settings.MFA_COMPULSORY or not reach_of_user(authenticator.user).holds(*SECOND_STEP):
            return True
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user=authenticator.user, type__in=kinds)
        return bool(others.exclude(pk=authenticator.pk).exists())
