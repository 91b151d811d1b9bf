"""Template tags: the cells that a time grid has hundreds of, written in one go (a template takes ten times as long)."""

from collections.abc import Mapping
from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bookings.staff.agenda.columns import Column, Item
from bookings.staff.agenda.shown import Filters
from bookings.staff.agenda.team import Cell
from bookings.templatetags.staff import clock, duration
from mediation.models import Mediator, Site

register = template.Library()


@register.simple_tag(takes_context=True)
def free_cell(context: template.Context, item: Item, column: Column) -> SafeString:
    """Free time as a link that books there."""
    filters: Filters = context["filters"]
    return format_html(
        '<li class="cell cell--free a{} z{} s{}"><a href="{}"><time>{}</time> {}</a></li>',
        item.first,
        item.last,
        item.half,
        _desk(filters, item.piece.site_id, column.mediator, f"{column.day}", item.starts),
        item.starts,
        _("libre"),
    )


@register.simple_tag(takes_context=True)
def team_cell(
    context: template.Context, cell: Cell, mediator: Mediator, sites_by_id: Mapping[int, Site], here: object
) -> SafeString:
    """One mediator's day in the week of a team: where they receive, how many come, what is left."""
    rows = [format_html("<p>{}</p>", words) for words in _presence(cell, sites_by_id)]
    if cell.count or cell.open:
        rows.append(format_html("<p>{}</p>", _figures(context["filters"], cell, mediator)))
    return format_html(
        "<td{}>{}</td>",
        SafeString(' class="team__here"') if cell.day == here else "",
        format_html_join("", "{}", ((row,) for row in rows)),
    )


def _presence(cell: Cell, sites_by_id: Mapping[int, Site]) -> list[str]:
    said = []
    for each in cell.open:
        site = sites_by_id.get(each.site_id or 0)
        name = site.sms_name if site else _("autre structure")
        said.append(f"{clock(each.starts_at, each.zone)}–{clock(each.ends_at, each.zone)} {name}")
    said += [_("Fermé")] if cell.shut else []
    return said + ([_("Absence")] if cell.away else [])


def _figures(filters: Filters, cell: Cell, mediator: Mediator) -> SafeString:
    count = format_html("<b>{}</b> {}", cell.count, _("rdv"))
    if not cell.free:
        return count
    first = cell.free[0]
    address = _desk(filters, first.site_id, mediator, f"{cell.day}", clock(first.starts_at, first.zone))
    free = _("%(time)s libres") % {"time": duration(cell.free_min)}
    return format_html('{} · <a href="{}">{}</a>', count, address, free)


def _desk(filters: Filters, site_id: int | None, mediator: Mediator, day: str, at: str) -> str:
    """The counter, with all that is known already."""
    topic = f"&motif={filters.topic}" if filters.topic else ""
    return f"{_desk_address()}?lieu={site_id}&mediateur={mediator.pk}&jour={day}&heure={at}{topic}"


@cache
def _desk_address() -> str:
    return reverse("staff_desk")
