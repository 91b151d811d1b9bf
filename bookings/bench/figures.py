"""Figures, exports and open data, each beside what the same rows cost without us."""

import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from statistics import median, quantiles
from time import perf_counter, process_time

import xlsxwriter
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from bookings.actions.count_figures import count_days, rebuild
from bookings.bench.measure import Figure, Work, counted, ms, seconds
from bookings.exports.activity import REPORT, report_query, report_rows
from bookings.exports.cells import Cell
from bookings.exports.csv_file import as_csv
from bookings.exports.ods_file import as_ods
from bookings.exports.xlsx_file import as_xlsx
from bookings.models import Appointment, FiguresState, Outcome
from bookings.models import Figure as Counted
from bookings.open_data.cube import AXES, Cube
from bookings.open_data.suppression import hidden
from bookings.statistics.periods import Grain, Period
from bookings.statistics.raw import counts_of, midnight
from bookings.statistics.reading import within
from bookings.synthetic.generate import generate
from mediation.models import Role, User
from mediation.remembered import forget

_OUTCOMES = """
    INSERT INTO bookings_outcome (appointment_id, themes, sub_themes, equipment, autonomy, result, next_step, referred_to, place,
                                  duration_min, note, form_key, recorded_at)
    SELECT id,
           CASE id % 3 WHEN 0 THEN '["email"]'::jsonb WHEN 1 THEN '["sante","email"]'::jsonb ELSE '["bureautique"]'::jsonb END,
           '[]'::jsonb, '["ordinateur"]'::jsonb, 'autonome', 'resolu', 'aucune', '[]'::jsonb, 'lieu_activite', 45, '', '', ends_at
    FROM bookings_appointment WHERE status = 'done' ON CONFLICT DO NOTHING
"""
_SHEET_ROWS = 200_000
# The year of the page: what the load has of it, and more mediators for what is lacking. Each receives so many in a year.
_SESSIONS, _A_MEDIATOR = 1_000_000, 1_700
# Of thirty turns the slowest twentieth is one turn: the machine's bad moment, not the page's.
_ROUNDS, _WARM = 300, 5


def reckonings() -> Iterator[Figure]:
    """On a year of a million sessions: what the team reads, takes away, and what is published."""
    _fill_the_year()
    with connection.cursor() as cursor:
        cursor.execute(_OUTCOMES)
        cursor.execute("ANALYZE bookings_outcome")
    began = process_time()
    months = sum(1 for _month in rebuild(now=timezone.now()))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bookings_figure")
    spent = process_time() - began
    yield Figure(
        "all figures counted again", f"{months} months, {spent:.0f} s of a processor", "", "", "", None
    )
    yield from _dashboard()
    yield from _a_day()
    yield _beside_copy()
    yield from sheets()
    yield open_counts()


