"""What people need help with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.crypto import public_id
from mediation.models.people import Accreditation
from mediation.models.place import Organisation


class Topic(models.Model):
    """A reason to come (motif). Its texts exist per language; times are whole minutes."""

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("sur place")
        PHONE = "phone", _("par téléphone")
        VIDEO = "video", _("en visio")
        HOME = "home", _("à domicile")

    code = models.SlugField(_("code"), unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    pictogram = models.SlugField(_("pictogramme"))
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)
    active = models.BooleanField(_("proposé"), default=True)
    duration_min = models.PositiveSmallIntegerField(_("durée (minutes)"), default=60)
    buffer_min = models.PositiveSmallIntegerField(_("battement (minutes)"), default=0)
    notice_min = models.PositiveIntegerField(_("délai minimum (minutes)"), default=120)
    horizon_days = models.PositiveSmallIntegerField(_("réservable jusqu’à (jours)"), default=60)
    modes = models.JSONField(_("modes"), default=list)
    needs_machine = models.BooleanField(_("utilise un poste du lieu"), default=False)
    accreditation = models.ForeignKey(
        Accreditation, models.PROTECT, null=True, blank=True, verbose_name=_("habilitation nécessaire")
    )

    # Whose coordination proposed it, until who coordinates the territory offers it to everybody; none: theirs.
    proposed_by = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("motif")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def ways(self) -> list[str]:
        """The modes in which it is given; on site where nothing is said."""
        return list(self.modes) or [Topic.Mode.ON_SITE.value]

    @property
    def public_ways(self) -> list[str]:
        """Those that people book themselves: visits at home are agreed with the team. May be empty."""
        return [way for way in self.ways if way != Topic.Mode.HOME]

    @property
    def usual_way(self) -> str:
        """On site where it is given so, else the first mode that people book themselves."""
        return (
            Topic.Mode.ON_SITE.value
            if Topic.Mode.ON_SITE in self.ways
            else (self.public_ways or self.ways)[0]
        )


class TopicText(models.Model):
    """A topic in one language: its name, a plain explanation, what to bring (one thing a line).

    `spoken` is what the line says after "Pour": "votre téléphone" where the tile says "Me servir de mon téléphone".
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="texts")
    language = models.CharField(_("langue"), max_length=10)
    name = models.CharField(_("nom"), max_length=80)
    spoken = models.CharField(
        _("nom dit au téléphone"),
        max_length=60,
        blank=True,
        help_text=_("Court, sans « je » ni « mon » : la ligne dit « Pour … ». Vide : le nom."),
    )
    explanation = models.CharField(_("explication"), max_length=300, blank=True)
    documents = models.TextField(_("à apporter, une chose par ligne"), blank=True)

    class Meta:
        verbose_name = _("texte du motif")
        constraints = [models.UniqueConstraint(fields=["topic", "language"], name="topic_text_once")]

    def __str__(self) -> str:
        return self.name
