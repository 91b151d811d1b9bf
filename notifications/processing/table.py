"""What is said to people and heard from them. Pure."""

from mediation.processing.kinds import Activity, Kept, On, What, Whose, about, about_nobody, holds

_MESSAGES, _LINE, _PROGRAMS = Activity.MESSAGES, Activity.LINE, Activity.PROGRAMS
_HERS, _PARTNERS = Whose.RESIDENT, Whose.PARTNER
_EMPTIED, _DELETED, _NAMELESS = On.EMPTIED, On.DELETED, On.NAMELESS

_SAID = (
    about(
        *(_HERS, "notifications.Message", _MESSAGES, Kept.UNTIL_SENT),
        holds("to to_index", What.REACH, _EMPTIED),
        holds("subject body", What.SAID, _EMPTIED),
        holds("kind channel language sent_at settled_at created_at state", What.VISITS, _NAMELESS),
        key="id key reference provider_id",
        link="appointment contact organisation offer referral registration turn step instead_of",
        setting="rule timezone asked",
        state="in_doubt abroad error_code why claimed_by",
        count="version parts attempts unknown_errors polls",
        time="send_after expires_at due_at missed_at first_attempt_at attempted_at",
    ),
    about_nobody(
        *("notifications.Pause", _MESSAGES),
        key="id",
        state="channel went_on",
        time="since until",
        count="at_once",
    ),
    about_nobody(
        *("notifications.ReminderPlan", _MESSAGES),
        key="id",
        link="organisation topic",
        setting="early_days early_at days days_at hours days_off",
    ),
    about_nobody(
        *("notifications.Wording", _MESSAGES),
        key="id",
        link="organisation changed_by",
        setting="kind language",
        text="text",
        time="changed_at replaced_at",
    ),
    about_nobody("notifications.Alert", _MESSAGES, key="id", state="kind", time="since told_at"),
    about_nobody(
        *("notifications.Ceiling", _MESSAGES),
        key="id",
        link="organisation",
        setting="euros",
        time="warned reached",
    ),
)

_HEARD = (
    about(
        *(_HERS, "notifications.InboundMessage", _MESSAGES, Kept.CONVERSATIONS),
        holds("number last4", What.REACH, _DELETED),
        holds("number_index", What.TRACE, _DELETED),
        holds("body", What.SAID, _DELETED),
        holds("language", What.LANGUAGE, _DELETED),
        holds("meaning why done state received_at handled_at", What.VISITS, _DELETED),
        key="id sid",
        link="appointment organisation",
    ),
    about(
        *(_HERS, "notifications.StaffReply", _MESSAGES, Kept.CONVERSATIONS),
        holds("number_index", What.TRACE, _DELETED),
        holds("body", What.WORDS, _DELETED),
        holds("written_at", What.VISITS, _DELETED),
        key="id",
        link="written_by",
    ),
    about(
        *(_HERS, "notifications.Conversation", _MESSAGES, Kept.CONVERSATIONS),
        holds("number_index", What.TRACE, _DELETED),
        holds("question options asked_at open_until advised_at changed_at", What.VISITS, _DELETED),
        key="id",
        link="appointment",
    ),
    about(
        *(_HERS, "notifications.Call", _LINE, Kept.CALLS),
        holds("last4", What.REACH, _EMPTIED),
        holds("number_index", What.TRACE, _EMPTIED),
        holds("memory answer", What.SAID, _EMPTIED),
        holds("language topic site started_at heard_at ended_at ending caller", What.VISITS, _NAMELESS),
        key="id sid",
        link="appointment registration call_back",
        state="state step ours",
    ),
    about(
        *(_HERS, "notifications.SpokenName", _LINE, Kept.SPOKEN_NAMES),
        holds("recording recording_index spoken_at", What.VOICE, _DELETED),
        key="id",
        link="call",
        time="done_at",
    ),
    about(
        *(_HERS, "notifications.Handset", _LINE, Kept.DEMO),
        holds("address", What.REACH, _DELETED),
        holds("inbox", What.TRACE, _DELETED),
        key="id",
        time="taken_at",
    ),
    about(
        *(_HERS, "notifications.SimulatedCall", _LINE, Kept.DEMO),
        holds("number", What.REACH, _DELETED),
        holds("inbox", What.TRACE, _DELETED),
        holds("memory", What.SAID, _DELETED),
        key="id key sid reference",
        state="withheld by_machine state turn",
        time="started_at",
    ),
    about(
        *(_HERS, "notifications.SimulatedMessage", _MESSAGES, Kept.DEMO),
        holds("to to_index", What.REACH, _DELETED),
        holds("subject body", What.SAID, _DELETED),
        key="id reference",
        state="channel own",
        count="parts",
        time="received_at",
    ),
)

_TOLD_TO_OTHERS = (
    about(
        *(_PARTNERS, "notifications.ReferrerChoice", Activity.REFERRALS, Kept.ACCOUNT),
        holds("how language", What.CHOICES, On.ACCOUNT),
        link="user",
    ),
    about_nobody(
        *("notifications.ReferrerNews", Activity.REFERRALS, Kept.UNTIL_SENT),
        link="referral",
        state="state met step moved",
        time="due_at",
    ),
    about_nobody("notifications.ReferrerReading", Activity.REFERRALS, key="id", count="number"),
    about(
        *(Whose.TEAM, "notifications.WebhookTarget", _PROGRAMS, Kept.SERVICE),
        holds("url url_index", What.REACH, On.ACCOUNT),
        holds("secret previous_secret", What.ACCESS, On.ACCOUNT),
        holds("made_by", What.WORK, On.ACCOUNT),
        key="id public_id",
        link="organisation team",
        setting="events",
        count="planned_to",
        time="previous_until made_at paused_at failing_since told_at",
        state="paused_why",
    ),
    about_nobody(
        *("notifications.WebhookDelivery", _PROGRAMS, Kept.WEBHOOKS),
        key="id referral_id",
        link="target change",
        state="state claimed_by status trouble",
        text="answer",
        count="attempts",
        time="due_at attempted_at created_at",
    ),
)

TABLES = (*_SAID, *_HEARD, *_TOLD_TO_OTHERS)
