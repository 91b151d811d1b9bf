"""Addresses of what this part says to everybody."""

from django.urls import path

from notifications.public.views import public_figures
from notifications.take_home.public import own_sheet

urlpatterns = [
    path("chiffres/", public_figures, name="public_figures"),
    path("mon-suivi/<slug:token>/feuille/<int:pk>/", own_sheet, name="own_sheet"),
]
