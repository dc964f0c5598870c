"""Every setting, read from the environment. A missing or malformed variable stops the start.

`python3 run.py` sets what a laptop needs; docs/operations.md lists what production sets.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()
ROOT = Path(__file__).resolve().parent.parent

# --- What the environment must or may say -------------------------------------------------

# Signs confirmation links and sessions. Keep it secret and the same on every machine.
SECRET_KEY: str = env.str("SECRET_KEY")
# Tracebacks in the browser; only while developing.
DEBUG: bool = env.bool("DEBUG", default=False)
# Where citizens find the site, with scheme and without a closing slash. Links in mails begin
# with it, and https:// here makes every cookie Secure.
BASE_URL: str = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
_base = urlsplit(BASE_URL)
if _base.scheme not in ("http", "https") or not _base.hostname:
    raise environ.ImproperlyConfigured(f"BASE_URL is not a web address: {BASE_URL}")
# Host names the site answers to; by default the one in BASE_URL.
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[_base.hostname])
# What the running site writes: collected static files, and mails on a laptop.
DATA_DIR = Path(env.str("DATA_DIR", default=str(ROOT / ".data"))).resolve()
# Where a mail goes: smtp://user:password@host:port, smtp+tls://…, or filemail:///folder.
EMAIL_URL: str = env.str("EMAIL_URL", default=f"filemail:///{DATA_DIR}/mail")
# The sender of every mail.
DEFAULT_FROM_EMAIL: str = env.str("FROM_EMAIL", default=f"Ordet <hoering@{_base.hostname}>")
# The municipality whose hearings these are, as it is written on every page.
MUNICIPALITY: str = env.str("MUNICIPALITY", default="Ishøj Kommune")
# True behind a proxy that sets X-Forwarded-Proto itself and drops what clients send.
if env.bool("BEHIND_HTTPS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- The applications and the way of a request --------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "pgtrigger",
    "config",
    "accounts",
    "policies",
    "consultation",
]

MIDDLEWARE = [
    # First: the moment a request came in decides whether a response is late.
    "config.middleware.arrival",
    # Before anything that may have to say something.
    "config.middleware.language_of_the_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "config.middleware.well_formed_cookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # A view that fails on the database keeps the text that was posted to it.
    "config.middleware.KeepText",
    "django.middleware.common.CommonMiddleware",
    # Before Django's own check, which then only asks those who send no Origin for a token.
    "config.middleware.same_origin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.LoginUnlessPublic",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # No `user` and no `csrf_token` from the session on public pages: both are lazy, and
            # tests/test_public_pages.py fails when a public template touches them.
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["dkfds"]
CRISPY_TEMPLATE_PACK = "dkfds"

# --- PostgreSQL, tasks and cache ----------------------------------------------------------

# postgresql://user:password@host:port/name, or postgresql://user@//socket/folder/name
DATABASES = {"default": env.db_url("DATABASE_URL")}
if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise environ.ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database.")
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {
        # Asking for a connection gives up before the reader does.
        "connect_timeout": 3,
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 5},
    }
)
# A pooled connection that died with its server is noticed before it is handed out.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A task is a row written in the same transaction as what caused it, so neither exists alone.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Counts failed sign-ins across all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}

# --- Sign-in (staff; a citizen needs none) ------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "accounts.forms.LoginForm"}
# A reset asked for an unknown address is silent: no mail to strangers, and nothing learnt.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "hearings:list"

# --- Headers and cookies ------------------------------------------------------------------

_secure = _base.scheme == "https"
SESSION_COOKIE_NAME = "__Host-ordet" if _secure else "ordet"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrf" if _secure else "csrf"
CSRF_FAILURE_VIEW = "config.views.cross_origin"
SECURE_SSL_REDIRECT = _secure
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # DKFDS draws two of its icons with data: images.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Room for the longest response a form takes, in bytes; the forms say their own limits.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Words and time -----------------------------------------------------------------------

LANGUAGE_CODE = "da"
# Danish is the source of truth for every text; the others are for those who read them better.
# The first part of an address says which (config/languages.py).
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = USE_TZ = True
# Stored in UTC; decided and shown here.
TIME_ZONE = "Europe/Copenhagen"

# --- Static files -------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.staticfiles.VendorFinder",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "attachments"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail ---------------------------------------------------------------------------------

vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 20
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Logs ---------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
