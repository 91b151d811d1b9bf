"""Forms of the people pages."""

from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from mediation.access import Reach
from mediation.actions.invite import kinds_to_give, may_give
from mediation.models import Invitation, Organisation, Role, User


class InviteForm(forms.Form):
    """Whom to invite, to which role, where; only what `reach` may hand out is offered."""

    name = forms.CharField(label=_("Prénom et nom"), max_length=120)
    email = forms.EmailField(label=_("Adresse électronique"), max_length=254)
    kind = forms.ChoiceField(label=_("Rôle"))
    organisation = forms.ModelChoiceField(
        label=_("Structure"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Tout le territoire"),
        help_text=_("Les rôles de territoire n’ont pas de structure."),
    )

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        self.order_fields(["name", "email", "organisation", "kind"])
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = [(each.value, each.label) for each in kinds_to_give(reach)]
        organisation = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        organisation.queryset = reach.limit_people(Organisation.objects.all(), "pk")
        if not reach.manages_people_of(None):
            organisation.required, organisation.empty_label = True, None
            organisation.help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, organisation = cleaned.get("kind"), cleaned.get("organisation")
        if kind and "organisation" not in self.errors and not may_give(self.reach, kind, organisation):
            if kind in Role.TERRITORY_WIDE:
                self.add_error("organisation", _("Ce rôle vaut pour tout le territoire : laissez ce choix."))
            else:
                self.add_error("organisation", _("Choisissez la structure où ce rôle s’exerce."))
        return cleaned


class AcceptForm(forms.Form):
    """What somebody invited chooses: how they are named, and a password."""

    name = forms.CharField(label=_("Prénom et nom"), max_length=120, help_text=_("Vos collègues le verront."))
    password = forms.CharField(
        label=_("Choisissez un mot de passe"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Au moins 12 caractères. Une phrase de plusieurs mots convient très bien."),
        strip=False,
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["name"].initial = invitation.name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.invitation.email, name=self.data.get("name", "")))
        return password
