"""What lasts minutes or a day, wiped with the people it names: drafts, codes, tries, kept forms, lines of files, a queue."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from django.db.models import Q

from bookings.models import Attempt, ConfirmationCode, Draft, Referral, ReferralLine, Turn
from bookings.people.traces import Traces, texts_in
from bookings.people.tries import keys_of
from mediation.models import KeptForm


def wipe_what_was_typed(traces: Traces) -> None:
    """By whoever it was typed. In the transaction of the erasure."""
    ConfirmationCode.objects.filter(phone_index__in=traces.indexes).delete()
    tried = [*traces.addresses, *traces.indexes, *traces.numbers]
    Attempt.objects.filter(key__in=keys_of(tried)).delete()
    drafts = (draft.pk for draft in Draft.objects.all() if traces.are_in(texts_in(json.loads(draft.data))))
    Draft.objects.filter(pk__in=list(drafts)).delete()
    forms = (form.pk for form in KeptForm.objects.all() if traces.are_in(_typed(form)))
    KeptForm.objects.filter(pk__in=list(forms)).delete()
    _wipe_lines(traces)


def _typed(form: KeptForm) -> Iterator[str]:
    for typed in (form.data, urlsplit(form.path).query):
        for _name, value in parse_qsl(typed):
            yield value


def _wipe_lines(traces: Traces) -> None:
    """Lines of partners' files: those that became a referral of theirs, or say it again; and those that name them and still
    wait, which are refused.
    """
    gone = {"row": "", "reference": "", "content_key": ""}
    ReferralLine.objects.filter(referral__in=traces.referrals).update(**gone)
    sent = Referral.objects.filter(pk__in=traces.referrals).exclude(external_ref="")
    for partner, reference in sent.values_list("partner", "external_ref"):
        ReferralLine.objects.filter(file__partner=partner, reference=reference[:64]).update(**gone)
    waiting = ReferralLine.objects.exclude(row="")
    named = [line.pk for line in waiting if traces.are_in(texts_in(json.loads(line.row)))]
    ReferralLine.objects.filter(pk__in=named).update(
        **gone, fate=ReferralLine.Fate.REFUSED, faults=[["", "erased", 0]]
    )


def wipe_turns(traces: Traces) -> None:
    """Numbers in a drop-in: the number stays in the queue, and nobody is behind it."""
    theirs = (
        Q(resident__in=traces.residents) | Q(contact__in=traces.contacts) | Q(appointment__in=traces.alone)
    )
    named = [turn.pk for turn in Turn.objects.exclude(name="") if traces.are_in([turn.name])]
    turns = Turn.objects.filter(theirs | Q(pk__in=named))
    turns.update(name="", initial="", contact=None, resident=None, language="fr")
