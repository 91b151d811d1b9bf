"""The catalogue of what is published, as DCAT-AP in JSON-LD: what the national portal harvests. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bookings.open_data.datasets import LICENCE_ADDRESS, Dataset

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
_KEYWORDS = ("inclusion numérique", "médiation numérique", "accompagnement")


@dataclass(frozen=True)
class Published:
    """A dataset where it stands: its file's address, its first and last day (ISO dates), when it last changed (ISO)."""

    slug: str
    title: str
    description: str
    frequency: str
    file: str
    conforms_to: str
    modified: str
    start: str = ""
    end: str = ""


def catalogue(datasets: Sequence[Published], *, title: str, publisher: str, page: str) -> dict[str, Any]:
    """A `dcat:Catalog`; `page` is the address of the page that explains it."""
    return {
        "@context": _CONTEXT,
        "@id": page,
        "@type": "dcat:Catalog",
        "dct:title": title,
        "dct:language": "fr",
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": publisher},
        "dcat:dataset": [_dataset(dataset, publisher, page) for dataset in datasets],
    }


def of_counts(dataset: Dataset, *, file: str, schema: str, modified: str, start: str, end: str) -> Published:
    """A table of counts as an entry of the catalogue."""
    return Published(
        dataset.slug,
        dataset.title,
        dataset.description,
        dataset.frequency,
        file=file,
        conforms_to=schema,
        modified=modified,
        start=start,
        end=end,
    )


def _dataset(one: Published, publisher: str, page: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@id": f"{page}#{one.slug}",
        "@type": "dcat:Dataset",
        "dct:identifier": one.slug,
        "dct:title": one.title,
        "dct:description": one.description,
        "dct:modified": {"@type": "xsd:dateTime", "@value": one.modified},
        "dct:accrualPeriodicity": {"@id": f"{_FREQUENCY}{one.frequency}"},
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": publisher},
        "dcat:keyword": list(_KEYWORDS),
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [
            {
                "@id": one.file,
                "@type": "dcat:Distribution",
                "dct:title": f"{one.slug}.csv",
                "dct:format": "CSV",
                "dcat:mediaType": "text/csv",
                "dcat:downloadURL": {"@id": one.file},
                "dcat:accessURL": {"@id": one.file},
                "dct:license": {"@id": LICENCE_ADDRESS},
                "dct:conformsTo": {"@id": one.conforms_to},
            }
        ],
    }
    if one.start:
        described["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": one.start},
            "dcat:endDate": {"@type": "xsd:date", "@value": one.end},
        }
    return described
