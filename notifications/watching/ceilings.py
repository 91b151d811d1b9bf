"""Reckoning what organisations have spent this month: coordinators are warned, what can be done without waits."""

from datetime import date, datetime

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from notifications.models import Ceiling
from notifications.watching.alerts import write
from notifications.watching.coordinators import coordinators
from notifications.watching.costs import Cost, costs


def reckon(*, now: datetime) -> None:
    """Notes who has reached their ceiling (`notifications.holding` asks) and warns, once a month, who nears it."""
    day = timezone.localdate(now)
    month = day.replace(day=1)
    # Warned and reached, there is nothing more to note this month.
    open_ones = Ceiling.objects.exclude(reached=month, warned=month).select_related("organisation")
    organisations = {each.organisation_id: each.organisation for each in open_ones}
    for cost in costs(day, organisations, all_of_them=False) if organisations else ():
        if cost.near_ceiling:
            _warn(cost, month)
        if cost.over_ceiling:
            Ceiling.objects.filter(organisation=cost.organisation).update(reached=month)


def _warn(cost: Cost, month: date) -> None:
    """Whoever moves the mark writes: another clock at the same moment moves nothing. Moved back, it is tried again."""
    mark = Ceiling.objects.filter(organisation=cost.organisation)
    if mark.exclude(warned=month).update(warned=month) and not _written(cost):
        mark.filter(warned=month).update(warned=None)


def _written(cost: Cost) -> bool:
    """Whether somebody of those who should know could be written to, or there is nobody."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("%(name)s a dépensé %(euros)s euros ce mois-ci ; son plafond est de %(ceiling)s euros.") % {
            "name": cost.organisation,
            "euros": formats.localize(cost.euros),
            "ceiling": formats.localize(cost.ceiling),
        }
        who = coordinators(cost.organisation)
        left = [write(_("Coûts des messages"), text, [each], "/equipe/messages/couts/") for each in who]
    return any(left) or not left
