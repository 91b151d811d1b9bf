"""The schema as a text: what `docs/openapi.yaml` holds and what `/api/v1/schema/` answers."""

import json
from functools import cache
from typing import Any, cast

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer


@cache
def schema() -> dict[str, Any]:
    """The whole schema, in French, whoever asks and wherever. It takes a second: each process makes it once."""
    with translation.override("fr"):
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        return cast(dict[str, Any], generator.get_schema(request=None, public=True))  # type: ignore[no-untyped-call]


@cache
def as_yaml() -> str:
    """To read, and to commit."""
    text: bytes = OpenApiYamlRenderer().render(schema(), renderer_context={})  # type: ignore[no-untyped-call]
    return text.decode()


@cache
def as_json() -> str:
    """For programs."""
    return json.dumps(schema(), ensure_ascii=False)
