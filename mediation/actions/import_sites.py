"""Take in a national file of places: all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from mediation.actions.import_lookups import Communes, Organisations
from mediation.directory.checking import faults_of, remarks_of
from mediation.directory.facts import changed
from mediation.directory.names import distinct_short_name, spoken_name
from mediation.directory.reading import Fault, Line, read
from mediation.directory.schema import LIST_SEPARATOR
from mediation.models import Site


class SitesRefused(Exception):
    """Some lines break the national schema; nothing was changed. `faults` are in the order of the file."""

    def __init__(self, faults: list[Fault], unknown_columns: tuple[str, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = sorted(faults, key=lambda fault: fault.line)
        self.unknown_columns = unknown_columns


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or with `check_only` would do: numbers of sites, and what deserves a look."""

    created: int
    updated: int
    unchanged: int
    unknown_columns: tuple[str, ...]
    remarks: list[Fault]


@transaction.atomic
def import_sites(*, data: bytes, organisation: str = "", check_only: bool = False) -> ImportReport:
    """Create or update one site for every line of `data`, matched by its national `id`.

    New sites go to the organisation of that name, or else to the one the line names (`structure_parente`, then
    the pivot, then the place's own name), created when missing; sites already here keep theirs, since people and
    appointments hang on it. Columns that the file lacks keep their last value. Raises UnreadableFile or SitesRefused, and then
    nothing was written.
    """
    reading = read(data)
    faults = [*reading.faults, *faults_of(reading.lines)]
    if faults:
        raise SitesRefused(faults, reading.unknown_columns)
    remarks = remarks_of(reading.lines)
    batch = _Batch(Communes.load(), Organisations(organisation))
    for line in reading.lines:
        remarks += batch.take(line)
    if check_only:
        transaction.set_rollback(True)
    else:
        batch.save()
    return ImportReport(len(batch.new), len(batch.known), batch.unchanged, reading.unknown_columns, remarks)


class _Batch:
    """The sites of one import, gathered before anything is written."""

    def __init__(self, communes: Communes, organisations: Organisations) -> None:
        self.communes, self.organisations = communes, organisations
        self.new: list[Site] = []
        self.known: list[Site] = []
        self.unchanged = 0
        self.here = {site.national_id or site.public_id: site for site in Site.objects.all()}
        self.short_names = {site.short_name.casefold() for site in self.here.values()}

    def take(self, line: Line) -> list[Fault]:
        """Prepare the site of one line; what staff should know about it."""
        site = self.here.get(line.values["id"].strip())
        if site is None:
            site = _new_site(line.values)
            site.organisation = self.organisations.of(line.values)
            self.new.append(site)
        elif {**site.national, **line.values} == site.national:
            self.unchanged += 1
        else:
            self.known.append(site)
        return self._update(site, line)

    def _update(self, site: Site, line: Line) -> list[Fault]:
        before: dict[str, str] = site.national
        after = {**before, **line.values}
        for field, value in changed(before, after).items():
            setattr(site, field, value)
        site.national, site.national_id = after, after["id"].strip()
        site.short_name = site.short_name or distinct_short_name(
            site.name, self.short_names, town=after["commune"]
        )
        self.short_names.add(site.short_name.casefold())
        site.spoken_name = site.spoken_name or spoken_name(site.name)
        where = ("commune", "code_postal", "code_insee")
        if not before or any(before.get(column) != after.get(column) for column in where):
            site.commune = self.communes.of(after)
            if site.commune is None:
                reason = "commune inconnue de ce territoire : le lieu n’est rattaché à aucune commune."
                return [Fault(line.number, reason, "commune")]
        return []

    def save(self) -> None:
        """Write everything."""
        Site.objects.bulk_create(self.new, batch_size=500)
        Site.objects.bulk_update(self.known, UPDATED_FIELDS, batch_size=200)


UPDATED_FIELDS = [
    *("national", "national_id", "name", "short_name", "spoken_name"),
    *("address", "address_extra", "postcode", "commune", "latitude", "longitude"),
    *("phone", "email", "website"),
]


def _new_site(values: Mapping[str, str]) -> Site:
    """A site with what its first line tells; whatever the schema does not say stays unknown, never "no"."""

    def says(column: str, value: str) -> bool:
        return value in (part.strip() for part in values.get(column, "").split(LIST_SEPARATOR))

    english = says("prise_en_charge_specifique", "Langues étrangères (anglais)")
    return Site(
        active=not says("modalites_acces", "Ce lieu n'accueille pas de public"),
        languages=["fr", "en"] if english else [],
        equipment_lent=says("services", "Accès internet et matériel informatique") or None,
        child_friendly=says("publics_specifiquement_adresses", "Familles et/ou enfants") or None,
    )
