"""Which broker is asked, by what an operator has set."""

import pytest
from celery import Celery
from django.core.exceptions import ImproperlyConfigured

from mediation import broker_settings

SENTINELS = "sentinel://one:26379;sentinel://two:26379"


def test_the_caches_redis_is_the_broker_unless_another_is_named() -> None:
    assert broker_settings.address("", "redis://cache") == "redis://cache"
    assert broker_settings.address(SENTINELS, "redis://cache") == SENTINELS


def test_a_service_in_one_process_asks_no_broker() -> None:
    assert broker_settings.address(SENTINELS, "") == "memory://"
    assert broker_settings.transport_options("memory://", "mymaster") == {}


def test_a_broker_that_nobody_has_tried_is_refused_at_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="sentinel://"):
        broker_settings.address("amqp://rabbit", "redis://cache")


def test_whoever_asks_with_a_timeout_of_its_own_still_names_the_master() -> None:
    app = Celery(broker=SENTINELS)
    app.conf.broker_transport_options = broker_settings.transport_options(SENTINELS, "mediation")
    with app.connection_for_write(transport_options={"socket_connect_timeout": 1}) as broker:
        assert broker.transport_options["master_name"] == "mediation"
        assert broker.transport_options["socket_connect_timeout"] == 1
