"""What residents said in a month, as figures count it: by scope, never by day, mediator or person."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from bookings.models import JournalEntry, SurveyAnswer, SurveyRequest
from bookings.records.told import SENT
from bookings.statistics.counting import MISSING, Counts, Tally, of_theme
from bookings.statistics.periods import next_month
from bookings.statistics.raw import midnight
from bookings.surveys.satisfaction import ASKED, CLEAR, WENT


def voice_of(month: date) -> Mapping[str, Counts]:
    """Whom a question reached about sessions of that month (its first day), and which marks were given, by scope; three queries.

    Scopes are the territory, an organisation, a site, a commune, and a theme of the first two: there only marks.
    """
    tally = Tally()
    start, end = midnight(month), midnight(next_month(month))
    for asked, place in _asked(start, end):
        where = (f"{place}organisation", f"{place}site", f"{place}site__commune__insee_code")
        for organisation, site, commune, n in asked.values_list(*where).annotate(n=Count("pk")):
            for scope in _scopes(organisation, site, commune):
                tally.add_number(scope, ASKED, "yes", n)
    rows = SurveyAnswer.objects.filter(month=month).order_by()
    told = rows.values_list(
        *("organisation", "site", "site__commune__insee_code", "theme"),
        Coalesce("went", 0),
        Coalesce("clear", 0),
    )
    for organisation, site, commune, theme, went, clear, n in told.annotate(n=Count("pk")):
        everywhere = _scopes(organisation, site, commune)
        themed = [of_theme(scope, theme) for scope in everywhere[:2]] if theme else []
        for scope in (*everywhere, *themed):
            tally.add_number(scope, WENT, _code(went), n)
            tally.add_number(scope, CLEAR, _code(clear), n)
    return tally.plain()


def _asked(start: datetime, end: datetime) -> "Iterator[tuple[QuerySet[SurveyRequest], str]]":
    """Whom a question reached about a session, and about a workshop, of that time (UTC, end excluded); with the way to where
    it was.
    """
    rows = SurveyRequest.objects.order_by()
    yield (
        _reached(rows.filter(appointment__starts_at__gte=start, appointment__starts_at__lt=end)),
        "appointment__",
    )
    of_workshops = rows.filter(workshop_date__starts_at__gte=start, workshop_date__starts_at__lt=end)
    yield _reached(of_workshops), "workshop_date__workshop__"


def _reached(requests: "QuerySet[SurveyRequest]") -> "QuerySet[SurveyRequest]":
    """Those that somebody has had before their eyes: one that was to be sent counts once it has gone, and no more when it
    has not arrived; eight digits are given in hand.
    """
    kind = JournalEntry.Kind

    def said(**what: object) -> Q:
        about = JournalEntry.objects.filter(**what)
        # (A registration has several dates, and may be asked about two of them, a month apart.)
        while_open = about.filter(at__gte=OuterRef("asked_at"), at__lt=OuterRef("expires_at"))
        of_session = Exists(about.filter(appointment=OuterRef("appointment")))
        return Q(of_session) | Q(Exists(while_open.filter(registration=OuterRef("registration"))))

    by_message, gone = said(kind=kind.SURVEY_ASKED), said(kind__in=SENT, data__kind="survey")
    lost = said(kind=kind.MESSAGE_FAILED, data__kind="survey")
    return requests.filter(~by_message | (gone & ~lost) | Q(code_hash__isnull=False))


def _scopes(organisation: int, site: int, commune: str | None) -> list[str]:
    everywhere = ["t", f"o{organisation}", f"s{site}"]
    return [*everywhere, f"c{commune}"] if commune else everywhere


def _code(mark: int) -> str:
    return str(mark) if mark else MISSING


def voice_between(organisations: Collection[int] | None, first: date, last: date) -> Counts:
    """The same of these organisations together (None: of all), from one month to another (both first days); three queries."""
    told = SurveyAnswer.objects.filter(month__gte=first, month__lte=last).order_by()
    if organisations is not None:
        told = told.filter(organisation__in=organisations)
    tally = Tally()
    for asked, place in _asked(midnight(first), midnight(next_month(last))):
        theirs = {} if organisations is None else {f"{place}organisation__in": organisations}
        tally.add_number("t", ASKED, "yes", asked.filter(**theirs).count())
    by_marks = told.values_list(Coalesce("went", 0), Coalesce("clear", 0))
    for went, clear, n in by_marks.annotate(n=Count("pk")):
        tally.add_number("t", WENT, _code(went), n)
        tally.add_number("t", CLEAR, _code(clear), n)
    return tally.plain().get("t", {})
