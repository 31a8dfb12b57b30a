"""All settings, read top to bottom. Nothing here changes a score."""

import os
import secrets
from pathlib import Path

from paroffice.config.env import database, env_bool, env_int, env_secret

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
ALLOWED_HOSTS = os.environ.get("PAROFFICE_HOSTS", "127.0.0.1,localhost,testserver").split(",")
HTTPS = env_bool("PAROFFICE_HTTPS", False)
PROXIES = env_int("PAROFFICE_PROXIES", 0)
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
    "paroffice.assessments",
    "paroffice.desk",
    "paroffice.pages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "paroffice.pages.middleware.chosen_language",
    "paroffice.pages.middleware.origins",
    "paroffice.pages.middleware.policy_headers",
    "paroffice.pages.legible.legible",
    "paroffice.pages.middleware.refusals",
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
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Words and time: Vietnamese first; deadlines are Hà Nội's
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
