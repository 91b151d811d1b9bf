"""What each message says: one template a kind and language, for SMS and for e-mail.

Never the topic, never the person's name: a telephone may be shared or lie on a table. Useful without the link: who
writes, when, where, and a number to call. In French and English SMS texts are GSM-7: one part for a code, a
confirmation and a reminder, two when there is something to bring. The languages of the neighbourhood need UCS-2.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from django.template.loader import render_to_string

from notifications.texts import dates, forms, marks, neighbours
from notifications.texts.answers import HOW, RATE, REFUSE, answers, see
from notifications.texts.choices import Choice, ask, lines
from notifications.texts.encoding import is_gsm7, size, sms_safe
from notifications.texts.kinds import Kind

GSM7_LANGUAGES = ("fr", "en")
WRITTEN_IN = (*GSM7_LANGUAGES, *neighbours.LANGUAGES)
# What is to be brought never makes a text longer than this, in parts; the page behind the link has it all.
_MOST_PARTS, _MOST_PARTS_UCS2 = 2, 5
# A partner's name is never so long that it takes a part of its own.
_PARTNER = 40
_ONE_PART = frozenset({Kind.CODE, Kind.CONFIRMATION, Kind.REMINDER})


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
    mode: str = ""
    """How one meets anywhere but at the site (phone, video, home): it has no address then."""
    number: str = ""
    code: str = ""
    bring: tuple[str, ...] = ()
    """What to bring, in the language of the text; one thing each, never saying what for."""
    bring_at_link: bool = False
    """There are things to bring, and nobody has written them in that language."""
    until: datetime | None = None
    """Until when an offer may be accepted."""
    seat: bool = False
    """It is a workshop's seat that is offered, for some days: `until` is said with its day."""
    days: tuple[datetime, ...] = ()
    """All dates of a workshop that it is about; the first is `starts_at`."""
    ahead: int = 0
    """How many people of a drop-in are called before."""
    partner: str = ""
    """Who referred the person; `number` is the referral's then, in pairs."""
    choices: tuple[Choice, ...] = ()
    """Times that are offered in the place of one that is called off."""
    step: str = ""
    """What the person does themselves, as they agreed to be told; empty where others may read it."""
    due: date | None = None
    """The last day for it."""
    together: bool = False
    """It is a workshop that somebody is asked about, and not an appointment."""
    answerable: bool = False
    """Whoever gets it may answer: a reminder says how, where that takes no part more."""


@dataclass(frozen=True)
class Letter:
    """An e-mail: a subject on one line and the text (`letter_page` makes the HTML of it)."""

    subject: str
    text: str


def language_of(preferred: str) -> str:
    """The language that messages are written in for somebody who reads `preferred` (easy French is French)."""
    base = preferred.split("-")[0]
    return base if base in WRITTEN_IN else WRITTEN_IN[0]


def most_parts(kind: Kind, language: str, *, bringing: bool = False) -> int:
    """How many parts a text of that kind may take; `bringing`: it says what to bring."""
    if language not in GSM7_LANGUAGES:
        # (Who has no other way to answer than by a digit is worth a part.)
        return _MOST_PARTS_UCS2 if bringing or kind is Kind.CHOICE else _MOST_PARTS_UCS2 - 1
    return 1 if kind in _ONE_PART and not bringing else _MOST_PARTS


def sms(kind: Kind, language: str, facts: Facts, *, own: str = "") -> str:
    """The body of an SMS; in French and English always in the GSM-7 alphabet.

    What to bring is said as far as it fits: whole things, the first ones first. `own` is the organisation's wording:
    it counts if it comes out with all that is needed and takes no more parts than it may.
    """
    written = language_of(language)
    if kind is Kind.CHOICE:
        return _asking(facts, written)
    usual = _with_what_fits(facts, written, lambda known: _clean(forms.filled(kind, written, known), written))
    if not own:
        return usual
    said = as_worded(own, written, facts)
    most = most_parts(kind, written, bringing=bool(facts.bring))
    return said if _may_stand_for(usual, said, _context(written, facts), most) else usual


def _asking(facts: Facts, written: str) -> str:
    """The times with their digits where they fit into the parts; else what the link is for."""
    known, body = _context(written, facts), ""
    for asked in ask(facts.choices, written, answerable=facts.answerable):
        body = _clean(forms.filled(Kind.CHOICE, written, known | {"choices": asked}), written)
        if size(body).parts <= most_parts(Kind.CHOICE, written):
            break
    return body


def as_worded(wording: str, written: str, facts: Facts) -> str:
    """A wording with its marks replaced, complete or not: what a preview shows and a check reads."""
    return _with_what_fits(facts, written, lambda known: _clean(marks.fill(wording, known), written))


def standard_wording(kind: Kind, language: str) -> str:
    """The standard text as a wording: with marks where the facts go."""
    names = {known: f"{{{name}}}" for name, known in marks.MARKS.items()}
    return " ".join(render_to_string(f"messages/sms/{language}/{kind}.txt", names).split())


