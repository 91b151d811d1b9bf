"""Template tags: the cells that a time grid has hundreds of, written in one go (a template takes ten times as long)."""

from collections.abc import Mapping
from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bookings.staff.agenda.columns import DAY_MIN, Column, Item
from bookings.staff.agenda.shown import Filters
from bookings.staff.agenda.team import Cell
from bookings.templatetags.staff import clock, duration
from mediation.models import Mediator, Site
from mediation.templatetags.page import pictogram

register = template.Library()


@register.simple_tag(takes_context=True)
def column_cells(context: template.Context, column: Column) -> SafeString:
    """Free time, each piece a link that books there; appointments; where they receive; what stands in the way."""
    write = _Writer(context["filters"], context["topics"], column)
    return SafeString("\n".join(_WRITTEN[item.piece.kind](write, item) for item in column.items))


class _Writer:
    """Writes the cells of one column. Whatever somebody typed is escaped here; the rest are numbers and words of ours."""

    def __init__(self, filters: Filters, topics: Mapping[int, str], column: Column) -> None:
        self.filters, self.topics, self.column = filters, topics, column
        self.free_word = escape(_("libre"))
        # Up to the hour, an address is the same for all cells of a site.
        self.addresses: dict[int | None, str] = {}

    def free(self, item: Item) -> str:
        """A link that books there."""
        site_id = item.piece.site_id
        if site_id not in self.addresses:
            address = _desk(self.filters, site_id, self.column.mediator, f"{self.column.day}", "")
            self.addresses[site_id] = escape(address)
        return (
            f'<li class="cell cell--free {_where(item)}"><a href="{self.addresses[site_id]}{item.starts}">'
            f"<time>{item.starts}</time> {self.free_word}</a></li>"
        )

    def booked(self, item: Item) -> str:
        """The appointment: when, what to have ready, who, where it stands, what for."""
        one = item.piece.booked
        assert one is not None  # noqa: S101 - a piece of this kind has one
        names = escape(" · ".join(one.names) or _("Nom effacé"))
        signs = "".join(pictogram(need.pictogram) for need in one.needs)
        signs = f' <span class="signs">{signs}</span>' if signs else ""
        needs = "".join(
            f' <span class="need">{pictogram(need.pictogram)} {escape(need.words)}</span>'
            for need in one.needs
        )
        what = " · ".join(filter(None, (self.topics.get(one.topic_id, ""), one.elsewhere)))
        return (
            f'<li class="cell cell--booked cell--{one.status} {_where(item)}">'
            f'<a href="{_appointment_address()}{one.pk}/"><time>{item.starts}</time>'
            f"{signs} <b>{names}</b>"
            f' <span class="status status--{one.status}">{escape(one.state)}</span>{needs}'
            f" <span>{escape(what)}</span></a></li>"
        )

    def workshop(self, item: Item) -> str:
        """A workshop: when, what, how many seats are taken."""
        one = item.piece.animated
        assert one is not None  # noqa: S101 - a piece of this kind has one
        return (
            f'<li class="cell cell--booked cell--workshop {_where(item)}">'
            f'<a href="{_workshop_address()}{one.workshop_id}/#date-{one.pk}"><time>{item.starts}</time>'
            f" <b>{escape(one.title)}</b> <span>{escape(_('Atelier'))} · {one.taken}/{one.capacity}"
            f" · {escape(one.site)}</span></a></li>"
        )

    def around(self, item: Item) -> str:
        """What free time and appointments stand in, or cannot stand in."""
        words, more = self._around(item)
        return f'<li class="cell cell--{_CLASSES.get(item.piece.kind, item.piece.kind)}{more} {_where(item)}"><p>{words}</p></li>'

    def _around(self, item: Item) -> tuple[str, str]:
        piece, hours = item.piece, f"{item.starts}–{item.ends}"
        site = escape(piece.site.sms_name if piece.site else _("autre structure"))
        if piece.kind == "open":
            return f"{hours} {site}", ""
        if piece.kind == "drop_in":
            return escape(_("Permanence")) + f" {hours} {site}", ""
        if piece.kind == "shut":
            return escape(_("Fermé")) + f" {hours} {site}", ""
        if piece.kind == "away":
            whole = piece.start == 0 and piece.end == DAY_MIN
            return escape(_("Absence")) + ("" if whole else f" {hours}"), ""
        return self._way(item, site)

    def _way(self, item: Item, site: str) -> tuple[str, str]:
        words = escape(_("Trajet vers")) + f" {site}" if item.piece.site else escape(_("Trajet"))
        if item.piece.way_min:
            words += escape(_(" : environ %(time)s") % {"time": duration(item.piece.way_min)})
        if item.piece.hurried:
            return words + " <b>" + escape(_("trop court")) + "</b>", " cell--hurried"
        return words, ""


