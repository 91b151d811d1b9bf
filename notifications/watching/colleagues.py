"""Letters to colleagues about what cannot wait: an interpreter still to book, somebody who has not left a home.

Each once; an e-mail that cannot be sent is tried again at the next look. Nothing in it is about a person who comes.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.actions.interpret import ALERT_BEFORE, alerted, to_alert
from bookings.actions.visit_home import nobody_left, overdue
from bookings.models import HomeVisit
from notifications.watching.alerts import write
from notifications.watching.coordinators import coordinators


def tell_colleagues(*, now: datetime) -> None:
    """Looks at interpreters of the next three days, and at visits that should be over."""
    with translation.override(settings.LANGUAGE_CODE):
        _interpreters(now)
        for visit in nobody_left(now).filter(alerted_at=None):
            if overdue(visit, now):
                _not_left(visit, now)


def _interpreters(now: datetime) -> None:
    """One letter per organisation for all that have come near since the last."""
    for organisation_id, ids in to_alert(now).items():
        count = len(ids)
        words = ngettext(
            "%(n)d rendez-vous dans les %(days)d jours attend encore un interprète.",
            "%(n)d rendez-vous dans les %(days)d jours attendent encore un interprète.",
            count,
        ) % {"n": count, "days": ALERT_BEFORE.days}
        if _written(
            coordinators(organisation_id), _("Interprètes à réserver"), words, "/equipe/interpretes/"
        ):
            alerted(ids, now=now)


def _not_left(visit: HomeVisit, now: datetime) -> None:
    """The named colleague, or whoever coordinates. Whoever moves the mark writes."""
    mark = HomeVisit.objects.filter(pk=visit.pk)
    if not mark.filter(alerted_at=None, left_at=None).update(alerted_at=now):
        return
    appointment = visit.appointment
    words = _(
        "%(name)s n’a pas noté son départ d’une visite à domicile qui devait être finie. Appelez-le ou appelez-la."
    ) % {"name": appointment.mediator}
    watcher = visit.watcher
    named = [watcher.email] if watcher is not None and watcher.is_active else []
    page = f"/equipe/rendez-vous/{appointment.pk}/"
    to = named or coordinators(appointment.organisation_id)
    if not _written(to, _("Visite à domicile : personne n’est reparti"), words, page):
        mark.filter(alerted_at=now).update(alerted_at=None)


def _written(to: Iterable[str], title: str, words: str, page: str) -> bool:
    """Whether somebody could be written to, or there is nobody."""
    left = [write(title, words, [each], page) for each in to]
    return any(left) or not left
