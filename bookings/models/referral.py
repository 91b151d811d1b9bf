"""A referral (orientation): somebody of a partner organisation sends a person to us, and sees that it landed."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from bookings.models.resident import Contact, Resident
from bookings.models.waiting import WaitingEntry
from bookings.models.workshop import Registration
from bookings.numbers import grouped
from bookings.referrals.states import ALIVE, ENDED, OPEN, TO_ANSWER, State
from mediation.crypto import EncryptedTextField, public_id
from mediation.keyed_field import KeyedHashField


class ReferralRules(models.Model):
    """How an organisation receives referrals. Without a row: as the defaults here say."""

    class Shows(models.TextChoices):
        """What the referrer is told of what became of it. "Did not attend" can cost somebody an allowance."""

        MET = "met", _("rencontrée, ou pas encore")
        ALL = "all", _("aussi : absente, ne souhaite pas")
        LANDED = "landed", _("seulement que l’orientation est arrivée")

    organisation = models.OneToOneField(
        "mediation.Organisation", models.CASCADE, primary_key=True, related_name="referral_rules"
    )
    accept_at_once = models.BooleanField(
        _("accepter les orientations sans les relire"),
        default=True,
        help_text=_("La personne est invitée tout de suite. Sinon, l’équipe accepte ou refuse d’abord."),
    )
    shows = models.CharField(
        _("ce que voit l’orienteur"), max_length=8, choices=Shows.choices, default=Shows.MET
    )
    first_chaser_days = models.PositiveSmallIntegerField(
        _("première relance de la personne (jours)"), default=3
    )
    second_chaser_days = models.PositiveSmallIntegerField(_("seconde relance (jours)"), default=10)
    expires_days = models.PositiveSmallIntegerField(_("échéance sans nouvelles (jours)"), default=30)

    class Meta:
        verbose_name = _("règles des orientations")

    def __str__(self) -> str:
        return f"règles {self.pk}"


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Questions about referrals."""

    def sent(self) -> "ReferralQuerySet":
        """All but drafts."""
        return self.exclude(state=State.DRAFT)

    def alive(self) -> "ReferralQuerySet":
        """Those with which something is still to happen."""
        return self.filter(state__in=ALIVE)

    def to_answer(self) -> "ReferralQuerySet":
        """Those nobody of the receiving team has answered."""
        return self.filter(state__in=TO_ANSWER)

    def open(self) -> "ReferralQuerySet":
        """Those whose person may still get a time."""
        return self.filter(state__in=OPEN)

    def ended_before(self, moment: datetime) -> "ReferralQuerySet":
        """Those that ended before `moment` and were not closed yet."""
        return self.filter(state__in=ENDED, since__lt=moment)


