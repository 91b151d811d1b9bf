"""Who coordinates: whom letters about an organisation go to."""

from mediation.access import Kind
from mediation.models import Organisation, Role


def coordinators(organisation: Organisation | int | None) -> list[str]:
    """The addresses of the organisation's coordinators; where it has none, of those of the territory."""
    roles = Role.objects.filter(user__is_active=True).order_by("user__email")
    own = roles.filter(organisation=organisation, kind=Kind.COORDINATOR)
    return list(
        own.values_list("user__email", flat=True)
        or roles.filter(kind=Kind.METRO_COORDINATOR).values_list("user__email", flat=True)
    )
