"""All addresses. Resident pages carry the language as a prefix; French has none."""

from django.urls import include, path

urlpatterns = [
    path("compte/", include("allauth.urls")),
]
