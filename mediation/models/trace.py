"""Who looked at what, took it away, joined, erased or changed it: traces that are only ever added to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trace(models.Model):
    """One trace. It holds ids and codes, never anything of a person, and leads to no row: what it names may be gone since.

    The database itself refuses to change one, or to remove one younger than `mediation.traces.guard.STAYS_DAYS`. (A migration
    that alters the table on SQLite makes it anew: it has to put the guard back.)
    """

    class Kind(models.TextChoices):
        PERSON_READ = "person_read", _("fiche ouverte")
        NOTE_READ = "note_read", _("note lue")
        FOLLOWING_READ = "following_read", _("suivi lu")
        SEARCHED = "searched", _("recherche d’une personne")
        PARTNER_READ = "partner_read", _("lecture par qui oriente")
        PROGRAM_READ = "program_read", _("lecture par un logiciel")
        DATA_SHOWN = "data_shown", _("données montrées à la personne")
        DATA_CODE_GIVEN = "data_code_given", _("code donné pour voir ses données")
        EXPORTED = "exported", _("fichier emporté")
        MERGED = "merged", _("fiches réunies")
        ERASED = "erased", _("données effacées")
        INVITED = "invited", _("invitation à un rôle")
        INVITATION_REVOKED = "invitation_revoked", _("invitation annulée")
        ROLE_GIVEN = "role_given", _("rôle donné")
        ROLE_WITHDRAWN = "role_withdrawn", _("rôle retiré")
        KEY_MADE = "key_made", _("clé créée")
        KEY_REPLACED = "key_replaced", _("clé remplacée")
        KEY_REVOKED = "key_revoked", _("clé retirée")
        SETTING_CHANGED = "setting_changed", _("réglage modifié")
        TRACES_READ = "traces_read", _("traces consultées")
        TRACES_EXPORTED = "traces_exported", _("traces emportées")
        TRACES_CHECKED = "traces_checked", _("suite des traces vérifiée")

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # The account's number; none: the service by itself, somebody at the server's command line, or a resident.
    actor = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=10)
    # What it is about: a word for its kind ("resident", "appointment", "role" …) and its number.
    about = models.CharField(max_length=24, blank=True, default="")
    about_id = models.BigIntegerField(null=True)
    organisation = models.BigIntegerField(null=True)
    # A code, where a reason is asked for.
    why = models.CharField(max_length=40, blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["kind", "-at"], name="trace_kind"),
            models.Index(fields=["actor", "-at"], name="trace_actor"),
            models.Index(fields=["about", "about_id", "-at"], name="trace_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class TraceLink(models.Model):
    """A trace's place in the chain: its number, and a hash over it and over the hash before (`mediation.traces.chain`)."""

    number = models.BigIntegerField(primary_key=True)
    trace = models.OneToOneField(Trace, models.DO_NOTHING, related_name="link")
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class TraceStart(models.Model):
    """Where the chain begins since old days were removed: the number and the hash of the last trace that went."""

    number = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
