"""The one settings file. The environment is read here and nowhere else (README lists each variable)."""

import hashlib
import hmac
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import environ
import rest_framework
from django.core.exceptions import ImproperlyConfigured

from mediation import api_settings, broker_settings, logs, schedule, sign_in_settings, template_settings
from mediation.neighbours.codes import LANGUAGES as NEIGHBOURS

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
# `make run` writes its own secrets there, once; a real service sets its environment instead.
ENV_FILE: str = env.str("ENV_FILE", default=str(VAR_DIR / "env"))
env.read_env(ENV_FILE)


def required(name: str) -> str:
    """The value of an environment variable without which nothing may start."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment (see the table in README.md).")
    return str(value)


def _clock_times(typed: str) -> tuple[time, time]:
    """Two wall clock times, as `09:00-19:00`."""
    try:
        first, last = (time.fromisoformat(part.strip()) for part in typed.split("-"))
    except ValueError:
        first = last = time.min
    if not first < last:
        raise ImproperlyConfigured("CALL_HOURS must be two times of a day, as 09:00-19:00.")
    return first, last


# -- What this instance is -----------------------------------------------------------------------
DEBUG: bool = env.bool("DEBUG", default=False)
DEMO: bool = env.bool("DEMO", default=False)
SECRET_KEY = required("SECRET_KEY")
# Comma-separated, the newest first: the first encrypts, all decrypt (rotation).
ENCRYPTION_KEYS: list[str] = [key for key in required("ENCRYPTION_KEYS").split(",") if key]
# Likewise: the first writes, all are looked for.
INDEX_KEYS: list[str] = [key for key in required("INDEX_KEY").split(",") if key]
# One key of its own for backups, kept elsewhere too; the folder they go to each day; how many stay there.
BACKUP_KEY: str = env.str("BACKUP_KEY", default="")
BACKUP_DIR: str = env.str("BACKUP_DIR", default="")
BACKUP_KEEP: int = env.int("BACKUP_KEEP", default=30)
if BACKUP_DIR and not BACKUP_KEY:
    raise ImproperlyConfigured("BACKUP_DIR needs BACKUP_KEY (`manage.py keys make` writes one).")
# Where `make run` listens.
HOST: str = env.str("HOST", default="127.0.0.1")
PORT: int = env.int("PORT", default=8000)
PUBLIC_URL: str = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", default=[])
DATABASE_URL: str = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'mediation.sqlite3'}")
REDIS_URL: str = env.str("REDIS_URL", default="")
EMBEDDED = not REDIS_URL

# -- Applications, requests ----------------------------------------------------------------------
INSTALLED_APPS = [
    "mediation.admin_site.OperatorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # For its copy of htmx, which an open agenda loads.
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "mediation",
    "bookings",
    "notifications",
]
MIDDLEWARE = [
    "mediation.middleware.TrustedProxies",
    "mediation.middleware.NoteRoute",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "mediation.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "mediation.middleware.StaffLanguage",
    "mediation.neighbours.whole.WholePages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bookings.records.unmet.WriteSearches",
]
ROOT_URLCONF = "mediation.urls"
WSGI_APPLICATION = "mediation.wsgi.application"
TEMPLATES = template_settings.templates(BASE_DIR / "templates")

# -- Data ----------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {"default": env.db_url_config(DATABASE_URL)}
# Actions open their own, short transactions; a page is never one (design, section 3).
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        # What is deleted is overwritten: an erased name is not to be read in a free page of the file.
        " PRAGMA secure_delete=ON;"
        # KiB a connection keeps of the file; there is one a thread, and the machine keeps it as well. (2000 is usual.)
        " PRAGMA cache_size=-500;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # The same few statements again and again: PostgreSQL reads and plans each once a connection. A pooler in between
    # must know prepared statements (PgBouncer from 1.21 on does). A server that does not answer at all is waited for as long
    # as somebody waits for a page, who then reads so.
    DATABASES["default"]["OPTIONS"] = {
        "server_side_binding": True,
        "prepare_threshold": 2,
        "connect_timeout": 5,
    }
SILENCED_SYSTEM_CHECKS = [
    "models.W040",  # SQLite ignores the columns that PostgreSQL carries along in a covering index: only slower there.
    "templates.W003",  # Two libraries are called i18n: ours stands for Django's (`mediation.templatetags.i18n_once`).
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if EMBEDDED
    else {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
}

# -- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
# "fr-falc" is French that is easy to read (lang="fr"). Those of the neighbourhood are residents' (`mediation.neighbours`).
LANGUAGES = [("fr", "Français"), ("en", "English"), ("fr-falc", "Facile à lire"), *NEIGHBOURS.items()]
STAFF_LANGUAGES = ("fr", "en")
LANGUAGE_COOKIE_AGE = 365 * 86_400
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# (Django REST Framework's words without its pages: as an application it would bring the files of those, too.)
LOCALE_PATHS = [BASE_DIR / "mediation" / "locale", Path(rest_framework.__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# -- Static files --------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# -- Staff sign-in -------------------------------------------------------------------------------
AUTH_USER_MODEL = "mediation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = sign_in_settings.PASSWORD_VALIDATORS
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/equipe/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PUBLIC_URL.partition(":")[0]
ACCOUNT_ADAPTER = "mediation.staff.adapters.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "mediation.staff.adapters.MFAAdapter"
MFA_FORMS = sign_in_settings.MFA_FORMS
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# An invitation already proved the address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers give passkeys to http://localhost only; anywhere else needs https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith(("http://localhost", "http://127.0.0.1"))
MFA_TOTP_TOLERANCE = 1
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = timedelta(days=1)
# Compulsory for the roles of `access.SECOND_STEP`; the published demo logins may do without.
MFA_COMPULSORY = not DEMO
STAFF_SESSION = timedelta(hours=12)
SESSION_COOKIE_AGE = 3600  # idle seconds, renewed while the person works
# ProConnect, beside our own sign-in, where it is set up: the address that signs (its "issuer"), our number and our secret.
PROCONNECT_ISSUER: str = env.str("PROCONNECT_ISSUER", default="")
PROCONNECT_CLIENT_ID: str = required("PROCONNECT_CLIENT_ID") if PROCONNECT_ISSUER else ""
PROCONNECT_CLIENT_SECRET: str = required("PROCONNECT_CLIENT_SECRET") if PROCONNECT_ISSUER else ""

# -- Cookies and headers -------------------------------------------------------------------------
SECURE_HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_HTTPS else 0
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "mediation.sessions.kept_forms.csrf_failed"
SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    # (A form that leads on to the provider, to leave there too, is stopped by browsers unless it is named.)
    "form-action": ["'self'", *sign_in_settings.origin_of(PROCONNECT_ISSUER)],
    "frame-ancestors": ["'none'"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# An uploaded file names people: as large as one may be, it stays in memory and is never written to a disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 6_000_000

# -- The API for other programs ------------------------------------------------------------------
REST_FRAMEWORK, SPECTACULAR_SETTINGS = api_settings.REST_FRAMEWORK, api_settings.SPECTACULAR_SETTINGS
# What one program may ask in a minute, whatever the key it shows.
API_REQUESTS_A_MINUTE: int = env.int("API_REQUESTS_A_MINUTE", default=600)

# -- Work in the background ----------------------------------------------------------------------
# Another broker than the cache's Redis: `sentinel://one:26379;sentinel://two:26379`, and how the sentinels call the master.
CELERY_BROKER_URL = broker_settings.address(env.str("BROKER_URL", default=""), REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
# The database says what is due, so a sweep lost with its worker is asked again by the clock. Acknowledged late, it made
# workers end ("unrecoverable") when Redis restarted under a running sweep.
CELERY_TASK_ACKS_LATE = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker may be gone for a night: workers and the clock wait for it (by default they give up after a hundred tries).
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_TRANSPORT_OPTIONS = broker_settings.transport_options(
    CELERY_BROKER_URL, env.str("BROKER_MASTER_NAME", default="mymaster")
)
# How often the clock looks for facts to tell and messages to send; facts of this machine are told at once.
MESSAGE_SWEEP_SECONDS: float = env.float("MESSAGE_SWEEP_SECONDS", default=10.0)
CELERY_BEAT_SCHEDULE = schedule.of_the_clock(soon=MESSAGE_SWEEP_SECONDS)

# Sweeps that are asked to look as soon as a fact is in the journal; the clock asks them too.
JOURNAL_READERS = ["notifications.tasks.compose"]
# The same for facts that other programs may be told: the relay that numbers them; and for what it has numbered.
CHANGE_RELAY = "bookings.tasks.number_changes"
CHANGE_READERS = ["notifications.tasks.call_webhooks", "notifications.tasks.tell_referrers"]
# Who writes to whoever refers: news of what they sent, the link of those without an account.
REFERRER_TELLER = "notifications.tasks.tell_referrers"

# Who else has something to forget of people who are forgotten: called with `bookings.people.traces.Traces`, in the same
# transaction, before anything is wiped.
FORGETTERS = ["notifications.forgetting.forget_people"]
# Who else holds something of a person who asks to see it: called with the same, gives `bookings.rights.held.Section`s.
TELLERS = ["notifications.rights.held_of"]
# What each part's tables hold of people (`mediation.processing`): the register of processing is printed from it.
PROCESSED_DATA = [
    "mediation.processing.ground.TABLES",
    "bookings.processing.table.TABLES",
    "notifications.processing.table.TABLES",
]

# -- What is watched -----------------------------------------------------------------------------
LOGGING = logs.configuration()
# What `/readyz` tells besides database and broker: a name, and who measures it.
READINESS_AGES = {
    "last_beat": "mediation.health.age_of_last_beat",
    "oldest_due_message": "notifications.outbox.readiness.age_of_oldest_due",
}
# What else a demonstration gets, once it was loaded: rooms that bookings know nothing of.
DEMO_MORE = ("notifications.subscriptions.demo.connected_program",)

# Who may read `/metrics`; who is written to when messages are late, and from how many minutes on.
METRICS_TOKEN: str = env.str("METRICS_TOKEN", default="")
ALERT_EMAIL: list[str] = env.list("ALERT_EMAIL", default=[])
CALL_BACK_WITHIN_HOURS: float = env.float("CALL_BACK_WITHIN_HOURS", default=24.0)
ALERT_AFTER_MINUTES: float = env.float("ALERT_AFTER_MINUTES", default=10.0)

# -- Webhooks to other programs ------------------------------------------------------------------
# The `host:port` that webhooks may go to although it is private, and without TLS: a receiver on one's own network, a test.
WEBHOOK_ALLOW: list[str] = env.list("WEBHOOK_ALLOW", default=[])

# Of the calendars that mediators have read: the same, for a town's own server (`mediation.outside`).
TRUSTED_OUTSIDE: tuple[str, ...] = ()

# -- Telephone and e-mail ------------------------------------------------------------------------
TWILIO_ACCOUNT_SID: str = env.str("TWILIO_ACCOUNT_SID", default="")
TWILIO_AUTH_TOKEN: str = env.str("TWILIO_AUTH_TOKEN", default="")
if DEMO and not TWILIO_ACCOUNT_SID and not TWILIO_AUTH_TOKEN:
    # The telephone of demonstrations signs as a provider does: with a token of this instance's own.
    TWILIO_AUTH_TOKEN = hmac.new(SECRET_KEY.encode(), b"demonstration telephone", hashlib.sha256).hexdigest()
TWILIO_SMS_FROM: str = env.str("TWILIO_SMS_FROM", default="")
TWILIO_VOICE_FROM: str = env.str("TWILIO_VOICE_FROM", default="")
TWILIO_TWO_WAY: bool = env.bool("TWILIO_TWO_WAY", default=True)
TWILIO_API_URL: str = env.str("TWILIO_API_URL", default="")
TWILIO_TIMEOUT: float = env.float("TWILIO_TIMEOUT", default=10.0)
# A provider that has not got a message in doubt is believed when it has said so twice, so many seconds apart: longer
# than a request may hang there, and than its list of messages may be late.
MESSAGE_LOOKUP_LAG: float = env.float("MESSAGE_LOOKUP_LAG", default=90.0)
# A claim holds so much longer than all the time-outs of its calls together.
MESSAGE_LEASE_MARGIN: float = env.float("MESSAGE_LEASE_MARGIN", default=30.0)
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL: str = env.str("EMAIL_FROM", default="rendez-vous@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# When the telephone may ring for a reminder or for news, on the wall clock; and whether it ever does.
CALL_HOURS: tuple[time, time] = _clock_times(env.str("CALL_HOURS", default="09:00-19:00"))
# Who receives in a demonstration, where there is no provider.
SIMULATED_CHANNEL = "notifications.handset.channel.simulated"
CALLS_OUT: bool = DEMO or bool(TWILIO_ACCOUNT_SID and TWILIO_VOICE_FROM)
# What an SMS part (in mainland France; overseas and abroad) and a minute on the telephone cost, in euros: for the page
# of costs. A provider's own prices are to be put here: those beyond the mainland differ widely.
SMS_PRICE: float = env.float("SMS_PRICE", default=0.08)
SMS_PRICE_ABROAD: float = env.float("SMS_PRICE_ABROAD", default=0.20)
CALL_PRICE: float = env.float("CALL_PRICE", default=0.02)

# Who speaks on the telephone line: language and voice, as Twilio names them ("arb": the written language).
VOICES = {
    "fr": ("fr-FR", "Polly.Lea-Neural"),
    "en": ("en-GB", "Polly.Amy-Neural"),
    "ar": ("arb", "Polly.Zeina"),
    "uk": ("uk-UA", "Google.uk-UA-Wavenet-A"),
    "tr": ("tr-TR", "Polly.Burcu-Neural"),
    "pt": ("pt-PT", "Polly.Ines-Neural"),
    "es": ("es-ES", "Polly.Lucia-Neural"),
}

# -- How long each kind of data is kept (design, section 3b) -------------------------------------
RETENTION_DAYS = {
    "identity": 730,
    "notes": 365,
    "home_addresses": 0,  # the first night after the visit
    "call_backs": 30,
    "call_backs_unanswered": 90,
    "waiting": 30,
    "referral_drafts": 30,
    "calls": 365,
    "spoken_names": 7,
    "conversations": 90,
    "webhooks": 30,
    "referral_files": 30,
    "comments": 365,
    "set_up_files": 30,
    "traces": 365,
}
# So long after a month's end its counts are published: by then what happened is noted.
OPEN_DATA_AFTER_DAYS = 30
DRAFT_MINUTES = 30
REMEMBER_SECONDS = 10  # topics, places, the service's own row and what is made of them, in each process
RESTORE_MINUTES = 15
HOLD_MINUTES = 5  # a time kept for a caller who decides
NO_SHOW_AFTER_MINUTES = 15
# The waiting list: how many people are asked about one free time at once, how long each may take to answer, how long before
# the start at the latest, how long somebody without an appointment waits; and by how many days those who wait for a site in
# a priority neighbourhood (QPV) count as having waited longer.
WAITING_ASKED_AT_ONCE: int = env.int("WAITING_ASKED_AT_ONCE", default=3)
WAITING_ANSWER_MINUTES: int = env.int("WAITING_ANSWER_MINUTES", default=120)
WAITING_NOTICE_MINUTES: int = env.int("WAITING_NOTICE_MINUTES", default=120)
WAITING_PRIORITY_DAYS: int = env.int("WAITING_PRIORITY_DAYS", default=0)
WAITING_DAYS = 60
# Seats of a workshop: how long whoever waits has to answer (minutes), and how long before the first date at the latest.
SEAT_ANSWER_MINUTES = 24 * 60
SEAT_NOTICE_MINUTES = 60
BOOKINGS_AHEAD_PER_PARTICIPANT = 3
