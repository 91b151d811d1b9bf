"""Setting up who refers people: partner organisations, their teams, known addresses, and the people who sign in."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mediation.access import PEOPLE_MANAGERS, InMenu, Kind, Reach, Under, has_second_step, reach_of, staff
from mediation.actions.invite import invite
from mediation.actions.partners import add_domain, add_partner, add_team, change_team, drop_domain, drop_team
from mediation.actions.withdraw_role import revoke_invitation, withdraw_role
from mediation.errors import (
    AlreadyHeld,
    DomainTaken,
    NotADomain,
    NotYoursToGive,
    OwnRole,
    PeopleError,
    TeamInUse,
)
from mediation.models import Invitation, Organisation, PartnerDomain, Role, Team, Trace
from mediation.staff.inviting import send_invitation
from mediation.traces.pages import traced


class NameForm(forms.Form):
    """A partner organisation, by its name."""

    name = forms.CharField(label=gettext_lazy("Nom de la structure"), max_length=160)


class PartnerInviteForm(forms.Form):
    """Whom to invite to refer for one organisation."""

    name = forms.CharField(label=gettext_lazy("Prénom et nom"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Adresse électronique"), max_length=254)
    team = forms.ModelChoiceField(
        label=gettext_lazy("Équipe"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("Toute la structure"),
    )

    def __init__(self, *args: object, partner: Organisation) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["team"].queryset = partner.teams.all()  # type: ignore[attr-defined]


# What goes wrong, in words.
_REFUSED: dict[type[PeopleError], Promise] = {
    NotYoursToGive: gettext_lazy("Cette structure a sa propre coordination : demandez-lui."),
    NotADomain: gettext_lazy(
        "Écrivez ce qui suit le @ des adresses de la structure, par exemple ccas.exemple.fr."
    ),
    DomainTaken: gettext_lazy("Ces adresses sont déjà celles d’un autre partenaire."),
    TeamInUse: gettext_lazy("Des personnes sont dans cette équipe : changez d’abord leur équipe."),
    OwnRole: gettext_lazy("On ne retire pas son propre rôle : demandez à une autre personne."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*PEOPLE_MANAGERS, menu=InMenu(gettext_lazy("Partenaires"), under=Under.PARTNERS))
@traced(Trace.Kind.SETTING_CHANGED, changes=True)
def partners(request: HttpRequest) -> HttpResponse:
    """Who refers people here, and adding an organisation."""
    reach = reach_of(request)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_partner(name=form.cleaned_data["name"], by=reach)
        except NotYoursToGive:
            form.add_error("name", str(_REFUSED[NotYoursToGive]))
        else:
            messages.success(request, _("La structure oriente : invitez maintenant ses professionnels."))
            return (
                redirect("staff_partner", added.pk) if _sets_up(reach, added) else redirect("staff_partners")
            )
    people = Count("roles", filter=Q(roles__kind=Kind.PARTNER), distinct=True)
    rows = reach.limit_partners(Organisation.objects.all()).annotate(
        people=people, team_count=Count("teams", distinct=True), domain_count=Count("domains", distinct=True)
    )
    status = 422 if form.errors else 200
    return render(request, "staff/partners/partners.html", {"rows": rows, "form": form}, status=status)


def _sets_up(reach: Reach, organisation: Organisation) -> bool:
    return reach.limit_partners(Organisation.objects.filter(pk=organisation.pk)).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*PEOPLE_MANAGERS)
@traced(Trace.Kind.SETTING_CHANGED, about="organisation", changes=True)
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: its people, teams and addresses; each form of the page says what it does (`action`)."""
    reach = reach_of(request)
    organisation = get_object_or_404(reach.limit_partners(Organisation.objects.all()), pk=pk)
    form = PartnerInviteForm(partner=organisation)
    if request.method == "POST":
        if request.POST.get("action") == "inviter":
            form = PartnerInviteForm(request.POST, partner=organisation)
            if (answer := _invited(request, form, organisation, reach)) is not None:
                return answer
        else:
            _changed(request, organisation, reach)
            return redirect("staff_partner", pk)
    roles = organisation.roles.filter(kind=Kind.PARTNER).select_related("user", "team")
    context = {
        "partner": organisation,
        "form": form,
        "roles": roles.annotate(second=has_second_step("user")).order_by("user__name", "pk"),
        "invitations": organisation.invitation_set.filter(kind=Kind.PARTNER, accepted_at__isnull=True),
        "teams": organisation.teams.annotate(people=Count("roles")),
        "domains": organisation.domains.all(),
        "now": timezone.now(),
        "coordinates": organisation.pk in reach.organisations(Kind.COORDINATOR),
    }
    return render(request, "staff/partners/partner.html", context, status=422 if form.errors else 200)


