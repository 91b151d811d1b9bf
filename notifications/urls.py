"""Addresses of the message part."""

from django.urls import path

from notifications import simulator, views

urlpatterns = [
    path("twilio/status", views.twilio_status, name="twilio_status"),
    path("simulateur/", simulator.start, name="simulator"),
    path("simulateur/<slug:inbox>/", simulator.handset, name="handset"),
]
