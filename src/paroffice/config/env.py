"""Settings from the environment. Nonsense stops the start and names the variable."""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

YES, NO = ("1", "yes", "true", "on"), ("0", "no", "false", "off", "")


def env_bool(name: str, default: bool) -> bool:
    text = os.environ.get(name, "yes" if default else "no").strip().lower()
    if text not in YES + NO:
        _stop(name, "write yes or no")
    return text in YES


def env_int(name: str, default: int) -> int:
    text = os.environ.get(name, str(default)).strip()
    if not text.isdecimal():
        _stop(name, "write a whole number")
    return int(text)


def most_cores() -> int:
    """As many processes as answer at once without taking cores from each other, four at the most."""
    return min(len(os.sched_getaffinity(0)), 4)


def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """One of the choices; the first without it."""
    text = os.environ.get(name, "").strip().lower() or choices[0]
    if text not in choices:
        _stop(name, f"write one of {', '.join(choices)}")
    return text


def env_secret(name: str) -> str | None:
    """From NAME, or from the file that NAME_FILE names."""
    if held := os.environ.get(name):
        return held
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        _stop(f"{name}_FILE", "name a file that can be read")


def database(url: str) -> dict[str, object]:
    """Django's settings from `sqlite:///path` or `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme not in ("sqlite", "postgres", "postgresql"):
        _stop("DATABASE_URL", "begin it with sqlite:/// or postgresql://")
    name = unquote(parts.path)[1:]
    if parts.scheme == "sqlite":
        begin = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name or ":memory:",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": begin},
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_HEALTH_CHECKS": True,
    }


def mail_server(url: str | None, folder: Path) -> dict[str, object]:
    """Django's settings from `smtp://user@host:port`, or `smtps://` for TLS from the first byte; files without it."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        _stop("PAROFFICE_MAIL", "write smtp://user@host:587 or smtps://user@host:465")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
    }


def identity_providers(text: str | None) -> tuple[dict[str, object], list[str]]:
    """django-allauth's settings, and where its forms lead to, from a list of providers as JSON."""
    if not text:
        return {}, []
    try:
        apps = [_provider(one) for one in json.loads(text)]
    except (ValueError, KeyError, TypeError):
        _stop("PAROFFICE_OIDC", 'write a list of {"id", "name", "server", "client", "secret"}')
    origins = {"{0.scheme}://{0.netloc}".format(urlsplit(str(app["settings"]["server_url"]))) for app in apps}
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}, sorted(origins)


def _provider(one: dict[str, str]) -> dict[str, Any]:
    if not re.fullmatch(r"[a-z0-9-]+", one["id"]) or urlsplit(one["server"]).scheme not in ("https", "http"):
        raise ValueError(one["id"])
    return {
        "provider_id": one["id"],
        "name": one["name"],
        "client_id": one["client"],
        "secret": one["secret"],
        "settings": {"server_url": one["server"]},
    }


def _stop(name: str, remedy: str) -> NoReturn:
    sys.exit(f"paroffice: the setting {name} cannot be read; {remedy}")
