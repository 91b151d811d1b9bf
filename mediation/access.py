"""Who may use which page, and whose data they meet there. docs/decisions/0001-access.md is the reason.

| role              | reach           | agenda | residents | notes             | people and roles | set-up |
|-------------------|-----------------|--------|-----------|-------------------|------------------|--------|
| mediator          | organisation(s) | yes    | yes       | organisation(s)   | no               | no     |
| desk              | organisation(s) | yes    | yes       | no                | no               | no     |
| coordinator       | organisation(s) | yes    | yes       | organisation(s)   | organisation(s)  | no     |
| partner           | own referrals   | no     | no        | no                | no               | no     |
| central_desk      | territory       | yes    | yes       | no                | no               | no     |
| metro_coordinator | territory       | yes    | yes       | no                | territory        | no     |
| operator          | territory       | no     | no        | no                | territory        | yes    |
| data_officer      | traces          | no     | no        | no                | no               | no     |

Every view declares itself with `@public`, `@machine`, `@sign_in_page`, `@signed_in` or `@staff(...)`; a test
walks all addresses. A page outside one's roles is refused (403). An identifier outside one's reach does
not exist (404).
"""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, TextChoices
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation.models import Organisation, Role, User
from mediation.moments import Moment
from mediation.proconnect import asking
from mediation.sessions import kept_forms, listed

Kind = Role.Kind

# Who works with the agenda and with residents.
RECEPTION = (Kind.MEDIATOR, Kind.DESK, Kind.COORDINATOR, Kind.CENTRAL_DESK, Kind.METRO_COORDINATOR)
NOTE_READERS = (Kind.MEDIATOR, Kind.COORDINATOR)
COORDINATORS = (Kind.COORDINATOR, Kind.METRO_COORDINATOR)
PEOPLE_MANAGERS = (Kind.COORDINATOR, Kind.METRO_COORDINATOR, Kind.OPERATOR)
# A second step at sign-in: who reads notes, who refers people, who reaches the whole territory, who hands out roles, who reads
# the traces.
SECOND_STEP = (
    *NOTE_READERS,
    *(Kind.PARTNER, Kind.CENTRAL_DESK, Kind.METRO_COORDINATOR, Kind.OPERATOR, Kind.DATA_OFFICER),
)

_SECOND_STEPS = Authenticator.objects.filter(type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])

M = TypeVar("M", bound=Model)
Rows = QuerySet[Any] | tuple[QuerySet[Any], ...]
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Access:
    """What a view declared.

    `rule` is "public", "machine", "sign_in", "signed_in" or "staff"; `kinds` are the roles let in; `menu` is where
    the page stands in the staff menu, if it does.
    """

    rule: str
    kinds: tuple[str, ...] = ()
    menu: "InMenu | None" = None


class Under(TextChoices):
    """The headings of the staff menu under « Plus », in their order: what somebody wants to do."""

    AGENDA = "agenda", _("Tenir l’agenda")
    RECEIVE = "receive", _("Recevoir autrement")
    REACH = "reach", _("Joindre les personnes")
    FIGURES = "figures", _("Voir ce qui se passe")
    PARTNERS = "partners", _("Travailler avec les orienteurs")
    SET_UP = "set_up", _("Régler le service")


@dataclass(frozen=True)
class InMenu:
    """A page's place in the staff menu.

    What is `everyday` is always in sight; the rest is one press away, `under` its heading. `waiting` gives the rows, within
    somebody's reach, that wait there for a person, of one kind or several: their number stands beside the label. `due` gives
    those of a moment. Either is written once for each person and counted on each page: it must be cheap, depend on what is
    given alone, and ask nothing itself.
    """

    label: str | Promise
    everyday: bool = False
    under: Under = Under.SET_UP
    waiting: "Callable[[Reach], Rows] | None" = None
    due: "Callable[[Reach, Moment], Rows] | None" = None


