"""What the schema says of an operation beyond its fields: every status it may answer, each with an example."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from bookings.api.problem_types import TYPES
from bookings.api.problems import MEDIA_TYPE

# Of no instance: the schema is the same wherever it is made.
HOST = "https://rendez-vous.example"
_HEADER: Literal["header"] = "header"
_KEYED = ("key-missing", "key-unknown", "key-over", "scope-missing", "too-many-requests")
_ONCE = ("idempotency-key-missing", "idempotency-key-reused", "still-running", "busy")
_WITH_BODY = ("unreadable", "invalid", "too-large", "unsupported-media-type")


class FaultSchema(serializers.Serializer[Any]):
    """What is wrong with one field."""

    pointer = serializers.CharField(help_text="Pointeur JSON (RFC 6901) du champ, ou nom du paramètre.")
    code = serializers.CharField()
    detail = serializers.CharField()

    class Meta:
        ref_name = "Fault"


class AlternativeSchema(serializers.Serializer[Any]):
    """A free time near the one that is gone."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    site = serializers.CharField()

    class Meta:
        ref_name = "Alternative"


class ProblemSchema(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.URLField(help_text="Adresse stable, qui explique le problème.")
    title = serializers.CharField()
    status = serializers.IntegerField(min_value=400, max_value=599)
    detail = serializers.CharField()
    errors = FaultSchema(many=True, required=False)  # type: ignore[assignment]
    alternatives = AlternativeSchema(many=True, required=False)

    class Meta:
        ref_name = "Problem"


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a key is shown."""

    target_class = "bookings.api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """HTTP's own way: a bearer token."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "rdvn_…"}


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {
        "type": "string",
        "minLength": 1,
        "maxLength": 202,
        "pattern": r'^("[!#-\[\]-~]{1,200}"|[!#-\[\]-~]{1,200})$',
    },
    _HEADER,
    required=True,
    description="Une clé nouvelle par demande (un UUID). Répétée avec le même contenu dans les 24 heures, la même réponse.",
    examples=[OpenApiExample("uuid", value='"8e03978e-40d5-43dd-bc93-6894a57f9324"')],
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "minLength": 1, "pattern": r"^[\x21-\x7e]+$"},
    _HEADER,
    required=True,
    description="L’ETag lu.",
    examples=[OpenApiExample("etag", value='"0f3c…"')],
)
ACCEPT_LANGUAGE = OpenApiParameter(
    "Accept-Language",
    OpenApiTypes.STR,
    _HEADER,
    description="« fr » ou « en » : la langue des textes et des problèmes.",
    examples=[OpenApiExample("fr", value="fr")],
)


def documented(
    operation: str,
    summary: str,
    *,
    tag: str,
    answers: Mapping[int, Any],
    scope: str = "",
    body: Any = None,
    query: Any = None,
    once: bool = False,
    if_match: bool = False,
    tagged: bool = False,
    problems: Sequence[str] = (),
    description: str = "",
    examples: Sequence[OpenApiExample] = (),
    parameters: Sequence[OpenApiParameter] = (),
) -> Callable[[Any], Any]:
    """Describes one method of a view. `problems` are those of its own, by slug; those of all keys and of all bodies, and
    those that come with `once` (Idempotency-Key) and `if_match`, are added. `tagged`: the answer has an ETag.
    """
    headers = [ACCEPT_LANGUAGE, *([IDEMPOTENCY_KEY] if once else []), *([IF_MATCH] if if_match else [])]
    told = [*_told(answers, bool(scope), tagged)]
    decorate = extend_schema(
        operation_id=operation,
        summary=summary,
        description="\n\n".join(
            part for part in (description, f"Droit nécessaire : `{scope}`." if scope else "") if part
        ),
        tags=[tag],
        request=body,
        parameters=[
            *([query] if query is not None and query._declared_fields else []),
            *parameters,
            *headers,
            *told,
        ],
        responses={**answers, **_problems([*problems, *_usual(scope, body, query, once, if_match)])},
        examples=list(examples),
        auth=None if scope else [],
    )

    def named(method: Any) -> Any:
        method.operation = operation
        decorated = decorate(method)
        decorated.operation = operation
        return decorated

    return named


def _usual(scope: str, body: Any, query: Any, once: bool, if_match: bool) -> Iterator[str]:
    """The problems that come with what the operation asks for."""
    yield from _KEYED if scope else ()
    yield from _WITH_BODY if body is not None else ()
    yield from ("invalid-parameters",) if query is not None else ()
    yield from _ONCE if once else ()
    yield from ("changed-meanwhile", "precondition-required") if if_match else ()


def _told(answers: Mapping[int, Any], keyed: bool, tagged: bool) -> list[OpenApiParameter]:
    """Headers of the answers."""
    good = [status for status in answers if status < 300]
    told = [("ETag", "Ce qui est montré ; pour If-Match et If-None-Match.")] if tagged else []
    if keyed:
        told += [("RateLimit", "Ce qui reste."), ("RateLimit-Policy", "La limite de la clé.")]
    return [
        OpenApiParameter(name, OpenApiTypes.STR, _HEADER, response=good, description=said)
        for name, said in told
    ]


def _problems(slugs: Sequence[str]) -> dict[tuple[int, str], OpenApiResponse]:
    by_status: dict[int, list[str]] = {}
    for slug in dict.fromkeys(slugs):
        by_status.setdefault(int(TYPES[slug].status), []).append(slug)
    with translation.override("fr"):
        return {
            (status, MEDIA_TYPE): OpenApiResponse(
                ProblemSchema,
                description=" ; ".join(str(TYPES[slug].title) for slug in named),
                examples=[_example(slug) for slug in named],
            )
            for status, named in sorted(by_status.items())
        }


def _example(slug: str) -> OpenApiExample:
    kind = TYPES[slug]
    value: dict[str, Any] = {
        "type": f"{HOST}/api/v1/problems/{slug}/",
        "title": str(kind.title),
        "status": int(kind.status),
        "detail": str(kind.what_to_do),
    }
    if slug == "invalid":
        value["errors"] = [{"pointer": "/starts_at", "code": "too_soon", "detail": "Trop tôt."}]
    if slug == "invalid-parameters":
        value["errors"] = [
            {"pointer": "cursor", "code": "invalid", "detail": "Ce curseur n’est pas de nous."}
        ]
    if slug == "slot-taken":
        time = {"starts_at": "2026-11-30T10:00:00+01:00", "ends_at": "2026-11-30T11:00:00+01:00"}
        value["alternatives"] = [{**time, "site": "kd8fj2mn"}]
    return OpenApiExample(slug, value=value, response_only=True, status_codes=[str(int(kind.status))])
