"""Take in a file of communes: all of it or nothing. Once more updates."""

from dataclasses import dataclass

from django.db import transaction

from mediation.actions.import_lookups import Communes
from mediation.directory.reading import Fault
from mediation.gazetteer.file import CommuneFacts, read_communes
from mediation.models import Commune, CommunePostcode, FormerCommune, Site
from mediation.remembered import forget

_AT_ONCE = 1_000


class CommunesRefused(Exception):
    """Some lines cannot be taken; nothing was changed. `faults` are in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...], unknown_columns: tuple[str, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults
        self.unknown_columns = unknown_columns


@dataclass(frozen=True)
class CommunesReport:
    """What an import did, or with `check_only` would do. `placed`: sites without a commune that now have theirs."""

    created: int
    updated: int
    unchanged: int
    placed: int
    unknown_columns: tuple[str, ...]


@transaction.atomic
def import_communes(*, data: bytes, check_only: bool = False) -> CommunesReport:
    """Create or update a commune for every line, by its INSEE code; those not in the file stay as they are.

    Sites imported before their commune was known are given it. Raises `UnreadableFile` or `CommunesRefused`, and then
    nothing was written.
    """
    file = read_communes(data)
    if file.faults:
        raise CommunesRefused(file.faults, file.unknown_columns)
    here = _known()
    created = [facts for facts in file.communes if facts.insee_code not in here]
    changed = [
        facts
        for facts in file.communes
        if facts.insee_code in here and here[facts.insee_code] != _as_set(facts)
    ]
    _save([*created, *changed])
    placed = _place_sites()
    if check_only:
        transaction.set_rollback(True)
    transaction.on_commit(forget)
    unchanged = len(file.communes) - len(created) - len(changed)
    return CommunesReport(len(created), len(changed), unchanged, placed, file.unknown_columns)


# (name, population, latitude, longitude, postcodes, CEDEX, former)
_Comparable = tuple[
    str, int, float | None, float | None, frozenset[str], frozenset[str], frozenset[tuple[str, str]]
]


def _as_set(facts: CommuneFacts) -> _Comparable:
    return (
        facts.name,
        facts.population,
        facts.latitude,
        facts.longitude,
        frozenset(facts.postcodes),
        frozenset(facts.cedex) - frozenset(facts.postcodes),
        frozenset(facts.former),
    )


def _known() -> dict[str, _Comparable]:
    """What is here already, by INSEE code, in the form in which a file can be compared with it. Three queries."""
    return {
        commune.insee_code: (
            commune.name,
            commune.population,
            commune.latitude,
            commune.longitude,
            frozenset(row.postcode for row in commune.postcodes.all() if not row.cedex),
            frozenset(row.postcode for row in commune.postcodes.all() if row.cedex),
            frozenset((row.name, row.insee_code) for row in commune.former.all()),
        )
        for commune in Commune.objects.prefetch_related("postcodes", "former")
    }


def _save(communes: list[CommuneFacts]) -> None:
    """Writes these communes, and theirs anew, many rows at once."""
    Commune.objects.bulk_create(
        [
            Commune(
                insee_code=facts.insee_code,
                name=facts.name,
                population=facts.population,
                latitude=facts.latitude,
                longitude=facts.longitude,
            )
            for facts in communes
        ],
        update_conflicts=True,
        unique_fields=["insee_code"],
        update_fields=["name", "population", "latitude", "longitude"],
    )
    saved = Commune.objects.in_bulk([facts.insee_code for facts in communes], field_name="insee_code")
    # Parts, since SQLite takes no more than 32,766 parameters and France has 35,000 communes.
    ids = [commune.pk for commune in saved.values()]
    for start in range(0, len(ids), _AT_ONCE):
        CommunePostcode.objects.filter(commune__in=ids[start : start + _AT_ONCE]).delete()
        FormerCommune.objects.filter(commune__in=ids[start : start + _AT_ONCE]).delete()
    CommunePostcode.objects.bulk_create(
        CommunePostcode(commune=saved[facts.insee_code], postcode=code, cedex=code not in facts.postcodes)
        for facts in communes
        for code in dict.fromkeys((*facts.postcodes, *facts.cedex))
    )
    FormerCommune.objects.bulk_create(
        FormerCommune(commune=saved[facts.insee_code], name=name, insee_code=code)
        for facts in communes
        for name, code in facts.former
    )


def _place_sites() -> int:
    """How many sites that had no commune now have the one their national line names."""
    communes = Communes.load()
    placed = []
    for site in Site.objects.filter(commune=None).exclude(national={}):
        site.commune = communes.of(site.national)
        if site.commune is not None:
            placed.append(site)
    Site.objects.bulk_update(placed, ["commune"], batch_size=200)
    return len(placed)
