"""Settings from the environment. Nonsense stops the start and names the variable."""

import os
import sys
from pathlib import Path
from typing import NoReturn
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


def _stop(name: str, remedy: str) -> NoReturn:
    sys.exit(f"paroffice: the setting {name} cannot be read; {remedy}")