@dataclass(frozen=True)
class Reach:
    """What the person behind a request may see and do. Built by `reach_of`, once a request."""

    user: User | None = None
    # (kind, organisation id or None), one for each role held.
    roles: frozenset[tuple[str, int | None]] = frozenset()
    mediator_id: int | None = None
    has_second_step: bool = False

    def holds(self, *kinds: str) -> bool:
        """Whether one of these roles is held, anywhere."""
        return any(kind in kinds for kind, _organisation in self.roles)

    def organisations(self, *kinds: str) -> frozenset[int]:
        """Ids of the organisations in which one of these roles is held."""
        return frozenset(org for kind, org in self.roles if kind in kinds and org is not None)

    @property
    def territory_wide(self) -> bool:
        """Whether the agenda of the whole territory is within reach."""
        return self.holds(Kind.CENTRAL_DESK, Kind.METRO_COORDINATOR)

    @property
    def agenda_organisations(self) -> frozenset[int]:
        """Ids of the organisations whose agenda is within reach (ask `territory_wide` first)."""
        return self.organisations(*RECEPTION)

    @property
    def needs_second_step(self) -> bool:
        """Whether this person must set up a second sign-in step before any staff page."""
        return settings.MFA_COMPULSORY and self._lacks_second_step

    @property
    def second_step_waived(self) -> bool:
        """Whether a second step would be compulsory here, were this not a demonstration."""
        return self._lacks_second_step and not settings.MFA_COMPULSORY

    @property
    def _lacks_second_step(self) -> bool:
        return self.holds(*SECOND_STEP) and not self.has_second_step

    def sees_agenda_of(self, organisation_id: int) -> bool:
        """Whether this organisation's appointments are within reach."""
        return self.territory_wide or organisation_id in self.agenda_organisations

    def reads_notes_of(self, organisation_id: int, *, mediator_id: int | None = None) -> bool:
        """Whether notes of this organisation, or of one's own appointment elsewhere, may be read."""
        own = mediator_id is not None and mediator_id == self.mediator_id and self.holds(Kind.MEDIATOR)
        return own or organisation_id in self.organisations(*NOTE_READERS)

    def manages_people_of(self, organisation_id: int | None) -> bool:
        """Whether one may invite into, and remove from, this organisation (None: the territory)."""
        if self.holds(Kind.OPERATOR, Kind.METRO_COORDINATOR):
            return True
        return organisation_id is not None and organisation_id in self.organisations(Kind.COORDINATOR)

    def limit(
        self,
        queryset: QuerySet[M],
        organisation_field: str = "organisation",
        *,
        mediator_field: str = "",
        author_field: str = "",
    ) -> QuerySet[M]:
        """Only the rows of the agendas within reach.

        `mediator_field` adds what the mediator does in other organisations, `author_field` what the
        person entered themselves. For a site: `limit(Site.objects.all())`; for an appointment:
        `limit(Appointment.objects.all(), mediator_field="mediator", author_field="booked_by")`.
        """
        if self.territory_wide:
            return queryset
        if self.user is None or not self.holds(*RECEPTION):
            return queryset.none()
        return queryset.filter(self.within(organisation_field, mediator_field, author_field))

    def within(self, organisation_field: str, mediator_field: str = "", author_field: str = "") -> Q:
        """The condition that `limit` puts on rows, for somebody whose reach is not the whole territory."""
        own_id = "" if organisation_field == "pk" else "_id"
        within = Q(**{f"{organisation_field}{own_id}__in": self.agenda_organisations})
        if mediator_field and self.mediator_id is not None:
            within |= Q(**{f"{mediator_field}_id": self.mediator_id})
        if author_field and self.user is not None:
            within |= Q(**{f"{author_field}_id": self.user.pk})
        return within

    def limit_people(self, queryset: QuerySet[M], organisation_field: str = "organisation") -> QuerySet[M]:
        """Only the rows of organisations whose people one manages (roles, invitations)."""
        if self.holds(Kind.OPERATOR, Kind.METRO_COORDINATOR):
            return queryset
        own_id = "" if organisation_field == "pk" else "_id"
        return queryset.filter(**{f"{organisation_field}{own_id}__in": self.organisations(Kind.COORDINATOR)})

    def limit_partners(self, organisations: "QuerySet[Organisation]") -> "QuerySet[Organisation]":
        """Only the partner organisations one sets up: whose teams, addresses and people one may change.

        A coordinator's: their own, and those nobody coordinates. One that has a coordinator of its own is theirs.
        """
        partners = organisations.filter(refers=True)
        if self.holds(Kind.OPERATOR, Kind.METRO_COORDINATOR):
            return partners
        if not self.holds(Kind.COORDINATOR):
            return partners.none()
        coordinated = Role.objects.filter(kind=Kind.COORDINATOR, organisation=OuterRef("pk"))
        return partners.filter(Q(pk__in=self.organisations(Kind.COORDINATOR)) | ~Exists(coordinated))


def reach_of(request: HttpRequest) -> Reach:
    """The reach of whoever asks, in one query, remembered on the request. Nobody: an empty reach."""
    known = getattr(request, "_reach", None)
    if known is None:
        user = getattr(request, "user", None)
        known = reach_of_user(user) if _signed_in(user) else Reach()
        if known.user and not known.has_second_step and asking.came_from_there(request):
            # ProConnect asked for the second step: this session has it, the account need not have one of its own.
            known = replace(known, has_second_step=True)
        request._reach = known  # type: ignore[attr-defined]
    return cast(Reach, known)


