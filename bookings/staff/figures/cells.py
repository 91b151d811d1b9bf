"""Template tags: the bars, squares and lines that a page of figures has hundreds of, written in one go (a template takes
ten times as long, and the page is made anew whenever figures were counted).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from math import floor

from django import template
from django.template.loader import render_to_string
from django.utils.formats import date_format, get_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.staff.figures.shown import Bar, Block, Column, Place
from bookings.staff.figures.words import DEFINITIONS

register = template.Library()


@register.filter
def whole(n: int) -> str:
    """A number as the page's language writes it: 1 234."""
    return _Numbers(get_language() or "").whole(n)


@register.simple_tag
def definition(code: str) -> SafeString:
    """What an indicator counts, by its code in `DEFINITIONS`: the same on every page of a language."""
    return _definition(code, get_language() or "")


@lru_cache(maxsize=256)
def _definition(code: str, _language: str) -> SafeString:
    return render_to_string("staff/figures/definition.html", {"definition": DEFINITIONS[code]})


@register.simple_tag
def months_by_columns(months: Sequence[Column], width: int) -> SafeString:
    """The chart over time, `width` wide, as the head of its table: a column, a name and a number a month."""
    write = _Numbers(get_language() or "")
    drawn = "".join(
        f'<rect fill="#0d4a57" x="{one.x}" y="{one.top}" width="8" height="{one.height}"/>' for one in months
    )
    names = "".join(f'<th scope="col">{_month(one.month, get_language() or "")}</th>' for one in months)
    numbers = "".join(f"<td>{write.whole(one.n)}</td>" for one in months)
    return SafeString(
        f'<colgroup>{"<col>" * len(months)}</colgroup><thead><tr aria-hidden="true"><td colspan="{len(months)}">'
        f'<svg class="columns" viewBox="-1 -8 {width} 112" preserveAspectRatio="none" focusable="false">{drawn}</svg>'
        f"</td></tr><tr>{names}</tr></thead><tbody><tr>{numbers}</tr></tbody>"
    )


@lru_cache(maxsize=1_024)
def _month(month: date, _language: str) -> str:
    return escape(date_format(month, "M Y"))


@register.simple_tag
def bar_lines(block: Block, compared: object) -> SafeString:
    """A line a bar of the block's table: name with its bar, number, share, and the share before where it is compared."""
    write = _Numbers(get_language() or "")
    return SafeString("".join(_bar_line(bar, write, compared=bool(compared)) for bar in block.bars))


def _bar_line(bar: Bar, write: "_Numbers", *, compared: bool) -> str:
    mark = (
        f'<rect class="meter__before" x="{_plain(bar.before)}" width="1" height="4"/>' if bar.before else ""
    )
    before = f'<td class="count">{write.share(bar.before)}</td>' if compared else ""
    return (
        f'<tr><th scope="row">{escape(bar.name)}<svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect class="meter__all" width="100" height="4" fill="#cdbfa6"/>'
        f'<rect fill="#0d4a57" width="{_plain(bar.percent or 0)}" height="4"/>{mark}</svg></th>'
        f'<td class="count">{write.whole(bar.n)}</td><td class="count">{write.share(bar.percent)}</td>{before}</tr>'
    )


@register.simple_tag
def below(block: Block) -> str:
    """Of how many an indicator tells, how many have not said, and how many would not."""
    write = _Numbers(get_language() or "")
    words = _("Sur %(of)s. Non renseigné : %(missing)s (%(percent)s %%).") % {
        "of": write.whole(block.of),
        "missing": write.whole(block.missing),
        "percent": write.rounded(block.missing_percent),
    }
    if not block.refused:
        return words
    refused = _("Ne souhaite pas répondre : %(refused)s (%(percent)s %%).") % {
        "refused": write.whole(block.refused),
        "percent": write.rounded(block.refused_percent),
    }
    return f"{words} {refused}"


@register.simple_tag
def squares(places: Sequence[Place]) -> SafeString:
    """The communes as squares of the map: which, how many for a thousand people, dashed where nobody came."""
    write = _Numbers(get_language() or "")
    return SafeString("".join(_squares(places, write)))


def _squares(places: Sequence[Place], write: "_Numbers") -> Iterator[str]:
    for place in places:
        if place.column < 0:
            continue
        edge = (
            '#0d4a57" stroke-width=".4"' if place.n else '#8c1d18" stroke-width=".4" stroke-dasharray="1 .6"'
        )
        yield (
            f'<g class="map__{place.level}"><title>{escape(place.name)} : {write.whole(place.n)}</title>'
            f'<rect x="{place.x}" y="{place.y}" width="9.4" height="9.4" rx=".6" fill="#0d4a57"'
            f' fill-opacity="{place.shade}" stroke="{edge}/>'
            f'<text font-size="2.3" x="{place.x + 1}" y="{place.y + 4}">{escape(place.short)}</text>'
            f'<text x="{place.x + 1}" y="{place.y + 8}" font-size="3.2" font-weight="700" class="map__n">'
            f"{write.share(place.per_thousand)}</text></g>"
        )


@register.simple_tag
def place_lines(places: Sequence[Place]) -> SafeString:
    """The same as lines of a table."""
    write = _Numbers(get_language() or "")
    return SafeString(
        "".join(
            f'<tr><th scope="row">{escape(place.name)}</th><td class="count">{write.whole(place.n)}</td>'
            f'<td class="count">{write.share(place.per_thousand)}</td></tr>'
            for place in places
        )
    )


class _Numbers:
    """Numbers as a language writes them: 1 234 and 5,6 in French."""

    def __init__(self, language: str) -> None:
        self.thousands, self.point = _signs(language)

    def whole(self, n: int) -> str:
        """In groups of three."""
        return f"{n:,}".replace(",", self.thousands)

    def share(self, value: float | None) -> str:
        """With one decimal; a dash where there is nothing to be a part of."""
        return "–" if value is None else _plain(value).replace(".", self.point)

    def rounded(self, value: float) -> str:
        """Without decimals."""
        return str(floor(value + 0.5))


@lru_cache(maxsize=16)
def _signs(language: str) -> tuple[str, str]:
    return get_format("THOUSAND_SEPARATOR", language), get_format("DECIMAL_SEPARATOR", language)


def _plain(value: float) -> str:
    """One decimal as programs write it; halves go up, as `floatformat` has them."""
    tenths = floor(value * 10 + 0.5)
    return f"{tenths // 10}.{tenths % 10}"
