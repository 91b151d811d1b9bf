"""What every view of the API has in common: who calls, how often, in which language, and what goes with each answer."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from bookings.api import limits, retiring
from bookings.api.etags import etag_of, is_known
from bookings.api.idempotency import once, once_with_it
from bookings.api.problem import Fault, Problem
from bookings.errors import AnsweredBefore
from bookings.models import ApiKey
from bookings.people.who import Actor

PROGRAM = Actor(channel="api")
LANGUAGES = ("fr", "en")


class ApiView(APIView):
    """`scopes`: what a key needs for each method. `operations`: the schema's name of each. A method without a scope is
    for anybody.
    """

    scopes: ClassVar[Mapping[str, str]] = {}
    http_method_names = ["get", "head", "post", "patch"]
    metadata_class = None

    @property
    def key(self) -> ApiKey:
        """The key that was shown."""
        return cast(ApiKey, self.request.auth)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(_language(request.headers.get("Accept-Language", ""))):
            response = super().dispatch(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", translation.get_language() or "fr")
        return response

    def check_throttles(self, request: Request) -> None:
        """Counts what a key asks; DRF calls this after the key and its scope were seen."""
        if isinstance(request.auth, ApiKey):
            self.limit_headers = limits.count(request.auth.application)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        operation = getattr(getattr(self, (request.method or "").lower(), None), "operation", "")
        said = {**getattr(self, "limit_headers", {}), **retiring.headers_of(operation)}
        for name, value in said.items():
            response.headers.setdefault(name, value)
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def asked(self, query: type[Serializer[Any]]) -> dict[str, Any]:
        """What the address asks for. Raises 400, naming the parameter, for what it does not know or cannot read."""
        given = self.request.query_params
        if twice := [name for name in given if len(given.getlist(name)) > 1]:
            raise Problem(
                "invalid-parameters", errors=[Fault(name, "twice", _("Une seule fois.")) for name in twice]
            )
        try:
            return dict(_reader(query).run_validation(dict(given.items())))
        except ValidationError as refused:
            detail: Any = refused.detail
            faults = [
                Fault(name, getattr(each[0], "code", "invalid"), str(each[0]))
                for name, each in detail.items()
            ]
            raise Problem("invalid-parameters", errors=faults) from None

    def sent(self, body: type[Serializer[Any]], **context: Any) -> dict[str, Any]:
        """What the request's body says. Raises 422, naming the fields."""
        try:
            return dict(_reader(body).run_validation(self.request.data))
        except ValidationError:  # Refused, it is read again by one of its own, which keeps what is wrong.
            read = body(data=self.request.data, context={"view": self, **context})
            read.is_valid(raise_exception=True)
            return dict(read.validated_data)

    def shown(self, data: Any, *more: object, status: int = 200, **headers: str) -> Response:
        """An answer with its tag; 304 for whoever has it already."""
        tag = etag_of(data, *more)
        if self.request.method in ("GET", "HEAD") and is_known(self.request, tag):
            return Response(status=304, headers={"ETag": tag})
        return Response(data, status=status, headers={"ETag": tag, **headers})


@functools.cache
def _reader(body: type[Serializer[Any]]) -> Serializer[Any]:
    """One for all requests of this process: making one copies all of its fields, and reading leaves nothing in it."""
    return body()


def made_once(method: Callable[..., Response]) -> Callable[..., Response]:
    """For a `post`: it is given a key for the action behind it, and done once for one `Idempotency-Key`."""
    return _made(method, once)


def made_once_with_it(method: Callable[..., Response]) -> Callable[..., Response]:
    """For a `post` whose action saves the answer with what it does: it is given the row to save."""
    return _made(method, once_with_it)


def _made(method: Callable[..., Response], way: Callable[..., Response]) -> Callable[..., Response]:
    @functools.wraps(method)
    def post(self: ApiView, request: Request, **kwargs: Any) -> Response:
        def work(given: object) -> Response:
            try:
                return method(self, request, given, **kwargs)
            except AnsweredBefore:
                raise
            except Exception as error:  # Refused, it is refused again the same way.
                return self.handle_exception(error)

        return way(request, self.key.application, work)

    return post


def _language(accepted: str) -> str:
    """The first of ours that whoever calls accepts; French."""
    for language, _quality in parse_accept_lang_header(accepted):
        if (short := language.partition("-")[0]) in LANGUAGES:
            return short
    return LANGUAGES[0]
