"""Webhooks: which programs are told, and what waits for each."""

from datetime import datetime

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bookings.models import Change
from bookings.models.change import ChangeQuerySet
from mediation.crypto import EncryptedTextField, public_id
from mediation.keyed_field import KeyedHashField
from mediation.models import Organisation, Team, User


class WebhookTarget(models.Model):
    """An address of an organisation's own program.

    `planned_to` is the number of the last change that deliveries exist for. While it is paused nothing is planned or
    sent, and nothing lost. `failing_since`: it has taken nothing since then. Whether somebody paused it or we did is told
    by `paused_why`; a receiver that answered "gone" (410) is switched off.
    """

    class Paused(models.TextChoices):
        """Who stopped it."""

        BY_HAND = "by_hand", _("mis en pause")
        FAILING = "failing", _("mis en pause après trois jours d’échecs")
        GONE = "gone", _("arrêté : le destinataire dit que l’adresse n’existe plus (410)")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="webhooks")
    # A team's: it is told of what that team referred, and of nothing else. A team that goes takes it along: without
    # one it would be told of everything.
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    # An address may carry a token of the receiver's.
    url = EncryptedTextField()
    url_index = KeyedHashField(max_length=64, of="url", purposes=("webhook",))
    # None chosen: all.
    events = models.JSONField(default=list, blank=True)
    secret = EncryptedTextField()
    # Signs as well until then: the receiver changes over in its own time.
    previous_secret = EncryptedTextField(blank=True, default="")
    previous_until = models.DateTimeField(null=True, blank=True)
    planned_to = models.BigIntegerField(default=0)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_why = models.CharField(max_length=8, choices=Paused.choices, blank=True, default="")
    failing_since = models.DateTimeField(null=True, blank=True)
    # Of a pause that nobody asked for: when somebody was written to.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("webhook")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "url_index"], name="webhook_address_once", condition=Q(team=None)
            ),
            models.UniqueConstraint(
                fields=["team", "url_index"],
                name="webhook_team_address_once",
                condition=Q(team__isnull=False),
            ),
            models.CheckConstraint(
                name="webhook_pause_has_its_reason",
                condition=Q(paused_at=None, paused_why="") | (Q(paused_at__isnull=False) & ~Q(paused_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"webhook {self.public_id}"

    @property
    def host(self) -> str:
        """The address without what may be secret in it."""
        scheme, _colon, rest = self.url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    def told_of(self, changes: "ChangeQuerySet") -> "ChangeQuerySet":
        """Of these changes those it is told of, by whose it is and the events it asked for."""
        if self.team_id is not None:
            changes = changes.filter(referral__team=self.team_id)
        return changes.filter(event__in=self.events) if self.events else changes

    def secrets(self, now: datetime) -> list[str]:
        """Those that sign now, the newest first."""
        both = bool(self.previous_secret) and self.previous_until is not None and now < self.previous_until
        return [self.secret, self.previous_secret] if both else [self.secret]


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """Questions about what waits for receivers."""

    def due(self, now: datetime) -> "WebhookDeliveryQuerySet":
        """Those to be sent, the longest due first: of a referral only the first that its target has not taken yet."""
        before = WebhookDelivery.objects.filter(
            target=OuterRef("target"),
            referral_id=OuterRef("referral_id"),
            change__lt=OuterRef("change"),
            state=WebhookDelivery.State.WAITING,
        )
        return self.filter(due_at__lte=now).exclude(Exists(before)).order_by("due_at", "pk")

    def anything_due(self, now: datetime) -> bool:
        """Whether a worker has anything to look at: one look at an index (in SQL as `Message.objects.anything_due`)."""
        asked = f"SELECT 1 FROM {WebhookDelivery._meta.db_table} WHERE due_at <= %s ORDER BY due_at LIMIT 1"
        with connection.cursor() as cursor:
            cursor.execute(asked, [connection.ops.adapt_datetimefield_value(now)])
            return cursor.fetchone() is not None


class WebhookDelivery(models.Model):
    """One change on its way to one target; without a change, a trial that somebody asked for.

    `due_at` is when a worker should next look at it; null when it never should (taken, given up, its target paused). While
    a worker has it, `due_at` is the end of its lease and `claimed_by` the worker. All times are UTC.
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("à envoyer")
        TAKEN = "taken", _("reçu")
        GIVEN_UP = "given_up", _("abandonné après trois jours")

    target = models.ForeignKey(WebhookTarget, models.CASCADE, related_name="deliveries", db_index=False)
    change = models.ForeignKey(Change, models.CASCADE, null=True, blank=True, related_name="+")
    # The change's own: what keeps the order is read without a join.
    referral_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=40, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True, blank=True)
    # What came of the last attempt: a status with the beginning of the answer, or why there was none.
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True, default="")
    trouble = models.CharField(max_length=12, blank=True, default="")
    created_at = models.DateTimeField()

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi d’un webhook")
        constraints = [models.UniqueConstraint(fields=["target", "change"], name="webhook_delivery_once")]
        indexes = [
            models.Index(fields=["due_at"], name="webhook_due", condition=Q(due_at__isnull=False)),
            models.Index(
                fields=["target", "referral_id", "change"],
                name="webhook_in_order",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["target", "-id"], name="webhook_log"),
            models.Index(fields=["created_at"], name="webhook_created"),
        ]

    def __str__(self) -> str:
        return f"webhook {self.pk} {self.state}"
