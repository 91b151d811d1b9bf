"""What staff pages read of workshops: those within reach, a date with who comes, who waits and who animates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from bookings.models import Contact, Registration, Resident, Workshop, WorkshopDate
from bookings.staff.agenda.keeping import HOURS_KEEPERS, managed_sites
from bookings.staff.reaching import BY_PHONE
from mediation.access import Reach, reach_of
from mediation.models import Mediator

State = Registration.State


@dataclass(frozen=True)
class Line:
    """A registration on one date: who, how they are called, and who of them came (None: not noted)."""

    registration: Registration
    people: Sequence[tuple[Resident, bool | None]]
    phone: str

    @property
    def names(self) -> str:
        """Their names on one line."""
        return " · ".join(person.name for person, _came in self.people)


@dataclass(frozen=True)
class DateLines:
    """A date with its lists."""

    date: WorkshopDate
    coming: Sequence[Line]
    animators: Sequence[str]
    begun: bool

    @property
    def stands(self) -> bool:
        """Whether it takes place."""
        return self.date.cancelled_at is None

    @property
    def came(self) -> int:
        """How many came: those ticked, and those without a registration."""
        ticked = sum(came is True for line in self.coming for _person, came in line.people)
        return ticked + self.date.walk_ins


def workshops_within(reach: Reach) -> QuerySet[Workshop]:
    """Workshops of one's organisations, and those one animates elsewhere."""
    if reach.territory_wide or reach.mediator_id is None:
        return reach.limit(Workshop.objects.all())
    own = Workshop.objects.filter(dates__animations__mediator=reach.mediator_id)
    within = reach.limit(Workshop.objects.all()).order_by().values("pk")
    return Workshop.objects.filter(Q(pk__in=within) | Q(pk__in=own.order_by().values("pk")))


def planned_by(reach: Reach) -> QuerySet[Workshop]:
    """Workshops one may change: at the sites whose hours one keeps."""
    return Workshop.objects.filter(site__in=managed_sites(reach).order_by())


def may_plan(reach: Reach, workshop: Workshop) -> bool:
    """Whether somebody may change that workshop."""
    return reach.holds(*HOURS_KEEPERS) and planned_by(reach).filter(pk=workshop.pk).exists()


def workshop_or_404(request: HttpRequest, pk: int, *, to_plan: bool = False) -> Workshop:
    """The workshop with its texts and place, if it is within reach."""
    reach = reach_of(request)
    rows = planned_by(reach) if to_plan else workshops_within(reach)
    return get_object_or_404(rows.select_related("site", "organisation").prefetch_related("texts"), pk=pk)


def date_or_404(request: HttpRequest, pk: int, *, to_plan: bool = False) -> WorkshopDate:
    """One date of a workshop within reach."""
    reach = reach_of(request)
    workshops = planned_by(reach) if to_plan else workshops_within(reach)
    rows = WorkshopDate.objects.filter(workshop__in=workshops.order_by())
    return get_object_or_404(rows.select_related("workshop__site").prefetch_related("workshop__texts"), pk=pk)


def registration_or_404(request: HttpRequest, pk: int) -> Registration:
    """A registration for a workshop within reach."""
    workshops = workshops_within(reach_of(request)).order_by()
    rows = Registration.objects.filter(workshop__in=workshops).select_related("workshop")
    return get_object_or_404(rows, pk=pk)


def dates_listed(reach: Reach, *, now: datetime, past: bool) -> QuerySet[WorkshopDate]:
    """The dates of workshops within reach, ahead or past, as a list shows them."""
    rows = WorkshopDate.objects.filter(workshop__in=workshops_within(reach).order_by())
    over = rows.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
    rows = over if past else rows.filter(ends_at__gt=now).order_by("starts_at", "pk")
    waiting = Count("registrations", Q(registrations__state=State.WAITING))
    return (
        rows.select_related("workshop__site", "outcome")
        .prefetch_related("workshop__texts", "animations__mediator")
        .annotate(waiting=waiting)
    )


def lines_of(workshop: Workshop, *, now: datetime) -> list[DateLines]:
    """All dates of a workshop with who comes. Seven queries, whatever their number."""
    seated = (
        Registration.objects.filter(state=State.REGISTERED)
        .select_related("contact")
        .prefetch_related("people")
        .order_by("made_at", "pk")
    )
    dates = workshop.dates.select_related("outcome").prefetch_related(
        Prefetch("registrations", queryset=seated, to_attr="seated"), "animations__mediator", "attendances"
    )
    return [_date(date, now) for date in dates]


def _date(date: WorkshopDate, now: datetime) -> DateLines:
    came = {each.person_id: each.came for each in date.attendances.all()}
    coming = [line_of(each, came) for each in date.seated]  # type: ignore[attr-defined]  # prefetched
    animators = [str(each.mediator) for each in date.animations.all()]
    return DateLines(date, coming, animators, begun=date.starts_at <= now)


def line_of(registration: Registration, came: dict[int, bool] | None = None) -> Line:
    """A registration as a line; its people and its contact are at hand."""
    contact: Contact = registration.contact
    return Line(
        registration,
        [(person, (came or {}).get(person.pk)) for person in registration.people.all()],
        contact.value if contact.kind in BY_PHONE else "",
    )


def waiting_lines(workshop: Workshop) -> tuple[list[Line], list[Line]]:
    """Who is asked about a seat, soonest answer first; who waits, in order."""
    rows = (
        workshop.registrations.filter(state__in=(State.OFFERED, State.WAITING))
        .select_related("contact")
        .prefetch_related("people", "dates")
        .order_by(F("offer_until").asc(nulls_last=True), "waiting_since", "pk")
    )
    lines = [line_of(each) for each in rows]
    asked = [line for line in lines if line.registration.state == State.OFFERED]
    return asked, [line for line in lines if line.registration.state == State.WAITING]


def animators_of(workshop: Workshop) -> list[Mediator]:
    """Who animates its last date."""
    last = workshop.dates.filter(cancelled_at=None).order_by("-starts_at").first()
    return list(Mediator.objects.filter(animations__date=last).order_by("pk")) if last is not None else []


def title_of(workshop: Workshop) -> str:
    """Its title in French, or in the first language there is."""
    texts = {text.language: text.title for text in workshop.texts.all()}
    return texts.get("fr") or next(iter(texts.values()), "")
