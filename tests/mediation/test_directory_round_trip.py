"""Any valid national file, in and out and in again."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mediation.actions.import_sites import import_sites
from mediation.directory.schema import COLUMNS, ENUMERATIONS
from mediation.directory.typologies import CODES
from mediation.directory.writing import write
from mediation.models import Site
from mediation.site_export import export_sites

TODAY = date(2026, 11, 23)

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
LISTED = {column: st.sampled_from(values) for column, values in ENUMERATIONS.items()}
LISTED |= {"typologie": st.sampled_from(sorted(CODES))}


@st.composite
def odd_but_valid(draw: st.DrawFn) -> dict[str, str]:
    place = {column: draw(LISTED.get(column, text)) for column in COLUMNS}
    pad = st.sampled_from(["", " ", "\u00a0", "\n"])
    valid = {"pivot": "12345678901234", "code_postal": "35000", "code_insee": "", "date_maj": "2026-01-31"}
    exact = {"latitude": "48,10", "longitude": "-1.680"}
    names = {column: "a" + draw(text) for column in ("id", "nom", "commune", "adresse")}
    return {**place, **names, **{k: draw(pad) + v + draw(pad) for k, v in {**valid, **exact}.items()}}


class RoundTrip(TestCase):
    """Imported, exported, imported: nothing is lost, nothing moves."""

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.lists(odd_but_valid(), min_size=1, max_size=3, unique_by=lambda place: place["id"].strip()))
    def test_any_valid_file_is_kept_to_the_letter_and_published_once_for_all(
        self, places: list[dict[str, str]]
    ) -> None:
        import_sites(data=write(places))
        assert [site.national for site in Site.objects.order_by("pk")] == places
        published = export_sites(today=TODAY)
        report = import_sites(data=published)
        assert (report.created, report.updated, report.unchanged) == (0, 0, len(places))
        assert export_sites(today=TODAY) == published
