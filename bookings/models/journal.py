"""The journal: facts that happened, written in the transaction of the change itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalEntry(models.Model):
    """One fact. It holds ids, never personal data.

    `told_at` is the message composer's own mark: entries without it are still to be read (never
    `id > last`: ids commit out of order). Demo and imported facts compose nothing. `pending` marks the few
    that may still ask something of the team (`bookings.records.told`), among the many that are history.
    `unnumbered` is the mark of the change feed's relay (`bookings.actions.number_changes`), on what other programs may be told.
    """

    class Kind(models.TextChoices):
        BOOKED = "booked", _("réservé")
        MOVED = "moved", _("déplacé")
        CANCELLED_BY_RESIDENT = "cancelled_by_resident", _("annulé par la personne")
        CANCELLED_BY_US = "cancelled_by_us", _("annulé par le service")
        RESTORED = "restored", _("annulation reprise")
        CONFIRMED = "confirmed", _("venue confirmée")
        LATE = "late", _("sera en retard")
        RUNS_OVER = "runs_over", _("dure plus longtemps")
        DELAYED = "delayed", _("commencera plus tard")
        INTERPRETER = "interpreter", _("interprète")
        CALLED_IN_VAIN = "called_in_vain", _("appelé sans réponse")
        CAME_HOME = "came_home", _("arrivé chez la personne")
        LEFT_HOME = "left_home", _("reparti de chez la personne")
        MISSED_AGAIN = "missed_again", _("absent une nouvelle fois : à appeler")
        MISSED_WHY = "missed_why", _("a dit ce qui a gêné")
        ARRIVED = "arrived", _("arrivé")
        DONE = "done", _("terminé")
        NO_SHOW = "no_show", _("absent")
        EXCUSED = "excused", _("excusé")
        REOPENED = "reopened", _("marque annulée")
        OUTCOME_RECORDED = "outcome_recorded", _("compte rendu noté")
        CALL_BACK_REQUESTED = "call_back_requested", _("rappel demandé")
        CALL_BACK_HANDLED = "call_back_handled", _("rappel traité")
        WAITING_JOINED = "waiting_joined", _("sur la liste d’attente")
        WAITING_LEFT = "waiting_left", _("a quitté la liste d’attente")
        TIME_OFFERED = "time_offered", _("place proposée")
        OFFER_DECLINED = "offer_declined", _("place refusée")
        OFFER_GONE = "offer_gone", _("place prise par quelqu’un d’autre")
        CODE_REQUESTED = "code_requested", _("code demandé")
        RESIDENTS_MERGED = "residents_merged", _("fiches réunies")
        RESIDENTS_KEPT_APART = "residents_kept_apart", _("fiches distinctes")
        RESIDENT_CHANGED = "resident_changed", _("fiche modifiée")
        CONTACT_CHANGED = "contact_changed", _("coordonnée modifiée")
        CONTACT_VERIFIED = "contact_verified", _("coordonnée vérifiée")
        OPENING_ADDED = "opening_added", _("plage ajoutée")
        OPENING_CHANGED = "opening_changed", _("plage modifiée")
        ABSENCE_ADDED = "absence_added", _("absence ajoutée")
        ABSENCE_REMOVED = "absence_removed", _("absence retirée")
        CLOSURE_ADDED = "closure_added", _("fermeture ajoutée")
        CLOSURE_REMOVED = "closure_removed", _("fermeture retirée")
        MEDIATOR_LEFT = "mediator_left", _("départ d’un médiateur")
        MEDIATOR_BACK = "mediator_back", _("retour d’un médiateur")
        FEED_MADE = "feed_made", _("agenda partagé ouvert")
        FEED_REVOKED = "feed_revoked", _("agenda partagé fermé")
        WORKSHOP_PLANNED = "workshop_planned", _("atelier prévu")
        WORKSHOP_JOINED = "workshop_joined", _("inscription à un atelier")
        WORKSHOP_LEFT = "workshop_left", _("désinscription d’un atelier")
        WORKSHOP_WAITING = "workshop_waiting", _("sur la liste d’attente d’un atelier")
        SEAT_OFFERED = "seat_offered", _("place d’atelier proposée")
        SEAT_REFUSED = "seat_refused", _("place d’atelier refusée")
        SEAT_LAPSED = "seat_lapsed", _("place d’atelier proposée, sans réponse")
        WORKSHOP_CANCELLED = "workshop_cancelled", _("date d’atelier annulée")
        WORKSHOP_CHANGED = "workshop_changed", _("date d’atelier modifiée")
        WORKSHOP_DATE_ADDED = "workshop_date_added", _("date d’atelier ajoutée")
        WORKSHOP_RECORDED = "workshop_recorded", _("compte rendu d’atelier noté")
        TURN_TAKEN = "turn_taken", _("numéro donné à la permanence")
        TURN_NEAR = "turn_near", _("bientôt son tour")
        TURN_OFF = "turn_off", _("permanence annulée pour un numéro")
        TURN_UNMET = "turn_unmet", _("pas reçu à la permanence")
        TURN_TAKEN_BACK = "turn_taken_back", _("geste repris à la permanence")
        DROP_IN_CLOSED = "drop_in_closed", _("permanence terminée")
        DROP_IN_REOPENED = "drop_in_reopened", _("permanence rouverte")
        CALENDAR_LINKED = "calendar_linked", _("agenda extérieur relié")
        CALENDAR_UNLINKED = "calendar_unlinked", _("agenda extérieur retiré")
        CALENDAR_FAILED = "calendar_failed", _("agenda extérieur illisible")
        CALENDAR_READ = "calendar_read", _("agenda extérieur lu à nouveau")
        HANDED_OVER = "handed_over", _("confié à une autre personne")
        # Somebody cannot receive, or nobody can somewhere (`bookings.models.interruption`).
        INTERRUPTED = "interrupted", _("empêchement")
        INTERRUPTION_UNDONE = "interruption_undone", _("empêchement repris")
        TIMES_ASKED = "times_asked", _("trois heures proposées")
        NONE_SUITS = "none_suits", _("aucune heure ne convient")
        NO_ANSWER = "no_answer", _("heures proposées sans réponse")
        COMES_NO_MORE = "comes_no_more", _("ne vient plus")
        NOTE_READ = "note_read", _("note lue")
        MESSAGE_SENT = "message_sent", _("message envoyé")
        MESSAGE_DELIVERED = "message_delivered", _("message reçu")
        MESSAGE_FAILED = "message_failed", _("message non reçu")
        NOT_TOLD = "not_told", _("personne à prévenir")
        TOLD_BY_STAFF = "told_by_staff", _("prévenue par l’équipe")
        ERASED = "erased", _("données effacées")
        # Somebody has seen what is held of them, or was given a code to see it.
        DATA_SHOWN = "data_shown", _("données montrées à la personne")
        DATA_CODE_GIVEN = "data_code_given", _("code donné pour voir ses données")
        # A referral's steps (`bookings.referrals.states`): each is "referral_" and the state it led to.
        REFERRAL_RECEIVED = "referral_received", _("orientation reçue")
        REFERRAL_ACCEPTED = "referral_accepted", _("orientation acceptée")
        REFERRAL_INVITED = "referral_invited", _("personne invitée")
        REFERRAL_WAITING = "referral_waiting", _("orientation : sur la liste d’attente")
        REFERRAL_BOOKED = "referral_booked", _("orientation : rendez-vous pris")
        REFERRAL_MET = "referral_met", _("orientation : personne rencontrée")
        REFERRAL_MISSED = "referral_missed", _("orientation : personne absente")
        REFERRAL_DECLINED = "referral_declined", _("orientation : la personne ne souhaite pas")
        REFERRAL_UNREACHABLE = "referral_unreachable", _("orientation : personne injoignable")
        REFERRAL_REFUSED = "referral_refused", _("orientation refusée")
        REFERRAL_REROUTED = "referral_rerouted", _("orientation confiée à un autre lieu")
        REFERRAL_EXPIRED = "referral_expired", _("orientation échue")
        REFERRAL_WITHDRAWN = "referral_withdrawn", _("orientation retirée")
        REFERRAL_CLOSED = "referral_closed", _("orientation close")
        # What happens to one without a step.
        REFERRAL_CORRECTED = "referral_corrected", _("orientation corrigée")
        REFERRAL_CHASED = "referral_chased", _("personne relancée")
        # What was done about a program that is told of referrals (`notifications.subscriptions`).
        WEBHOOK_ADDED = "webhook_added", _("logiciel relié")
        WEBHOOK_CHANGED = "webhook_changed", _("logiciel : événements modifiés")
        WEBHOOK_ROTATED = "webhook_rotated", _("logiciel : secret changé")
        WEBHOOK_PAUSED = "webhook_paused", _("logiciel mis en pause")
        WEBHOOK_RESUMED = "webhook_resumed", _("logiciel repris")
        WEBHOOK_REMOVED = "webhook_removed", _("logiciel retiré")
        # That somebody was asked. Of an answer there is no fact: its time would tell whose it is.
        SURVEY_ASKED = "survey_asked", _("avis demandé")

        # Following a person (`bookings.models.following`): that something was set, done or read; never what.
        GOAL_SET = "goal_set", _("objectif fixé")
        GOAL_CHANGED = "goal_changed", _("objectif modifié")
        STEP_ADDED = "step_added", _("chose à faire ajoutée")
        STEP_CHANGED = "step_changed", _("chose à faire modifiée")
        SHEET_WRITTEN = "sheet_written", _("feuille à emporter écrite")
        FOLLOWING_READ = "following_read", _("suivi lu")

    class Origin(models.TextChoices):
        LIVE = "live", _("réel")
        DEMO = "demo", _("démonstration")
        IMPORT = "import", _("import")

    at = models.DateTimeField()
    kind = models.CharField(max_length=24, choices=Kind.choices)
    appointment = models.ForeignKey(
        "bookings.Appointment", models.SET_NULL, null=True, blank=True, related_name="journal"
    )
    resident = models.ForeignKey(
        "bookings.Resident", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    call_back = models.ForeignKey(
        "bookings.CallBack", models.SET_NULL, null=True, blank=True, related_name="journal", db_index=False
    )
    referral = models.ForeignKey(
        "bookings.Referral", models.SET_NULL, null=True, blank=True, related_name="journal", db_index=False
    )
    registration = models.ForeignKey(
        "bookings.Registration",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="journal",
        db_index=False,
    )
    # Indexed with the key below: an open agenda asks for the last facts of an organisation.
    organisation = models.ForeignKey(
        "mediation.Organisation", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    actor = models.ForeignKey(
        "mediation.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, default="web")
    version = models.PositiveIntegerField(default=0)
    data = models.JSONField(default=dict, blank=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.LIVE)
    told_at = models.DateTimeField(null=True, blank=True)
    pending = models.BooleanField(default=False)
    unnumbered = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["id"], name="journal_untold", condition=models.Q(told_at__isnull=True)),
            models.Index(fields=["id"], name="journal_unnumbered", condition=models.Q(unnumbered=True)),
            models.Index(fields=["kind", "at"], name="journal_kind_at"),
            models.Index(fields=["organisation", "id"], name="journal_organisation"),
            models.Index(fields=["appointment"], name="journal_pending", condition=models.Q(pending=True)),
            # A fact is about one of these, or about none: what it is not about takes no place.
            *(
                models.Index(fields=[name], name=f"journal_{name}", condition=~models.Q(**{name: None}))
                for name in ("actor", "call_back", "referral", "registration", "resident")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
