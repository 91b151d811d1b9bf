"""The published files: stable addresses without a language, for programs."""

from django.urls import path, register_converter

from bookings.public.views import open_data


class Period:
    """A month or a year."""

    regex = r"\d{4}(-(0[1-9]|1[0-2]))?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Period, "period")

urlpatterns = [
    path("catalogue.jsonld", open_data.open_data_catalogue, name="open_data_catalogue"),
    path("lieux.csv", open_data.sites_file, name="sites_file"),
    path("ateliers.csv", open_data.workshops_file, name="workshops_file"),
    path("ateliers.schema.json", open_data.workshops_schema, name="workshops_schema"),
    path("<slug:slug>.csv", open_data.counts_file, name="counts_file"),
    path("<slug:slug>.schema.json", open_data.counts_schema, name="counts_schema"),
    path("<period:period>/<slug:slug>.csv", open_data.counts_file, name="counts_edition"),
]
