"""Who somebody is at ProConnect."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.keyed_field import KeyedHashField
from mediation.models.people import User
from mediation.models.place import Organisation


class Identity(models.Model):
    """One way in by ProConnect. The same person has another `sub` at each identity provider, so a user may have several.

    It opens nothing before it is confirmed: by the link sent to the account's own address (`token_hash`, from `asked_at`
    on), or from the account itself. `siret` is what the identity provider says, `organisation` ours that has it: both are
    to be read, they give no right.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    sub = models.CharField(max_length=255)
    provider = models.CharField(max_length=64, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    token_hash = KeyedHashField(max_length=64, blank=True, db_index=True, open_only="confirmed_at")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("identité ProConnect")
        constraints = [models.UniqueConstraint(fields=["issuer", "sub"], name="identity_once")]

    def __str__(self) -> str:
        return "identité ProConnect"
