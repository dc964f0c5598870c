"""Every setting, read from the environment. A missing or malformed variable stops the start.

`python3 run.py` sets what a laptop needs; docs/operations.md lists what production sets.
"""

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import broker

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
# What the running site writes: attachments, collected static files, and mails on a laptop.
DATA_DIR = Path(env.str("DATA_DIR", default=str(ROOT / ".data"))).resolve()
# Where a mail goes: smtp://user:password@host:port, smtp+tls://…, or filemail:///folder.
EMAIL_URL: str = env.str("EMAIL_URL", default=f"filemail:///{DATA_DIR}/mail")
# The sender of every mail.
DEFAULT_FROM_EMAIL: str = env.str("FROM_EMAIL", default=f"Ordet <hoering@{_base.hostname}>")
# The municipality whose hearings these are, as it is written on every page.
MUNICIPALITY: str = env.str("MUNICIPALITY", default="Ishøj Kommune")
# MitID through an OpenID Connect broker: OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and, by
# choice, OIDC_NAME, OIDC_SCOPE, OIDC_ACR_VALUES, OIDC_FORM_ORIGINS. "" when there is none.
_broker = broker.read(env)
OIDC_NAME: str = _broker.name
# Where people write and call about the site; on the pages of contact and accessibility. Without a
# phone number its line is left out.
CONTACT_EMAIL: str = env.str("CONTACT_EMAIL", default=parseaddr(DEFAULT_FROM_EMAIL)[1])
CONTACT_PHONE: str = env.str("CONTACT_PHONE", default="")
# True behind a proxy that sets X-Forwarded-Proto itself and drops what clients send.
if env.bool("BEHIND_HTTPS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of yours add to X-Forwarded-For. Limits on attempts count by the address that
# came to the first of them; with too low a number everybody would share one limit.
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int(
    "TRUSTED_PROXIES", default=int("SECURE_PROXY_SSL_HEADER" in vars())
)

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
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
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
    "pages",
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
    "config.middleware.SameOrigin",
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

# --- Sign-in (docs/decisions/0017-sign-in.md) --------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "consultation.responses.sign_in.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "request_login_code": "accounts.forms.AddressForm",
    "confirm_login_code": "accounts.forms.CodeForm",
}
# A reset asked for an unknown address is silent: no mail to strangers, and nothing learnt.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
# A citizen gets a code by e-mail.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# Longer, so that she is told that the code is too old.
ACCOUNT_LOGIN_TIMEOUT = 2 * 60 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_RATE_LIMITS = {
    # A whole library behind one address may sign in at once; one mailbox is not flooded.
    "request_login_code": "60/m/ip,5/15m/key",
    "login": "60/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
}
# Through the broker: what it tells is used once; neither its tokens nor its answers are stored.
SOCIALACCOUNT_ADAPTER = "accounts.broker.BrokerAdapter"
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = _broker.providers
# Staff, who need a password; a page for citizens names their own sign-in (accounts/access.py).
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
# Ties a browser to what its citizen has written and not sent.
DRAFT_COOKIE_NAME = "__Host-kladde" if _secure else "kladde"
# Holds the codes of the receipts it got within the hour.
RECEIPTS_COOKIE_NAME = "__Host-kvittering" if _secure else "kvittering"
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
        "form-action": [SELF, *_broker.form_origins],
        "frame-ancestors": [NONE],
    }
}
# Room for the longest response a form takes, in bytes; the forms say their own limits.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Files have limits of their own (consultation/responses/uploads.py). More than this many parts
# nobody chose by hand.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700

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
