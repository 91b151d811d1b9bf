"""For whom? The one page where something is typed, and what can happen when it is sent."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.book import book
from bookings.actions.confirm_mobile import send_code
from bookings.errors import (
    BookingError,
    Busy,
    NobodyToCall,
    NotOffered,
    SlotTaken,
    TooFar,
    TooManyAhead,
    TooManyTries,
    TooSoon,
)
from bookings.models import Contact
from bookings.people.links import link_row, token_of_draft
from bookings.people.mistakes import NUMBER_NEEDED
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public import blank, catalogue, drafts
from bookings.public.asked import Address, Asked
from bookings.public.forms import CodeForm, WhomForm
from bookings.public.same_origin import same_origin
from bookings.public.views.choose import language
from bookings.public.wording import kept_months
from bookings.records.once import already_booked
from bookings.times import search
from mediation.access import public

# The time cannot be had any more, or never could: show others.
_GONE = (SlotTaken, TooSoon, TooFar, NotOffered)


@dataclass(frozen=True)
class Sent:
    """A form that was sent: what was chosen, what was typed, when it had been shown, and the draft's id that
    keys the booking."""

    asked: Asked
    form: WhomForm
    draft_id: UUID
    shown_at: datetime
    now: datetime

    def keep(self) -> None:
        """Keeps what was typed on the server, for when the page must be left."""
        data = cast(QueryDict, self.form.data)
        typed = {name: data.getlist(name) for name in self.form.fields if name in data}
        address, shown_at = asdict(self.asked.address), self.shown_at.isoformat()
        kept = {"typed": typed, "address": address, "shown_at": shown_at}
        drafts.save(self.draft_id, kept, now=self.now)

    @property
    def key(self) -> str:
        """The booking's idempotency key."""
        return f"web:{self.draft_id.hex}"


@public
@require_safe
def whom(request: HttpRequest, topic_id: str, site_id: str, moment: str) -> HttpResponse:
    """For whom, and how to reach them. What this browser typed a moment ago is there again.

    The form is sent to another address (`take`): browsers forget a page once something was sent to its own
    address, and going back to a page made anew, with a new draft, would book twice.
    """
    asked = Asked.of(Address(topic_id, site_id, moment, request.GET.urlencode()), language())
    now = timezone.now()
    if asked.starts_at <= now:
        return _gone(request, asked, (), typed=False, status=200)
    draft_id = drafts.from_cookie(request)
    typed = drafts.load(draft_id, now=now).get("typed") if draft_id else None
    form = WhomForm(initial=_initial(typed)) if typed else blank.blank(WhomForm)
    response = _page(request, asked, form, draft_id or drafts.new_id())
    response["Cache-Control"] = "private, no-cache"
    return response


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, topic_id: str, site_id: str, moment: str) -> HttpResponse:
    """The form, sent: it books. Opened otherwise (another language, a reload): back to the form."""
    asked = Asked.of(Address(topic_id, site_id, moment, request.GET.urlencode()), language())
    if request.method != "POST":
        return redirect(asked.url)
    return _receive(request, asked, now=timezone.now())


def _receive(request: HttpRequest, asked: Asked, *, now: datetime) -> HttpResponse:
    try:
        signed = request.POST.get("draft", "")
        draft_id, shown_at = drafts.read_signed(signed), drafts.shown_at(signed)
    except drafts.ExpiredForm:
        notice = _("Cette page était ouverte depuis longtemps. Relisez, puis appuyez encore une fois.")
        return _page(request, asked, WhomForm(request.POST), drafts.new_id(), notice=notice, status=400)
    data: QueryDict = request.POST
    if "again" in data:
        data = as_query(drafts.load(draft_id, now=now).get("typed", {}))
    sent = Sent(asked, blank.sent(WhomForm, data), draft_id, shown_at, now)
    if "other_time" in request.POST:
        return _kept(redirect(asked.times_url), sent)
    if not sent.form.is_valid():
        return _page(request, asked, sent.form, draft_id, status=400)
    if asked.site.organisation.confirm_mobile and sent.form.way.kind == Contact.Kind.MOBILE:
        return ask_code(request, sent)
    return finish(request, sent)


