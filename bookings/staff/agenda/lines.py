"""An appointment as a line of the agenda. The number of queries does not grow with the lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language

from bookings.actions.run_over import MOST_MIN, STEP_MIN
from bookings.models import (
    Appointment,
    CallTry,
    Contact,
    HomeVisit,
    JournalEntry,
    Outcome,
    Participation,
)
from bookings.outcomes import marks
from bookings.outcomes.marks import Mark
from bookings.people.preparation import language_name, words
from bookings.records import told
from bookings.referrals.states import State
from bookings.staff.agenda.callees import Callee, callees_of
from bookings.staff.agenda.real import Real, real_of
from bookings.staff.reaching import BY_PHONE
from mediation.access import Reach
from mediation.models import TopicText

_LONG_OVER = timedelta(hours=1)


@dataclass(frozen=True)
class Line:
    """One appointment, in words. `zone` is the site's; `phone` is E.164 or empty."""

    appointment: Appointment
    names: list[str]
    topic: str
    prepare: list[str]
    language: str
    phone: str
    returning: bool
    has_outcome: bool
    to_be_told: bool
    late: bool
    marks: list[Mark]
    notes_may_be_read: bool
    begun: bool
    # So long after its end that nobody sits there any more.
    long_over: bool
    # Of an appointment by telephone, who is called where; of one at home, where and what the visitor has said.
    callees: list[Callee]
    visit: HomeVisit | None

    @property
    def zone(self) -> str:
        """The zone of the site's clocks."""
        return self.appointment.site.timezone

    @property
    def day(self) -> date:
        """The day it is where it takes place."""
        return self.appointment.starts_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def referred_by(self) -> str:
        """Which partner referred them; empty for who came by themselves."""
        referral = getattr(self.appointment, "referral", None)
        return referral.partner.name if referral is not None else ""

    @property
    def invites_again(self) -> bool:
        """Whether somebody whom a partner sent did not come, and nobody has got in touch since."""
        referral = getattr(self.appointment, "referral", None)
        return referral is not None and referral.at is State.MISSED

    @property
    def standing(self) -> bool:
        """Whether it is still to come or under way."""
        return self.appointment.status in Appointment.STANDING

    @property
    def called_off(self) -> bool:
        """Whether nobody comes at that time after all."""
        return self.appointment.status in Appointment.CALLED_OFF

    @property
    def calls(self) -> bool:
        """Whether somebody of ours calls them for it."""
        return self.appointment.mode == Appointment.Mode.PHONE and self.standing

    @property
    def to_call(self) -> list[Callee]:
        """At whom a call in vain may be noted now."""
        open_still = self.calls and self.begun and not self.appointment.actual_start
        return [each for each in self.callees if each.next_try] if open_still else []

    @property
    def called_in_vain(self) -> bool:
        """Whether all tries at everybody are used up: somebody decides what becomes of it."""
        used_up = bool(self.callees) and not any(each.next_try for each in self.callees)
        return self.calls and used_up and not self.appointment.actual_start

    @property
    def apart(self) -> bool:
        """Whether they are called at several numbers."""
        return self.calls and len(self.callees) > 1

    @property
    def tries(self) -> list[CallTry]:
        """All calls in vain."""
        return sorted((one for each in self.callees for one in each.tries), key=lambda one: one.at)

    @property
    def may_come(self) -> bool:
        """Whether the visitor may say that they have come."""
        return self.visit is not None and self.visit.arrived_at is None and Mark.ARRIVED in self.marks

    @property
    def may_leave(self) -> bool:
        """Whether the visitor is to say that they have left."""
        visit = self.visit
        return visit is not None and visit.arrived_at is not None and visit.left_at is None

    @property
    def more_min(self) -> int:
        """How long the session would run over in all after one more press; 0 where it cannot be pressed."""
        more = self.appointment.over_min + STEP_MIN
        under_way = self.standing and self.begun and not self.to_call and not self.called_in_vain
        return more if under_way and more <= MOST_MIN and not self.long_over else 0

    @property
    def less_min(self) -> int:
        """The same after one press less."""
        return max(0, self.appointment.over_min - STEP_MIN)

    @property
    def delayed(self) -> bool:
        """Whether it begins late today, because of those before it."""
        return bool(self.appointment.delay_min) and self.standing

    @property
    def delay_to_tell(self) -> bool:
        """Whether somebody of the team has to tell them: no message does."""
        booked = self.appointment.status == Appointment.Status.BOOKED
        return self.delayed and booked and not told_of_delay(self.appointment)

    @property
    def has_tags(self) -> bool:
        """Whether something about it is out of the ordinary."""
        appointment = self.appointment
        ordinary = appointment.mode == Appointment.Mode.ON_SITE and not appointment.unverified
        said = self.to_be_told, self.late, not self.returning, self.language, self.prepare, self.referred_by
        today = self.delayed, appointment.over_min, appointment.interpreter, self.tries
        return not self.called_off and any((*said, *today, not ordinary))

    @property
    def wants_outcome(self) -> bool:
        """Whether the outcome is the next thing to note, and this reader may note it."""
        status, kinds = self.appointment.status, Appointment.Status
        helped = status in (kinds.ARRIVED, kinds.DONE) or (status == kinds.BOOKED and self.begun)
        return self.notes_may_be_read and not self.has_outcome and helped

    @property
    def may_be_reopened(self) -> bool:
        """Whether a mark can be taken back (an excuse may turn out to be a cancellation: then it cannot)."""
        status, kinds = self.appointment.status, Appointment.Status
        excused_on_the_day = status == kinds.EXCUSED and self.appointment.called_off_at is None
        return status in (kinds.ARRIVED, kinds.DONE, kinds.NO_SHOW) or excused_on_the_day


