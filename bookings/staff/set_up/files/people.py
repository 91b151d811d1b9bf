"""A line about somebody who works here: a mediator who receives, and a role to take up by invitation."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.sheets.columns import plain
from bookings.staff.set_up.asked import Asked
from bookings.staff.set_up.files.answers import Answers, CellRefused, chosen
from bookings.staff.set_up.files.line import Done, Fate, LineRefused, called, organisation_of, stored
from bookings.staff.set_up.kinds import MEDIATORS
from mediation.access import Kind, Reach
from mediation.actions.invite import invite, kinds_to_give
from mediation.errors import AlreadyHeld
from mediation.models import Invitation, Organisation, Role
from mediation.staff.forms import InviteForm
from mediation.staff.inviting import send_invitation

KEY = ("structure", "nom", "role", "courriel")
_SHORT = {
    "coordination": Kind.COORDINATOR.value,
    "coordinator": Kind.COORDINATOR.value,
    "mediatrice": Kind.MEDIATOR.value,
}


def write(answers: Answers, reach: Reach, now: datetime) -> Done:
    """Makes or changes the mediator of that name, and invites whoever has an address. Raises `LineRefused`."""
    kind = answers.read("role", lambda typed: _kind(typed, reach)) or Kind.MEDIATOR.value
    owner = None if kind in Role.TERRITORY_WIDE else organisation_of(answers, reach)
    if kind in Role.TERRITORY_WIDE and answers.cell("structure"):
        answers.refuse("structure", _("Ce rôle vaut pour tout le territoire : laissez cette case vide."))
    if answers.faults:
        raise LineRefused
    done = _receives(answers, reach, owner) if kind == Kind.MEDIATOR else Done(Fate.SAME)
    if answers.cell("courriel"):
        return _invited(done, answers, reach, now, kind=kind, organisation=owner)
    if kind != Kind.MEDIATOR:
        answers.refuse("courriel", _("à remplir : l’invitation y part"))
    return done


def _kind(typed: str, reach: Reach) -> str:
    given = [(each.value, str(each.label)) for each in kinds_to_give(reach)]
    short = _SHORT.get(plain(typed))
    if short in dict(given):
        return short
    try:
        return chosen(typed, given)
    except CellRefused as refused:
        # Said in the words of the list, without what is called so inside.
        raise CellRefused(refused.said) from None


def _receives(answers: Answers, reach: Reach, owner: Organisation | None) -> Done:
    known = called(MEDIATORS.rows(reach).filter(organisation=owner), answers.cell("nom"))
    if len(known) > 1:
        answers.refuse("nom", _("plusieurs personnes portent ce nom"))
        raise LineRefused
    row: Any = known[0] if known else None
    named = {"name": row.name} if row is not None else {}
    mediator, fate = stored(
        Asked(MEDIATORS, reach), row, answers, organisation=str(owner.pk if owner else ""), **named
    )
    return Done(fate, mediator.pk)


def _invited(
    done: Done, answers: Answers, reach: Reach, now: datetime, *, kind: str, organisation: Organisation | None
) -> Done:
    data = {
        "name": answers.cell("nom"),
        "email": answers.cell("courriel"),
        "kind": kind,
        "organisation": str(organisation.pk) if organisation else "",
    }
    form = InviteForm(data, reach=reach)
    if not form.is_valid():
        answers.take_errors(form)
        raise LineRefused
    said = form.cleaned_data
    waiting = Invitation.objects.filter(
        email=said["email"].strip().lower(),
        kind=kind,
        organisation=organisation,
        accepted_at__isnull=True,
        expires_at__gt=now,
    )
    if waiting.exists():
        done.remarks.append(_("déjà invitée : son lien vaut encore"))
        return done
    try:
        invitation, token = invite(**said, by=reach, now=now)
    except AlreadyHeld:
        done.remarks.append(_("a déjà ce rôle"))
        return done
    link = settings.PUBLIC_URL + reverse("staff_open_invitation", args=[token])
    done.fate = Fate.CORRECTED if done.fate == Fate.SAME and done.made else _at_least_made(done.fate)
    done.remarks.append(_("une invitation part à cette adresse"))
    done.after = lambda: [_sent(invitation, link)]
    return done


def _at_least_made(fate: str) -> str:
    return Fate.CREATED if fate == Fate.SAME else fate


def _sent(invitation: Invitation, link: str) -> str:
    if send_invitation(invitation, link):
        return _("invitation envoyée")
    return _("l’invitation n’est pas partie : invitez cette personne dans « Équipes »")
