"""Writing to operators when messages are late or a provider says what nobody knows.

Once when it begins, again each hour while it lasts, once more when it is over; two clocks at once make no second
letter. An e-mail that cannot be sent is tried again at the next look. Nothing in it is about a person.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from bookings.told import Why
from mediation.access import Kind
from mediation.models import Role
from notifications.models import Alert, Ceiling, Message, State
from notifications.watching.costs import Cost, costs

logger = logging.getLogger(__name__)

_AGAIN = timedelta(hours=1)
_UNKNOWN_ERRORS = 5


@dataclass(frozen=True)
class Watch:
    """One thing watched: `look` says how bad it is in words, or nothing when all is well."""

    kind: str
    title: str
    look: Callable[[datetime], str]


def watch(*, now: datetime) -> None:
    """Looks at everything; writes to ALERT_EMAIL where there is something to write."""
    if not settings.ALERT_EMAIL:
        return
    with translation.override(settings.LANGUAGE_CODE):
        for each in _watches():
            wrong = each.look(now)
            if wrong:
                _go_on(each, wrong, now)
            else:
                _end(each, now)


def warn_of_ceilings(*, now: datetime) -> None:
    """Coordinators are written to once a month, when their organisation nears its ceiling."""
    day = timezone.localdate(now)
    month = day.replace(day=1)
    unwarned = Ceiling.objects.exclude(warned=month).select_related("organisation")
    organisations = {each.organisation_id: each.organisation for each in unwarned}
    for cost in costs(day, organisations, all_of_them=False) if organisations else ():
        mark = Ceiling.objects.exclude(warned=month).filter(organisation=cost.organisation)
        if cost.near_ceiling and mark.update(warned=month):
            _write_to_coordinators(cost)


def _write_to_coordinators(cost: Cost) -> None:
    roles = Role.objects.filter(organisation=cost.organisation, kind=Kind.COORDINATOR)
    with translation.override(settings.LANGUAGE_CODE):
        text = _("%(name)s a dépensé %(euros)s euros ce mois-ci ; son plafond est de %(ceiling)s euros.") % {
            "name": cost.organisation,
            "euros": formats.localize(cost.euros),
            "ceiling": formats.localize(cost.ceiling),
        }
        for address in roles.values_list("user__email", flat=True):
            _write(_("Coûts des messages"), text, [address], "/equipe/messages/couts/")


def _watches() -> tuple[Watch, ...]:
    return (
        Watch("late", _("Messages en retard"), _late),
        Watch("unknown_errors", _("Refus inconnus du fournisseur de SMS"), _unknown_errors),
    )


def _late(now: datetime) -> str:
    limit = now - timedelta(minutes=settings.ALERT_AFTER_MINUTES)
    due = Message.objects.due(limit)
    oldest = due.values_list("due_at", flat=True).first()
    if oldest is None:
        return ""
    return _(
        "%(count)s messages attendent depuis plus de %(limit)g minutes, le plus ancien depuis %(age)s minutes."
    ) % {
        "count": due.order_by().count(),
        "limit": settings.ALERT_AFTER_MINUTES,
        "age": int((now - oldest).total_seconds() // 60),
    }


def _unknown_errors(now: datetime) -> str:
    """Codes only: they say nothing of a person."""
    recent = Message.objects.filter(
        state=State.FAILED,
        why=Why.UNKNOWN,
        settled_at__gt=now - _AGAIN,
        created_at__gt=now - timedelta(days=3),
    )
    codes = list(recent.exclude(error_code="").values_list("error_code", flat=True))
    if len(codes) < _UNKNOWN_ERRORS:
        return ""
    return _("%(count)s messages refusés en une heure, avec ces codes : %(codes)s.") % {
        "count": len(codes),
        "codes": ", ".join(sorted(set(codes))),
    }


def _go_on(each: Watch, wrong: str, now: datetime) -> None:
    Alert.objects.get_or_create(kind=each.kind, defaults={"since": now})
    untold = Q(told_at=None) | Q(told_at__lte=now - _AGAIN)
    before = Alert.objects.filter(kind=each.kind).values_list("told_at", flat=True).first()
    # Whoever moves the mark writes: another clock at the same moment moves nothing.
    if Alert.objects.filter(untold, kind=each.kind).update(told_at=now) and not _write(each.title, wrong):
        Alert.objects.filter(kind=each.kind, told_at=now).update(told_at=before)


def _end(each: Watch, now: datetime) -> None:
    alert = Alert.objects.filter(kind=each.kind).first()
    if alert is None or not Alert.objects.filter(pk=alert.pk).delete()[0] or alert.told_at is None:
        return
    over = _("C’est rentré dans l’ordre. Cela a duré %(minutes)s minutes.") % {
        "minutes": int((now - alert.since).total_seconds() // 60)
    }
    _write(_("Fin : %(title)s") % {"title": each.title}, over)


def _write(title: str, text: str, to: Sequence[str] = (), page: str = "/readyz") -> bool:
    """Whether the e-mail went, to operators without other addressees."""
    body = f"{text}\n\n{settings.PUBLIC_URL}{page}\n"
    try:
        send_mail(f"[Rendez-vous numérique] {title}", body, None, to or settings.ALERT_EMAIL)
    except Exception as error:
        # Whatever keeps an alert from leaving must not keep messages from leaving.
        logger.error("an alert could not be sent: %s", type(error).__name__)
        return False
    return True
