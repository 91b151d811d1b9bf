"""`manage.py weigh_pages`: how many bytes the resident's pages are, on this database; for the public page of figures."""

import gzip
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.public.weights import PAGES, Weights, write


def measure(today: date) -> Weights:
    """Opens each page, as a browser that takes gzip does."""
    style = (settings.BASE_DIR / "mediation/static/site.css").read_bytes()
    browser = Client(headers={"accept-encoding": "gzip", "host": "localhost"})
    pages = {name: len(browser.get(reverse(name), secure=True).content) for name in PAGES}
    return Weights(today, len(gzip.compress(style, 9)), pages)


class Command(BaseCommand):
    """Measures the pages and writes the file that the public page reads."""

    help = "Measures the bytes of the resident's pages and writes notifications/public/weights.json."

    def handle(self, *args: Any, **options: Any) -> None:
        weights = measure(timezone.localdate())
        write(weights)
        for name, size in weights.pages.items():
            self.stdout.write(f"{name:16} {size:6} bytes")
        self.stdout.write(f"{'style':16} {weights.style:6} bytes")