def _with_what_fits(facts: Facts, written: str, said: Callable[[Mapping[str, str]], str]) -> str:
    """The text `said` makes of what is known, of things to bring and of how to answer: the longest list that keeps
    within the parts, then the clearest answer that adds none.
    """
    known = _context(written, facts)
    plain = said(known)
    for count in range(len(facts.bring), 0, -1):
        bringing = known | {"bring": _bring(written, facts, _list(facts.bring, count))}
        longer = said(bringing)
        if size(longer).parts <= (_MOST_PARTS if is_gsm7(longer) else _MOST_PARTS_UCS2):
            known, plain = bringing, longer
            break
    most = size(plain).parts
    possible = answers(written, known["until"], seat=facts.seat) if facts.answerable else ()
    answered = (said(known | {"answer": answer}) for answer in possible)
    return next((body for body in answered if size(body).parts <= most), plain)


def _until(facts: Facts, written: str) -> str:
    said = dates.short if facts.seat else dates.clock
    return said(facts.until, facts.zone, written) if facts.until else ""


def _clean(body: str, written: str) -> str:
    return sms_safe(body) if written in GSM7_LANGUAGES else " ".join(body.split())


def _may_stand_for(usual: str, said: str, context: dict[str, str], most: int) -> bool:
    """Whether an own text says what the usual one says, in no more parts than it may."""
    needed = [context[name] for name in ("link", "phone", "when", "code", "refuse")]
    needed.append(sms_safe(context["partner"]) if is_gsm7(usual) else context["partner"])
    complete = all(fact in said for fact in needed if fact and fact in usual)
    return complete and size(said).parts <= max(size(usual).parts, most)


def _context(written: str, facts: Facts, bring: str = "") -> dict[str, str]:
    """What a text may say, by the names that templates use; `bring` comes as a whole sentence, or nothing."""
    until = _until(facts, written)
    return {
        "service": facts.service,
        "phone": neighbours.readable(facts.phone, written),
        "link": facts.link,
        "when": dates.short(facts.starts_at, facts.zone, written) if facts.starts_at else "",
        "place": facts.place,
        "mode": facts.mode,
        "number": neighbours.readable(facts.number, written),
        "partner": _shortened(facts.partner),
        "rate": RATE[written] if facts.answerable else "",
        "how": HOW[written][facts.together],
        "refuse": REFUSE[written] if facts.answerable else "",
        "code": neighbours.readable(facts.code, written),
        "bring": _bring(written, facts, bring),
        "ahead": str(facts.ahead),
        "answer": see(written, until, seat=facts.seat),
        "until": until,
        "more": dates.and_more(len(facts.days) - 1, written),
        "step": facts.step.rstrip(" .") or forms.what_was_agreed(written),
        "due": dates.short_day(facts.due, written) if facts.due else "",
        "choices": ask(facts.choices, written, answerable=False)[-1],
    }


def _shortened(name: str) -> str:
    """`Centre départemental d’action…`: whole words of a long name."""
    if len(name) <= _PARTNER:
        return name
    return f"{name[: _PARTNER - 1].rpartition(' ')[0] or name[: _PARTNER - 1]}…"


def _bring(written: str, facts: Facts, things: str) -> str:
    if not things and not facts.bring_at_link:
        return ""
    return forms.to_bring(written, things, at_link=facts.bring_at_link)


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
    context: dict[str, Any] = _context(written, facts) | {
        "when": when,
        "site": site,
        "address": facts.address,
    }
    context["partner"] = facts.partner
    context["due"] = dates.of_day(facts.due, written) if facts.due else ""
    if facts.days:
        context["bring"] = _bring(written, facts, _list(facts.bring, len(facts.bring)))
    written_days = [dates.long(each, facts.zone, written) for each in facts.days]
    context["lines"] = lines(facts.choices, written)
    folder = f"messages/email/{written}/{kind}"
    subject = render_to_string(f"{folder}.subject.txt", context).replace("\n", " ").strip()
    text = render_to_string(f"{folder}.txt", {**context, "days": written_days}).strip() + "\n"
    return Letter(subject=subject, text=text)


def _neighbours_letter(kind: Kind, written: str, facts: Facts, site: str, when: str) -> Letter:
    """The sentences of the SMS, with the whole name and address of the site: one text to have reread, not two."""
    place = f"{site}, {facts.address}" if facts.address else site
    context = _context(written, facts, _list(facts.bring, len(facts.bring))) | {"place": place}
    text = " ".join(forms.filled(kind, written, context).split())
    if facts.choices:
        text = "\n".join([text, "", *lines(facts.choices, written)])
    subject = f"{facts.service} · {when}" if when else facts.service
    return Letter(subject=subject, text=text + "\n")


def letter_page(language: str, subject: str, text: str) -> str:
    """The same text as simple HTML: paragraphs and links, no image, nothing that tracks."""
    paragraphs = [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]
    written = language_of(language)
    direction = "rtl" if written == "ar" else "ltr"
    page = {"language": written, "direction": direction, "subject": subject, "paragraphs": paragraphs}
    return render_to_string("messages/email/page.html", page)
