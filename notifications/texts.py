"""What each message says: one template a kind and language, for SMS and for e-mail.

Never the topic, never the person's name: a telephone may be shared or lie on a table. Useful without the link: who
writes, when, where, and a number to call. In French and English SMS texts are GSM-7: one part for a code, a
confirmation and a reminder, two when there is something to bring. The languages of the neighbourhood need UCS-2.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from django.template.loader import render_to_string

from notifications import dates, neighbours
from notifications.encoding import is_gsm7, size, sms_safe
from notifications.kinds import Kind

GSM7_LANGUAGES = ("fr", "en")
WRITTEN_IN = (*GSM7_LANGUAGES, *neighbours.LANGUAGES)
# What is to be brought never makes a text longer than this, in parts; the page behind the link has it all.
_MOST_PARTS, _MOST_PARTS_UCS2 = 2, 5


@dataclass(frozen=True)
class Facts:
    """All that a message may say. `phone` as people write it; `place` is the site's short name, `link` is clear."""

    service: str
    phone: str
    link: str = ""
    starts_at: datetime | None = None
    zone: tzinfo = UTC
    place: str = ""
    site: str = ""
    address: str = ""
    number: str = ""
    code: str = ""
    bring: tuple[str, ...] = ()
    """What to bring, in the language of the text; one thing each, never saying what for."""
    bring_at_link: bool = False
    """There are things to bring, and nobody has written them in that language."""


@dataclass(frozen=True)
class Letter:
    """An e-mail: a subject on one line and the text (`letter_page` makes the HTML of it)."""

    subject: str
    text: str


def language_of(preferred: str) -> str:
    """The language that messages are written in for somebody who reads `preferred` (easy French is French)."""
    base = preferred.split("-")[0]
    return base if base in WRITTEN_IN else WRITTEN_IN[0]


def sms(kind: Kind, language: str, facts: Facts) -> str:
    """The body of an SMS; in French and English always in the GSM-7 alphabet.

    What to bring is said as far as it fits: whole things, the first ones first.
    """
    written = language_of(language)
    for count in range(len(facts.bring), 0, -1):
        body = _sms(kind, written, facts, _list(facts.bring, count))
        if size(body).parts <= (_MOST_PARTS if is_gsm7(body) else _MOST_PARTS_UCS2):
            return body
    return _sms(kind, written, facts, "")


def _sms(kind: Kind, written: str, facts: Facts, bring: str) -> str:
    when = dates.short(facts.starts_at, facts.zone, written) if facts.starts_at else ""
    context = _context(written, facts, when) | {"place": facts.place, "bring": bring}
    body = render_to_string(f"messages/sms/{written}/{kind}.txt", context)
    return sms_safe(body) if written in GSM7_LANGUAGES else " ".join(body.split())


def _context(written: str, facts: Facts, when: str) -> dict[str, object]:
    return {
        "service": facts.service,
        "phone": neighbours.readable(facts.phone, written),
        "link": facts.link,
        "when": when,
        "number": facts.number,
        "code": neighbours.readable(facts.code, written),
        "bring_at_link": facts.bring_at_link,
    }


def _list(things: tuple[str, ...], count: int) -> str:
    """`une pièce d’identité ; les courriers reçus`, with an ellipsis when there is more."""
    said = " ; ".join(thing[:1].lower() + thing[1:] for thing in things[:count])
    return said if count == len(things) else f"{said}…"


def letter(kind: Kind, language: str, facts: Facts) -> Letter:
    """An e-mail: its subject tells the day, never the topic or who it is for."""
    written = language_of(language)
    when = dates.long(facts.starts_at, facts.zone, written) if facts.starts_at else ""
    site = facts.site or facts.place
    if written in neighbours.LANGUAGES:
        return _neighbours_letter(kind, written, facts, site, when)
    context = _context(written, facts, when) | {"site": site, "address": facts.address}
    folder = f"messages/email/{written}/{kind}"
    subject = render_to_string(f"{folder}.subject.txt", context).replace("\n", " ").strip()
    text = render_to_string(f"{folder}.txt", context).strip() + "\n"
    return Letter(subject=subject, text=text)


def _neighbours_letter(kind: Kind, written: str, facts: Facts, site: str, when: str) -> Letter:
    """The sentences of the SMS, with the whole name and address of the site: one text to have reread, not two."""
    place = f"{site}, {facts.address}" if facts.address else site
    context = _context(written, facts, when) | {"place": place, "bring": _list(facts.bring, len(facts.bring))}
    text = render_to_string(f"messages/sms/{written}/{kind}.txt", context).strip()
    subject = f"{facts.service} · {when}" if when else facts.service
    return Letter(subject=subject, text=text + "\n")


def letter_page(language: str, subject: str, text: str) -> str:
    """The same text as simple HTML: paragraphs and links, no image, nothing that tracks."""
    paragraphs = [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]
    written = language_of(language)
    direction = "rtl" if written == "ar" else "ltr"
    page = {"language": written, "direction": direction, "subject": subject, "paragraphs": paragraphs}
    return render_to_string("messages/email/page.html", page)
