"""What places, people of the team and the libraries hold. Pure."""

from mediation.processing.kinds import Activity, Kept, On, What, Whose, about, about_nobody, holds

_PLACES, _TEAM, _SAFETY = Activity.PLACES, Activity.TEAM, Activity.SAFETY
_NAME, _REACH, _WORK, _ACCESS = What.NAME, What.REACH, What.WORK, What.ACCESS
_ACCOUNT = On.ACCOUNT

_OF_LIBRARIES = (
    about_nobody("auth.Permission", _SAFETY, text="name", key="id codename", link="content_type"),
    about_nobody("auth.Group", _SAFETY, text="name", key="id"),
    about_nobody("auth.Group_permissions", _SAFETY, key="id", link="group permission"),
    about_nobody("contenttypes.ContentType", _SAFETY, key="id app_label model"),
    about(
        *(Whose.TEAM, "admin.LogEntry", _SAFETY, Kept.ACCOUNT),
        holds("user action_time object_repr change_message", What.TRACE, _ACCOUNT),
        key="id object_id",
        link="content_type",
        state="action_flag",
    ),
    about(
        *(Whose.TEAM, "sessions.Session", _SAFETY, Kept.DAY),
        holds("session_data", What.TRACE, On.RUNS_OUT),
        drawn="session_key",
        time="expire_date",
    ),
    about(
        *(Whose.TEAM, "account.EmailAddress", _TEAM, Kept.ACCOUNT),
        holds("email", _REACH, _ACCOUNT),
        key="id",
        link="user",
        state="verified primary",
    ),
    about_nobody(
        "account.EmailConfirmation", _TEAM, key="id", link="email_address", time="created sent", drawn="key"
    ),
    about(
        *(Whose.TEAM, "mfa.Authenticator", _SAFETY, Kept.ACCOUNT),
        holds("data", _ACCESS, _ACCOUNT),
        holds("created_at last_used_at", What.TRACE, _ACCOUNT),
        key="id",
        link="user",
        state="type",
    ),
)

_PLACE_TABLES = (
    about_nobody(
        *("mediation.Commune", _PLACES),
        key="id insee_code",
        place="name latitude longitude",
        count="population",
    ),
    about_nobody("mediation.CommunePostcode", _PLACES, key="id", link="commune", place="postcode cedex"),
    about_nobody("mediation.FormerCommune", _PLACES, key="id insee_code", link="commune", place="name"),
    about_nobody(
        *("mediation.Neighbourhood", _PLACES),
        key="id",
        link="commune",
        place="name priority latitude longitude",
    ),
    about_nobody(
        *("mediation.Territory", _PLACES),
        key="id",
        text="name service_name sms_name phone email data_contact phone_hours line_hours",
        setting="timezone",
    ),
    about_nobody(
        *("mediation.Organisation", _PLACES),
        key="id national_id",
        text="name phone email",
        setting="confirm_mobile mediators_set_hours interpreter_min home_travel_min home_alert_min refers",
    ),
    about_nobody("mediation.PartnerDomain", _PLACES, key="id", link="organisation", setting="domain"),
    about_nobody(
        *("mediation.Site", _PLACES),
        key="id public_id national_id",
        link="organisation commune neighbourhood",
        text="name spoken_name short_name phone email website directions transit_stop remote",
        place="address address_extra postcode latitude longitude national corrected",
        time="short_name_reviewed_at",
        setting="timezone active usual mobile languages step_free lift hearing_loop sign_language quiet_room"
        " equipment_lent child_friendly",
    ),
    about_nobody("mediation.Room", _PLACES, key="id", link="site", text="name", count="places"),
    about_nobody("mediation.Equipment", _PLACES, key="id", link="site", text="name", count="count"),
    about_nobody("mediation.Accreditation", _PLACES, key="id code", text="name"),
    about_nobody(
        *("mediation.Topic", _PLACES),
        key="id code public_id",
        setting="pictogram position active duration_min buffer_min notice_min horizon_days modes needs_machine",
        link="accreditation proposed_by",
    ),
    about_nobody(
        *("mediation.TopicText", _PLACES),
        key="id",
        link="topic",
        setting="language",
        text="name spoken explanation documents",
    ),
    about_nobody(
        *("mediation.SiteStop", _PLACES),
        key="id",
        link="site commune",
        place="day address address_extra postcode",
    ),
    about_nobody(
        "mediation.Closure", _PLACES, key="id", link="site", time="starts_at ends_at", text="reason"
    ),
    about_nobody("mediation.TravelTime", _PLACES, key="id", link="first second", count="minutes"),
    about_nobody("mediation.Opening_topics", _PLACES, key="id", link="opening topic"),
)

