"""What the team types about a referral: why not, to whom instead, at which place; and an organisation's rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import Referral, ReferralRules
from bookings.referrals.reasons import Reason
from mediation.models import Organisation, Site


class RefuseForm(forms.Form):
    """A reason of the list and a sentence: both, as on every channel."""

    reason = forms.ChoiceField(label=_("Raison"), choices=[("", _("à choisir")), *Reason.choices])
    sentence = forms.CharField(
        label=_("En une phrase, pour la personne qui oriente"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RerouteForm(forms.Form):
    """Another organisation, and one of its places if it must be that one."""

    organisation = forms.ModelChoiceField(
        label=_("À quelle structure ?"), queryset=Organisation.objects.none(), empty_label=_("à choisir")
    )
    site = forms.ModelChoiceField(
        label=_("À quel lieu ?"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=_("n’importe lequel de ses lieux"),
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Site.objects.open_to_residents().places().exclude(organisation=referral.organisation_id)
        receiving = Organisation.objects.filter(pk__in=sites.order_by().values("organisation"))
        self.fields["organisation"].queryset = receiving.order_by("name")  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A place that is not the organisation's is refused where it was chosen."""
        said = super().clean() or {}
        site, organisation = said.get("site"), said.get("organisation")
        if site and organisation and site.organisation_id != organisation.pk:
            self.add_error("site", _("Ce lieu n’est pas de cette structure."))
        return said


class AssignForm(forms.Form):
    """One of the organisation's own places, or any."""

    site = forms.ModelChoiceField(
        label=_("Attendue à quel lieu ?"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=_("n’importe lequel de nos lieux"),
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"site": referral.site_id}, **kwargs})
        sites = Site.objects.open_to_residents().places().filter(organisation=referral.organisation_id)
        self.fields["site"].queryset = sites.order_by("name")  # type: ignore[attr-defined]


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs' class takes no argument at run time
    """How an organisation receives referrals."""

    class Meta:
        model = ReferralRules
        fields = ("accept_at_once", "shows", "first_chaser_days", "second_chaser_days", "expires_days")

    def clean(self) -> dict[str, Any]:
        """The second reminder comes after the first, and both before the end."""
        said: dict[str, Any] = super().clean() or {}
        days = [said.get(name) for name in ("first_chaser_days", "second_chaser_days", "expires_days")]
        if all(day is not None for day in days):
            first, second, end = days
            if not 1 <= first < second < end:  # type: ignore[operator]
                raise forms.ValidationError(
                    _("La première relance vient avant la seconde, et la seconde avant l’échéance.")
                )
        return said
