"""Residents, and the ways to reach them: two things, since a telephone may be shared."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mediation.crypto import EncryptedTextField
from mediation.keyed_field import KeyedHashField


class Contact(models.Model):
    """A way to reach somebody. Phones and e-mails exist once each; several residents may share one."""

    class Kind(models.TextChoices):
        MOBILE = "mobile", _("mobile")
        LANDLINE = "landline", _("téléphone fixe")
        EMAIL = "email", _("courriel")
        THROUGH = "through", _("par quelqu’un")
        LETTER = "letter", _("par courrier")
        NONE = "none", _("ne pas me joindre")

    kind = models.CharField(_("moyen"), max_length=10, choices=Kind.choices)
    # E.164 phone, e-mail, "who and how" or a postal address, after its kind.
    value = EncryptedTextField(_("coordonnée"), blank=True, default="")
    # None for what cannot be looked up (letters, through somebody): nulls are never equal.
    value_index = KeyedHashField(
        max_length=64, null=True, blank=True, db_index=True, of="value", purposes=("phone", "email")
    )
    last4 = models.CharField(max_length=4, blank=True, default="", db_index=True)
    shared = models.BooleanField(_("partagé avec d’autres"), default=False)
    by_call = models.BooleanField(_("préfère un appel à un SMS"), default=False)
    verified_at = models.DateTimeField(_("vérifié le"), null=True, blank=True)
    opted_out_at = models.DateTimeField(_("ne veut plus de SMS depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("coordonnée")
        constraints = [models.UniqueConstraint(fields=["kind", "value_index"], name="contact_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Resident(models.Model):
    """A person who is helped. Belongs to the territory; one name is enough.

    `name_key` is the name without accents, case or order, for tolerant search. `discreet`: no message,
    no recognition by number. `no_surveys`, `no_recognition`: what they have objected to (GDPR, article 21): to be asked how it
    went; to be known by the telephone line from their number.
    """

    name = models.CharField(_("nom"), max_length=200)
    name_key = models.CharField(max_length=220, db_index=True)
    language = models.CharField(_("langue"), max_length=10, default="fr")
    discreet = models.BooleanField(_("discret : aucun message"), default=False)
    no_surveys = models.BooleanField(_("ne veut pas de demande d’avis"), default=False)
    no_recognition = models.BooleanField(_("ne veut pas être reconnu par la ligne"), default=False)
    no_fixed_address = models.BooleanField(_("sans adresse fixe"), default=False)
    commune = models.ForeignKey(
        "mediation.Commune", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    last_contact_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged", db_index=False
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("habitant")
        indexes = [
            models.Index(fields=["commune"], name="resident_commune", condition=~Q(commune=None)),
            models.Index(fields=["merged_into"], name="resident_merged", condition=~Q(merged_into=None)),
        ]

    def __str__(self) -> str:
        return f"habitant {self.pk}"


class KeptApart(models.Model):
    """Two residents who look alike and whom staff have said to be different people."""

    first = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    second = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    decided_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="kept_apart_once"),
            models.CheckConstraint(name="kept_apart_in_order", condition=Q(first__lt=models.F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
