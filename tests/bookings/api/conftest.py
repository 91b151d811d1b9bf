"""A partner's software on the Friday before, in a town with a free Monday."""

from collections.abc import Iterator

import pytest
import time_machine

from mediation.models import Organisation
from tests import people
from tests.programs import Program
from tests.referring import a_partner
from tests.staff import Town


@pytest.fixture
def town(db) -> Iterator[Town]:
    """The Friday before, at ten."""
    with time_machine.travel(people.FRIDAY_BEFORE, tick=False):
        yield Town()


@pytest.fixture
def ccas(town) -> Organisation:
    """Who refers."""
    return a_partner()


@pytest.fixture
def program(ccas) -> Program:
    """Its software, with all scopes."""
    return Program(ccas)


@pytest.fixture
def other(town) -> Program:
    """The software of another partner, with all scopes too."""
    return Program(a_partner("Mission locale Fictive"))
