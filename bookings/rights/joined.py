"""What is held of what a person waits for, was referred for, is registered for, or came to without an appointment."""

from collections import Counter
from collections.abc import Iterator

from bookings.models import Attendance, Referral, Registration, Turn, WaitingEntry
from bookings.people.asked_for import wish_in_words
from bookings.people.names import name_key
from bookings.people.preparation import words
from bookings.people.traces import Traces
from bookings.rights.held import Item, Shown, at, known
from bookings.rights.meetings import topics_in_words


def waits(traces: Traces, shown: Shown, elsewhere: Counter[str]) -> Iterator[Item]:
    """Places on the waiting list."""
    named = topics_in_words()
    rows = WaitingEntry.objects.filter(pk__in=traces.waits).select_related("organisation")
    for each in rows.prefetch_related("sites", "offers").order_by("-joined_at"):
        if not shown.shows(each.organisation_id):
            elsewhere[each.organisation.name if each.organisation else ""] += 1
            continue
        yield known(
            topic=named.get(each.topic_id, ""),
            places=[site.name for site in each.sites.all()],
            asked_for=wish_in_words(each.wish),
            status=str(each.get_status_display()),
            since=at(each.joined_at),
            until=at(each.until),
            offered=len(each.offers.all()),
        )


def call_backs(traces: Traces, shown: Shown) -> Iterator[Item]:
    """Requests to be called back at their number; those for no place are anybody's to answer. What somebody of another name
    has asked from the same telephone is theirs.
    """
    rows = traces.call_backs.exclude(phone="").select_related("site").prefetch_related("attempts")
    for each in rows.order_by("-created_at"):
        if not shown.shows(each.site.organisation_id if each.site else None):
            continue
        if not _is_of(each.name, traces):
            continue
        yield known(
            name=each.name,
            phone=each.phone,
            when_to_call=each.when,
            reason=str(each.get_reason_display()),
            note=each.note,
            status=str(each.get_status_display()),
            since=at(each.created_at),
            answered_on=at(each.handled_at),
            calls_tried=len(each.attempts.all()),
        )


def _is_of(name: str, traces: Traces) -> bool:
    """Whether a name, as it was typed, may be theirs: theirs, a part of it, or none."""
    said = set(name_key(name).split())
    return not said or any(said <= set(each.split()) or said >= set(each.split()) for each in traces.names)


def referrals(traces: Traces, shown: Shown, elsewhere: Counter[str]) -> Iterator[Item]:
    """What partners have said of them."""
    named = topics_in_words()
    rows = Referral.objects.filter(pk__in=traces.referrals).select_related("partner", "organisation", "site")
    for each in rows.order_by("-created_at"):
        if not shown.shows(each.organisation_id):
            elsewhere[each.organisation.name if each.organisation else ""] += 1
            continue
        yield known(
            partner=each.partner.name,
            number=each.number or "",
            organisation=each.organisation.name if each.organisation else "",
            place=each.site.name if each.site else "",
            topic=named.get(each.topic_id or 0, ""),
            need=each.need,
            sentence=each.sentence,
            to_prepare=words(each.preparation),
            state=str(each.get_state_display()),
            since=at(each.created_at),
            informed_on=at(each.informed_at),
        )


def workshops(traces: Traces, shown: Shown, elsewhere: Counter[str]) -> Iterator[Item]:
    """Registrations for workshops, and to which dates they came."""
    came = Counter(
        Attendance.objects.filter(person__in=traces.residents, came=True).values_list(
            "date__workshop", flat=True
        )
    )
    rows = Registration.objects.filter(people__in=traces.residents).distinct()
    rows = rows.select_related("workshop__site", "workshop__organisation", "contact")
    for each in rows.prefetch_related("workshop__texts", "people").order_by("-made_at"):
        workshop = each.workshop
        if not shown.shows(workshop.organisation_id):
            elsewhere[workshop.organisation.name] += 1
            continue
        texts = {text.language: text.title for text in workshop.texts.all()}
        yield known(
            title=texts.get("fr", ""),
            place=workshop.site.name,
            status=str(each.get_state_display()),
            since=at(each.made_at),
            with_others=len(each.people.all()) > 1,
            came=came[workshop.pk],
        )


def drop_ins(traces: Traces, shown: Shown) -> Iterator[Item]:
    """Numbers they took where one comes without an appointment."""
    for each in Turn.objects.filter(resident__in=traces.residents).select_related("day__site"):
        if not shown.shows(each.day.site.organisation_id):
            continue
        yield known(
            place=each.day.site.name,
            when=at(each.joined_at, each.day.site.timezone),
            number=str(each.number),
            name=each.name,
            status=str(each.get_state_display()),
        )
