"""The page of messages: what went out on a day, what became of each, and what needs a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings.records.told import Why, kind_in_words
from bookings.staff.asking import day_asked, hours_of, number_asked, of_appointment
from mediation.access import RECEPTION, InMenu, Reach, Under, reach_of, staff
from mediation.models import Organisation
from notifications.models import ChannelName, Message, Pause, State
from notifications.reminding.staff import SETTERS
from notifications.watching.needs import needs

_A_PAGE = 50
# What the address says, and the states it stands for.
STATES = {
    "attente": (_("à envoyer"), (State.QUEUED, State.SENDING)),
    "envoye": (_("envoyés"), (State.SENT,)),
    "recu": (_("reçus"), (State.DELIVERED,)),
    "echec": (_("non reçus"), (State.FAILED,)),
    "sans-objet": (_("sans objet"), (State.REPLACED, State.CANCELLED, State.EXPIRED)),
}
_TO_DO = {ChannelName.PEOPLE.value: _("à prévenir"), ChannelName.LETTER.value: _("à poster")}


@dataclass(frozen=True)
class Row:
    """One message as staff read it. `at`: when it went, ended, or is to go (UTC)."""

    message: Message
    what: str
    names: list[str]
    at: datetime
    state: str
    why: str
    last4: str


@dataclass(frozen=True)
class Choice:
    """A filter with the number of messages behind it."""

    name: str
    label: object
    count: int
    current: bool


def messages_within(reach: Reach) -> QuerySet[Message]:
    """Messages about appointments within reach; codes, to the organisation of the site."""
    if reach.territory_wide:
        return Message.objects.all()
    ours = Q(organisation__in=reach.agenda_organisations)
    return Message.objects.filter(ours | of_appointment(reach))


def _organisations(reach: Reach) -> dict[int, str]:
    """Those whose messages one reads, by name."""
    everybody = Organisation.objects.order_by("name")
    ours = everybody if reach.territory_wide else everybody.filter(pk__in=reach.agenda_organisations)
    return dict(ours.values_list("pk", "name"))


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(_("Messages"), under=Under.REACH))
def message_board(request: HttpRequest) -> HttpResponse:
    """A day's messages, the latest first, by state, channel and organisation."""
    reach, day, now = reach_of(request), day_asked(request), timezone.now()
    state, channel = request.GET.get("etat", ""), request.GET.get("canal", "")
    organisations = _organisations(reach)
    organisation = number_asked(request, "structure")
    begins, ends = hours_of(day)
    of_day = messages_within(reach).filter(send_after__gte=begins, send_after__lt=ends)
    if channel in ChannelName.values:
        of_day = of_day.filter(channel=channel)
    if organisation in organisations:
        of_day = of_day.filter(organisation=organisation)
    counts = dict(of_day.order_by().values_list("state").annotate(Count("pk")))
    shown = of_day.filter(state__in=STATES[state][1]) if state in STATES else of_day
    page = Paginator(_with_people(shown), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "today": timezone.localdate(now),
        "states": _choices(counts, state),
        "channel": channel,
        "channels": ChannelName.choices,
        "organisation": organisation,
        "organisations": organisations,
        "rows": [_row(message) for message in page.object_list],
        "page": page,
        "keep": "&" + urlencode({"etat": state, "canal": channel, "structure": organisation or ""}),
        "sets": reach.holds(*SETTERS),
        "needs": needs(reach, now=now),
        "pauses": [
            (ChannelName(each.channel).label, each.until) for each in Pause.objects.filter(until__gt=now)
        ],
    }
    return render(request, "staff/messages/messages.html", context)


def _choices(counts: dict[str, int], state: str) -> list[Choice]:
    choices = [Choice("", _("tous"), sum(counts.values()), state not in STATES)]
    for name, (label, states) in STATES.items():
        choices.append(Choice(name, label, sum(counts.get(each, 0) for each in states), state == name))
    return choices


def _with_people(messages: QuerySet[Message]) -> QuerySet[Message]:
    rows = messages.select_related("appointment__site", "contact").prefetch_related(
        "appointment__participants"
    )
    # What staff do not read stays encrypted where it is.
    return rows.defer("to", "subject", "body").order_by("-send_after", "-pk")


def _row(message: Message) -> Row:
    people = message.appointment.participants.all() if message.appointment else ()
    return Row(
        message=message,
        what=kind_in_words(message.kind),
        names=[person.name for person in people],
        at=message.sent_at or message.settled_at or message.send_after,
        state=str(_left_to_the_team(message) or State(message.state).label),
        why=str(Why(message.why).label) if message.why in Why.values else "",
        last4=message.contact.last4 if message.contact else "",
    )


def _left_to_the_team(message: Message) -> Promise | None:
    """What somebody of the team still has to do about it."""
    return _TO_DO.get(message.channel) if message.state == State.QUEUED else None
