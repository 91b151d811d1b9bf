"""The published files as they stood with each edition."""

import csv
import io
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.models import Edition, PublishedCell
from bookings.open_data.cube import MONTH
from bookings.open_data.datasets import DATASETS, HIDDEN, NOT_SAID, OTHERS, Dataset
from bookings.outcomes.vocabularies import THEMES
from mediation.models import Commune

_NAMED = {OTHERS: "Autres communes", NOT_SAID: "Non renseigné", **THEMES}


def dataset_named(slug: str) -> Dataset | None:
    """The published table of that name."""
    return next((dataset for dataset in DATASETS if dataset.slug == slug), None)


@dataclass(frozen=True)
class Span:
    """From when to when a file reaches (ISO dates), and when it was last added to."""

    start: str
    end: str
    at: datetime


def latest(dataset: Dataset) -> Span | None:
    """How far a file reaches; None while nothing is published."""
    editions = Edition.objects.filter(period__contains="-")
    if dataset.over == MONTH:
        editions = Edition.objects.exclude(period__contains="-")
    first, last = editions.order_by("period").first(), editions.order_by("period").last()
    if first is None or last is None:
        return None
    year, month = int(last.period[:4]), int(last.period[5:] or 12)
    end = f"{year}-{month:02}-{monthrange(year, month)[1]}"
    return Span(f"{first.period[:4]}-{first.period[5:] or '01'}-01", end, last.published_at)


def lines(dataset: Dataset, *, edition: Edition | None = None) -> Iterator[Sequence[str | int]]:
    """The lines of a file, oldest period first; as it stood with `edition`, else as it is. Two queries.

    Editions are only ever added, so that an older file is the beginning of a newer one.
    """
    names = {**_NAMED, **dict(Commune.objects.values_list("insee_code", "name"))}
    cells = PublishedCell.objects.filter(over=dataset.over)
    if edition is not None:
        cells = cells.filter(edition__period__lte=edition.period)
    found = cells.order_by("edition__period", "first", "second")
    for period, first, second, count in found.values_list("edition__period", "first", "second", "count"):
        # The tables by month have the month as their first axis; that by year has its two others.
        places = (first, second) if dataset.over == MONTH else (second,)
        named = (value for place in places for value in (place, names.get(place, place)))
        yield (period, *named, HIDDEN if count is None else count)


def as_csv(dataset: Dataset, *, edition: Edition | None = None) -> bytes:
    """The file: UTF-8, comma, one line a cell, nothing a spreadsheet would take for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(column.name for column in dataset.columns)
    writer.writerows(lines(dataset, edition=edition))
    return written.getvalue().encode()
