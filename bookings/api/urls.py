"""Addresses of the API. All stand under /api/v1/; what a key may do is said by each view (`scopes`)."""

from typing import Any

from django.urls import URLPattern, path, re_path

from bookings.api.view import ApiView
from bookings.api.views import catalogue, explained
from mediation.access import machine, public


def _at(address: str, view: type[ApiView], name: str) -> URLPattern:
    return path(address, machine(view.as_view()), name=name)


_schema: Any = explained.Schema.as_view()

urlpatterns = [
    path("schema/", public(_schema), name="api_schema"),
    path("docs/", explained.docs, name="api_docs"),
    path("problems/", explained.problems, name="api_problems"),
    path("problems/<slug:slug>/", explained.problem, name="api_problem"),
    _at("topics/", catalogue.Topics, "api_topics"),
    _at("topics/<str:topic_id>/", catalogue.OneTopic, "api_topic"),
    _at("sites/", catalogue.Sites, "api_sites"),
    _at("sites/<str:site_id>/", catalogue.OneSite, "api_site"),
    re_path(r"^.*$", machine(explained.NoSuchAddress.as_view()), name="api_nothing"),
]
