"""Settings for the tests: made-up secrets, no file outside the repository read, static files as they are."""

import os

os.environ.setdefault("SECRET_KEY", "tests-only-secret-key-tests-only-secret-key-0000")
os.environ.setdefault("INDEX_KEY", "tests-only-index-key")
os.environ.setdefault("ENCRYPTION_KEYS", "dGVzdHMtb25seS1rZXktdGVzdHMtb25seS1rZXktMDA=")
os.environ["ENV_FILE"] = os.devnull

from mediation.settings import *

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in real life: threads on SQLite's shared memory lock each other out.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "tests.sqlite3")}