def told_of_delay(appointment: Appointment) -> bool:
    """Whether a message tells them that it begins late: people on their way read an SMS or an e-mail, nothing slower.

    It comes with its contact and those who come.
    """
    contact, kinds = appointment.contact, Contact.Kind
    if any(each.resident.discreet for each in appointment.participations.all()):
        return False
    by_sms = contact.kind == kinds.MOBILE and contact.opted_out_at is None and not contact.by_call
    return by_sms or contact.kind == kinds.EMAIL


def topic_names() -> dict[int, str]:
    """Topics' names in the reader's language, else in French. One query."""
    language = get_language() or settings.LANGUAGE_CODE
    texts = TopicText.objects.filter(language__in={language, "fr"}).order_by()
    rows = list(texts.values_list("topic_id", "language", "name"))
    rows.sort(key=lambda row: row[1] == language)
    return {topic_id: name for topic_id, _language, name in rows}


def rows_of(found: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """The appointments with all that a line needs, by time: may still be cut into pages."""
    return (
        found.select_related("site", "mediator", "contact", "referral__partner")
        .defer(*(f"referral__{name}" for name in ("need", "sentence", "draft", "referrer_email")))
        .prefetch_related("participations__resident")
        .annotate(
            returning=Exists(_earlier()), has_outcome=Exists(_outcomes()), said_late=Exists(_said_late())
        )
        .order_by("starts_at", "pk")
    )


def lines_of(rows: Iterable[Appointment], *, reach: Reach, now: datetime) -> list[Line]:
    """Rows of `rows_of` as lines. Two more queries, if there are any lines; one more for those by telephone, and
    for those at home.
    """
    rows = list(rows)
    if not rows:
        return []
    names = topic_names()
    untold = _untold(rows, now)
    real = real_of(rows)
    return [_line(row, names, untold, real, reach, now) for row in rows]


def _earlier() -> QuerySet[Participation]:
    """Visits before this one of whoever comes."""
    return Participation.objects.filter(
        resident__participations__appointment=OuterRef("pk"),
        appointment__status=Appointment.Status.DONE,
        appointment__starts_at__lt=OuterRef("starts_at"),
    )


def _said_late() -> QuerySet[JournalEntry]:
    """The person has said that they will be late, for the time as it stands."""
    kinds = JournalEntry.Kind
    moved = JournalEntry.objects.filter(
        appointment=OuterRef("appointment"), kind=kinds.MOVED, pk__gt=OuterRef("pk")
    )
    said = JournalEntry.objects.filter(appointment=OuterRef("pk"), kind=kinds.LATE)
    return said.exclude(Exists(moved.order_by())).order_by()


def _outcomes() -> QuerySet[Outcome]:
    return Outcome.objects.filter(appointment=OuterRef("pk"))


def _untold(rows: Iterable[Appointment], now: datetime) -> set[int]:
    pks = [row.pk for row in rows]
    found = told.to_be_told(now).filter(appointment__in=pks).order_by()
    return set(found.select_related(None).prefetch_related(None).values_list("appointment_id", flat=True))


def _line(
    row: Appointment, names: dict[int, str], untold: set[int], real: Real, reach: Reach, now: datetime
) -> Line:
    people = sorted(row.participations.all(), key=lambda each: each.position)
    by_phone = row.mode == Appointment.Mode.PHONE
    return Line(
        appointment=row,
        names=[each.resident.name for each in people],
        topic=names.get(row.topic_id, ""),
        prepare=words(row.preparation),
        language="" if row.language in ("fr", "fr-falc") else language_name(row.language),
        phone=row.contact.value if row.contact.kind in BY_PHONE else "",
        returning=bool(getattr(row, "returning", False)),
        has_outcome=bool(getattr(row, "has_outcome", False)),
        to_be_told=row.pk in untold,
        late=row.status == Appointment.Status.BOOKED and bool(getattr(row, "said_late", False)),
        marks=marks.possible(
            status=row.status,
            starts_at=row.starts_at,
            zone=row.site.timezone,
            no_show_after_min=settings.NO_SHOW_AFTER_MINUTES,
            now=now,
        ),
        notes_may_be_read=reach.reads_notes_of(row.organisation_id, mediator_id=row.mediator_id),
        begun=row.starts_at <= now,
        long_over=row.over_at + _LONG_OVER <= now,
        callees=callees_of(row, real.own_numbers, real.tries.get(row.pk, [])) if by_phone else [],
        visit=real.visits.get(row.pk),
    )