def finish(
    request: HttpRequest, sent: Sent, *, unverified: bool = False, verified_at: datetime | None = None
) -> HttpResponse:
    """Books, and shows the card; or says what is in the way, with everything typed kept."""
    wish = sent.asked.wish(sent.form, shown_at=sent.shown_at, unverified=unverified, verified_at=verified_at)
    token = token_of_draft(sent.draft_id.hex)
    try:
        book(
            wish,
            by=RESIDENT_ON_WEB,
            now=sent.now,
            idempotency_key=sent.key,
            beside=lambda appointment: [link_row(token, appointment, now=sent.now)],
        )
    except BookingError as refused:
        if already_booked(sent.key) is None:
            return _refused(request, sent, refused)
    return booked(request, sent.draft_id)


def booked(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """To the card. What the draft kept is forgotten; a second press comes to the same card."""
    response = redirect("booked", token_of_draft(draft_id.hex))
    if drafts.COOKIE in request.COOKIES:
        drafts.discard(draft_id)
        drafts.drop_cookie(response)
    return response


def _refused(request: HttpRequest, sent: Sent, refused: BookingError) -> HttpResponse:
    asked, form = sent.asked, sent.form
    if isinstance(refused, _GONE):
        alternatives = refused.alternatives if isinstance(refused, SlotTaken) else _nearest(sent)
        return _kept(_gone(request, asked, alternatives, draft_id=sent.draft_id), sent)
    if isinstance(refused, NobodyToCall):
        form.add_error("reach", NUMBER_NEEDED)
        return _page(request, asked, form, sent.draft_id, status=409)
    if isinstance(refused, Busy):
        notice = _("Beaucoup de personnes réservent en ce moment. Appuyez encore une fois.")
        return _page(request, asked, form, sent.draft_id, notice=notice, status=503)
    if isinstance(refused, TooManyAhead):
        notice = _(
            "Cette personne a déjà plusieurs rendez-vous à venir. Pour en prendre un autre, appelez-nous."
        )
        return _page(request, asked, form, sent.draft_id, notice=notice, status=409)
    raise refused


def _nearest(sent: Sent) -> list[search.Choice]:
    asked = sent.asked
    return search.nearest(
        asked.topic.topic,
        site_id=asked.site.pk,
        starts_at=max(asked.starts_at, sent.now),
        now=sent.now,
        preference=asked.preference,
    )


def _gone(
    request: HttpRequest,
    asked: Asked,
    alternatives: Any,
    *,
    draft_id: UUID | None = None,
    typed: bool = True,
    status: int = 409,
) -> HttpResponse:
    known = catalogue.sites()
    choices = [
        {
            "starts_at": choice.starts_at,
            "site": known[choice.site_id],
            "url": Asked(
                asked.topic, known[choice.site_id], choice.starts_at, asked.preference, asked.language
            ).take_url,
        }
        for choice in alternatives
        if choice.site_id in known
    ]
    context = {
        "asked": asked,
        "choices": choices,
        "draft": drafts.sign(draft_id) if draft_id else "",
        "typed": typed,
    }
    return render(request, "public/taken.html", context, status=status)


def _page(
    request: HttpRequest,
    asked: Asked,
    form: WhomForm,
    draft_id: UUID,
    *,
    notice: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "nothing_typed": blank.nothing_typed(form),
        "draft": drafts.sign(draft_id),
        "notice": notice,
        "kept_months": kept_months("identity"),
    }
    return render(request, "public/whom.html", context, status=status)


def _kept(response: HttpResponse, sent: Sent) -> HttpResponse:
    sent.keep()
    drafts.set_cookie(response, sent.draft_id)
    return response


def ask_code(request: HttpRequest, sent: Sent) -> HttpResponse:
    """Has a code sent and asks for it; too many codes already: books all the same, for the desk to check."""
    try:
        send_code(
            sent.draft_id,
            phone=sent.form.way.value,
            language=language(),
            by=RESIDENT_ON_WEB,
            now=sent.now,
            organisation_id=sent.asked.site.organisation_id,
        )
    except TooManyTries:
        return finish(request, sent, unverified=True)
    return _kept(code_page(request, CodeForm(), sent.draft_id), sent)


def code_page(request: HttpRequest, form: CodeForm, draft_id: UUID, *, status: int = 200) -> HttpResponse:
    """The page that asks for the code."""
    return render(request, "public/code.html", {"form": form, "draft": drafts.sign(draft_id)}, status=status)


def as_query(typed: dict[str, list[str]]) -> QueryDict:
    """What a draft kept, as a form reads it."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def _initial(typed: dict[str, list[str]]) -> dict[str, Any]:
    several = ("needs",)
    return {name: values if name in several else values[-1] for name, values in typed.items() if values}
