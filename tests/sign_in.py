"""Signing in, for tests of staff pages: `sign_in(client, a_user("desk", organisation))`."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from mediation.models import Organisation, Role, User

PASSWORD = "une phrase de plusieurs mots"


def a_user(kind: str = "", organisation: Organisation | None = None, *, email: str = "") -> User:
    """Somebody who may sign in with PASSWORD, holding one role if `kind` is given."""
    email = email or f"{kind or 'personne'}{User.objects.count()}@example.org"
    user = User.objects.create_user(email, PASSWORD, name=f"{kind or 'personne'} Exemple")
    if kind:
        Role.objects.create(user=user, kind=kind, organisation=organisation)
    return user


def with_second_step(user: User) -> str:
    """Give the user a TOTP application; returns its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def sign_in(client: Client, user: User) -> Client:
    """The client, signed in as `user`, past the second step as on any ordinary day."""
    if not user.authenticator_set.exists():
        with_second_step(user)
    client.force_login(user)
    return client
