"""The secret addresses of calendar feeds: for programs, so without a language."""

from django.urls import path

from bookings.public.views import feed

urlpatterns = [path("<str:token>.ics", feed.calendar_feed, name="calendar_feed")]