def _fill_the_year() -> None:
    lacking = _SESSIONS - _of(_year()).count()
    if lacking > 0:
        more = {"mediators": lacking // _A_MEDIATOR + 1, "appointments": lacking * 11 // 10, "sites": 60}
        generate(**more, seed=3, now=timezone.now())


def _year() -> Period:
    last = timezone.localdate() - timedelta(days=1)
    return Period(last - timedelta(days=364), last)


def _of(year: Period) -> QuerySet[Appointment]:
    return Appointment.objects.filter(starts_at__gte=midnight(year.first), starts_at__lt=midnight(year.after))


def _dashboard() -> Iterator[Figure]:
    """A year of the whole territory, beside counting that year's rows: turn by turn, the slowest twentieth of hundreds."""
    user = User.objects.create_user("bench-figures@example.org")
    Role.objects.create(user=user, kind=Role.Kind.METRO_COORDINATOR)
    TOTP.activate(user, generate_totp_secret())
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    year = _year()
    address = f"/equipe/chiffres/?de=t&first={year.first}&last={year.last}"
    rows = _of(year)
    number = rows.count()
    if client.get(address).status_code != 200:
        raise RuntimeError("the page of figures does not answer")
    # However many sessions: twelve months and the days at the edges.
    counted_rows = Counted.objects.filter(within(year), scope="t").count()
    # (The first page after a start is nobody's twentieth of hundreds: it is told, and has nothing to reach.)
    for name, before, most in (
        ("asked for again", _nothing, 0.5),
        ("made anew after figures were counted", _counted_since, 0.5),
        ("made anew by a process that remembers nothing at all", forget, None),
    ):
        slow, floor, asked = _beside_count(client, address, before, rows)
        yield Figure(
            f"page of figures, a year, {number:,} sessions, {name}, p95 of {_ROUNDS}",
            f"{ms(slow)}, {asked} queries, {counted_rows} rows of figures",
            f"{ms(floor)} (SELECT count(*) of that year, median, turn by turn)",
            f"{slow / floor:.2f} x",
            f"<= {most} x" if most else "",
            slow / floor <= most if most else None,
        )

    yield _ten_times(client, address)


def _beside_count(
    client: Client, address: str, before: Work, rows: QuerySet[Appointment]
) -> tuple[float, float, int]:
    """The page's slowest twentieth, the count's median, and how many queries the page takes; both warm, turn by turn."""
    pages, counts = [], []
    for _ in range(_WARM + _ROUNDS):
        before()
        pages.append(seconds(lambda: client.get(address)))
        counts.append(seconds(rows.count))
    before()
    with counted() as asked:
        client.get(address)
    return quantiles(pages[_WARM:], n=20)[-1], median(counts[_WARM:]), len(asked)


_TEN_TIMES = (
    "CREATE SCHEMA ten_times",
    "CREATE TABLE ten_times.bookings_figure (LIKE public.bookings_figure INCLUDING ALL)",
    """INSERT INTO ten_times.bookings_figure (scope, grain, start, counts)
    SELECT scope, grain, start, counts FROM public.bookings_figure""",
    # Ten times as many people who receive, each with their rows,
    """INSERT INTO ten_times.bookings_figure (scope, grain, start, counts)
    SELECT scope || 'x' || n, grain, start, counts FROM public.bookings_figure, generate_series(1, 9) n WHERE scope LIKE 'm%'""",
    # and every count of the territory and of its communes ten times as high.
    """UPDATE ten_times.bookings_figure SET counts = (
        SELECT jsonb_object_agg(indicator, (SELECT jsonb_object_agg(code, n::int * 10) FROM jsonb_each_text(codes) e(code, n)))
        FROM jsonb_each(counts) f(indicator, codes))
    WHERE (scope = 't' OR scope LIKE 'c%') AND counts <> '{}'""",
    "ANALYZE ten_times.bookings_figure",
)


def _ten_times(client: Client, address: str) -> Figure:
    """The same page made anew where figures are those of ten times as many sessions, beside itself, turn by turn: the same
    table twice, in two places that names are looked up in. Nothing of it stays.
    """
    spent: dict[str, list[float]] = {"public": [], "ten_times, public": []}
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _TEN_TIMES:
            cursor.execute(statement)
        for _ in range(_WARM + _ROUNDS):
            for path, each in spent.items():
                cursor.execute(f"SET LOCAL search_path TO {path}")
                forget()
                each.append(seconds(lambda: client.get(address)))
        rows = Counted.objects.count()
        transaction.set_rollback(True)
    forget()
    one, ten = (quantiles(each[_WARM:], n=20)[-1] for each in spent.values())
    return Figure(
        f"page of figures, a year, ten times the sessions ({rows:,} rows of figures), made anew, p95 of {_ROUNDS}",
        ms(ten),
        f"{ms(one)} (the same with a tenth of them, turn by turn)",
        f"{ten / one:.2f} x",
        "<= 1.3 x",
        ten / one <= 1.3,
    )


def _nothing() -> None:
    """What is remembered stays."""


def _counted_since() -> None:
    """As after every counting: all that is kept of figures was made of older ones."""
    FiguresState.objects.filter(pk=1).update(facts_until=timezone.now())


_CORRECTED = """
    UPDATE bookings_outcome SET result = CASE result WHEN 'resolu' THEN 'partiel' ELSE 'resolu' END
    FROM bookings_appointment a WHERE a.id = appointment_id AND a.starts_at >= %s AND a.starts_at < %s
"""


def _a_day() -> Iterator[Figure]:
    """The figures of the fullest day brought up to date after all its outcomes were corrected, with its month, beside
    counting that day raw: so everybody's figures of the day change. By the processor's clock too (PostgreSQL's left out).
    """
    days = Counted.objects.filter(grain=Grain.DAY, scope="t").values_list("start", "counts")
    sessions = {day: sum(counts.get("attendance", {}).values()) for day, counts in days}
    day = max(sessions, key=lambda one: sessions[one])
    for clock, name in ((perf_counter, ""), (process_time, ", the processor's time")):
        spent: list[tuple[float, float]] = []
        for _ in range(9):
            with connection.cursor() as cursor:
                cursor.execute(_CORRECTED, [midnight(day), midnight(day + timedelta(days=1))])
            spent.append((seconds(lambda: count_days([day]), clock), seconds(lambda: counts_of(day), clock)))
        work, floor = (median(each) for each in zip(*spent[1:], strict=True))
        yield Figure(
            f"figures brought up to date after a day of {sessions[day]:,} appointments{name}",
            ms(work),
            f"{ms(floor)} (that day counted raw)",
            f"{work / floor:.2f} x",
            "<= 2 x",
            work / floor <= 2,
        )


def _beside_copy() -> Figure:
    """All outcomes as CSV, beside PostgreSQL's own COPY of the same query."""
    queryset = report_query(Outcome.objects.all())
    sql, params = queryset.query.sql_with_params()
    lines = 0

    def ours() -> None:
        nonlocal lines
        written = as_csv(REPORT, report_rows(Outcome.objects.all(), zone=settings.TIME_ZONE))
        lines = sum(piece.count(b"\r\n") for piece in written) - 1

    def copied() -> None:
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", params) as copy,
        ):
            for _block in copy:
                pass

    work, floor = seconds(ours), seconds(copied)
    return Figure(
        f"CSV of {lines:,} outcomes",
        f"{work:.1f} s",
        f"{floor:.1f} s (COPY of the same query)",
        f"{work / floor:.1f} x",
        "<= 6 x",
        work / floor <= 6,
    )


