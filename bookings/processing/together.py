"""What partners say of people, workshops, drop-ins, and what residents say of the service. Pure."""

from mediation.processing.kinds import Activity, Kept, On, What, Whose, about, about_nobody, holds

_REFERRALS, _WORKSHOPS, _DROP_IN = Activity.REFERRALS, Activity.WORKSHOPS, Activity.DROP_IN
_SURVEYS = Activity.SURVEYS
_HERS = Whose.RESIDENT
_EMPTIED, _DELETED, _NAMELESS = On.EMPTIED, On.DELETED, On.NAMELESS

_OF_PARTNERS = (
    about_nobody(
        *("bookings.ReferralRules", _REFERRALS),
        link="organisation",
        setting="accept_at_once shows first_chaser_days second_chaser_days expires_days",
    ),
    about(
        *(_HERS, "bookings.Referral", _REFERRALS, Kept.IDENTITY),
        holds("need sentence draft", What.WORDS, _EMPTIED),
        holds("external_ref content_key", What.TRACE, _EMPTIED),
        holds("preparation weekdays parts", What.NEEDS, _EMPTIED),
        holds("language", What.LANGUAGE, _EMPTIED),
        holds("contact companion_contact", What.REACH, _EMPTIED),
        holds("companion", What.NAME, _EMPTIED),
        holds("referrer_name referrer_email", What.WORK, _EMPTIED),
        holds(
            "number resident partner team referrer organisation site topic deadline handover state since created_at"
            " received_at invited_at answered_at expires_at reason informed_version informed_at channel",
            What.VISITS,
            _NAMELESS,
        ),
        key="id public_id",
        link="appointment waiting registration",
        count="chased version",
        drawn="idempotency_key",
    ),
    about_nobody("bookings.Referral_other_topics", _REFERRALS, key="id", link="referral topic"),
    about(
        *(Whose.PARTNER, "bookings.ReferralFile", _REFERRALS, Kept.REFERRAL_FILES),
        holds("by created_at started_at ended_at", What.WORK, On.ACCOUNT),
        key="id public_id",
        link="partner team organisation",
        state="state informed_version",
    ),
    about(
        *(_HERS, "bookings.ReferralLine", _REFERRALS, Kept.DAY),
        holds("row", What.WORDS, _EMPTIED),
        holds("reference content_key", What.TRACE, _EMPTIED),
        key="id number",
        link="file referral",
        state="fate faults",
    ),
    about(
        *(Whose.PARTNER, "bookings.ReferrerLink", _REFERRALS, Kept.IDENTITY),
        holds("email language", What.REACH, On.ACCOUNT),
        holds("clear", What.ACCESS, On.ACCOUNT),
        key="id",
        link="partner referral",
        drawn="token_hash",
        time="created_at expires_at used_at",
        state="to_write",
    ),
)

_TOGETHER = (
    about_nobody(
        *("bookings.Workshop", _WORKSHOPS),
        key="id public_id",
        link="organisation site topic made_by",
        setting="level capacity single_dates",
        time="made_at",
    ),
    about_nobody(
        *("bookings.WorkshopText", _WORKSHOPS),
        key="id",
        link="workshop",
        setting="language",
        text="title description bring equipment",
    ),
    about_nobody(
        *("bookings.WorkshopDate", _WORKSHOPS),
        key="id",
        link="workshop",
        time="starts_at ends_at cancelled_at",
        count="capacity taken walk_ins version",
    ),
    about_nobody("bookings.WorkshopAnimation", _WORKSHOPS, key="id", link="date mediator commitment"),
    about(
        *(_HERS, "bookings.Registration", _WORKSHOPS, Kept.IDENTITY),
        holds("contact", What.REACH, _NAMELESS),
        holds("language", What.LANGUAGE, _NAMELESS),
        holds("token_hash", What.TRACE, _NAMELESS),
        holds(
            "workshop all_dates seats state waiting_since offer_until channel made_at made_by cancelled_at survey_consent",
            What.VISITS,
            _NAMELESS,
        ),
        key="id",
        count="version",
        drawn="idempotency_key",
    ),
    about(
        *(_HERS, "bookings.Registration_people", _WORKSHOPS, Kept.IDENTITY),
        holds("resident", What.VISITS, _DELETED),
        key="id",
        link="registration",
    ),
    about_nobody("bookings.Registration_dates", _WORKSHOPS, key="id", link="registration workshopdate"),
    about(
        *(_HERS, "bookings.Attendance", _WORKSHOPS, Kept.IDENTITY),
        holds("person came", What.VISITS, _NAMELESS),
        key="id",
        link="date",
    ),
    about_nobody(
        *("bookings.WorkshopOutcome", _WORKSHOPS),
        key="id",
        link="date recorded_by",
        count="participants women men ages duration_min",
        state="themes level",
        time="recorded_at",
    ),
    about_nobody(
        "bookings.DropInDay", _DROP_IN, key="id", link="site", time="day closed_at", count="last_number"
    ),
    about(
        *(_HERS, "bookings.Turn", _DROP_IN, Kept.DAY),
        holds("name initial", What.NAME, _EMPTIED),
        holds("contact", What.REACH, _EMPTIED),
        holds("language", What.LANGUAGE, _EMPTIED),
        holds("resident", What.VISITS, _EMPTIED),
        holds("joined_at placed_at back_at not_before called_at topic mediator", What.VISITS, _NAMELESS),
        key="id number",
        link="day appointment",
        state="state desk told_near told_off promised",
        count="calls",
        drawn="idempotency_key",
    ),
    about_nobody(
        *("bookings.TurnPeriod", _DROP_IN),
        key="id",
        link="turn mediator by",
        state="state before",
        time="began_at ended_at",
    ),
)

_VOICES = (
    about_nobody("bookings.SurveySetting", _SURVEYS, key="id", link="organisation", setting="on share"),
    about(
        *(_HERS, "bookings.SurveyRequest", _SURVEYS, Kept.TWO_WEEKS),
        holds("token_hash code_hash", What.TRACE, _EMPTIED),
        holds("asked_at", What.VISITS, _NAMELESS),
        key="id",
        link="appointment registration workshop_date",
        time="expires_at",
    ),
    about(
        *(_HERS, "bookings.SurveyAnswer", _SURVEYS, Kept.COMMENTS),
        holds("comment shown went clear", What.SAID, On.UNKNOWN),
        holds("continues", What.TRACE, On.RUNS_OUT),
        drawn="id",
        link="organisation site",
        time="month",
        state="theme channel state",
    ),
)

TABLES = (*_OF_PARTNERS, *_TOGETHER, *_VOICES)
