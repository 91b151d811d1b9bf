"""What lasts minutes, what is counted, what programs are given, and the history of what happened. Pure."""

from mediation.processing.kinds import Activity, Kept, On, What, Whose, about, about_nobody, holds

_APPOINTMENTS, _FIGURES, _PROGRAMS = Activity.APPOINTMENTS, Activity.FIGURES, Activity.PROGRAMS
_SAFETY, _TEAM, _PLACES = Activity.SAFETY, Activity.TEAM, Activity.PLACES
_HERS, _TEAMS = Whose.RESIDENT, Whose.TEAM
_DELETED, _NAMELESS, _ACCOUNT = On.DELETED, On.NAMELESS, On.ACCOUNT

_UNDER_WAY = (
    about(
        *(_HERS, "bookings.Draft", _APPOINTMENTS, Kept.MINUTES),
        holds("data", What.SAID, _DELETED),
        drawn="id",
        time="expires_at",
    ),
    about(
        *(_HERS, "bookings.LinkToken", _SAFETY, Kept.WHILE_STANDING),
        holds("token_hash", What.TRACE, _DELETED),
        key="id",
        link="appointment waiting referral registration resident",
        time="expires_at",
    ),
    about(
        *(_HERS, "bookings.ConfirmationCode", _SAFETY, Kept.TWO_DAYS),
        holds("phone", What.REACH, _DELETED),
        holds("phone_index", What.TRACE, _DELETED),
        holds("clear code_hash", What.ACCESS, _DELETED),
        holds("language", What.LANGUAGE, _DELETED),
        key="id draft_id",
        count="tries",
        time="created_at expires_at",
    ),
    about(
        *(_HERS, "bookings.Attempt", _SAFETY, Kept.TWO_DAYS),
        holds("key at", What.TRACE, _DELETED),
        key="id",
        state="scope",
    ),
)

_HISTORY = (
    about(
        *(_HERS, "bookings.JournalEntry", Activity.RIGHTS, Kept.SERVICE),
        holds("at kind resident", What.VISITS, _NAMELESS),
        holds("actor", What.WORK, _ACCOUNT),
        key="id",
        link="appointment call_back referral registration organisation",
        state="channel origin data pending unnumbered",
        count="version",
        time="told_at",
    ),
    about_nobody(
        *("bookings.Change", _PROGRAMS, Kept.IDENTITY),
        key="number",
        link="entry audience referral appointment",
        state="event state met step",
        time="at numbered_at",
    ),
)

_OF_PROGRAMS = (
    about(
        *(_TEAMS, "bookings.ApiKey", _PROGRAMS, Kept.SERVICE),
        holds("created_by revoked_by", What.WORK, _ACCOUNT),
        key="id application",
        link="organisation replaced_by",
        text="name",
        drawn="prefix secret_hash",
        setting="scopes",
        time="created_at expires_at last_used_at revoked_at",
    ),
    about_nobody(
        *("bookings.MadeByApi", _PROGRAMS, Kept.IDENTITY),
        key="id public_id application",
        link="organisation appointment waiting registration",
    ),
    about(
        *(_HERS, "bookings.KeptAnswer", _PROGRAMS, Kept.DAY),
        holds("answer", What.VISITS, On.RUNS_OUT),
        key="id",
        drawn="key fingerprint",
        state="status headers",
        time="held_until expires_at",
    ),
)

_OF_THE_TEAM = (
    about(
        *(_TEAMS, "bookings.CalendarFeed", _TEAM, Kept.ACCOUNT),
        holds("last_read_on made_by", What.WORK, _ACCOUNT),
        key="id",
        link="mediator site",
        drawn="token_hash",
        setting="detail openings language",
        time="made_at",
    ),
    about(
        *(_TEAMS, "bookings.OutsideCalendar", _TEAM, Kept.ACCOUNT),
        holds("address username password", What.ACCESS, _ACCOUNT),
        key="id",
        link="mediator added_by",
        state="kind failure",
        drawn="etag last_modified",
        time="added_at next_read_at last_good_at expanded_at failing_since",
    ),
    about(
        *(_TEAMS, "bookings.BusyTime", _TEAM, Kept.WHILE_STANDING),
        holds("starts_at ends_at", What.WORK, _ACCOUNT),
        key="id",
        link="calendar mediator",
    ),
    about(
        *(_TEAMS, "bookings.Interruption", _TEAM, Kept.ACCOUNT),
        holds("reason first_day last_day starts ends", What.WORK, _ACCOUNT),
        key="id",
        link="organisation mediator made_by",
        text="sentence",
        state="kind announced status made",
        time="leaves_at made_at ended_at",
        drawn="idempotency_key",
    ),
    about_nobody("bookings.Interruption_sites", _TEAM, key="id", link="interruption site"),
    about(
        *(_HERS, "bookings.Interrupted", _APPOINTMENTS, Kept.IDENTITY),
        holds("remedy result times was_at", What.VISITS, _NAMELESS),
        key="id",
        link="interruption appointment from_mediator to_mediator",
        state="why",
        count="version",
        time="asked_at deadline settled_at",
    ),
    about(
        *(_TEAMS, "bookings.SetUpFile", _PLACES, Kept.SET_UP_FILES),
        holds("by created_at started_at ended_at", What.WORK, _ACCOUNT),
        key="id public_id",
        state="state about language",
    ),
    about(
        *(_TEAMS, "bookings.SetUpLine", _PLACES, Kept.DAY),
        holds("row name", What.NAME, _ACCOUNT),
        key="id number made",
        link="file",
        state="fate faults remarks",
    ),
)

_COUNTED = (
    about_nobody("bookings.Figure", _FIGURES, key="id", state="scope grain", time="start", count="counts"),
    about_nobody(
        *("bookings.FiguresState", _FIGURES),
        key="id",
        time="facts_until checked_at",
        state="stale",
        count="differences",
    ),
    about_nobody("bookings.Edition", _FIGURES, key="id", time="period published_at", state="all_hidden"),
    about_nobody(
        *("bookings.CountedCell", _FIGURES),
        key="id",
        link="edition",
        place="commune",
        state="theme",
        count="count",
    ),
    about_nobody(
        "bookings.PublishedCell", _FIGURES, key="id", link="edition", state="over first second", count="count"
    ),
    about_nobody(
        *("bookings.SaidCount", _FIGURES),
        key="id",
        time="day",
        link="organisation site mediator",
        state="theme indicator code",
        count="n",
    ),
    about_nobody(
        *("bookings.UnmetCount", _FIGURES),
        key="id",
        time="day",
        state="kind how",
        link="topic site organisation",
        place="commune",
        count="n",
    ),
)

TABLES = (*_UNDER_WAY, *_HISTORY, *_OF_PROGRAMS, *_OF_THE_TEAM, *_COUNTED)
