"""All settings, read top to bottom. Nothing here changes a score."""

import os
import secrets
from pathlib import Path

from paroffice.config.env import (
    database,
    env_bool,
    env_choice,
    env_int,
    env_secret,
    identity_providers,
    mail_server,
    most_cores,
)

# Where everything lies
DATA = Path(os.environ.get("PAROFFICE_DATA", "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)
FILES = DATA / "files"
DATABASES = {"default": database(os.environ.get("DATABASE_URL", f"sqlite:///{DATA / 'office.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _kept_key() -> str:
    """The secret key of this data folder, made once, readable by its owner only."""
    path = DATA / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8")


# Safety
SECRET_KEY = env_secret("PAROFFICE_SECRET_KEY") or _kept_key()
DEBUG = env_bool("PAROFFICE_DEBUG", False)
OFFICE_HOSTS = os.environ.get("PAROFFICE_HOSTS", "127.0.0.1,localhost,testserver").split(",")
PORTAL_HOSTS = os.environ.get("PAROFFICE_PORTAL_HOSTS", ".localhost").split(",")
ALLOWED_HOSTS = [*OFFICE_HOSTS, *PORTAL_HOSTS]
HTTPS = env_bool("PAROFFICE_HTTPS", False)
PROXIES = env_int("PAROFFICE_PROXIES", 0)
PROCESSES = max(
    env_int("PAROFFICE_PROCESSES", 1 if DATABASES["default"]["ENGINE"].endswith("sqlite3") else most_cores()), 1
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# Rooms
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "paroffice.jobs",
    "paroffice.people",
    "paroffice.trail",
    "paroffice.rubrics",
    "paroffice.rounds",
    "paroffice.evidence",
    "paroffice.onestop",
    "paroffice.assessments",
    "paroffice.appraisals",
    "paroffice.results",
    "paroffice.improvement",
    "paroffice.api",
    "paroffice.surveys",
    "paroffice.portal",
    "paroffice.desk",
    "paroffice.accounts",
    "paroffice.pages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
]
MIDDLEWARE = [
    "paroffice.portal.kept.kept",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "paroffice.portal.hosts.portals",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "paroffice.pages.middleware.chosen_language",
    "paroffice.pages.middleware.origins",
    "allauth.account.middleware.AccountMiddleware",
    "paroffice.accounts.middleware.sessions_end",
    "paroffice.accounts.middleware.second_factor",
    "paroffice.pages.middleware.policy_headers",
    "paroffice.pages.legible.legible",
    "paroffice.pages.middleware.refusals",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "paroffice.config.urls"
WSGI_APPLICATION = "paroffice.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "paroffice.pages.places.places",
                "paroffice.pages.face.wished",
                "paroffice.portal.public.context.around",
            ],
        },
    }
]
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"/fonts/.+\.woff2$"  # another version of a font bears another name

# Work that no page waits for
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Evidence: the socket of clamd, as /path or host:port; empty: files are not scanned, and say so
CLAMD = os.environ.get("PAROFFICE_CLAMD", "").strip()

# People
AUTH_USER_MODEL = "people.Person"
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "sign-in", "desk", "sign-in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SECOND_FACTOR = env_choice("PAROFFICE_SECOND_FACTOR", ("off", "roles", "all"))

# Sign-in by django-allauth: no sign-up; our register of wrong tries (people/guessing.py) in place of its limits
ACCOUNT_ADAPTER = "paroffice.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {"login": "paroffice.accounts.forms.SignInForm"}
MFA_ADAPTER = "paroffice.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "parindex"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "paroffice.accounts.forms.CodeForm",
    "reauthenticate": "paroffice.accounts.forms.CodeAgainForm",
    "activate_totp": "paroffice.accounts.forms.FirstCodeForm",
    "add_webauthn": "paroffice.accounts.forms.AddKeyForm",
    "edit_webauthn": "paroffice.accounts.forms.RenameKeyForm",
    "authenticate_webauthn": "paroffice.accounts.keys.KeyForm",
    "login_webauthn": "paroffice.accounts.keys.KeySignInForm",
    "reauthenticate_webauthn": "paroffice.accounts.keys.KeyAgainForm",
}
SOCIALACCOUNT_ADAPTER = "paroffice.accounts.adapters.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS, IDENTITY_ORIGINS = identity_providers(env_secret("PAROFFICE_OIDC"))
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Mail: into files of the data folder unless a server is named; with the address of the office, letters bear links
vars().update(mail_server(os.environ.get("PAROFFICE_MAIL"), DATA / "mail"))
EMAIL_HOST_PASSWORD = env_secret("PAROFFICE_MAIL_PASSWORD") or ""
DEFAULT_FROM_EMAIL = os.environ.get("PAROFFICE_MAIL_FROM", "parindex@localhost")
ADDRESS = os.environ.get("PAROFFICE_ADDRESS", "").rstrip("/")

# The portal on Wagtail: nothing of it asks the world outside, and its editors come in by the office's own door
WAGTAIL_SITE_NAME = "parindex"
WAGTAILADMIN_BASE_URL = ADDRESS or "http://127.0.0.1:8000"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y", "%d/%m/%Y %H:%M"
WAGTAIL_AUTOSAVE_INTERVAL = 20_000  # each draft kept by itself is a line of the trail
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "confirm"
WAGTAILIMAGES_IMAGE_MODEL, WAGTAILDOCS_DOCUMENT_MODEL = "portal.Picture", "portal.File"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE, WAGTAILIMAGES_MAX_IMAGE_PIXELS = 20_000_000, 60_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50_000_000
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
OUTSIDE_LINKS = env_bool("PAROFFICE_OUTSIDE_LINKS", False)
MEDIA_ROOT, MEDIA_URL = DATA / "portal", "/hinh/"

# Words and time: Vietnamese first; deadlines are Hà Nội's
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale", Path(__file__).parents[1] / "portal" / "cms" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "paroffice.config.days"
