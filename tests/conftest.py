"""What every test starts from."""

import pytest

from mediation.remembered import forget


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Pages keep the topics and places for some seconds: not from one test to the next."""
    forget()
