"""The ground floor: who, where, when open; and the Django project itself."""

from mediation.celery import app as celery_app

__all__ = ["celery_app"]
