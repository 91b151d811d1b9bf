"""What every page knows about the service itself."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import Count
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from mediation.departments import subdivision
from mediation.models import Site, Territory
from mediation.remembered import last_answer, remembered

current_territory = remembered(Territory.current)


def service_without_database() -> Territory:
    """The service's own row; when the database does not answer the last one known, or the line's number and no more."""
    try:
        return current_territory()
    except (DatabaseError, InterfaceError):
        unknown = Territory(service_name="Rendez-vous numérique", phone=settings.TWILIO_VOICE_FROM)
        return last_answer(current_territory) or unknown


@remembered
def territory_holidays() -> str:
    """Whose public holidays the service as a whole keeps (`mediation.holidays`): those of most of its sites."""
    rows = (
        Site.objects.places().order_by().values_list("commune__insee_code", "postcode").annotate(Count("pk"))
    )
    counted: Counter[str] = Counter()
    for insee_code, postcode, number in rows:
        counted[subdivision(insee_code or "", postcode)] += number
    return counted.most_common(1)[0][0] if counted else ""


def service(request: HttpRequest) -> dict[str, Any]:
    """`service`: the territory's own row, read only if a template asks, and remembered for some seconds.

    `proconnect`: whether staff may come in by ProConnect.
    """
    return {"service": SimpleLazyObject(current_territory), "proconnect": bool(settings.PROCONNECT_ISSUER)}