_TEAM_TABLES = (
    about(
        *(Whose.TEAM, "mediation.User", _TEAM, Kept.ACCOUNT),
        holds("first_name last_name name", _NAME, _ACCOUNT),
        holds("email", _REACH, _ACCOUNT),
        holds("password", _ACCESS, _ACCOUNT),
        holds("last_login date_joined closing_told_at closed_unused_at reopened_at", What.TRACE, _ACCOUNT),
        key="id",
        state="is_superuser is_staff is_active",
    ),
    about(
        *(Whose.TEAM, "mediation.Identity", _SAFETY, Kept.ACCOUNT),
        holds("sub", _ACCESS, _ACCOUNT),
        holds("provider siret", _WORK, _ACCOUNT),
        holds("asked_at confirmed_at used_at", What.TRACE, _ACCOUNT),
        key="id",
        link="user organisation",
        setting="issuer",
        drawn="token_hash",
    ),
    about(
        *(Whose.TEAM, "mediation.StaffSession", _SAFETY, Kept.DAY),
        holds("device began_at seen_at", What.TRACE, On.RUNS_OUT),
        key="id",
        link="user",
        drawn="session_key",
    ),
    about(
        *(Whose.TEAM, "mediation.KnownDevice", _SAFETY, Kept.ACCOUNT),
        holds("used_at", What.TRACE, _ACCOUNT),
        key="id",
        link="user",
        drawn="token_hash",
    ),
    about_nobody("mediation.User_groups", _TEAM, key="id", link="user group"),
    about_nobody("mediation.User_user_permissions", _TEAM, key="id", link="user permission"),
    about_nobody("mediation.Team", _TEAM, key="id", link="organisation", text="name"),
    about(
        *(Whose.TEAM, "mediation.Role", _TEAM, Kept.ACCOUNT),
        holds("kind", _WORK, _ACCOUNT),
        key="id",
        link="user organisation team",
    ),
    about(
        *(Whose.TEAM, "mediation.Mediator", _TEAM, Kept.ACCOUNT),
        holds("name first_name", _NAME, _ACCOUNT),
        holds("phone", _REACH, _ACCOUNT),
        holds("gender languages sign_language", _WORK, _ACCOUNT),
        key="id",
        link="user organisation",
        state="active",
    ),
    about_nobody("mediation.Mediator_accreditations", _TEAM, key="id", link="mediator accreditation"),
    about(
        *(Whose.TEAM, "mediation.Invitation", _TEAM, Kept.MONTH),
        holds("name", _NAME, _ACCOUNT),
        holds("email", _REACH, _ACCOUNT),
        key="id",
        state="kind",
        link="organisation team invited_by",
        drawn="token_hash",
        time="created_at expires_at accepted_at",
    ),
    about(
        *(Whose.TEAM, "mediation.Opening", _TEAM, Kept.ACCOUNT),
        holds("first_day last_day opens closes skipped_days replaced_day", _WORK, _ACCOUNT),
        key="id",
        link="mediator site replaces",
        setting="repeat_weeks nth_week on_holidays reception school_zone",
    ),
    about(
        *(Whose.TEAM, "mediation.Absence", _TEAM, Kept.ACCOUNT),
        holds("first_day extra_days starts ends last_day reason", _WORK, _ACCOUNT),
        key="id",
        link="mediator",
        setting="repeat_weeks",
    ),
    about(
        *(Whose.TEAM, "mediation.SetUpChange", _SAFETY, Kept.SERVICE),
        holds("actor at", What.TRACE, _ACCOUNT),
        key="id object_id",
        link="organisation",
        state="kind verb fields",
    ),
    about(
        *(Whose.TEAM, "mediation.ConfirmedText", _SAFETY, Kept.SERVICE),
        holds("by at", What.TRACE, _ACCOUNT),
        key="id",
        state="language kind",
        drawn="digest",
    ),
    about(
        *(Whose.RESIDENT, "mediation.KeptForm", _SAFETY, Kept.MINUTES),
        holds("data path", What.SAID, On.DELETED),
        drawn="id",
        link="user",
        place="page",
        time="expires_at",
    ),
    about(
        *(Whose.TEAM, "mediation.Trace", Activity.RIGHTS, Kept.TRACES),
        holds("at kind actor channel why data", What.TRACE, _ACCOUNT),
        key="id about_id organisation",
        state="about",
    ),
    about_nobody(
        *("mediation.TraceLink", Activity.RIGHTS, Kept.TRACES),
        key="number",
        link="trace",
        drawn="hash",
        time="at",
    ),
    about_nobody("mediation.TraceStart", Activity.RIGHTS, key="id number", drawn="hash", time="at"),
    about_nobody("mediation.KeyMark", _SAFETY, key="only", drawn="key sealed index names"),
)

TABLES = (*_OF_LIBRARIES, *_PLACE_TABLES, *_TEAM_TABLES)
