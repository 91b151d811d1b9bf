"""A referral as whoever sent it may read it: where it stands, what happened, by the rule of whoever received it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import JournalEntry, Referral, ReferralRules
from bookings.referrals.seen import Seen, is_news, seen_by_referrer
from bookings.referrals.states import ENDED, State, Who
from bookings.referrals.wording import state_in_words

_CLOSED, _CORRECTED = JournalEntry.Kind.REFERRAL_CLOSED, JournalEntry.Kind.REFERRAL_CORRECTED
_STEPS = "referral_"
_S = State

# What the list may be narrowed to: a name for the address, its words, and the states as they are seen.
GROUPS: dict[str, tuple[Promise, frozenset[State]]] = {
    "aide": (gettext_lazy("Votre aide est demandée"), frozenset({_S.UNREACHABLE})),
    "envoyees": (gettext_lazy("Sans réponse"), frozenset({_S.RECEIVED, _S.REROUTED})),
    "en-cours": (gettext_lazy("Pas encore de rendez-vous"), frozenset({_S.ACCEPTED, _S.INVITED, _S.WAITING})),
    "rendez-vous": (gettext_lazy("Rendez-vous pris"), frozenset({_S.BOOKED})),
    "rencontrees": (gettext_lazy("Rencontrées"), frozenset({_S.MET})),
    "finies": (gettext_lazy("Terminées autrement"), (ENDED | {_S.CLOSED, _S.MISSED}) - {_S.MET}),
}


@dataclass(frozen=True)
class Happened:
    """One line of the history. `who`: the person of the partner who acted, or the service."""

    at: datetime
    words: str
    who: str


def shows_of(referral: Referral) -> str:
    """The rule of the organisation that has the referral. It comes with its rules (`select_related`)."""
    organisation = referral.organisation
    rules = getattr(organisation, "referral_rules", None) if organisation else None
    return rules.shows if rules else ReferralRules.Shows.MET


def seen_of(referral: Referral) -> Seen:
    """What whoever sent it sees now. One query for one that is closed, none where rows came `with_ends`."""
    was_met = False
    if referral.at is State.CLOSED:
        known = getattr(referral, "ended_met", None)
        was_met = ended_met(referral.journal.all()).exists() if known is None else known
    return seen_by_referrer(referral.at, shows_of(referral), was_met=was_met)


def with_ends(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """The rows with what `seen_of` would ask of each."""
    closed_met = ended_met(JournalEntry.objects.filter(referral=OuterRef("pk")))
    return rows.annotate(ended_met=Exists(closed_met))


def ended_met(facts: QuerySet[JournalEntry]) -> QuerySet[JournalEntry]:
    """Of these facts the closing of whoever was met."""
    return facts.filter(kind=_CLOSED, data__was=State.MET.value)


def history(referral: Referral) -> list[Happened]:
    """What happened, oldest first: only what was news to whoever sent it. Two queries."""
    facts = referral.journal.filter(kind__startswith=_STEPS).select_related("actor").order_by("at", "pk")
    return list(_told(facts, referral))


def _told(facts: Iterable[JournalEntry], referral: Referral) -> Iterable[Happened]:
    shows, before = shows_of(referral), None
    for fact in facts:
        ours = fact.data.get("who") == Who.REFERRER.value
        who = _who(fact, referral) if ours else str(referral.organisation)
        if fact.kind == _CORRECTED:
            yield Happened(fact.at, _("Orientation corrigée"), who)
            continue
        if "state" not in fact.data:
            continue
        met = fact.data.get("was") == State.MET.value
        seen = seen_by_referrer(State(fact.data["state"]), shows, was_met=met)
        if before is None or is_news(before, seen):
            yield Happened(fact.at, state_in_words(seen, seats="registration_id" in fact.data), who)
        before = seen


def _who(fact: JournalEntry, referral: Referral) -> str:
    return str(fact.actor or referral.referrer_name or referral.partner)


def in_group(name: str) -> Q:
    """The condition that a referral is seen as one of the group `name`, whatever rule holds for it."""
    wanted = GROUPS[name][1]
    closed_met = Q(Exists(ended_met(JournalEntry.objects.filter(referral=OuterRef("pk")))))
    found = Q(pk__in=[])
    for shows in ReferralRules.Shows.values:
        states = [s.value for s in State if seen_by_referrer(s, shows).state in wanted]
        seen = Q(state__in=states)
        if State.CLOSED in wanted:
            seen &= ~(Q(state=State.CLOSED) & closed_met) if shows != "landed" else Q()
        if State.MET in wanted and shows != "landed":
            seen |= Q(state=State.CLOSED) & closed_met
        found |= seen & _ruled(shows)
    return found


def _ruled(shows: str) -> Q:
    """An organisation that has said nothing shows what the default says."""
    rules = Q(organisation__referral_rules__shows=shows)
    unsaid = Q(organisation__referral_rules__isnull=True)
    return rules | unsaid if shows == ReferralRules.Shows.MET else rules
