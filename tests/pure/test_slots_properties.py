"""What must hold for every agenda, whatever Hypothesis thinks of."""

from dataclasses import replace
from datetime import date, time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bookings.times.agenda import Agenda, OpenHours, Pool, TopicTimes
from bookings.times.slots import find
from mediation.intervals import Interval, merge
from mediation.opening import NO_DAYS, WallRule, expand
from tests.pure.agendas import EMAIL, PARIS, at

NOW, END = at("2026-03-27 00:00"), at("2026-04-06 00:00")
MEDIATORS, SITES = [1, 2], [10, 20]

clock_times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 50]))
rules = st.builds(
    WallRule,
    st.dates(date(2026, 3, 20), date(2026, 4, 3)),
    clock_times,
    clock_times,
    st.none(),
    st.integers(0, 2),
    st.just(0),
)
openings = st.builds(
    OpenHours, st.sampled_from(MEDIATORS), st.sampled_from(SITES), rules, st.none(), st.booleans()
)
minutes = st.integers(0, 9 * 1440)
intervals = st.lists(
    st.builds(
        lambda start, length: (NOW + start * 60, NOW + (start + length) * 60), minutes, st.integers(1, 400)
    ),
    max_size=4,
)
agendas = st.builds(
    Agenda,
    openings=st.lists(openings, max_size=4),
    zones=st.just({}),
    zone=st.just(PARIS),
    holidays=st.just(NO_DAYS),
    absences=st.dictionaries(st.sampled_from(MEDIATORS), intervals),
    closures=st.dictionaries(st.sampled_from(SITES), intervals),
    commitments=st.dictionaries(st.sampled_from(MEDIATORS), intervals),
    pools=st.dictionaries(
        st.sampled_from(SITES), st.lists(st.builds(Pool, st.integers(1, 2), intervals), max_size=1)
    ),
)
topics = st.builds(
    TopicTimes,
    st.just(EMAIL),
    duration_min=st.integers(5, 120),
    buffer_min=st.integers(0, 30),
    notice_min=st.integers(0, 600),
    horizon_days=st.integers(1, 10),
)


def shares_an_instant(one: Interval, other: Interval) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def openings_of(agenda: Agenda, mediator: int, site: int) -> list[Interval]:
    own = [each.rule for each in agenda.openings if (each.mediator, each.site) == (mediator, site)]
    return [block for rule in own for block in expand(rule, zone=PARIS, start=NOW, end=END + 86_400)]


@given(agendas, topics)
def test_no_slot_nor_its_buffer_overlaps_a_commitment(agenda: Agenda, topic: TopicTimes) -> None:
    for start, mediator, _, end in find(agenda, topic, now=NOW):
        taken = (start, end + topic.buffer_min * 60)
        assert not any(shares_an_instant(taken, each) for each in agenda.commitments.get(mediator, []))


@given(agendas, topics)
def test_no_slot_lies_outside_an_opening_in_a_closure_or_in_an_absence(
    agenda: Agenda, topic: TopicTimes
) -> None:
    for start, mediator, site, end in find(agenda, topic, now=NOW):
        assert any(first <= start and end <= last for first, last in openings_of(agenda, mediator, site))
        away = [*agenda.absences.get(mediator, []), *agenda.closures.get(site, [])]
        assert not any(shares_an_instant((start, end), each) for each in away)


@given(agendas, topics)
def test_no_slot_makes_a_room_or_the_machines_too_few(agenda: Agenda, topic: TopicTimes) -> None:
    for start, _, site, end in find(agenda, topic, now=NOW):
        for capacity, taken in agenda.pools.get(site, []):
            inside = [each for each in taken if shares_an_instant((start, end), each)]
            # Use only rises where somebody comes: those instants, and the slot's start, are enough to look at.
            for at_once in [start, *(first for first, _ in inside if first > start)]:
                assert sum(first <= at_once < last for first, last in inside) < capacity


@given(agendas, topics)
def test_nothing_that_fits_at_the_start_of_a_block_is_lost(agenda: Agenda, topic: TopicTimes) -> None:
    agenda, topic = replace(agenda, pools={}), topic._replace(notice_min=0, horizon_days=10)
    found = set(find(agenda, topic, now=NOW))
    length, buffer = topic.duration_min * 60, topic.buffer_min * 60
    for opening in agenda.openings:
        promised = agenda.commitments.get(opening.mediator, [])
        away = [*agenda.absences.get(opening.mediator, []), *agenda.closures.get(opening.site, [])]
        for first, last in expand(opening.rule, zone=PARIS, start=NOW, end=END):
            for start in {first, *(end for _, end in merge([*promised, *away]) if first < end < last)}:
                slot = (start, start + length)
                fits = start >= NOW and start + length <= last
                fits = fits and not any(shares_an_instant(slot, each) for each in away)
                with_buffer = (start, start + length + buffer)
                if fits and not any(shares_an_instant(with_buffer, each) for each in promised):
                    assert (start, opening.mediator, opening.site, start + length) in found


@given(agendas, topics)
def test_slots_are_sorted_each_once_and_the_same_every_time(agenda: Agenda, topic: TopicTimes) -> None:
    found = find(agenda, topic, now=NOW)
    assert found == sorted(set(found))
    shuffled = replace(
        agenda,
        openings=agenda.openings[::-1],
        commitments={who: times[::-1] for who, times in agenda.commitments.items()},
    )
    assert find(shuffled, topic, now=NOW) == found


@given(agendas, topics)
def test_slots_keep_notice_and_horizon(agenda: Agenda, topic: TopicTimes) -> None:
    for start, _, _, end in find(agenda, topic, now=NOW):
        assert NOW + topic.notice_min * 60 <= start <= NOW + topic.horizon_days * 86_400
        assert end - start == topic.duration_min * 60


@given(agendas, topics, st.lists(st.integers(0, 10 * 86_400), max_size=6))
def test_windows_side_by_side_give_what_one_window_gives(
    agenda: Agenda, topic: TopicTimes, cuts: list[int]
) -> None:
    edges = [NOW, *(NOW + cut for cut in sorted(cuts)), END + 86_400]
    pieces = [
        slot for start, end in pairwise(edges) for slot in find(agenda, topic, now=NOW, start=start, end=end)
    ]
    assert pieces == find(agenda, topic, now=NOW)


@given(agendas, topics, st.integers(0, 600))
def test_a_later_now_only_takes_slots_away_or_restarts_blocks(
    agenda: Agenda, topic: TopicTimes, later: int
) -> None:
    wanted = topic._replace(notice_min=0, horizon_days=10)
    now = NOW + later * 60
    seen_later = set(find(agenda, wanted, now=now))
    for slot in find(agenda, wanted, now=NOW):
        start, mediator, site, _ = slot
        under_way = any(first < now and start < last for first, last in openings_of(agenda, mediator, site))
        if start >= now and not under_way:
            assert slot in seen_later
