"""Who keeps whose hours: desks and coordinators those of their organisation, mediators their own where it lets them."""

from django.db.models import Q, QuerySet

from bookings.staff.asking import mediators_within
from mediation.access import Kind, Reach
from mediation.models import Mediator, Opening, Site

HOURS_KEEPERS = (Kind.DESK, Kind.COORDINATOR, Kind.CENTRAL_DESK, Kind.METRO_COORDINATOR)


def managed_sites(reach: Reach) -> QuerySet[Site]:
    """Sites whose openings and closures one may change, whoever receives there."""
    if reach.territory_wide:
        return Site.objects.all()
    return Site.objects.filter(organisation_id__in=reach.organisations(Kind.DESK, Kind.COORDINATOR))


def managed_mediators(reach: Reach) -> QuerySet[Mediator]:
    """Mediators whose absences one may change: one's organisations', and oneself."""
    active = Mediator.objects.filter(active=True)
    if reach.territory_wide:
        return active
    theirs = Q(organisation_id__in=reach.organisations(Kind.DESK, Kind.COORDINATOR))
    return active.filter(theirs | Q(pk=reach.mediator_id) if reach.mediator_id else theirs)


def own_sites(reach: Reach) -> QuerySet[Site]:
    """Sites of the organisations where one is a mediator who sets their own hours."""
    if reach.mediator_id is None:
        return Site.objects.none()
    return Site.objects.filter(
        organisation_id__in=reach.organisations(Kind.MEDIATOR), organisation__mediators_set_hours=True
    )


def sites_to_open(reach: Reach) -> QuerySet[Site]:
    """Sites where one may add an opening: for anybody as a keeper of hours, for oneself as a mediator."""
    return managed_sites(reach) if reach.holds(*HOURS_KEEPERS) else own_sites(reach)


def who_receives(reach: Reach) -> QuerySet[Mediator]:
    """For whom one may add an opening."""
    if reach.holds(*HOURS_KEEPERS):
        return mediators_within(reach)
    return Mediator.objects.filter(pk=reach.mediator_id or 0, active=True)


def openings_kept(reach: Reach) -> QuerySet[Opening]:
    """Openings that one may change."""
    kept = Q(site__in=managed_sites(reach).order_by())
    if reach.mediator_id is not None:
        kept |= Q(mediator=reach.mediator_id, site__in=own_sites(reach).order_by())
    return Opening.objects.filter(kept).select_related("site__commune", "mediator")