def sheets() -> Iterator[Figure]:
    """200,000 rows of twenty columns: a workbook beside XlsxWriter's, an OpenDocument sheet beside a CSV."""
    columns = [f"colonne {number}" for number in range(20)]
    ours = seconds(lambda: _drain(as_xlsx(columns, _rows(_SHEET_ROWS))))
    theirs = seconds(lambda: _xlsxwriter(columns, _rows(_SHEET_ROWS // 10))) * 10
    yield Figure(
        f"XLSX of {_SHEET_ROWS:,} rows x 20",
        f"{ours:.1f} s",
        f"{theirs:.1f} s (XlsxWriter, constant memory; a tenth of the rows, times ten)",
        f"{ours / theirs:.2f} x",
        "<= 0.25 x",
        ours / theirs <= 0.25,
    )
    ods = seconds(lambda: _drain(as_ods(columns, _rows(_SHEET_ROWS))))
    csv = seconds(lambda: _drain(as_csv(columns, _rows(_SHEET_ROWS))))
    yield Figure(
        f"ODS of {_SHEET_ROWS:,} rows x 20",
        f"{ods:.1f} s",
        f"{csv:.1f} s (CSV of the same rows)",
        f"{ods / csv:.1f} x",
        "<= 5 x",
        ods / csv <= 5,
    )


def open_counts() -> Figure:
    """What is hidden of a year's counts, in every table at once."""
    draw = random.Random(1)  # noqa: S311 - the same counts each time, no secret
    months, communes, themes = (range(number) for number in (12, 43, 19))
    cells = {
        (f"2026-{month + 1:02}", f"35{commune:03}", f"theme{theme:02}"): 0
        for month in months
        for commune in communes
        for theme in themes
    }
    where = draw.choices(communes, [1 / (n + 1) ** 1.1 for n in communes], k=30_000)
    what = draw.choices(themes, [1 / (n + 1) for n in themes], k=30_000)
    for commune, theme in zip(where, what, strict=True):
        cells[f"2026-{draw.randint(1, 12):02}", f"35{commune:03}", f"theme{theme:02}"] += 1
    spent = seconds(lambda: hidden(Cube(cells), AXES))
    return Figure(
        "suppression, 12 months x 43 communes x 19 themes", f"{spent:.1f} s", "", "", "<= 20 s", spent <= 20
    )


def _rows(number: int) -> Iterator[Sequence[Cell]]:
    """Eight texts, six whole numbers, three measures, three days."""
    day = date(2026, 11, 2)
    for n in range(number):
        yield (
            *(f"texte {n} {c}" for c in "abcdefgh"),
            *(n + c for c in range(6)),
            n / 3,
            n / 7,
            n / 9,
            day,
            day,
            day,
        )


def _drain(pieces: Iterable[bytes]) -> None:
    for _piece in pieces:
        pass


def _xlsxwriter(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file.name, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows, 1):
                sheet.write_row(number, 0, row)
