"""Take in a national file of places: all of it or nothing, unless the good lines alone are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from mediation.actions.import_lookups import Communes, Organisations, remark_on
from mediation.departments import zone
from mediation.directory import publishing
from mediation.directory.checking import faults_of, remarks_of
from mediation.directory.facts import changed
from mediation.directory.listed import known
from mediation.directory.names import distinct_short_name, spoken_name
from mediation.directory.reading import Fault, Line, Reading, read
from mediation.directory.shown import shown
from mediation.hours.meant import meant
from mediation.models import Site
from mediation.site_export import booking_address, published


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
    left_out: list[Fault]


@transaction.atomic
def import_sites(
    *,
    data: bytes,
    organisation: str = "",
    check_only: bool = False,
    good_lines_only: bool = False,
    correct_hours: bool = False,
) -> ImportReport:
    """Create or update one site for every line of `data`, matched by its national `id`.

    New sites go to the organisation of that name, or else to the one the line names (`structure_parente`, then
    the pivot, then the place's own name), created when missing; sites already here keep theirs, since people and
    appointments hang on it. Columns that the file lacks keep their last value. Opening hours that cannot be read are
    kept as they are, or with `correct_hours` taken as what was probably meant. Raises UnreadableFile, or SitesRefused
    (unless `good_lines_only`: the others are then left out), and then nothing was written.
    """
    reading = read(data)
    faults = sorted([*reading.faults, *faults_of(reading.lines)], key=lambda fault: fault.line)
    if faults and not good_lines_only:
        raise SitesRefused(faults, reading.unknown_columns)
    lines = _good(reading, faults)
    batch = _Batch(Communes.load(), Organisations(organisation), correct_hours=correct_hours)
    remarks = [remark for line in lines for remark in batch.take(line)]
    if check_only:
        transaction.set_rollback(True)
    else:
        batch.save()
    counts = len(batch.new), len(batch.known), batch.unchanged
    return ImportReport(*counts, reading.unknown_columns, remarks, faults)


def _good(reading: Reading, faults: list[Fault]) -> list[Line]:
    bad = {fault.line for fault in faults}
    return [line for line in reading.lines if line.number not in bad]


class _Batch:
    """The sites of one import, gathered before anything is written."""

    def __init__(self, communes: Communes, organisations: Organisations, *, correct_hours: bool) -> None:
        self.communes, self.organisations, self.correct_hours = communes, organisations, correct_hours
        self.new: list[Site] = []
        self.known: list[Site] = []
        self.unchanged = 0
        here = Site.objects.select_related("commune", "organisation")
        self.here = {site.national_id or site.public_id: site for site in here}
        self.short_names = {site.short_name.casefold() for site in self.here.values()}

    def take(self, line: Line) -> list[Fault]:
        """Prepare the site of one line; what staff should know about it."""
        site = self.here.get(line.values["id"].strip())
        new = site is None
        if site is None:
            site = _new_site(line.values)
            site.organisation = self.organisations.of(line.values)
        elif _says_the_same(site, line.values) and not self._meant(site):
            self.unchanged += 1
            return _not_corrected(site, line)
        (self.new if new else self.known).append(site)
        before: dict[str, str] = site.national
        self._update(site, line)
        taken = [*self._hours(site, line), *self._place(site, before, line), *_offer(site, line, new=new)]
        if new:
            _set_clock(site)
        return [*_not_corrected(site, line), *taken]

    def _meant(self, site: Site) -> str:
        return meant(site.hours) if self.correct_hours else ""

    def _hours(self, site: Site, line: Line) -> list[Fault]:
        if not (proposal := self._meant(site)):
            return []
        typed = site.hours
        site.correct(horaires=proposal)
        return [Fault(line.number, f"{shown('horaires', typed)} lu comme « {proposal} ».", "horaires")]

    def _update(self, site: Site, line: Line) -> None:
        before: dict[str, str] = site.national
        after = {**before, **line.values}
        for field, value in changed(before, after).items():
            setattr(site, field, value)
        kept = site.corrected.items()
        site.corrected = {column: value for column, value in kept if before.get(column) == after.get(column)}
        site.national, site.national_id = after, after["id"].strip()
        site.short_name = site.short_name or distinct_short_name(
            site.name, self.short_names, town=after["commune"]
        )
        self.short_names.add(site.short_name.casefold())
        site.spoken_name = site.spoken_name or spoken_name(site.name)

    def _place(self, site: Site, before: Mapping[str, str], line: Line) -> list[Fault]:
        where = ("commune", "code_postal", "code_insee")
        if before and all(before.get(column) == site.national.get(column) for column in where):
            return []
        site.commune = self.communes.of(site.national)
        reason = remark_on(site.national, site.commune)
        return [Fault(line.number, reason, "commune")] if reason else []

    def save(self) -> None:
        """Write everything."""
        Site.objects.bulk_create(self.new, batch_size=500)
        Site.objects.bulk_update(self.known, UPDATED_FIELDS, batch_size=200)


def _says_the_same(site: Site, values: Mapping[str, str]) -> bool:
    """Whether a line says what is known already: what it said before, or what we ourselves published."""
    if {**site.national, **values} == site.national:
        return True
    ours = published(site, date.min) if site.national else {}
    return bool(ours) and all(
        ours.get(column, "") == value for column, value in values.items() if column != "date_maj"
    )


def _not_corrected(site: Site, line: Line) -> list[Fault]:
    """Remarks on the line, but for what staff have put right here and what we published ourselves."""
    settled = set(site.corrected)
    if site.pk and line.values.get("prise_rdv", "") == booking_address(site):
        settled.add("prise_rdv")
    return [remark for remark in remarks_of([line]) if remark.column not in settled]


def _offer(site: Site, line: Line, *, new: bool) -> list[Fault]:
    if not new or not site.active or known("services", site.said("services")):
        return []
    reason = f"aucun service indiqué : publié « {publishing.DEFAULT_SERVICE} » ; précisez-les sur la fiche du lieu."
    return [Fault(line.number, reason, "services")]


UPDATED_FIELDS = [
    *("national", "national_id", "name", "short_name", "spoken_name"),
    *("address", "address_extra", "postcode", "commune", "latitude", "longitude"),
    *("phone", "email", "website", "corrected"),
]


def _set_clock(site: Site) -> None:
    """The clocks of a new site's department: no file says them."""
    site.timezone = zone(site.commune.insee_code if site.commune else "", site.postcode)


def _new_site(values: Mapping[str, str]) -> Site:
    """A site with what its first line tells; whatever the schema does not say stays unknown, never "no"."""

    def says(column: str, value: str) -> bool:
        return value in known(column, values.get(column, ""))

    english = says("prise_en_charge_specifique", "Langues étrangères (anglais)")
    return Site(
        active=not says("modalites_acces", publishing.NOBODY),
        languages=["fr", "en"] if english else [],
        equipment_lent=says("services", "Accès internet et matériel informatique") or None,
        child_friendly=says("publics_specifiquement_adresses", "Familles et/ou enfants") or None,
    )
