"""Narrowing the queue of call-backs: mine, a language, a site, a reason. The choice stands in the address."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bookings.models.call_back import TAKEN_FOR, CallBack, CallBacks
from bookings.people.preparation import LANGUAGES, language_name
from bookings.staff.asking import number_asked
from mediation.models import Site

ANYWHERE = "sans"
_MINE = "moi"
# Easy French is read by somebody who speaks French.
_FRENCH = ("fr", "fr-falc")


@dataclass(frozen=True)
class Filters:
    """What the address asks for; "" is everything. `site` is a number or ANYWHERE: no site was named."""

    me: int
    mine: bool
    language: str
    site: str
    reason: str
    # One request alone, whatever the list and the page it stands on: where links from other pages lead.
    only: str

    @property
    def query(self) -> dict[str, str]:
        """What links keep of the choice."""
        whose = _MINE if self.mine else ""
        chosen = {"qui": whose, "langue": self.language, "lieu": self.site, "raison": self.reason}
        chosen["rappel"] = self.only
        return {name: value for name, value in chosen.items() if value}

    def waiting(self, rows: CallBacks, now: datetime) -> CallBacks:
        """Those of the open requests."""
        rows = self._narrowed(rows)
        return rows.taken_by_user(self.me, now) if self.mine else rows

    def handled(self, rows: CallBacks) -> CallBacks:
        """Those of the closed ones."""
        rows = self._narrowed(rows)
        return rows.filter(handled_by=self.me) if self.mine else rows

    def _narrowed(self, rows: CallBacks) -> CallBacks:
        if self.only:
            rows = rows.filter(pk=int(self.only))
        if self.language:
            rows = rows.filter(language__in=_FRENCH if self.language == "fr" else [self.language])
        if self.site:
            rows = rows.filter(site=None if self.site == ANYWHERE else int(self.site))
        return rows.filter(reason=self.reason) if self.reason else rows


def filters_of(request: HttpRequest) -> Filters:
    """The choice in the address; what makes no sense there asks for nothing."""
    asked = request.GET
    language, reason = asked.get("langue", ""), asked.get("raison", "")
    site, only = number_asked(request, "lieu"), number_asked(request, "rappel")
    return Filters(
        me=request.user.pk or 0,
        mine=asked.get("qui") == _MINE,
        language=language if language == "fr" or language in LANGUAGES else "",
        site=ANYWHERE if asked.get("lieu") == ANYWHERE else str(site or ""),
        reason=reason if reason in CallBack.Reason.values else "",
        only=str(only or ""),
    )


@dataclass(frozen=True)
class Choice:
    """One entry of a menu, with how many wait behind it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Menu:
    """One question of the filter form; `name` is its part of the address."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> str:
        """The answer in words, without an answer nothing."""
        return next((each.label for each in self.choices if each.chosen and each.value), "")


def menus(filters: Filters, waiting: CallBacks, now: datetime) -> list[Menu]:
    """The four questions, each answer with how many of `waiting` it leaves. Two queries."""
    mine = Count("pk", filter=Q(taken_by=filters.me, taken_at__gt=now - TAKEN_FOR))
    groups = waiting.order_by().values_list("language", "site_id", "reason")
    languages: Counter[str] = Counter()
    sites: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    own = total = 0
    for language, site_id, reason, count, taken in groups.annotate(n=Count("pk"), mine=mine):
        languages["fr" if language in _FRENCH else language] += count
        sites[str(site_id or ANYWHERE)] += count
        reasons[reason] += count
        own, total = own + taken, total + count
    spoken = {each: language_name(each) for each in {*languages, filters.language}}
    named, whys = _site_names({*sites, filters.site}), dict(CallBack.Reason.choices)
    chosen = filters.query
    return [
        Menu("qui", _("Pris par"), _choices(chosen, "qui", {_MINE: own}, {_MINE: _("moi")}, total)),
        Menu("langue", _("Langue"), _choices(chosen, "langue", languages, spoken, total)),
        Menu("lieu", _("Lieu"), _choices(chosen, "lieu", sites, named, total)),
        Menu("raison", _("Raison"), _choices(chosen, "raison", reasons, whys, total)),
    ]


def _choices(
    query: Mapping[str, str], name: str, counts: Mapping[str, int], words: Mapping[str, Any], total: int
) -> list[Choice]:
    """Answers that somebody waits behind, and the one chosen even if nobody does."""
    chosen = query.get(name, "")
    labels = {value: str(words.get(value, value)) for value in {*counts, chosen} if value}
    narrower = [
        Choice(value, label, counts.get(value, 0), value == chosen)
        for value, label in sorted(labels.items(), key=lambda each: each[1])
    ]
    return [Choice("", _("tous"), total, not chosen), *narrower]


def _site_names(asked: set[str]) -> dict[str, str]:
    pks = [int(each) for each in asked if each not in ("", ANYWHERE)]
    names = {str(pk): name for pk, name in Site.objects.filter(pk__in=pks).values_list("pk", "name")}
    return {**names, ANYWHERE: _("sans lieu précis")}
