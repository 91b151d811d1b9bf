"""Following a person: what they want to be able to do, what is to be done next, the sheet they take home."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from bookings.models.resident import Resident
from mediation.crypto import EncryptedTextField


class Goal(models.Model):
    """What somebody wants to be able to do, in their words, set together with who helps them.

    Encrypted and read as notes are: by the organisation that helps them, each reading noted.
    """

    class State(models.TextChoices):
        OPEN = "open", _("en cours")
        REACHED = "reached", _("atteint")
        DROPPED = "dropped", _("laissé de côté")

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="goals")
    organisation = models.ForeignKey("mediation.Organisation", models.PROTECT, related_name="+")
    words = EncryptedTextField(_("objectif"))
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    set_on = models.DateField()
    set_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    # Of the form that set it: sent twice, it is one goal.
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("objectif")
        constraints = [
            models.CheckConstraint(
                name="goal_closed_has_its_day",
                condition=Q(state="open", closed_on=None) | (~Q(state="open") & Q(closed_on__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"objectif {self.pk}"


class NextStep(models.Model):
    """Something to be done next, by the person or for them; `due_on` is the last day for it.

    `remind`: the person agreed to be written to about it, with these words. `to_tell`: no message reaches them, somebody
    of the team says it. Encrypted and read as notes are.
    """

    class Who(models.TextChoices):
        PERSON = "person", _("la personne")
        MEDIATOR = "mediator", _("le médiateur")

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="next_steps")
    organisation = models.ForeignKey("mediation.Organisation", models.PROTECT, related_name="+")
    # Who does it, or sees to it that the person hears of it.
    mediator = models.ForeignKey(
        "mediation.Mediator", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="steps")
    appointment = models.ForeignKey(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="next_steps"
    )
    words = EncryptedTextField(_("à faire"))
    who = models.CharField(max_length=8, choices=Who.choices, default=Who.PERSON)
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    remind = models.BooleanField(default=False)
    to_tell = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    # Of the form that noted it: sent twice, it is one step.
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("chose à faire")
        constraints = [
            models.CheckConstraint(
                name="step_reminded_has_its_day",
                condition=Q(remind=False) | Q(who="person", due_on__isnull=False),
            ),
            models.CheckConstraint(name="step_told_is_open", condition=Q(to_tell=False) | Q(done_at=None)),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="step_to_remind", condition=Q(remind=True, done_at=None)),
            models.Index(fields=["organisation", "due_on"], name="step_open", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"chose à faire {self.pk}"


class TakeHome(models.Model):
    """What somebody typed for the sheet that a person takes home after a session: what was done, what to remember.

    Encrypted and kept as notes are; the person reads it, on paper or by their link.
    """

    appointment = models.OneToOneField(Appointment, models.CASCADE, related_name="take_home")
    language = models.CharField(max_length=10, default="fr")
    done = EncryptedTextField(_("ce qu’on a fait"), blank=True, default="")
    remember = EncryptedTextField(_("ce qu’il faut retenir"), blank=True, default="")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("feuille à emporter")

    def __str__(self) -> str:
        return f"feuille {self.pk}"
