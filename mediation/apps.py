"""Django's name for this package."""

from django.apps import AppConfig


class MediationConfig(AppConfig):
    """The mediation package."""

    name = "mediation"
