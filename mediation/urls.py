"""All addresses. Resident pages carry the language as a prefix; French has none."""

from django.urls import include, path

from mediation import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("compte/", include("allauth.urls")),
]
