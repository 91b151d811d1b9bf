"""A line about an opening: checked by the form of the rules' page, its conflicts said as that page says them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.actions.change_openings import add_opening, end_opening
from bookings.models import Appointment
from bookings.people.who import Actor
from bookings.sheets.columns import plain
from bookings.staff.agenda.keeping import sites_to_open, who_receives
from bookings.staff.agenda.opening_forms import OpeningForm
from bookings.staff.asking import within
from bookings.staff.set_up.files.answers import (
    Answers,
    CellRefused,
    choices_of,
    chosen,
    clock,
    several,
    yes_or_no,
)
from bookings.staff.set_up.files.line import Done, Fate, LineRefused, called
from bookings.times import affected
from bookings.times.preview import dates_of
from mediation.access import Reach
from mediation.models import Mediator, Opening, Site

KEY = ("mediateur", "lieu", "premier_jour", "de")
_MOST_SAID = 3
_ONCE = ("une fois", "une seule fois", "once", "0")
_WEEKLY = ("chaque semaine", "hebdomadaire", "weekly", "1", "")


def write(answers: Answers, reach: Reach, now: datetime) -> Done:
    """Adds the opening, or gives the one that is there another last day. Raises `LineRefused`."""
    form = _form(answers, reach)
    if answers.faults or not form.is_valid():
        answers.take_errors(form)
        raise LineRefused
    opening = form.opening()
    known = _known(opening)
    by = Actor(channel=Appointment.Channel.DESK, user_id=reach.user.pk if reach.user else None)
    if known is None:
        clashes = _clashes(opening, now)
        made = add_opening(opening, topics=form.chosen_topics(), by=by, now=now)
        return Done(Fate.CREATED, made.pk, clashes)
    _refuse_other_rule(answers, known, opening, {topic.pk for topic in form.chosen_topics()})
    # An empty cell changes nothing, here too: an end that is to go is taken away on the opening's page.
    if not answers.cell("jusqu_au") or known.last_day == opening.last_day:
        return Done(Fate.SAME, known.pk)
    hit = affected.by_ending(known, opening.last_day, visible=within(reach), now=now)
    end_opening(known.pk, last_day=opening.last_day, by=by, now=now)
    return Done(Fate.CORRECTED, known.pk, _outside(hit))


def _form(answers: Answers, reach: Reach) -> OpeningForm:
    sites = sites_to_open(reach).filter(remote="").select_related("commune")
    mediators = who_receives(reach)
    form = OpeningForm(mediators=mediators, sites=sites)
    remote = answers.read("lieu", lambda typed: _remote(form, typed))
    site = None if remote else answers.read("lieu", lambda typed: _site(sites, typed))
    data: dict[str, Any] = {
        "mediator": answers.read("mediateur", lambda typed: _mediator(mediators, typed, site)) or "",
        "remote": remote or "",
        "site": site.pk if site else "",
        "first_day": answers.cell("premier_jour"),
        "last_day": answers.cell("jusqu_au"),
        "opens": answers.read("de", clock) or "",
        "closes": answers.read("a", clock) or "",
        "topics": answers.read("motifs", lambda typed: _topics(form, typed)) or [],
        "reception": answers.read("accueil", lambda typed: _reception(form, typed)) or "",
        **(answers.read("revient", lambda typed: _repeats(form, typed)) or {"repeat_weeks": "1"}),
    }
    if answers.read("feries", yes_or_no):
        data["on_holidays"] = "on"
    if answers.read("vacances", yes_or_no) is False:
        data["not_in_school_holidays"] = "on"
    return OpeningForm(data, mediators=mediators, sites=sites)


def _remote(form: OpeningForm, typed: str) -> str:
    word = plain(typed)
    ways = {plain(label): key for key, label in choices_of(form.fields["remote"])}
    shorter = {way.split(" ", 1)[-1]: key for way, key in ways.items()}
    return ways.get(word) or shorter.get(word) or ""


def _site(sites: QuerySet[Site], typed: str) -> Site:
    found: Site = _only(called(sites, typed))
    return found


def _mediator(mediators: QuerySet[Mediator], typed: str, site: Site | None) -> int:
    found = called(mediators, typed)
    # Of two with one name, the one who belongs to whoever keeps the place.
    own = [each for each in found if site is not None and each.organisation_id == site.organisation_id]
    return _only(own if len(found) > 1 and own else found).pk  # type: ignore[no-any-return]


def _only(found: list[Any]) -> Any:
    if len(found) == 1:
        return found[0]
    raise CellRefused(_("plusieurs portent ce nom") if found else _("pas connu, ou pas à vous"))


def _topics(form: OpeningForm, typed: str) -> list[str]:
    codes = {plain(topic.code): key for key, topic in form.by_public_id.items()}
    names = choices_of(form.fields["topics"])
    return [codes.get(plain(each)) or chosen(each, names) for each in several(typed)]


def _reception(form: OpeningForm, typed: str) -> str:
    short = {"permanence": "drop_in", "rendez-vous": "booked", "les deux": "both", "drop-in": "drop_in"}
    return short.get(plain(typed)) or chosen(typed, choices_of(form.fields["reception"]))


def _repeats(form: OpeningForm, typed: str) -> dict[str, str]:
    word = plain(typed)
    if word in _ONCE:
        return {"repeat_weeks": "0"}
    if word in _WEEKLY:
        return {"repeat_weeks": "1"}
    months = [each for each in choices_of(form.fields["nth_week"]) if each[0] != str(Opening.Month.NO.value)]
    monthly = [key for key, label in months if word in (plain(label), _without_article(label))]
    if monthly:
        return {"repeat_weeks": "1", "nth_week": monthly[0]}
    weeks = choices_of(form.fields["repeat_weeks"])
    # A year of "2026" is no number of weeks: only what the page offers.
    return {"repeat_weeks": word if word in dict(weeks) else chosen(typed, [*weeks, *months])}


def _without_article(label: str) -> str:
    return plain(label).removeprefix("le ").removeprefix("the ")


def _known(opening: Opening) -> Opening | None:
    """The opening that is there already, with the same person, place, first day and hour."""
    if opening.site._state.adding:
        return None
    return (
        Opening.objects.filter(
            mediator=opening.mediator,
            site=opening.site,
            first_day=opening.first_day,
            opens=opening.opens,
            replaces=None,
        )
        .select_related("site", "mediator")
        .first()
    )


def _refuse_other_rule(answers: Answers, known: Opening, said: Opening, topics: set[int]) -> None:
    """A rule that people have booked in is not rewritten by a file: it is ended, and another one begins."""
    same = {
        "a": known.closes == said.closes,
        "revient": (known.repeat_weeks, known.nth_week) == (said.repeat_weeks, said.nth_week),
        "motifs": set(known.topics.values_list("pk", flat=True)) == topics,
        "vacances": known.school_zone == said.school_zone,
        "feries": known.on_holidays == said.on_holidays,
        "accueil": known.reception == said.reception,
    }
    for column, alike in same.items():
        if not alike:
            answers.refuse(
                column,
                _("cette plage existe avec autre chose ici : terminez-la, puis commencez-en une autre"),
            )
    if answers.faults:
        raise LineRefused


def _clashes(opening: Opening, now: datetime) -> list[str]:
    """When its mediator receives elsewhere already, in its next four weeks."""
    dates = [each for each in dates_of(opening, now=now) if each.elsewhere and not each.left_out]
    names = dict(
        Site.objects.filter(pk__in={pk for each in dates for pk in each.elsewhere}).values_list("pk", "name")
    )
    said = [
        _("%(day)s : déjà à %(site)s à ces heures")
        % {
            "day": date_format(each.day, "SHORT_DATE_FORMAT"),
            "site": ", ".join(names[pk] for pk in each.elsewhere),
        }
        for each in dates[:_MOST_SAID]
    ]
    return said if len(dates) <= _MOST_SAID else [*said, "…"]


def _outside(hit: list[Appointment]) -> list[str]:
    if not hit:
        return []
    text = ngettext(
        "%(n)s rendez-vous tombera en dehors : il reste tenu",
        "%(n)s rendez-vous tomberont en dehors : ils restent tenus",
        len(hit),
    )
    return [text % {"n": len(hit)}]
