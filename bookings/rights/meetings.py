"""What is held of a person's appointments: when, where, about what, what was asked for, what was done."""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language, gettext

from bookings.models import Appointment, Contact, Participation
from bookings.outcomes import vocabularies as codes
from bookings.people.asked_for import wish_in_words
from bookings.people.preparation import words
from bookings.people.traces import Traces
from bookings.rights.held import Item, Shown, at, known
from mediation.models import TopicText
from mediation.phone import shown as shown_number

_THEMES: Mapping[str, str] = {**codes.THEMES, **codes.SUB_THEMES}


def topics_in_words() -> dict[int, str]:
    """Topics' names in the reader's language, else in French."""
    language = get_language() or "fr"
    rows = list(
        TopicText.objects.filter(language__in={language, "fr"}).values_list("topic", "language", "name")
    )
    rows.sort(key=lambda row: row[1] == language)
    return {topic: name for topic, _language, name in rows}


def appointments(traces: Traces, shown: Shown, elsewhere: Counter[str]) -> Iterator[Item]:
    """The last first. Those of organisations that are not shown are counted in `elsewhere`, by the organisation's name."""
    named = topics_in_words()
    for each in _rows(traces):
        if shown.shows(each.organisation_id):
            yield _item(each, traces, shown, named)
        else:
            elsewhere[each.organisation.name] += 1


def _rows(traces: Traces) -> QuerySet[Appointment]:
    own = Participation.objects.filter(resident__in=traces.residents).select_related("contact")
    rows = Appointment.objects.filter(pk__in=traces.appointments).select_related(
        "site",
        "mediator",
        "contact",
        "organisation",
        "outcome",
        "home_visit",
        "interpreter_booking",
        "take_home",
    )
    return rows.prefetch_related(Prefetch("participations", own, to_attr="own"), "call_tries").order_by(
        "-starts_at"
    )


def _item(each: Appointment, traces: Traces, shown: Shown, named: dict[int, str]) -> Item:
    zone = each.site.timezone
    alone = each.pk in traces.alone
    own_number = next((one.contact for one in each.own if one.contact is not None), None)  # type: ignore[attr-defined]
    return known(
        when=at(each.starts_at, zone),
        number=each.number,
        place=each.site.name,
        organisation=each.organisation.name,
        topic=named.get(each.topic_id, ""),
        mediator=each.mediator.name,
        status=str(each.get_status_display()),
        way=str(each.get_mode_display()),
        booked_on=at(each.booked_at, zone),
        booked_by=str(each.get_channel_display()),
        booked_for=str(each.get_relation_display()) if each.relation != Appointment.Relation.SELF else "",
        said_by=each.contact_name,
        reached=reached(each.contact, own=each.relation == Appointment.Relation.SELF),
        own_number=own_number.value if own_number is not None else "",
        to_prepare=words(each.preparation),
        interpreter=str(each.get_interpreter_display()) if each.interpreter else "",
        asked_for=wish_in_words(each.wish),
        with_others=not alone,
        survey_agreed=each.survey_consent,
        called_off_on=at(each.called_off_at, zone),
        called_off_why=each.called_off_reason if alone else "",
        calls_tried=len(each.call_tries.all()),
        **_visited(each, readable=alone and shown.to_themselves),
        **_done(each, alone=alone, reads=shown.reads(each.organisation_id)),
    )


def reached(contact: Contact, *, own: bool) -> str:
    """How they are reached; the number of somebody who helps them is theirs to see, and only its end is said."""
    kind = str(contact.get_kind_display())
    if not contact.value:
        return kind
    if own:
        by_phone = contact.kind in (Contact.Kind.MOBILE, Contact.Kind.LANDLINE)
        return f"{kind} {shown_number(contact.value) if by_phone else contact.value}"
    return f"{kind} … {contact.last4}" if contact.last4 else kind


def _visited(each: Appointment, *, readable: bool) -> Item:
    visit = getattr(each, "home_visit", None)
    booked = getattr(each, "interpreter_booking", None)
    return known(
        address=visit.address if visit is not None and readable else "",
        arrived_home=at(visit.arrived_at, each.site.timezone) if visit is not None else None,
        left_home=at(visit.left_at, each.site.timezone) if visit is not None else None,
        interpreter_reference=booked.reference if booked is not None else "",
    )


def _done(each: Appointment, *, alone: bool, reads: bool) -> Item:
    outcome, sheet = getattr(each, "outcome", None), getattr(each, "take_home", None)
    if outcome is None:
        return {}
    written = bool(outcome.note)
    return known(
        done_about=[_said(_THEMES, code) for code in (*outcome.themes, *outcome.sub_themes)],
        result=_said(codes.RESULTS, outcome.result),
        autonomy=_said(codes.AUTONOMY, outcome.autonomy),
        minutes=outcome.duration_min,
        note=outcome.note if alone and reads else "",
        note_elsewhere=written and not (alone and reads),
        sheet_done=sheet.done if sheet is not None and alone and reads else "",
        sheet_remember=sheet.remember if sheet is not None and alone and reads else "",
    )


def _said(vocabulary: Mapping[str, str], code: str) -> str:
    return gettext(vocabulary[code]) if code in vocabulary else code
