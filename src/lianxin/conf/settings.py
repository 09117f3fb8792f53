"""Django's settings, built from the typed `Options` and nothing else."""

import os
from pathlib import Path

from lianxin.conf.keys import load_keys
from lianxin.conf.logs import logging_settings
from lianxin.conf.options import load_options
from lianxin.conf.rooms import installed_rooms, room_has

OPTIONS = load_options(os.environ)
KEYS = load_keys(OPTIONS.keys)
PACKAGE = Path(__file__).resolve().parents[1]

# What rooms below `conf` read; they cannot import `Options`.
LIANXIN_DATA = OPTIONS.data
LIANXIN_DATABASE_MODE = OPTIONS.database.mode
LIANXIN_FIELD_KEYS = KEYS.fields  # (key id, 32 bytes), newest first
LIANXIN_KEYS_TEMPORARY = KEYS.temporary
LIANXIN_SITE_URL = OPTIONS.site_url
LIANXIN_FONT_FOLDER = OPTIONS.font_folder
LIANXIN_BEHIND_PROXY = OPTIONS.behind_proxy
LIANXIN_INTERNAL_HOSTS = frozenset(host.lower() for host in OPTIONS.internal_hosts)
LIANXIN_ADDRESS_TRIES = OPTIONS.address_tries
LIANXIN_PASSKEY_DOMAIN = OPTIONS.passkey_domain
LIANXIN_OIDC = {
    "issuer": OPTIONS.oidc_issuer,
    "client_id": OPTIONS.oidc_client_id,
    "client_secret": OPTIONS.oidc_client_secret,
    "name": OPTIONS.oidc_name,
    "claims": OPTIONS.oidc_claims,
}
LIANXIN_FILING = {"icp": OPTIONS.filing_icp, "police": OPTIONS.filing_police}

DEBUG = OPTIONS.debug
SECRET_KEY = KEYS.secret
ALLOWED_HOSTS = list(OPTIONS.hosts)
ROOT_URLCONF = "lianxin.conf.urls"
WSGI_APPLICATION = "lianxin.conf.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    *(f"lianxin.{room}" for room in installed_rooms()),
]
if "people" in installed_rooms():
    AUTH_USER_MODEL = "people.Account"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lianxin.conf.middleware.ContentPolicyMiddleware",
    "lianxin.conf.middleware.HealthMiddleware",
    "lianxin.conf.middleware.LanguageMiddleware",
    *(["lianxin.db.middleware.TownMiddleware"] if room_has("db", "middleware") else []),
    "lianxin.ballots.middleware.NobodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lianxin.people.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *(["lianxin.people.middleware.ActorMiddleware"] if room_has("people", "middleware") else []),
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    *(["lianxin.ui.middleware.PagesMiddleware"] if room_has("ui", "middleware") else []),
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *(["lianxin.ui.context.page"] if room_has("ui", "context") else []),
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

DATABASES = {"default": OPTIONS.database.settings}
if not room_has("db.backends", OPTIONS.database.mode) and OPTIONS.database.is_sqlite:
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Language and time: Chinese is the source, instants are stored in UTC and shown as the town's civil time.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "lx_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files. Pages are served from hashed, collected files where `serve` has collected them, else straight from the rooms.
FORCE_SCRIPT_NAME = OPTIONS.path_prefix or None
STATIC_URL = f"{OPTIONS.path_prefix}/static/"
STATIC_ROOT = OPTIONS.static
MEDIA_ROOT = OPTIONS.media
STATIC_COLLECTED = (OPTIONS.static / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MANIFEST_STRICT = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640

# Accounts, sessions, cookies.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("UserAttributeSimilarityValidator", {}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "people:sign_in"
SESSION_ENGINE = "lianxin.people.session_store"
SESSION_COOKIE_NAME = "lx_session"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{OPTIONS.path_prefix}/"
SESSION_COOKIE_SECURE = OPTIONS.https
CSRF_COOKIE_NAME = "lx_csrf"
CSRF_FAILURE_VIEW = "lianxin.ui.errors.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "lianxin.ui.errors.csrf_failure"
CSRF_COOKIE_SECURE = OPTIONS.https
CSRF_TRUSTED_ORIGINS = [OPTIONS.site_url] if OPTIONS.site_url else []
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers.
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if OPTIONS.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OPTIONS.behind_proxy else None

# Mail goes to files of the data folder until a server is named.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if OPTIONS.mail_host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = OPTIONS.data / "mail"
EMAIL_HOST = OPTIONS.mail_host
EMAIL_PORT = OPTIONS.mail_port
EMAIL_HOST_USER = OPTIONS.mail_user
EMAIL_HOST_PASSWORD = OPTIONS.mail_password
EMAIL_USE_SSL = OPTIONS.mail_port == 465
EMAIL_USE_TLS = OPTIONS.mail_port == 587
DEFAULT_FROM_EMAIL = OPTIONS.mail_from

LOGGING = logging_settings(OPTIONS.log_level)
SILENCED_SYSTEM_CHECKS: list[str] = []
