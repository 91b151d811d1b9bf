"""The schema, and the page to read it by: the two files it needs come from their package, and nothing from elsewhere.

As an application the package would have everything of it copied and packed at each start (40 s of a processor for 39 MB).
"""

import re
from pathlib import Path

import drf_spectacular_sidecar
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from bookings.api.written import as_json, as_yaml
from bookings.public.for_everybody import for_everybody
from mediation.access import public
from mediation.remembered import remembered

_FOLDER = Path(drf_spectacular_sidecar.__file__).parent / "static/drf_spectacular_sidecar/swagger-ui-dist"
_SOURCE_MAP = re.compile(rb"\n/[/*]# sourceMappingURL=.*")
_FILES = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}


@public
@require_safe
@conditional_page
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, as YAML or, with `?format=json`, as JSON."""
    if request.GET.get("format") == "json":
        response = HttpResponse(as_json(), content_type="application/vnd.oai.openapi+json; charset=utf-8")
    else:
        response = HttpResponse(as_yaml(), content_type="application/vnd.oai.openapi; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@public
@require_safe
@for_everybody
def docs(request: HttpRequest) -> HttpResponse:
    """The schema to read and to try."""
    return render(request, "api/docs.html")


@public
@require_safe
def docs_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the reader's own files."""
    if name not in _FILES:
        raise Http404
    response = HttpResponse(_read(name), content_type=_FILES[name])
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@remembered
def _read(name: str) -> bytes:
    """Without the line that tells a browser's tools of a file that is not served."""
    return _SOURCE_MAP.sub(b"", (_FOLDER / name).read_bytes())
