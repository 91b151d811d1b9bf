"""Who works here: users, the roles they hold, and the mediators who help."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.keyed_field import KeyedHashField
from mediation.models.place import Organisation


class UserManager(BaseUserManager["User"]):
    """Users sign in with an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who signs in with `email`; without a password until the invitation is taken up."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An operator of the instance."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Somebody who signs in: staff or partner, never a resident."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("adresse électronique"), unique=True)
    name = models.CharField(_("nom affiché"), max_length=120, blank=True)
    # An account nobody uses is closed (`actions.close_unused`): told of it, closed, opened again.
    closing_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_unused_at = models.DateTimeField(null=True, blank=True, editable=False)
    reopened_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("utilisateur")

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def used_at(self) -> datetime:
        """When they last signed in, or else were given the account, or given it again."""
        return max(each for each in (self.last_login, self.date_joined, self.reopened_at) if each)

    @property
    def closing_soon(self) -> bool:
        """Whether they were told that the account will be closed, and have not come since."""
        return self.is_active and self.closing_told_at is not None and self.closing_told_at > self.used_at


class Team(models.Model):
    """Part of a partner organisation (a CCAS's reception, a sector of the département): who refers there sees what it
    refers. A partner without a team sees what the whole organisation refers.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="teams")
    name = models.CharField(_("nom"), max_length=120)

    class Meta:
        verbose_name = _("équipe")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="team_once")]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What a user may do, in one organisation or, for the last four kinds, in the whole territory."""

    class Kind(models.TextChoices):
        MEDIATOR = "mediator", _("médiateur")
        DESK = "desk", _("accueil")
        COORDINATOR = "coordinator", _("coordination de la structure")
        PARTNER = "partner", _("orienteur")
        CENTRAL_DESK = "central_desk", _("accueil central")
        METRO_COORDINATOR = "metro_coordinator", _("coordination métropolitaine")
        OPERATOR = "operator", _("exploitation")
        DATA_OFFICER = "data_officer", _("protection des données")

    TERRITORY_WIDE = (Kind.CENTRAL_DESK, Kind.METRO_COORDINATOR, Kind.OPERATOR, Kind.DATA_OFFICER)

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(_("rôle"), max_length=20, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="roles"
    )
    # Of partners only; none: the whole organisation.
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="roles")

    class Meta:
        verbose_name = _("rôle")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "organisation"], name="role_once"),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=models.Q(organisation__isnull=True),
                name="territory_role_once",
            ),
            models.CheckConstraint(
                name="role_has_its_reach",
                condition=models.Q(
                    kind__in=["central_desk", "metro_coordinator", "operator", "data_officer"],
                    organisation__isnull=True,
                )
                | models.Q(
                    kind__in=["mediator", "desk", "coordinator", "partner"], organisation__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Accreditation(models.Model):
    """A right to act that some topics need, for example Aidants Connect."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("nom"), max_length=80)

    class Meta:
        verbose_name = _("habilitation")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Gender(models.TextChoices):
    """So that a resident may ask for a woman or a man; may stay unsaid."""

    WOMAN = "f", _("une femme")
    MAN = "m", _("un homme")
    UNSAID = "", _("non précisé")


class Mediator(models.Model):
    """Somebody who helps residents, at one or several sites. Without `user` they do not sign in yet."""

    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="mediator")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mediators")
    name = models.CharField(_("nom"), max_length=120)
    first_name = models.CharField(_("prénom montré aux habitants"), max_length=60)
    gender = models.CharField(_("genre"), max_length=1, choices=Gender.choices, blank=True, default="")
    phone = models.CharField(_("téléphone professionnel"), max_length=20, blank=True)
    languages = models.JSONField(_("langues parlées"), default=list, blank=True)
    sign_language = models.BooleanField(_("langue des signes"), default=False)
    accreditations = models.ManyToManyField(Accreditation, blank=True, related_name="mediators")
    active = models.BooleanField(_("en activité"), default=True)

    class Meta:
        verbose_name = _("médiateur")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link that lets somebody choose a password and take up a role. Only its keyed hash is stored."""

    email = models.EmailField(_("adresse électronique"))
    name = models.CharField(_("nom"), max_length=120, blank=True)
    kind = models.CharField(_("rôle"), max_length=20, choices=Role.Kind.choices)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    token_hash = KeyedHashField(max_length=64, unique=True, until=("expires_at",), open_only="accepted_at")
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")

    def __str__(self) -> str:
        return self.get_kind_display()
