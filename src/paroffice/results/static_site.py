"""The public side as files that any server hands out, so that any traffic is met: followed from its first page."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

LINK = re.compile(r'(?:href|src)="(/[^"#?]*)[^"]*"')
FORM = re.compile(r"<form .*?</form>", re.DOTALL)
IN_STYLES = re.compile(r"url\((?!data:)([\w./-]+)\)")


def freeze_site(folder: Path) -> int:
    """Writes every page and file that a visitor reaches from the list of results; how many."""
    wanted, seen = [reverse("results")], set[str]()
    while wanted:
        address = wanted.pop()
        if address in seen:
            continue
        seen.add(address)
        wanted += [link for link in _written(folder, address) if link not in seen and _is_public(link)]
    return len(seen)


def _is_public(address: str) -> bool:
    return address.startswith((reverse("results"), f"/{settings.STATIC_URL.strip('/')}/"))


def _written(folder: Path, address: str) -> Iterator[str]:
    """Writes one address, and yields those that it speaks of."""
    content = _static(address) if not address.startswith(reverse("results")) else _page(address)
    path = folder / unquote(address).strip("/")
    path = path / "index.html" if address.endswith("/") else path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if address.endswith("/"):
        yield from (urlsplit(link).path for link in LINK.findall(content.decode()))
    elif address.endswith(".css"):
        there = address.rpartition("/")[0]
        yield from (f"{there}/{name}" for name in IN_STYLES.findall(content.decode()))


def _page(address: str) -> bytes:
    """As a visitor without an account reads it, without the forms that need a server."""
    response = Client(headers={"host": settings.ALLOWED_HOSTS[0]}).get(address, secure=settings.HTTPS)
    if response.status_code != 200:
        raise ValueError(f"{address}: {response.status_code}")
    if not address.endswith("/"):
        return bytes(response.content)
    return FORM.sub("", response.content.decode()).encode()


def _static(address: str) -> bytes:
    found = finders.find(address.removeprefix(f"/{settings.STATIC_URL.strip('/')}/"))
    assert isinstance(found, str), address
    return Path(found).read_bytes()