def _invited(
    request: HttpRequest, form: PartnerInviteForm, organisation: Organisation, reach: Reach
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        invitation, token = invite(
            **form.cleaned_data, kind=Kind.PARTNER, organisation=organisation, by=reach, now=timezone.now()
        )
    except AlreadyHeld:
        form.add_error("email", _("Cette personne a déjà ce rôle."))
        return None
    link = settings.PUBLIC_URL + reverse("staff_open_invitation", args=[token])
    sent = send_invitation(invitation, link)
    context = {"invitation": invitation, "link": link, "sent": sent, "partner": organisation}
    return render(request, "staff/team/invited.html", context)


def _changed(request: HttpRequest, organisation: Organisation, reach: Reach) -> None:
    typed = request.POST.get("valeur", "").strip()[:190]
    pk = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
    verbs: dict[str, Callable[[], object]] = {
        "equipe": lambda: typed and add_team(partner=organisation, name=typed[:120], by=reach),
        "sans-equipe": lambda: drop_team(
            team=get_object_or_404(Team, organisation=organisation, pk=pk), by=reach
        ),
        "domaine": lambda: add_domain(partner=organisation, domain=typed, by=reach),
        "sans-domaine": lambda: drop_domain(
            domain=get_object_or_404(PartnerDomain, organisation=organisation, pk=pk), by=reach
        ),
    }
    verb = verbs.get(request.POST.get("action", ""))
    if verb is not None:
        _try(request, verb, _("C’est enregistré."))


def _try(request: HttpRequest, verb: Callable[[], object], done: str) -> None:
    try:
        verb()
    except PeopleError as refused:
        messages.error(request, str(_REFUSED.get(type(refused), _("Ce n’est pas possible."))))
    else:
        messages.success(request, done)


@require_POST
@staff(*PEOPLE_MANAGERS)
def person_changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the role of somebody who refers back, or has them change teams."""
    reach = reach_of(request)
    mine = reach.limit_partners(Organisation.objects.all()).values("pk")
    roles = Role.objects.filter(kind=Kind.PARTNER, organisation__in=mine).select_related(
        "organisation", "user"
    )
    role = get_object_or_404(roles, pk=pk)
    partner_id = role.organisation_id
    if request.POST.get("action") == "retirer":
        _try(request, lambda: withdraw_role(role=role, by=reach), _("Le rôle est retiré."))
    else:
        typed = request.POST.get("team", "")
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None
        team = get_object_or_404(Team, organisation=partner_id, pk=number) if number else None
        _try(request, lambda: change_team(role=role, team=team, by=reach), _("L’équipe est enregistrée."))
    return redirect("staff_partner", partner_id)


@require_POST
@staff(*PEOPLE_MANAGERS)
def invitation_revoked(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an invitation to refer back."""
    reach = reach_of(request)
    mine = reach.limit_partners(Organisation.objects.all()).values("pk")
    pending = Invitation.objects.filter(kind=Kind.PARTNER, accepted_at__isnull=True, organisation__in=mine)
    invitation = get_object_or_404(pending, pk=pk)
    _try(
        request,
        lambda: revoke_invitation(invitation=invitation, by=reach),
        _("L’invitation est annulée : son lien ne marche plus."),
    )
    return redirect("staff_partner", invitation.organisation_id)
