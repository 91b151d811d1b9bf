"""Django's name for this package."""

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """The bookings package."""

    name = "bookings"
