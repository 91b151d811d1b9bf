"""Everything that is held of a person, section by section."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from bookings.models import AboutPerson, Appointment, Contact, Goal, JournalEntry, NextStep, Resident
from bookings.outcomes import vocabularies as codes
from bookings.people.preparation import language_name
from bookings.people.traces import Traces, traces_of
from bookings.rights import joined
from bookings.rights.held import EVERYTHING, Held, Item, Section, Shown, at, held_elsewhere, known, section
from bookings.rights.meetings import appointments


def everything_of(resident_ids: Collection[int], shown: Shown = EVERYTHING) -> Held:
    """What this part and the others hold of these records, all of one person. Queries do not grow with what there is,
    but for a few a section.
    """
    traces = traces_of(resident_ids)
    reached = _at_proved(traces, shown)
    elsewhere: Counter[str] = Counter()
    sections: list[Section] = [
        *section("person", _person(traces)),
        *section("about", _about(traces)),
        *section("contacts", _contacts(traces)),
        *section("appointments", appointments(traces, shown, elsewhere)),
        *section("goals", _goals(traces, shown)),
        *section("steps", _steps(traces, shown)),
        *section("waits", joined.waits(traces, shown, elsewhere)),
        *section("call_backs", joined.call_backs(reached, shown)),
        *section("referrals", joined.referrals(traces, shown, elsewhere)),
        *section("workshops", joined.workshops(traces, shown, elsewhere)),
        *section("drop_ins", joined.drop_ins(traces, shown)),
        *held_elsewhere(reached, shown),
        *section("history", _history(traces, shown)),
    ]
    return Held(tuple(sections), dict(elsewhere))


def _at_proved(traces: Traces, shown: Shown) -> Traces:
    """The same with only those ways to reach them that are known to be theirs."""
    if shown.proved is None or not traces.contacts:
        return traces
    rows = Contact.objects.filter(pk__in=traces.contacts, value_index__in=shown.proved(traces.indexes))
    return replace(
        traces,
        contacts=frozenset(each.pk for each in rows),
        addresses=frozenset(each.value for each in rows),
        indexes=frozenset(str(each.value_index) for each in rows),
    )


def _person(traces: Traces) -> Iterator[Item]:
    for each in Resident.objects.filter(pk__in=traces.residents, merged_into=None).select_related("commune"):
        yield known(
            name=each.name,
            language=language_name(each.language),
            commune=each.commune.name if each.commune is not None else "",
            no_fixed_address=each.no_fixed_address,
            discreet=each.discreet,
            no_surveys=each.no_surveys,
            no_recognition=each.no_recognition,
            known_since=at(each.created_at),
            last_contact=at(each.last_contact_at),
        )


def _about(traces: Traces) -> Iterator[Item]:
    for each in AboutPerson.objects.filter(resident__in=traces.residents):
        yield known(
            birth_year=str(each.birth_year or ""),
            age=codes.AGES.get(each.age, each.age),
            gender=codes.GENDERS.get(each.gender, each.gender),
            situation=codes.SITUATIONS.get(each.situation, each.situation),
            commune_refused=each.commune_refused,
            priority_area=str(each.get_priority_area_display()) if each.priority_area else "",
            said_on=at(each.changed_at),
        )


def _contacts(traces: Traces) -> Iterator[Item]:
    """Theirs, and what they gave for themselves. Of what only others gave, and reaches somebody else too, only that it does."""
    own = Appointment.objects.filter(pk__in=traces.appointments, relation=Appointment.Relation.SELF)
    given = traces.contacts | set(own.values_list("contact", flat=True))
    rows = Contact.objects.filter(pk__in=traces.contacts | traces.shared).exclude(kind=Contact.Kind.NONE)
    for each in rows.exclude(value="").order_by("pk"):
        masked = f"… {each.last4}" if each.last4 else ""
        yield known(
            kind=str(each.get_kind_display()),
            value=each.value if each.pk in given else masked,
            reaches_others=each.pk in traces.shared or each.shared,
            by_call=each.by_call,
            verified_on=at(each.verified_at),
            no_sms_since=at(each.opted_out_at),
        )


def _goals(traces: Traces, shown: Shown) -> Iterator[Item]:
    for goal in Goal.objects.filter(resident__in=traces.residents).order_by("set_on", "pk"):
        if shown.reads(goal.organisation_id):
            yield known(
                words=goal.words,
                state=str(goal.get_state_display()),
                set_on=goal.set_on,
                closed_on=goal.closed_on,
            )


def _steps(traces: Traces, shown: Shown) -> Iterator[Item]:
    for step in NextStep.objects.filter(resident__in=traces.residents).order_by("made_at", "pk"):
        if shown.reads(step.organisation_id):
            yield known(
                words=step.words,
                done_by=str(step.get_who_display()),
                due_on=step.due_on,
                remind=step.remind,
                noted_on=at(step.made_at),
                done_on=at(step.done_at),
            )


def _history(traces: Traces, shown: Shown) -> Iterator[Item]:
    """What the journal has noted of them, the last first: what and when; by the team or not, never by whom."""
    facts = JournalEntry.objects.filter(appointment__in=traces.alone) | JournalEntry.objects.filter(
        resident__in=traces.residents
    )
    rows = facts.order_by("-at", "-pk").values_list("at", "kind", "actor", "organisation")
    labels = dict(JournalEntry.Kind.choices)
    for moment, kind, actor, organisation in rows:
        if shown.shows(organisation):
            yield known(when=at(moment), what=str(labels.get(kind, kind)), by_team=actor is not None)
