"""Who is helped, how they are reached, their appointments and what is done there. Pure."""

from mediation.processing.kinds import Activity, Kept, On, What, Whose, about, about_nobody, holds

_APPOINTMENTS, _FOLLOWING = Activity.APPOINTMENTS, Activity.FOLLOWING
_HERS = Whose.RESIDENT
_EMPTIED, _DELETED, _NAMELESS = On.EMPTIED, On.DELETED, On.NAMELESS

_PEOPLE = (
    about(
        *(_HERS, "bookings.Contact", _APPOINTMENTS, Kept.IDENTITY),
        holds("value last4", What.REACH, _EMPTIED),
        holds("value_index", What.TRACE, _EMPTIED),
        holds("kind", What.REACH, _NAMELESS),
        holds("shared by_call verified_at opted_out_at", What.CHOICES, _EMPTIED),
        key="id",
    ),
    about(
        *(_HERS, "bookings.Resident", _APPOINTMENTS, Kept.IDENTITY),
        holds("name name_key", What.NAME, _EMPTIED),
        holds("language", What.LANGUAGE, _EMPTIED),
        holds("commune no_fixed_address", What.HOME, _EMPTIED),
        holds("discreet no_surveys no_recognition", What.CHOICES, _EMPTIED),
        holds("erased_at", What.TRACE, On.PROOF),
        key="id",
        link="merged_into",
        time="created_at last_contact_at",
    ),
    about(
        *(_HERS, "bookings.KeptApart", _APPOINTMENTS, Kept.IDENTITY),
        holds("first second", What.TRACE, _DELETED),
        key="id",
        link="decided_by",
        time="decided_at",
    ),
    about(
        *(_HERS, "bookings.AboutPerson", Activity.FIGURES, Kept.IDENTITY),
        holds("birth_year age age_year gender situation commune_refused priority_area", What.ABOUT, _DELETED),
        key="id",
        link="resident changed_by",
        time="changed_at",
    ),
)

_MEETINGS = (
    about_nobody(
        *("bookings.Commitment", _APPOINTMENTS, Kept.WHILE_STANDING),
        key="id",
        link="mediator site",
        time="starts_at ends_at frees_at held_until",
        state="needs_machine",
    ),
    about(
        *(_HERS, "bookings.Appointment", _APPOINTMENTS, Kept.IDENTITY),
        holds("contact_name", What.NAME, _EMPTIED),
        holds("preparation wish", What.NEEDS, _EMPTIED),
        holds("interpreter", What.NEEDS, _NAMELESS),
        holds("called_off_reason", What.WORDS, _EMPTIED),
        holds("unverified", What.REACH, _EMPTIED),
        holds(
            "number organisation site topic mediator status mode starts_at ends_at actual_start actual_end"
            " relation language survey_consent channel booked_at booked_by called_off_at",
            What.VISITS,
            _NAMELESS,
        ),
        key="id",
        link="commitment contact",
        count="buffer_min over_min delay_min version",
        drawn="idempotency_key",
    ),
    about(
        *(_HERS, "bookings.Participation", _APPOINTMENTS, Kept.IDENTITY),
        holds("resident", What.VISITS, _NAMELESS),
        holds("contact", What.REACH, _EMPTIED),
        key="id",
        link="appointment",
        count="position",
    ),
    about(
        *(_HERS, "bookings.HomeVisit", _APPOINTMENTS, Kept.HOME_ADDRESSES),
        holds("address", What.HOME, _EMPTIED),
        key="id",
        link="appointment watcher",
        time="arrived_at left_at alerted_at",
    ),
    about(
        *(_HERS, "bookings.InterpreterBooking", _APPOINTMENTS, Kept.NOTES),
        holds("who phone reference", What.NEEDS, _DELETED),
        key="id",
        link="appointment changed_by",
        time="changed_at alerted_at",
    ),
    about(
        *(_HERS, "bookings.CallTry", _APPOINTMENTS, Kept.IDENTITY),
        holds("at result", What.VISITS, _NAMELESS),
        key="id",
        link="appointment participation by",
        count="number",
    ),
    about(
        *(_HERS, "bookings.MissedTwice", _APPOINTMENTS, Kept.NOTES),
        holds("answer raised_at answered_at", What.VISITS, _DELETED),
        key="id",
        link="appointment resident answered_by",
    ),
    about(
        *(_HERS, "bookings.Outcome", _FOLLOWING, Kept.NOTES),
        holds("note", What.WORDS, _EMPTIED),
        holds(
            "themes sub_themes equipment autonomy result next_step referred_to place duration_min",
            What.VISITS,
            _NAMELESS,
        ),
        key="id",
        link="appointment recorded_by",
        time="recorded_at",
        drawn="form_key",
    ),
    about(
        *(_HERS, "bookings.Goal", _FOLLOWING, Kept.NOTES),
        holds("words state set_on closed_on", What.WORDS, _DELETED),
        key="id",
        link="resident organisation set_by",
        time="changed_at",
        drawn="form_key",
    ),
    about(
        *(_HERS, "bookings.NextStep", _FOLLOWING, Kept.NOTES),
        holds("words who due_on remind to_tell done_at", What.WORDS, _DELETED),
        key="id",
        link="resident organisation mediator goal appointment made_by",
        time="made_at changed_at",
        drawn="form_key",
    ),
    about(
        *(_HERS, "bookings.TakeHome", _FOLLOWING, Kept.NOTES),
        holds("done remember language", What.WORDS, _DELETED),
        key="id",
        link="appointment changed_by",
        time="changed_at",
    ),
)

_WAITS = (
    about(
        *(_HERS, "bookings.WaitingEntry", Activity.WAITING, Kept.WAITING),
        holds("weekdays parts wish", What.NEEDS, _DELETED),
        holds("language", What.LANGUAGE, _DELETED),
        holds("topic organisation status channel joined_at until ended_at", What.VISITS, _DELETED),
        key="id",
        link="appointment resident contact added_by",
        drawn="idempotency_key",
    ),
    about(
        *(_HERS, "bookings.WaitingEntry_sites", Activity.WAITING, Kept.WAITING),
        holds("site", What.NEEDS, _DELETED),
        key="id",
        link="waitingentry",
    ),
    about(
        *(_HERS, "bookings.WaitingOffer", Activity.WAITING, Kept.WAITING),
        holds("site starts_at deadline status offered_at answered_at", What.VISITS, _DELETED),
        key="id",
        link="entry",
    ),
    about(
        *(_HERS, "bookings.CallBack", Activity.WAITING, Kept.CALL_BACKS),
        holds("name", What.NAME, _EMPTIED),
        holds("phone last4 when not_before", What.REACH, _EMPTIED),
        holds("phone_index", What.TRACE, _EMPTIED),
        holds("note", What.WORDS, _EMPTIED),
        holds("taken_by taken_at", What.VISITS, _EMPTIED),
        holds("language topic site reason wanted_at created_at", What.VISITS, _NAMELESS),
        key="id",
        link="appointment booked referral handled_by",
        state="channel status",
        time="handled_at",
        drawn="idempotency_key",
    ),
    about(
        *(_HERS, "bookings.CallBackAttempt", Activity.WAITING, Kept.CALL_BACKS),
        holds("at result call_again_at", What.VISITS, _DELETED),
        key="id",
        link="call_back by",
    ),
)

TABLES = (*_PEOPLE, *_MEETINGS, *_WAITS)
