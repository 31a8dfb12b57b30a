"""Links inside a page: which there are, and whether they lead somewhere."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import SplitResult, unquote, urlsplit

from django.urls import Resolver404, resolve
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from paroffice.portal.models import DataPage, File, PortalPage
from paroffice.portal.models.base import PUBLIC
from paroffice.portal.models.links import LONGEST, Why
from paroffice.portal.queries.offering import published_procedures

SECONDS = 10
GONE = (404, 410)
"""Answers that say there is nothing; whatever else comes back, somebody is there."""
READ = ("http", "https")


@dataclass(frozen=True, slots=True)
class Link:
    """To a page or a file of this house by its key, or to an address."""

    kind: str
    to: str

    @property
    def shown(self) -> str:
        said = self.to if self.kind == "address" else f"{self.kind}:{self.to}"
        return said[:LONGEST]


class _Links(HTMLParser):
    """The links of a rich text as it is kept: pages and files by key, the rest by address."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Link] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag != "a":
            return
        if said.get("linktype") in ("page", "document"):
            self.found.append(Link(said["linktype"], said.get("id", "")))
        elif said.get("href"):
            self.found.append(Link("address", said["href"]))


def links_of(page: PortalPage) -> list[Link]:
    """Each once, in their order."""
    return list(dict.fromkeys(_said(page)))


def _said(page: PortalPage) -> Iterator[Link]:
    for block in getattr(page, "body", None) or ():
        if getattr(block, "block_type", "") == "paragraph":
            reader = _Links()
            reader.feed(block.value.source)
            yield from reader.found
        elif getattr(block, "block_type", "") == "file" and block.value["file"] is None:
            yield Link("document", "")
    if isinstance(page, DataPage):
        yield from (Link("address", one.address) for one in page.sets.all())


def is_outside(link: Link) -> bool:
    return link.kind == "address" and _site(urlsplit(link.to)) is None and urlsplit(link.to).scheme in READ


def inside(link: Link, page: PortalPage) -> Why | None:
    """Why a link within this house leads nowhere; None where it does lead somewhere, or is no address to read."""
    if link.kind == "page":
        live = link.to.isdecimal() and Page.objects.live().filter(pk=int(link.to)).exists()
        return None if live else Why.NO_PAGE
    if link.kind == "document":
        there = link.to.isdecimal() and File.objects.filter(pk=int(link.to)).exists()
        return None if there else Why.NO_FILE
    parts = urlsplit(link.to)
    site = _site(parts) if parts.netloc else page.get_site()
    if site is None or (parts.scheme and parts.scheme not in READ) or not parts.path:
        return None
    return None if _leads(parts.path, site) else Why.NO_PAGE


def _site(parts: SplitResult) -> Site | None:
    return Site.objects.select_related("root_page").filter(hostname=parts.hostname or "").first()


def _leads(path: str, site: Site) -> bool:
    """Whether a portal answers there: a page that is live or has moved, a procedure that is published, a list."""
    try:
        found = resolve(unquote(path), urlconf=PUBLIC)
    except Resolver404:
        return False
    if found.url_name == "portal-procedure":
        return any(one.code == found.kwargs["code"] for one in published_procedures(timezone.now()))
    if found.url_name != "wagtail_serve":
        return True
    at = f"{site.root_page.url_path}{found.args[0]}"
    moved = Redirect.get_for_site(site).filter(old_path=Redirect.normalise_path(path))
    return Page.objects.live().filter(url_path=at).exists() or moved.exists()


def outside(link: Link) -> Why | None:
    """Asks for the head of an address, once and only in the public internet: an editor's link opens no inner door."""
    parts = urlsplit(link.to)
    try:
        status = _status(parts)
    except (OSError, http.client.HTTPException, ValueError):
        return Why.SILENT
    return Why.REFUSED if status in GONE else None


def _status(parts: SplitResult) -> int:
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    line = socket.create_connection((_public(host, port), port), timeout=SECONDS)
    with line:
        if parts.scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        asking = http.client.HTTPConnection(host, port, timeout=SECONDS)
        asking.sock = line
        asking.request("HEAD", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        return asking.getresponse().status


def _public(host: str, port: int) -> str:
    """An address of the host in the public internet. Raises `OSError` where one of them lies elsewhere."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(ipaddress.ip_address(one).is_global for one in found):
        raise OSError("not in the public internet")
    return found[0]
