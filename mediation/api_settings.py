"""How the API's libraries work here. Nothing of it depends on the environment: `settings` reads that, and nothing else does."""

from typing import Any

# JSON only: no page to browse, no session, no cookie; errors are problems (RFC 9457).
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["bookings.api.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["bookings.api.authentication.HasScope"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "bookings.api.parsing.OnlyJson",
    "DEFAULT_PARSER_CLASSES": ["bookings.api.parsing.ObjectParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "bookings.api.problems.answer",
    "UNAUTHENTICATED_USER": None,
    # `?format=` is a parameter like any other.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Rendez-vous",
    "DESCRIPTION": "Orienter une personne, lui prendre un rendez-vous et savoir ce qu’il en advient.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "LICENSE": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    "SERVERS": [{"url": "/"}],
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {"ModeEnum": "mediation.models.Topic.Mode"},
    "PREPROCESSING_HOOKS": ["bookings.api.schema_hooks.only_operations"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "bookings.api.schema_hooks.exact",
    ],
}
