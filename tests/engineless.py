"""What no test in `tests/pure` may ask for, so that one run of them says as much as two: an engine, whichever."""

from typing import Any

import pytest

_OPENS = {
    *("db", "transactional_db", "django_db_setup", "django_db_reset_sequences", "empty_database"),
    *("client", "admin_client", "admin_user", "live_server", "page", "browser", "context", "new_context"),
}
_KNOWS_AN_ENGINE = ("django_db", "postgresql", "sqlite", "redis", "chromium", "faults")


class NothingIsHere(Exception):
    """A test of pure code tried to reach something."""


def refused(*_args: Any, **_kwargs: Any) -> Any:
    """In the place of what reaches out. Raises NothingIsHere."""
    raise NothingIsHere("pure code reaches neither a cache nor a network")


def why_not_pure(item: pytest.Item) -> str:
    """What a test asks for that pure code has no use for; "" when it asks for nothing of the kind."""
    fixtures = _OPENS & set(getattr(item, "fixturenames", ()))
    markers = [name for name in _KNOWS_AN_ENGINE if item.get_closest_marker(name)]
    return ", ".join((*sorted(fixtures), *markers))
