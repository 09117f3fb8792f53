"""The product's settings on a throw-away data folder; passwords are hashed cheaply, everything else is the same."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["LIANXIN_DATA"] = tempfile.mkdtemp(prefix="lianxin-test-")
atexit.register(shutil.rmtree, os.environ["LIANXIN_DATA"], ignore_errors=True)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from lianxin.conf.settings import *  # noqa: E402, F403
from tests import postgres  # noqa: E402

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
ALLOWED_HOSTS = ["*"]
if OPTIONS.database.is_sqlite:  # noqa: F405
    # A file, not memory: the browser's live server, the worker and the crash test need several connections.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["LIANXIN_DATA"]) / "test.sqlite3")}  # noqa: F405
# Every test client makes the middleware anew; the list of static files is the same for all of them.
MIDDLEWARE = ["tests.static.FilesListedOnce" if "WhiteNoise" in name else name for name in MIDDLEWARE]  # noqa: F405
STATIC_COLLECTED = False
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (the file server warns of a missing folder)
LOGGING = {"version": 1, "disable_existing_loggers": False}

# The toy app of the town engine's tests; and the whole suite on PostgreSQL instead of SQLite if asked for.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.db.toytown"]  # noqa: F405
if os.environ.get("LIANXIN_TEST_DB"):
    DATABASES["default"] = postgres.start().settings(os.environ["LIANXIN_TEST_DB"], "lianxin")  # noqa: F405
