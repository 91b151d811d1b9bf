"""Writing to whoever answers for a target that was paused by itself: nothing reaches their program any more."""

from datetime import datetime

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from mediation.access import Kind
from mediation.models import User
from notifications.models import WebhookTarget
from notifications.watching.alerts import write


def write_notices(*, now: datetime) -> int:
    """Once for each pause that nobody asked for; how many letters. One that cannot be sent is tried at the next look."""
    rows = WebhookTarget.objects.filter(paused_at__isnull=False, told_at=None)
    rows = rows.exclude(paused_why=WebhookTarget.Paused.BY_HAND).select_related("organisation")
    return sum(_write(target, now) for target in rows)


def _write(target: WebhookTarget, now: datetime) -> bool:
    # Whoever moves the mark writes: another clock at the same moment moves nothing.
    mark = WebhookTarget.objects.filter(pk=target.pk, told_at=None, paused_at=target.paused_at)
    if not mark.update(told_at=now):
        return False
    with translation.override("fr"):
        title = _("Webhook arrêté : %(host)s") % {"host": target.host}
        text = _(
            "Le logiciel de « %(organisation)s » ne reçoit plus ce qui arrive aux orientations.\n%(why)s.\n"
            "Rien n’est perdu : ce qui attend partira quand vous le reprendrez."
        ) % {"organisation": target.organisation.name, "why": target.get_paused_why_display()}
        went = write(title, text, _addressees(target), page="/equipe/webhooks/")
    if not went:
        WebhookTarget.objects.filter(pk=target.pk, told_at=now).update(told_at=None)
    return went


def _addressees(target: WebhookTarget) -> list[str]:
    """Who added it, and who coordinates there; nobody of these: the operators (`write`)."""
    theirs = Q(roles__kind=Kind.COORDINATOR, roles__organisation=target.organisation)
    people = User.objects.filter(Q(pk=target.made_by_id) | theirs, is_active=True)
    return sorted(set(people.values_list("email", flat=True)))
