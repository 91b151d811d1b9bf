"""The library's second-step forms, in this service's words."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

_KEYPAD = {"autocomplete": "one-time-code", "inputmode": "numeric", "placeholder": ""}


class ActivateForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an application that was just set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Les six chiffres de l’application")
        self.fields["code"].widget.attrs.update(_KEYPAD)


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """A code of the application, or a recovery code, at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.update(_KEYPAD)


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The same, before one changes the security of one's account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.update(_KEYPAD)


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey; it replaces the password unless one says otherwise."""

    name = forms.CharField(
        label=_("Nom de la clé"),
        required=False,
        help_text=_("Pour la reconnaître : « mon téléphone », « clé bleue »."),
    )
    passwordless = forms.BooleanField(
        label=_("Entrer avec cette clé seule, sans mot de passe"),
        required=False,
        initial=True,
        help_text=_("L’appareil vérifie alors que c’est vous : empreinte, visage ou code."),
    )
