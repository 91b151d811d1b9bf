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
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import CallBack, JournalEntry
from bookings.records.told import Why
from notifications.models import Alert, Message, State

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


def _watches() -> tuple[Watch, ...]:
    return (
        Watch("late", _("Messages en retard"), _late),
        Watch("untold", _("Réservations ou changements pas encore annoncés"), _untold),
        Watch("call_backs", _("Personnes qui attendent d’être rappelées"), _call_backs),
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


def _call_backs(now: datetime) -> str:
    count = CallBack.objects.waiting_too_long(now).count()
    words = ngettext(
        "%(n)s personne attend d’être rappelée depuis plus de %(hours)g heures.",
        "%(n)s personnes attendent d’être rappelées depuis plus de %(hours)g heures.",
        count,
    )
    return words % {"n": count, "hours": settings.CALL_BACK_WITHIN_HOURS} if count else ""


def _untold(now: datetime) -> str:
    """Facts that no composer has read: nothing is in the outbox for them, so nothing there is late."""
    waiting = JournalEntry.objects.filter(
        told_at=None, at__lt=now - timedelta(minutes=settings.ALERT_AFTER_MINUTES)
    )
    count = waiting.count()
    if not count:
        return ""
    return ngettext(
        "%(count)s réservation ou changement attend d’être annoncé depuis plus de %(limit)g minutes.",
        "%(count)s réservations ou changements attendent d’être annoncés depuis plus de %(limit)g minutes.",
        count,
    ) % {"count": count, "limit": settings.ALERT_AFTER_MINUTES}


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
    return _("%(count)s messages refusés en une heure, avec ces codes : %(codes)s.") % {
        "count": len(codes),
        "codes": ", ".join(sorted(set(codes))),
    }


def _go_on(each: Watch, wrong: str, now: datetime) -> None:
    Alert.objects.get_or_create(kind=each.kind, defaults={"since": now})
    untold = Q(told_at=None) | Q(told_at__lte=now - _AGAIN)
    before = Alert.objects.filter(kind=each.kind).values_list("told_at", flat=True).first()
    # Whoever moves the mark writes: another clock at the same moment moves nothing.
    if Alert.objects.filter(untold, kind=each.kind).update(told_at=now) and not write(each.title, wrong):
        Alert.objects.filter(kind=each.kind, told_at=now).update(told_at=before)


def _end(each: Watch, now: datetime) -> None:
    alert = Alert.objects.filter(kind=each.kind).first()
    if alert is None or not Alert.objects.filter(pk=alert.pk).delete()[0] or alert.told_at is None:
        return
    over = _("C’est rentré dans l’ordre. Cela a duré %(minutes)s minutes.") % {
        "minutes": int((now - alert.since).total_seconds() // 60)
    }
    write(_("Fin : %(title)s") % {"title": each.title}, over)


def write(title: str, text: str, to: Sequence[str] = (), page: str = "/readyz") -> bool:
    """Whether the e-mail went, to operators without other addressees."""
    body = f"{text}\n\n{settings.PUBLIC_URL}{page}\n"
    try:
        send_mail(f"[Rendez-vous numérique] {title}", body, None, to or settings.ALERT_EMAIL)
    except Exception as error:
        # Whatever keeps an alert from leaving must not keep messages from leaving.
        logger.error("an alert could not be sent: %s", type(error).__name__)
        return False
    return True
