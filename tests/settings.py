"""Settings for the tests: made-up secrets, no file outside the repository read, static files as they are.

`TEST_DATABASE_URL` and `TEST_REDIS_URL` choose PostgreSQL and Redis; without them the suite runs on
what a fresh clone has. Each parallel process of pytest-xdist has a database and a Redis number of its own.
"""

import os
import tempfile
from pathlib import Path

_PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")

os.environ.setdefault("SECRET_KEY", "tests-only-secret-key-tests-only-secret-key-0000")
os.environ.setdefault("INDEX_KEY", "tests-only-index-key")
os.environ.setdefault("ENCRYPTION_KEYS", "dGVzdHMtb25seS1rZXktdGVzdHMtb25seS1rZXktMDA=")
os.environ["ENV_FILE"] = os.devnull
os.environ["DEMO"] = "true"
os.environ["PUBLIC_URL"] = "http://127.0.0.1:8000"
# Tests empty the cache and the broker: never those of a service that this shell happens to name.
os.environ["REDIS_URL"] = ""
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
if os.environ.get("TEST_REDIS_URL"):
    os.environ["REDIS_URL"] = f"{os.environ['TEST_REDIS_URL'].rstrip('/')}/{_PROCESS}"

from mediation.settings import *
from mediation.settings import DATABASES

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Nothing is collected for the tests: look files up when they are asked for.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in the embedded mode: in memory all threads would share one connection.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"mediation-test-{os.getpid()}.sqlite3")
    }
    # The machine losing power is not among the things tested.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    )
