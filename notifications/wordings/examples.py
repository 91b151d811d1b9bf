"""What a wording is tried with: facts as long as they come in earnest."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings

from mediation.models import Territory
from mediation.phone import shown
from notifications.channels import can_be_answered
from notifications.texts import marks
from notifications.texts import write as texts
from notifications.texts.encoding import Size, size
from notifications.texts.kinds import REFERRALS, Kind
from notifications.texts.write import Facts

# As long as a site's short name may be; a day and a month whose names are long.
_PLACE = "Maison de quartier du Haut Pré"
_DAY, _CLOCK = date(2026, 9, 23), time(14, 30)
# As long as a partner's name is ever said, and no word of it too many.
_PARTNER = "Maison des solidarités de Démonstration"
_TOKEN = "AbCdEf12Gh34"  # noqa: S105  # an example of a link's end, good for nothing
_BRING = {
    "fr": ("Une pièce d’identité", "Les courriers reçus"),
    "en": ("Proof of identity", "The letters you received"),
}


@dataclass(frozen=True)
class Preview:
    """A text as a telephone shows it, and what it costs."""

    body: str
    size: Size
    bringing: bool

    @property
    def euros(self) -> Decimal:
        """What one such message costs."""
        return (Decimal(str(settings.SMS_PRICE)) * self.size.parts).quantize(Decimal("0.01"))


def example_facts(territory: Territory, kind: Kind) -> Facts:
    """A September Wednesday at a site with a long name, with the service's own name, number and links.

    For an offer also until when it may be taken; for who was referred by whom, and no time.
    """
    zone = ZoneInfo(territory.timezone)
    return Facts(
        service=territory.sms_name,
        phone=shown(territory.phone),
        link=f"{settings.PUBLIC_URL}/r/{_TOKEN}",
        starts_at=None if kind in REFERRALS else datetime.combine(_DAY, _CLOCK, zone),
        zone=zone,
        place=_PLACE,
        partner=_PARTNER if kind in REFERRALS else "",
        number="48 15 16 23" if kind in REFERRALS else "481516",
        code="620914",
        until=datetime.combine(_DAY, time(12, 30), zone) if kind is Kind.OFFER else None,
        answerable=can_be_answered(),
    )


def bringing(facts: Facts, language: str) -> Facts:
    """The same with something to bring, or to be read at the link where nobody writes such lists."""
    things = _BRING.get(language, ())
    return replace(facts, bring=things, bring_at_link=not things)


def previews(wording: str, language: str, facts: Facts) -> list[Preview]:
    """How it reads; once more with things to bring, where it tells them."""
    shown_with = [(facts, False)]
    if "apporter" in marks.marks_of(wording):
        shown_with.append((bringing(facts, language), True))
    bodies = [(texts.as_worded(wording, language, each), with_things) for each, with_things in shown_with]
    return [Preview(body, size(body), with_things) for body, with_things in bodies]
