"""Django's settings, from the options."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from hulul.site import options

ROOMS = Path(__file__).resolve().parent.parent
_options = options.read()

HULUL_HOME = Path(_options["HULUL_HOME"]).expanduser().resolve()
HULUL_PACK: str = _options["HULUL_PACK"]
HULUL_ENGINE: str = _options["HULUL_ENGINE"]
HULUL_SPARK_URL: str = _options["HULUL_SPARK_URL"]
HULUL_SPARK_FILES: str = _options["HULUL_SPARK_FILES"]
HULUL_UPLOAD_LIMIT_MB: int = _options["HULUL_UPLOAD_LIMIT_MB"]
HULUL_API_RATE: tuple[int, float] | None = _options["HULUL_API_RATE"]
HULUL_API_RATE_ANONYMOUS: tuple[int, float] | None = _options["HULUL_API_RATE_ANONYMOUS"]
HULUL_PROXIES: int = _options["HULUL_PROXIES"]
HULUL_DUCKDB_MEMORY: str = _options["HULUL_DUCKDB_MEMORY"]
DEBUG: bool = _options["HULUL_DEBUG"]
HULUL_WEBHOOK_PRIVATE: bool = _options["HULUL_WEBHOOK_PRIVATE"] or DEBUG
ALLOWED_HOSTS: list[str] = _options["HULUL_HOSTS"]
CSRF_TRUSTED_ORIGINS: list[str] = _options["HULUL_ORIGINS"]
HULUL_HTTPS: bool = _options["HULUL_HTTPS"]
HULUL_PROXIES: list[str] = _options["HULUL_PROXIES"]


def _secret_key() -> str:
    kept = HULUL_HOME / "secret_key"
    if _options["HULUL_SECRET_KEY"]:
        return str(_options["HULUL_SECRET_KEY"])
    return kept.read_text("utf-8").strip() if kept.is_file() else ""


SECRET_KEY = _secret_key() or "not-initialised-run-hulul-init"
HULUL_INITIALISED = bool(_secret_key())

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "hulul.kernel",
    "hulul.ui",
    "hulul.audit",
    "hulul.agencies",
    "hulul.places",
    "hulul.tracking",
    "hulul.warehouse",
    "hulul.dashboards",
    "hulul.publishing",
    "hulul.site",
]

MIDDLEWARE = [
    "hulul.site.web.middleware.TimingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hulul.agencies.web.middleware.ActorMiddleware",
    "hulul.site.web.middleware.ErrorMiddleware",
]

ROOT_URLCONF = "hulul.site.urls"
WSGI_APPLICATION = "hulul.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            ROOMS / room / "web" / "templates"
            for room in ("dashboards", "publishing", "warehouse", "tracking", "places", "agencies", "audit", "site")
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "hulul.site.web.context.installation",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "hulul.ui.templatetags.ui"],
        },
    }
]

_database: dict[str, Any]
if _options["HULUL_DATABASE_URL"]:
    _database = dict(dj_database_url.parse(_options["HULUL_DATABASE_URL"], conn_max_age=60, conn_health_checks=True))
else:
    _database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HULUL_HOME / "hulul.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        },
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "agencies.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "agencies:sign_in"
LOGIN_REDIRECT_URL = "dashboards:home"
LOGOUT_REDIRECT_URL = "dashboards:home"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic")), ("ckb", _("Central Kurdish"))]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE: str = _options["HULUL_TIME_ZONE"]

STATIC_URL = "/static/"
STATIC_ROOT = HULUL_HOME / "static"
MEDIA_ROOT = HULUL_HOME / "files"
MEDIA_URL = "/files-are-never-served-directly/"
_default_storage: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
if _options["HULUL_FILES"] == "s3":
    _default_storage = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _options["HULUL_S3_BUCKET"],
            "endpoint_url": _options["HULUL_S3_ENDPOINT"] or None,
            "access_key": _options["HULUL_S3_ACCESS_KEY"] or None,
            "secret_key": _options["HULUL_S3_SECRET_KEY"] or None,
            "default_acl": None,
            "file_overwrite": True,
            "querystring_auth": True,
        },
    }
STORAGES = {
    "default": _default_storage,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if HULUL_HTTPS:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HULUL_HTTPS

NINJA_PAGINATION_MAX_LIMIT = 1_000
NINJA_MAX_PER_PAGE_SIZE = 1_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"hulul": {"level": _options["HULUL_LOG_LEVEL"]}},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
