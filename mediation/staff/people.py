"""People and roles: who works where, who is invited, and taking up an invitation."""

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from mediation.access import (
    COORDINATORS,
    PEOPLE_MANAGERS,
    InMenu,
    Kind,
    Reach,
    has_second_step,
    reach_of,
    sign_in_page,
    staff,
)
from mediation.actions.accept_invitation import accept_invitation, account_of, standing
from mediation.actions.invite import invite, may_give, token_hash
from mediation.actions.withdraw_role import revoke_invitation, withdraw_role
from mediation.crypto import every_hash
from mediation.errors import AlreadyHeld, InvitationOver, NotTheInvitedPerson, NotYoursToGive, OwnRole
from mediation.models import Invitation, Mediator, Organisation, Role, User
from mediation.staff.forms import AcceptForm, InviteForm
from mediation.staff.inviting import send_invitation

_PENDING = "invitation"


@require_safe
@staff(*PEOPLE_MANAGERS, menu=InMenu(gettext_lazy("Équipes")))
def people(request: HttpRequest) -> HttpResponse:
    """Who holds which role, by organisation, and the invitations that were not used yet."""
    return render(request, "staff/team/people.html", _people(reach_of(request)))


@staff(*PEOPLE_MANAGERS)
def invite_somebody(request: HttpRequest) -> HttpResponse:
    """Invite by e-mail; the link is also shown, this once, to hand over otherwise."""
    reach = reach_of(request)
    form = InviteForm(request.POST or None, reach=reach, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = invite(**form.cleaned_data, by=reach, now=timezone.now())
        except AlreadyHeld:
            form.add_error("email", _("Cette personne a déjà ce rôle."))
        else:
            link = settings.PUBLIC_URL + reverse("staff_open_invitation", args=[token])
            sent = send_invitation(invitation, link)
            return render(
                request, "staff/team/invited.html", {"invitation": invitation, "link": link, "sent": sent}
            )
    return render(request, "staff/team/invite.html", {"form": form})


@require_POST
@staff(*PEOPLE_MANAGERS)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    reach = reach_of(request)
    pending = reach.limit_people(Invitation.objects.filter(accepted_at__isnull=True))
    invitation = get_object_or_404(pending, pk=pk)
    try:
        revoke_invitation(invitation=invitation, by=reach)
        messages.success(request, _("L’invitation est annulée : son lien ne marche plus."))
    except NotYoursToGive:
        messages.error(request, _("Ce rôle n’est pas le vôtre à donner ni à retirer."))
    return redirect("staff_people")


@require_POST
@staff(*PEOPLE_MANAGERS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    reach = reach_of(request)
    role = get_object_or_404(reach.limit_people(Role.objects.select_related("organisation", "user")), pk=pk)
    receiving = _receiving(role)
    if receiving is not None and reach.holds(*COORDINATORS):
        messages.info(
            request,
            _(
                "Cette personne reçoit encore : dites d’abord ce que deviennent ses plages et ses rendez-vous."
            ),
        )
        return redirect("staff_departure", receiving.pk)
    try:
        withdraw_role(role=role, by=reach)
        messages.success(request, _("Le rôle est retiré. Il ne donne plus accès à rien, dès maintenant."))
        if receiving is not None:
            messages.warning(
                request,
                _(
                    "Ses plages restent ouvertes à la réservation. La coordination de sa structure décide de la suite, "
                    "dans « Équipes »."
                ),
            )
    except OwnRole:
        messages.error(request, _("On ne retire pas son propre rôle : demandez à une autre personne."))
    except NotYoursToGive:
        messages.error(request, _("Ce rôle n’est pas le vôtre à donner ni à retirer."))
    return redirect("staff_people")


@never_cache
@sign_in_page
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token out of the address bar, the history and the Referer; opening changes nothing else."""
    # A session keeps text: under each key while they are changed.
    request.session[_PENDING] = ",".join(every_hash(token_hash(token)))
    return redirect("staff_invitation")


@never_cache
@sensitive_post_parameters("password")
@sign_in_page
def invitation(request: HttpRequest) -> HttpResponseBase:
    """Choose a name and a password; or, with an account already, sign in and accept."""
    try:
        invited = standing(request.session.get(_PENDING, ""), now=timezone.now())
    except InvitationOver:
        return render(request, "staff/team/invitation_over.html", status=410)
    account = account_of(invited)
    if account is not None and request.user != account:
        return _sign_in_first(request)
    form = AcceptForm(request.POST or None, invitation=invited) if account is None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return _accept(request, form)
    return render(request, "staff/team/invitation.html", {"invitation": invited, "form": form})


def _accept(request: HttpRequest, form: AcceptForm | None) -> HttpResponseBase:
    chosen: dict[str, Any] = form.cleaned_data if form else {"name": "", "password": ""}
    try:
        user = accept_invitation(
            token_hash=request.session.pop(_PENDING),
            signed_in=request.user if isinstance(request.user, User) else None,
            now=timezone.now(),
            **chosen,
        )
    except (InvitationOver, NotTheInvitedPerson):
        return render(request, "staff/team/invitation_over.html", status=410)
    if form is None:
        messages.success(request, _("Votre nouveau rôle est actif."))
        return redirect("staff_home")
    return perform_login(request, user, email_verification="none")  # type: ignore[no-any-return]


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return render(request, "staff/team/invitation_other.html", status=403)
    messages.info(request, _("Vous avez déjà un compte : connectez-vous pour accepter l’invitation."))
    return redirect_to_login(reverse("staff_invitation"))


def _receiving(role: Role) -> Mediator | None:
    """The mediator who loses the role, while openings of theirs go on."""
    if role.kind != Kind.MEDIATOR:
        return None
    going_on = Q(openings__last_day__isnull=True) | Q(openings__last_day__gte=timezone.localdate())
    return Mediator.objects.filter(going_on, user=role.user_id, openings__isnull=False).first()


def _people(reach: Reach) -> dict[str, Any]:
    roles = Role.objects.select_related("user").annotate(second=has_second_step("user"))
    roles = roles.order_by("user__name", "user__email", "kind")
    pending = Invitation.objects.filter(accepted_at__isnull=True).order_by("email")
    organisations = reach.limit_people(Organisation.objects.all(), "pk").prefetch_related(
        Prefetch("roles", roles), Prefetch("invitation_set", pending), "mediators"
    )
    groups: list[dict[str, Any]] = [
        {
            "organisation": each,
            "roles": _with_rights(each.roles.all(), each, reach),
            "invitations": each.invitation_set.all(),
            "mediators": each.mediators.all(),
        }
        for each in organisations
    ]
    if reach.manages_people_of(None):
        territory: dict[str, Any] = {
            "organisation": None,
            "roles": _with_rights(roles.filter(organisation__isnull=True), None, reach),
            "invitations": pending.filter(organisation__isnull=True),
        }
        groups.insert(0, territory)
    return {"groups": groups, "now": timezone.now(), "decides": reach.holds(*COORDINATORS)}


def _with_rights(roles: Any, organisation: Organisation | None, reach: Reach) -> list[tuple[Role, bool]]:
    """Each role, and whether this person may take it back."""
    own = reach.user.pk if reach.user else None
    return [(role, role.user_id != own and may_give(reach, role.kind, organisation)) for role in roles]
