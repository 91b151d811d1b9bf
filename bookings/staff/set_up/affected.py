"""What putting something out of service touches, said before it is done."""

from datetime import datetime

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import Appointment
from mediation.models import Equipment, Opening, Room, Site, SiteStop, Topic


def said(row: Model, *, now: datetime) -> list[str]:
    """One sentence each; nothing where nothing is touched."""
    if isinstance(row, Site | Topic):
        name = "site" if isinstance(row, Site) else "topic"
        return [*_appointments(Q(**{name: row}), now), *_openings(row, now)]
    if isinstance(row, Room):
        others = sum(row.site.rooms.exclude(pk=row.pk).values_list("places", flat=True))
        return [_places(others)]
    if isinstance(row, Equipment):
        return [_("Les motifs qui demandent une machine comptent celles qui restent dans ce lieu.")]
    if isinstance(row, SiteStop):
        return [_("À cette date, les habitants liront l’adresse habituelle du lieu.")]
    return []


def _places(others: int) -> str:
    if not others:
        return _("Il n’y aura plus de salle : le nombre de rendez-vous à la fois n’aura plus de limite.")
    return ngettext(
        "Il restera de la place pour %(n)s rendez-vous à la fois.",
        "Il restera de la place pour %(n)s rendez-vous à la fois.",
        others,
    ) % {"n": others}


def _appointments(which: Q, now: datetime) -> list[str]:
    count = Appointment.objects.filter(which, status=Appointment.Status.BOOKED, starts_at__gte=now).count()
    text = ngettext(
        "%(n)s rendez-vous à venir : il reste tenu. Déplacez-le ou annulez-le s’il le faut.",
        "%(n)s rendez-vous à venir : ils restent tenus. Déplacez-les ou annulez-les s’il le faut.",
        count,
    )
    return [text % {"n": count}] if count else []


def _openings(row: Site | Topic, now: datetime) -> list[str]:
    today = timezone.localdate(now)
    named = Q(site=row) if isinstance(row, Site) else Q(topics=row)
    going_on = Q(repeat_weeks__gt=0) & (Q(last_day=None) | Q(last_day__gte=today))
    count = Opening.objects.filter(named, going_on | Q(repeat_weeks=0, first_day__gte=today)).count()
    text = ngettext(
        "%(n)s plage d’ouverture : les habitants n’y réservent plus rien de nouveau pour cela.",
        "%(n)s plages d’ouverture : les habitants n’y réservent plus rien de nouveau pour cela.",
        count,
    )
    return [text % {"n": count}] if count else []