_CLASSES = {"travel": "way", "drop_in": "drop-in"}
_WRITTEN = {
    "free": _Writer.free,
    "booked": _Writer.booked,
    "workshop": _Writer.workshop,
    **dict.fromkeys(("open", "drop_in", "away", "shut", "travel"), _Writer.around),
}


def _where(item: Item) -> str:
    return f"a{item.first} z{item.last} s{item.half}"


@register.simple_tag(takes_context=True)
def team_cell(
    context: template.Context, cell: Cell, mediator: Mediator, sites_by_id: Mapping[int, Site], here: object
) -> SafeString:
    """One mediator's day in the week of a team: where they receive, how many come, what is left."""
    rows = [f"<p>{escape(words)}</p>" for words in _presence(cell, sites_by_id)]
    if cell.count or cell.open or cell.drop_in:
        rows.append(f"<p>{_figures(context['filters'], cell, mediator)}</p>")
    here_class = ' class="team__here"' if cell.day == here else ""
    return SafeString(f"<td{here_class}>{''.join(rows)}</td>")


def _presence(cell: Cell, sites_by_id: Mapping[int, Site]) -> list[str]:
    at: dict[int, list[str]] = {}
    for each in cell.open:
        hours = f"{clock(each.starts_at, each.zone)}–{clock(each.ends_at, each.zone)}"
        at.setdefault(each.site_id or 0, []).append(hours)
    said = []
    for site_id, all_hours in at.items():
        site = sites_by_id.get(site_id)
        said.append(f"{', '.join(all_hours)} {site.sms_name if site else _('autre structure')}")
    for each in cell.drop_in:
        hours = f"{clock(each.starts_at, each.zone)}–{clock(each.ends_at, each.zone)}"
        said.append(f"{_('Permanence')} {hours}")
    said += [_("Atelier")] if cell.workshops else []
    said += [_("Fermé")] if cell.shut else []
    return said + ([_("Absence")] if cell.away else [])


def _figures(filters: Filters, cell: Cell, mediator: Mediator) -> str:
    count = f"<b>{cell.count}</b> " + escape(_("rdv"))
    if not cell.free:
        return count
    first = cell.free[0]
    address = _desk(filters, first.site_id, mediator, f"{cell.day}", clock(first.starts_at, first.zone))
    free = _("%(time)s libres") % {"time": duration(cell.free_min)}
    return f'{count} · <a href="{escape(address)}">{escape(free)}</a>'


def _desk(filters: Filters, site_id: int | None, mediator: Mediator, day: str, at: str) -> str:
    """The counter, with all that is known already."""
    topic = f"&motif={filters.topic}" if filters.topic else ""
    return f"{_desk_address()}?lieu={site_id}&mediateur={mediator.pk}&jour={day}{topic}&heure={at}"


@cache
def _desk_address() -> str:
    return reverse("staff_desk")


@cache
def _appointment_address() -> str:
    return reverse("staff_appointment", args=[0]).removesuffix("0/")


@cache
def _workshop_address() -> str:
    return reverse("staff_workshop", args=[0]).removesuffix("0/")
