"""Django's settings, from the options."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from hulul.site import logs, options

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "hulul.kernel",
    "hulul.ui",
    "hulul.sheets",
    "hulul.audit",
    "hulul.agencies",
    "hulul.places",
    "hulul.tracking",
    "hulul.measurement",
    "hulul.warehouse",
    "hulul.dashboards",
    "hulul.publishing",
    "hulul.site",
]

MIDDLEWARE = [
    "hulul.site.web.requests.RequestLogMiddleware",
    "hulul.site.web.middleware.TimingMiddleware",
    "hulul.site.web.headers.HeadersMiddleware",
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
    "allauth.account.middleware.AccountMiddleware",
    "hulul.agencies.web.middleware.SessionLifeMiddleware",
    "hulul.agencies.web.middleware.ActorMiddleware",
    "hulul.agencies.web.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
    "hulul.site.web.door.ApiDoorMiddleware",
    "hulul.site.web.middleware.ErrorMiddleware",
]

ROOT_URLCONF = "hulul.site.urls"
WSGI_APPLICATION = "hulul.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            ROOMS / room / "web" / "templates"
            for room in (
                "dashboards",
                "publishing",
                "warehouse",
                "tracking",
                "measurement",
                "places",
                "agencies",
                "audit",
                "site",
            )
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
PASSWORD_RESET_TIMEOUT = 3600
SESSION_COOKIE_AGE = 7 * 24 * 3600  # whatever happens; `agencies.web.middleware` ends a session that rests for 12 hours
HULUL_INACTIVE_DAYS: int = _options["HULUL_INACTIVE_DAYS"]
HULUL_REQUIRE_MFA: list[str] = _options["HULUL_REQUIRE_MFA"]

# Axes first: it keeps a locked account from being tried at all.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "hulul.agencies.web.lockout.account"
AXES_LOCKOUT_CALLABLE = "hulul.agencies.web.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "hulul.agencies.web.lockout.address"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code", "credential", "csrfmiddlewaretoken", "next"]

ACCOUNT_ADAPTER = "hulul.agencies.web.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation that was sent to it
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,30/5m/key", "reauthenticate": "10/m/user"}
ACCOUNT_FORMS = {
    "login": "hulul.agencies.web.forms.SignInForm",
    "reauthenticate": "hulul.agencies.web.forms.PasswordAgainForm",
}
MFA_ADAPTER = "hulul.agencies.web.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Hulul"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HULUL_HTTPS
MFA_FORMS = {
    "authenticate": "hulul.agencies.web.forms.SecondFactorForm",
    "reauthenticate": "hulul.agencies.web.forms.SecondFactorAgainForm",
    "activate_totp": "hulul.agencies.web.forms.AuthenticatorAppForm",
    "add_webauthn": "hulul.agencies.web.forms.AddPasskeyForm",
    "edit_webauthn": "hulul.agencies.web.forms.RenamePasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "hulul.agencies.web.adapters.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
HULUL_OIDC_URL: str = _options["HULUL_OIDC_URL"]
HULUL_OIDC_NAME: str = _options["HULUL_OIDC_NAME"]
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "email", "profile"],
        "APPS": [
            {
                "provider_id": "oidc",
                "name": HULUL_OIDC_NAME,
                "client_id": _options["HULUL_OIDC_CLIENT_ID"],
                "secret": _options["HULUL_OIDC_CLIENT_SECRET"],
                "settings": {"server_url": HULUL_OIDC_URL},
            }
        ]
        if HULUL_OIDC_URL
        else [],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = str(HULUL_HOME / "outbox")
if not _options["HULUL_EMAIL_URL"]:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
globals().update(_options["HULUL_EMAIL_URL"])
DEFAULT_FROM_EMAIL: str = _options["HULUL_EMAIL_FROM"]


def _address() -> str:
    """Where people reach the site, without a stroke at the end."""
    if _options["HULUL_ADDRESS"]:
        return str(_options["HULUL_ADDRESS"])
    if CSRF_TRUSTED_ORIGINS:
        return CSRF_TRUSTED_ORIGINS[0].rstrip("/")
    host = next((host for host in ALLOWED_HOSTS if not host.startswith((".", "*"))), "localhost")
    return f"https://{host}" if HULUL_HTTPS else f"http://{host}:8000"


HULUL_ADDRESS = _address()

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
S3_ACCESS: dict[str, Any] = {
    "endpoint_url": _options["HULUL_S3_ENDPOINT"] or None,
    "access_key": _options["HULUL_S3_ACCESS_KEY"] or None,
    "secret_key": _options["HULUL_S3_SECRET_KEY"] or None,
    "default_acl": None,
    "file_overwrite": True,
    "querystring_auth": True,
    "max_memory_size": 8 * 2**20,  # what is larger is read through a temporary file
}
_default_storage: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
if _options["HULUL_FILES"] == "s3":
    _default_storage = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": S3_ACCESS | {"bucket_name": _options["HULUL_S3_BUCKET"]},
    }
STORAGES = {
    "default": _default_storage,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
HULUL_BACKUP_TO: str = _options["HULUL_BACKUP_TO"]
HULUL_BACKUP_EVERY: int = _options["HULUL_BACKUP_EVERY"]
HULUL_BACKUP_KEEP: dict[str, int] = _options["HULUL_BACKUP_KEEP"]
HULUL_BACKUP_KEY = _options["HULUL_BACKUP_KEY"]
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
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if HULUL_HTTPS:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # The prefix makes browsers refuse such a cookie from anywhere but this very host, by https.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HULUL_HTTPS

NINJA_PAGINATION_MAX_LIMIT = 1_000
NINJA_MAX_PER_PAGE_SIZE = 1_000

LOGGING = logs.configuration(_options["HULUL_LOG_FORMAT"], _options["HULUL_LOG_LEVEL"])
TEST_RUNNER = "django.test.runner.DiscoverRunner"
