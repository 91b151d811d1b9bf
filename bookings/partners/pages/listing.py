"""What was referred, the latest first; narrowed by where it stands, who sent it, the team and the time."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.models import Referral
from bookings.partners.reach import drafts_of, referrals_within, roles_of
from bookings.partners.reads import page_read
from bookings.partners.shown import GROUPS, in_group, seen_of, with_ends
from bookings.people.names import name_key
from bookings.referrals.states import State
from bookings.referrals.wording import next_in_words, state_in_words
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import number_asked
from mediation.access import InMenu, Kind, Reach, staff
from mediation.models import Role, Team, User

_A_PAGE = 25
_PERIODS = [("30", gettext_lazy("30 derniers jours")), ("90", gettext_lazy("3 derniers mois"))]


class SearchForm(forms.Form):
    """Posted: a name never stands in an address."""

    name = forms.CharField(
        label=gettext_lazy("Nom de la personne, ou numéro d’orientation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def asks_for_help(reach: Reach) -> QuerySet[Referral]:
    """Whose number the service asks the referrer to check: counted beside the page in the menu. One condition a role."""
    roles = Role.objects.filter(user=reach.user, kind=Kind.PARTNER)
    whole = roles.filter(team__isnull=True).values("organisation")
    teams = roles.filter(team__isnull=False).values("team")
    unreachable = Referral.objects.filter(state=State.UNREACHABLE)
    return unreachable.filter(Q(partner__in=whole) | Q(team__in=teams))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(Kind.PARTNER, menu=InMenu(gettext_lazy("Mes orientations"), everyday=True, waiting=asks_for_help))
def referrals(request: HttpRequest) -> HttpResponse:
    """The list; posted with a name, whoever it may mean."""
    search = SearchForm(request.POST or None)
    rows = referrals_within(request)
    searched = search.is_bound and search.is_valid()
    found = _named(rows, search.cleaned_data["name"]) if searched else _narrowed(rows, request)
    shown = (
        with_ends(found)
        .select_related(
            "resident",
            "companion",
            "organisation__referral_rules",
            "site",
            "referrer",
            "team",
            "appointment__site",
        )
        .order_by("-received_at", "-pk")
    )
    page = Paginator(shown, _A_PAGE).get_page(request.GET.get("page"))
    roles = roles_of(request)
    asked = {name: request.GET.get(name, "") for name in ("etat", "qui", "equipe", "periode")}
    context = {
        "search": search,
        "searched": searched,
        "page": page,
        "lines": _lines(page.object_list),
        "groups": [(name, words) for name, (words, _states) in GROUPS.items()],
        "people": _people(roles),
        "teams": _teams(roles),
        "periods": _PERIODS,
        "asked": asked,
        "filtered": any(asked.values()),
        "keep": "&" + urlencode(asked),
        "drafts": drafts_of(request).count(),
    }
    answer = render(request, "partners/referrals.html", context)
    return page_read(request, answer, page.object_list, by="name" if searched else "")


def _narrowed(rows: QuerySet[Referral], request: HttpRequest) -> QuerySet[Referral]:
    if (group := request.GET.get("etat", "")) in GROUPS:
        rows = rows.filter(in_group(group))
    if (who := number_asked(request, "qui")) is not None:
        rows = rows.filter(referrer=who)
    if (team := number_asked(request, "equipe")) is not None:
        rows = rows.filter(team=team)
    if request.GET.get("periode") in dict(_PERIODS):
        since = timezone.now() - timedelta(days=int(request.GET["periode"]))
        rows = rows.filter(received_at__gte=since)
    return rows


def _named(rows: QuerySet[Referral], typed: str) -> QuerySet[Referral]:
    """By every word of the name, in any order; or by the number, with or without spaces."""
    bare = typed.replace(" ", "").replace("\u00a0", "")
    if bare.isascii() and bare.isdigit():
        return rows.filter(number=bare)
    for word in name_key(typed).split():
        rows = rows.filter(Q(resident__name_key__contains=word) | Q(companion__name_key__contains=word))
    return rows


def _lines(rows: object) -> list[dict[str, object]]:
    topics = topic_names()
    lines = []
    for row in rows:  # type: ignore[attr-defined]
        seen = seen_of(row)
        lines.append(
            {
                "referral": row,
                "topic": topics.get(row.topic_id or 0, ""),
                "state": state_in_words(seen, seats=row.has_seats),
                "next": next_in_words(seen, seats=row.has_seats),
                "seen": seen,
                "at": row.appointment if seen.step == "booked" else None,
            }
        )
    return lines


def _people(roles: list[Role]) -> QuerySet[User]:
    """Who else refers for the same organisations (or the same team), to choose from."""
    colleagues = Q(pk__in=[])
    for role in roles:
        same = Q(roles__kind=Kind.PARTNER, roles__organisation=role.organisation_id)
        colleagues |= same & Q(roles__team=role.team_id) if role.team_id else same
    return User.objects.filter(colleagues).distinct().order_by("name", "pk")


def _teams(roles: list[Role]) -> QuerySet[Team]:
    whole = [role.organisation_id for role in roles if role.team_id is None]
    return Team.objects.filter(organisation__in=whole)