def reach_of_user(user: Any) -> Reach:
    """The reach of a user, in one query (a second one for somebody without any role)."""
    rows = list(
        Role.objects.filter(user_id=user.pk)
        .annotate(mediator_pk=F("user__mediator"), second=has_second_step("user"))
        .values_list("kind", "organisation_id", "mediator_pk", "second")
    )
    roles: set[tuple[str, int | None]] = {
        (kind, organisation_id) for kind, organisation_id, _mediator, _second in rows
    }
    if user.is_superuser:
        roles.add((Kind.OPERATOR.value, None))
    return Reach(
        user=user,
        roles=frozenset(roles),
        mediator_id=rows[0][2] if rows else None,
        has_second_step=rows[0][3] if rows else _SECOND_STEPS.filter(user_id=user.pk).exists(),
    )


def has_second_step(user_field: str) -> Exists:
    """To annotate rows: whether the user in this column set up a second step (recovery codes are none)."""
    return Exists(_SECOND_STEPS.filter(user=OuterRef(user_field)))


def _signed_in(user: Any) -> bool:
    return user is not None and bool(user.is_authenticated)


def public(view: View) -> View:
    """Anybody may use this page, residents first of all. It must not touch the session."""
    return _declare(view, Access("public"))


def machine(view: View) -> View:
    """A program calls this address; the view itself checks its signature or key."""
    return _declare(view, Access("machine"))


def sign_in_page(view: View) -> View:
    """A page somebody sees in order to sign in; like `public`, but it may open a session."""
    return _declare(view, Access("sign_in"))


def signed_in(view: View) -> View:
    """For anybody who signed in, whatever their roles: pages about one's own account."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _signed_in(request.user) or _session_ended(request):
            return kept_forms.lead_back(request)
        return view(request, *args, **kwargs)

    return _declare(guarded, Access("signed_in"))


def staff(*kinds: str, menu: InMenu | None = None) -> Callable[[View], View]:
    """Only for people who signed in and hold one of `kinds` (none named: any role but partner's).

    With `menu`, the page stands in the staff menu, for those who may open it. When a form arrives after
    the session ended, it is kept and offered back after sign-in.
    """
    allowed = kinds or (*RECEPTION, Kind.OPERATOR)

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refusal = _turn_away(request, allowed)
            if refusal is not None:
                return refusal
            kept_forms.fill_in_again(request)
            return view(request, *args, **kwargs)

        return _declare(guarded, Access("staff", tuple(allowed), menu))

    return decorate


def may_enter(request: HttpRequest, *kinds: str) -> bool:
    """Whether somebody with one of these roles asks, past the second step, in a session not yet ended."""
    if not _signed_in(request.user) or _session_ended(request):
        return False
    reach = reach_of(request)
    return reach.holds(*kinds) and not reach.needs_second_step


def _turn_away(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse | None:
    """The way to sign-in or to the second step; a refusal; or None for whoever may go on."""
    if not _signed_in(request.user) or _session_ended(request):
        return _away_from_an_open_page(request) or kept_forms.lead_back(request)
    reach = reach_of(request)
    if not reach.holds(*allowed):
        raise PermissionDenied
    if reach.needs_second_step:
        return redirect("staff_second_step")
    return None


def _asks_by_itself(request: HttpRequest) -> bool:
    """Whether an open page asks again (htmx says so): nobody need be sitting there."""
    return request.method == "GET" and "HX-Request" in request.headers


def _away_from_an_open_page(request: HttpRequest) -> HttpResponse | None:
    """An open page whose session is over is asked for anew as a whole: what it showed is gone from the screen."""
    if not _asks_by_itself(request):
        return None
    return HttpResponse(status=401, headers={"HX-Redirect": request.get_full_path()})


def _session_ended(request: HttpRequest) -> bool:
    """Ends a session after `STAFF_SESSION` at most, or when its owner ended it elsewhere, and keeps a living one from going idle.

    The idle limit is the session cookie's own age; it is renewed every few minutes, not at every page, and not by a page
    that asks by itself.
    """
    now = timezone.now().timestamp()
    began = request.session.setdefault("began", now)
    if now - began > settings.STAFF_SESSION.total_seconds():
        logout(request)
        return True
    stale = now - request.session.get("seen", 0.0) > timedelta(minutes=5).total_seconds()
    renew = stale and not _asks_by_itself(request)
    if not listed.still_open(request, renew=renew, now=timezone.now()):
        logout(request)
        return True
    if renew:
        request.session["seen"] = now
    return False


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view
