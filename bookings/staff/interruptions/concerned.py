"""The appointments that an interruption concerns, each with what could be done and what is chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from bookings.actions.interrupt import Decision, Plan
from bookings.models import Appointment, Interrupted, Interruption
from bookings.staff.agenda.lines import topic_names
from bookings.staff.interruptions.forms import InterruptionForm
from bookings.staff.interruptions.together import CANCEL, Dated, Hours, drop_ins_in, workshops_in
from bookings.staff.people.telling import Telling, how_told
from bookings.times import affected
from bookings.times.colleagues import Colleagues
from mediation.crypto import keyed_hash
from mediation.models import Mediator, Site

Kind, Remedy = Interruption.Kind, Interrupted.Remedy
FOR_ALL = "tous"


class Option(NamedTuple):
    """A remedy as it is offered for one appointment."""

    value: str
    label: str


@dataclass(frozen=True)
class Row:
    """An appointment, who could take it over (0: nobody), and the remedy that is chosen."""

    appointment: Appointment
    names: list[str]
    topic: str
    colleague: int
    colleague_name: str
    remedy: str
    telling: Telling

    @property
    def field(self) -> str:
        """The name of its choice in the form."""
        return f"remede-{self.appointment.pk}"

    @property
    def options(self) -> list[Option]:
        """What can be done about it."""
        found = [
            Option(Remedy.OFFER, _("Proposer trois heures")),
            Option(Remedy.CANCEL, _("Annuler avec un message")),
            Option(Remedy.KEEP, _("Garder")),
        ]
        if self.colleague:
            found.insert(0, Option(Remedy.HAND_OVER, _("Confier à %(name)s") % {"name": self.colleague_name}))
        return found


@dataclass(frozen=True)
class Concerned:
    """All that is concerned. `seen` stands for it: a confirmation counts for what was shown."""

    interruption: Interruption
    sites: list[Site]
    rows: list[Row]
    decided: list[Interrupted]
    workshops: list[Dated]
    drop_ins: list[Hours]
    seen: str

    def plan(self, form: InterruptionForm | None) -> Plan:
        """What is stored once it is confirmed."""
        return Plan(
            interruption=self.interruption,
            sites=self.sites,
            decisions=[Decision(row.appointment, row.remedy, row.colleague or None) for row in self.rows],
            absence=form.absence() if form is not None else None,
            closures=form.closures(form.closed_sites()) if form is not None else (),
            dates=[each.date for each in self.workshops if each.choice == CANCEL],
        )


def concerned_by(
    form: InterruptionForm, typed: QueryDict, *, visible: QuerySet[Appointment], now: datetime
) -> Concerned:
    """What a valid form concerns. Twenty queries at most, whatever the number of appointments."""
    interruption, closed = form.interruption(), form.closed_sites()
    absence = form.absence()
    if absence is not None:
        found = affected.by_absence(absence, visible=_with_topic(visible), now=now)
        sites = _where_they_receive(absence.mediator, found)
    else:
        found = affected.by_closures(form.closures(closed), visible=_with_topic(visible), now=now)
        sites = closed
    return _concerned(interruption, sites, found, typed, now=now)


def concerned_among(
    pks: Iterable[int], typed: QueryDict, *, visible: QuerySet[Appointment], now: datetime
) -> Concerned | None:
    """The same of appointments that a change of openings leaves without a place: those of the first one's organisation."""
    rows = _with_topic(visible).filter(pk__in=list(pks), status=Appointment.Status.BOOKED, starts_at__gt=now)
    rows = rows.select_related("site", "topic", "mediator", "contact", "organisation")
    found = list(rows.prefetch_related("participations__resident").order_by("starts_at", "pk"))
    if not found:
        return None
    found = [each for each in found if each.organisation_id == found[0].organisation_id]
    interruption = Interruption(
        kind=Kind.HOURS,
        organisation=found[0].organisation,
        first_day=found[0].starts_at.date(),
        last_day=found[-1].starts_at.date(),
        announced=False,
    )
    return _concerned(interruption, [], found, typed, now=now)


def _with_topic(visible: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return visible.select_related("topic")


def _where_they_receive(mediator: Mediator, found: Sequence[Appointment]) -> list[Site]:
    """Where residents are told that somebody is away: where somebody was to come, or else where they usually receive."""
    there = {each.site_id: each.site for each in found}
    if there:
        return list(there.values())
    return list(Site.objects.filter(openings__mediator=mediator, active=True).distinct()[:5])


def _concerned(
    interruption: Interruption,
    sites: list[Site],
    found: list[Appointment],
    typed: QueryDict,
    *,
    now: datetime,
) -> Concerned:
    open_still = Interrupted.objects.filter(appointment__in=found, result__in=Interrupted.OPEN)
    decided = list(open_still.select_related("interruption", "appointment"))
    taken = {row.appointment_id for row in decided}
    left = [each for each in found if each.pk not in taken]
    closed = interruption.kind in (Kind.STRIKE, Kind.CLOSED)
    colleagues = _colleagues(left, interruption, now) if not closed else {}
    names = dict(Mediator.objects.filter(pk__in=colleagues.values()).values_list("pk", "name"))
    topics = topic_names() if left else {}
    rows = [
        Row(
            appointment=each,
            names=[who.resident.name for who in each.participations.all()],
            topic=topics.get(each.topic_id, ""),
            colleague=colleagues.get(each.pk, 0),
            colleague_name=names.get(colleagues.get(each.pk, 0), ""),
            remedy=_chosen(each, typed, may_hand_over=each.pk in colleagues, kind=interruption.kind),
            telling=how_told(each),
        )
        for each in left
    ]
    workshops = workshops_in(interruption, sites, typed, now=now)
    shown = (
        interruption.kind,
        interruption.mediator_id,
        interruption.first_day,
        interruption.last_day,
        interruption.starts,
        interruption.ends,
        sorted(site.pk for site in sites),
        [(row.appointment.pk, row.appointment.version) for row in rows],
        [(each.date.pk, each.date.version) for each in workshops],
    )
    return Concerned(
        interruption=interruption,
        sites=sites,
        rows=rows,
        decided=decided,
        workshops=workshops,
        drop_ins=drop_ins_in(interruption, sites),
        seen=keyed_hash("interruption", repr(shown))[:16],
    )


def _colleagues(
    appointments: Sequence[Appointment], interruption: Interruption, now: datetime
) -> Mapping[int, int]:
    away = [interruption.mediator_id] if interruption.mediator_id is not None else []
    colleagues = Colleagues(appointments, now=now, away=away)
    found = {each.pk: colleagues.lightest(each) for each in appointments}
    return {pk: mediator for pk, mediator in found.items() if mediator is not None}


def _chosen(appointment: Appointment, typed: QueryDict, *, may_hand_over: bool, kind: str) -> str:
    """What was typed for it, or for all; else what changes least for the person."""
    for_all = typed.get(FOR_ALL, "") if typed.get("action") == FOR_ALL else ""
    wanted = for_all or typed.get(f"remede-{appointment.pk}", "")
    if wanted in Remedy.values and (wanted != Remedy.HAND_OVER or may_hand_over):
        return wanted
    if may_hand_over and wanted in ("", Remedy.HAND_OVER):
        return Remedy.HAND_OVER
    return Remedy.KEEP if kind == Kind.HOURS and not wanted else Remedy.OFFER
