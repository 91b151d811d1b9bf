"""What each message says: one template a kind and language, for SMS and for e-mail.

Never the topic, never the person's name: a telephone may be shared or lie on a table. Useful without the link: who
writes, when, where, and a number to call. SMS texts are GSM-7, one part for a code, a confirmation and a reminder.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from django.template.loader import render_to_string

from notifications import dates
from notifications.encoding import sms_safe
from notifications.kinds import Kind

WRITTEN_IN = ("fr", "en")


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
    """The body of an SMS, always in the GSM-7 alphabet."""
    written = language_of(language)
    context = {
        "service": facts.service,
        "phone": facts.phone,
        "link": facts.link,
        "when": dates.short(facts.starts_at, facts.zone, written) if facts.starts_at else "",
        "place": facts.place,
        "number": facts.number,
        "code": facts.code,
    }
    return sms_safe(render_to_string(f"messages/sms/{written}/{kind}.txt", context))


def letter(kind: Kind, language: str, facts: Facts) -> Letter:
    """An e-mail: its subject tells the day, never the topic or who it is for."""
    written = language_of(language)
    context = {
        "service": facts.service,
        "phone": facts.phone,
        "link": facts.link,
        "when": dates.long(facts.starts_at, facts.zone, written) if facts.starts_at else "",
        "site": facts.site or facts.place,
        "address": facts.address,
        "number": facts.number,
        "code": facts.code,
    }
    folder = f"messages/email/{written}/{kind}"
    subject = render_to_string(f"{folder}.subject.txt", context).replace("\n", " ").strip()
    text = render_to_string(f"{folder}.txt", context).strip() + "\n"
    return Letter(subject=subject, text=text)


def letter_page(language: str, subject: str, text: str) -> str:
    """The same text as simple HTML: paragraphs and links, no image, nothing that tracks."""
    paragraphs = [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]
    page = {"language": language_of(language), "subject": subject, "paragraphs": paragraphs}
    return render_to_string("messages/email/page.html", page)
