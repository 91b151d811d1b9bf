"""Logins of the demonstration: one for each role, published, made only under DEMO=true.

Under DEMO the second step is not compulsory (`settings.MFA_COMPULSORY`), so that whoever tries the product needs
no telephone; a line on every page says so, and each login may still set one up.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from mediation.access import Kind
from mediation.models import Mediator, Organisation, Role, User

PASSWORD = "demo-rendez-vous"  # noqa: S105  published on purpose, refused outside DEMO


class NotADemonstration(Exception):
    """Published passwords are never written into a real service."""


@dataclass(frozen=True)
class DemoLogin:
    """One published login; `what` says what to look at with it."""

    email: str
    name: str
    kind: Role.Kind
    what: str


LOGINS = (
    DemoLogin("mediation@demo.example", "Léa Exemple", Kind.MEDIATOR, "la journée d’une médiatrice"),
    DemoLogin("accueil@demo.example", "Karim Modèle", Kind.DESK, "l’accueil d’une structure"),
    DemoLogin("coordination@demo.example", "Inès Fictive", Kind.COORDINATOR, "l’équipe d’une structure"),
    DemoLogin("central@demo.example", "Noé Témoin", Kind.CENTRAL_DESK, "l’accueil de tout le territoire"),
    DemoLogin("metropole@demo.example", "Rose Essai", Kind.METRO_COORDINATOR, "toute la métropole"),
    DemoLogin("exploitation@demo.example", "Sam Réglage", Kind.OPERATOR, "les réglages"),
)


def create_demo_logins(mediator: Mediator) -> tuple[DemoLogin, ...]:
    """Make the logins, once more harmless; those of one organisation work in the mediator's.

    `mediator` is the one the first login is. All share PASSWORD. Raises NotADemonstration.
    """
    if not settings.DEMO:
        raise NotADemonstration("DEMO is not true: no published login is made here.")
    password = make_password(PASSWORD)
    for login in LOGINS:
        name = mediator.name if login.kind == Kind.MEDIATOR else login.name
        user, _created = User.objects.update_or_create(
            email=login.email, defaults={"name": name, "password": password}
        )
        where: Organisation | None = None if login.kind in Role.TERRITORY_WIDE else mediator.organisation
        Role.objects.get_or_create(user=user, kind=login.kind, organisation=where)
        if login.kind == Kind.MEDIATOR and mediator.user_id != user.pk:
            Mediator.objects.filter(user=user).update(user=None)
            mediator.user = user
            mediator.save(update_fields=["user"])
    return LOGINS