class Referral(models.Model):
    """One person (perhaps with somebody) whom a partner refers. All times are UTC.

    `partner`, `team` and `referrer` sent it; `organisation` received it. A draft holds what was typed in `draft` and
    nothing else. `since` is when it reached its state; `version` grows with every step and correction.
    """

    class Handover(models.TextChoices):
        """How the person gets a time."""

        BOOK = "book", _("je prends le rendez-vous avec elle")
        INVITE = "invite", _("le service invite la personne")
        CALL = "call", _("l’équipe appelle la personne")

    STATES = [
        (State.DRAFT.value, _("brouillon")),
        (State.RECEIVED.value, _("reçue")),
        (State.ACCEPTED.value, _("acceptée")),
        (State.INVITED.value, _("personne invitée")),
        (State.WAITING.value, _("sur la liste d’attente")),
        (State.BOOKED.value, _("rendez-vous pris")),
        (State.MET.value, _("rencontrée")),
        (State.MISSED.value, _("absente au rendez-vous")),
        (State.DECLINED.value, _("ne souhaite pas")),
        (State.UNREACHABLE.value, _("injoignable")),
        (State.REFUSED.value, _("refusée")),
        (State.REROUTED.value, _("confiée à un autre lieu")),
        (State.EXPIRED.value, _("échue")),
        (State.WITHDRAWN.value, _("retirée")),
        (State.CLOSED.value, _("close")),
    ]

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    # For letters and the telephone.
    number = models.CharField(max_length=8, unique=True, null=True, blank=True)
    partner = models.ForeignKey("mediation.Organisation", models.PROTECT, related_name="referrals_sent")
    team = models.ForeignKey("mediation.Team", models.SET_NULL, null=True, blank=True, related_name="+")
    referrer = models.ForeignKey("mediation.User", models.SET_NULL, null=True, blank=True, related_name="+")
    # Whoever has no account, or whose software sent it.
    referrer_name = models.CharField(max_length=120, blank=True, default="")
    referrer_email = EncryptedTextField(blank=True, default="")
    # The partner's own name for it: uploading the same line twice changes nothing.
    external_ref = models.CharField(max_length=64, blank=True, default="")
    # Of one that came in a file: a keyed hash of its line, so that the same line again changes nothing.
    content_key = KeyedHashField(max_length=64, blank=True, default="", press=True)
    draft = EncryptedTextField(blank=True, default="")

    organisation = models.ForeignKey(
        "mediation.Organisation", models.PROTECT, null=True, blank=True, related_name="referrals_received"
    )
    # None: any site of the organisation.
    site = models.ForeignKey("mediation.Site", models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.ForeignKey("mediation.Topic", models.PROTECT, null=True, blank=True, related_name="+")
    other_topics = models.ManyToManyField("mediation.Topic", blank=True, related_name="+")
    # One plain sentence.
    need = EncryptedTextField(blank=True, default="")
    deadline = models.DateField(null=True, blank=True)
    # As on the waiting list: days (0 is Monday) and parts of the day; empty is any.
    weekdays = models.JSONField(default=list, blank=True)
    parts = models.JSONField(default=list, blank=True)

    resident = models.ForeignKey(Resident, models.SET_NULL, null=True, blank=True, related_name="referrals")
    companion = models.ForeignKey(Resident, models.SET_NULL, null=True, blank=True, related_name="+")
    # Of who comes along: a number of their own, where the help is given by telephone and they sit elsewhere.
    companion_contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="companions_called"
    )
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="referrals")
    language = models.CharField(max_length=10, default="fr")
    # As with appointments: keys of `bookings.people.preparation.NEEDS`, plus "interpreter:<language>".
    preparation = models.JSONField(default=list, blank=True)
    handover = models.CharField(max_length=8, choices=Handover.choices, default=Handover.INVITE)
    # The sentence by which the referrer said to have informed the person (`bookings.referrals.information`).
    informed_version = models.CharField(max_length=10, blank=True, default="")
    informed_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=12, choices=STATES, default=State.DRAFT.value)
    since = models.DateTimeField()
    created_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    # The person has answered something since they were invited: nobody chases them any more.
    answered_at = models.DateTimeField(null=True, blank=True)
    # How often they were reminded of the invitation; three once a desk was asked to see to it.
    chased = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)
    # Why it was refused (`bookings.referrals.reasons`), and the sentence that goes with it.
    reason = models.CharField(max_length=20, blank=True, default="")
    sentence = EncryptedTextField(blank=True, default="")
    appointment = models.OneToOneField(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="referral"
    )
    waiting = models.OneToOneField(
        WaitingEntry, models.SET_NULL, null=True, blank=True, related_name="referral"
    )
    # Instead of a time of their own: seats of a workshop, or a place on its waiting list.
    registration = models.OneToOneField(
        Registration, models.SET_NULL, null=True, blank=True, related_name="referral"
    )
    version = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=10, choices=Appointment.Channel.choices)
    idempotency_key = KeyedHashField(max_length=64, unique=True, press=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("orientation")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "external_ref"],
                condition=~Q(external_ref=""),
                name="referral_external_once",
            ),
            models.CheckConstraint(
                name="referral_sent_is_whole",
                condition=Q(state="draft")
                | Q(
                    organisation__isnull=False,
                    topic__isnull=False,
                    number__isnull=False,
                    received_at__isnull=False,
                    draft="",
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "since"], name="referral_in_hand"),
            models.Index(fields=["partner", "-received_at"], name="referral_sent"),
            models.Index(
                fields=["invited_at"], name="referral_to_chase", condition=Q(state="invited", chased__lt=3)
            ),
            models.Index(
                fields=["expires_at"],
                name="referral_expires",
                condition=Q(state__in=sorted(each.value for each in OPEN)),
            ),
        ]

    def __str__(self) -> str:
        return f"orientation {self.pk}"

    @property
    def number_to_read(self) -> str:
        """As one reads it from a sheet of paper; empty before the person was found."""
        return grouped(self.number or "")

    @property
    def has_seats(self) -> bool:
        """Whether it led to a workshop, not to a time of their own."""
        return self.registration_id is not None

    @property
    def at(self) -> State:
        """Its state, as the table of steps knows it."""
        return State(self.state)
