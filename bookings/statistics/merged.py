"""Communes that became part of another: what was counted of them is the other's."""

from collections.abc import Mapping, Sequence

from mediation.models import Commune, FormerCommune


def of_today() -> Mapping[str, str]:
    """By INSEE code of former days, the code of the commune it is part of now. Codes that are in use again are not there."""
    rows = FormerCommune.objects.exclude(insee_code="").exclude(
        insee_code__in=Commune.objects.values("insee_code")
    )
    return dict(rows.values_list("insee_code", "commune__insee_code"))


def scopes_read_as(scope: str) -> Sequence[str]:
    """The scopes whose counts are those of `scope`: itself, and a commune's those it took in; one query, for communes."""
    if not scope.startswith("c"):
        return [scope]
    former = FormerCommune.objects.filter(commune__insee_code=scope[1:]).exclude(insee_code="")
    return [scope, *(f"c{code}" for code in former.values_list("insee_code", flat=True))]
