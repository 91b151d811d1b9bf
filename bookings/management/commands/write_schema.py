"""`manage.py write_schema FILE`: the API's schema as it is committed (docs/openapi.yaml), the same from any database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bookings.api.written import as_yaml


class Command(BaseCommand):
    """Writes the schema."""

    help = "Writes the API's schema (OpenAPI 3.1) to FILE."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        options["file"].write_text(as_yaml(), encoding="utf-8")
