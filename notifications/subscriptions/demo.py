"""A program of the demonstration: a key that nobody was told, and an address where nobody listens, so it is paused."""

from datetime import datetime, timedelta

from bookings.actions.api_keys import make_key
from bookings.models import ApiKey
from bookings.people.who import Actor
from mediation.crypto import keyed_hash
from mediation.models import Role
from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions.change import new_secret

# Of those that are kept for examples: it leads nowhere.
_ADDRESS = "https://logiciel-fictif.example/orientations"
_State = WebhookDelivery.State


def connected_program(*, now: datetime) -> None:
    """For the organisation of the demo's coordinator; two trials lie behind it."""
    coordinators = Role.objects.filter(kind=Role.Kind.COORDINATOR, user__email="coordination@demo.example")
    role = coordinators.select_related("organisation").first()
    if role is None or role.organisation is None:
        return
    make_key(
        organisation=role.organisation,
        name="Logiciel fictif de démonstration",
        scopes=(ApiKey.Scope.CATALOGUE_READ, ApiKey.Scope.REFERRALS_READ),
        expires_at=now + timedelta(days=365),
        by=Actor("web", role.user_id),
        now=now - timedelta(days=9),
    )
    target = WebhookTarget.objects.create(
        organisation=role.organisation,
        url=_ADDRESS,
        url_index=keyed_hash("webhook", _ADDRESS),
        secret=new_secret(),
        made_by_id=role.user_id,
        made_at=now - timedelta(days=9),
        paused_at=now - timedelta(days=6),
        paused_why=WebhookTarget.Paused.BY_HAND,
    )
    for days, state, status, answer in (
        (9, _State.GIVEN_UP, 503, "En maintenance jusqu’à 14 h"),
        (8, _State.TAKEN, 204, ""),
    ):
        at = now - timedelta(days=days)
        target.deliveries.create(
            state=state, status=status, answer=answer, attempts=1, attempted_at=at, created_at=at
        )
