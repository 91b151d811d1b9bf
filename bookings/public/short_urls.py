"""The short links of messages: no language in them, every character of an SMS counts."""

from django.urls import path

from bookings.public.views import appointment

urlpatterns = [path("<slug:token>", appointment.short_link, name="short_link")]
