"""Django's name for this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediationConfig(AppConfig):
    """The mediation package."""

    name = "mediation"
    verbose_name = _("Lieux, équipes, horaires")

    def ready(self) -> None:
        """Tasks are asked of this Celery application. (Not in `__init__`: what only needs a name needs no Celery.)

        The lookup `among` is known to every process, whatever else it imports.
        """
        import mediation.among
        import mediation.celery  # noqa: F401
        from mediation import connections, threads
        from mediation.neighbours import unsaid

        unsaid.begin()
        threads.begin()
        connections.begin()
