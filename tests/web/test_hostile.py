"""Whatever is put into the fields of the pages: kept as it was typed, or refused with a sentence; never a failure of ours.

The forms are those that the pages show: every page is opened as everybody who may, and every form on it is filled.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from itertools import product
from urllib.parse import quote_from_bytes, urldefrag, urljoin, urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from paroffice.rounds.models import Window
from tests.web.addresses import PUBLIC, World, address, patterns, world_of
from tests.web.conftest import Cast

TYPED = {"text", "search", "email", "tel", "url", "number", "password", "date", "datetime-local", "hidden", ""}
"""Kinds of input into which anybody can write anything, whatever the browser shows."""
KEPT = {"csrfmiddlewaretoken", "next"}
HTML = "<script>alert('x')</script><b onmouseover=\"alert(1)\">\"'&{{7*7}}{%x%}"
ANY = pytest.mark.any_database
HOSTILE = {
    "html": HTML,
    "long": "dài " * 5000,
    "digits": "9" * 5000,
    "other_digits": "٣" * 12,
    "path": "../../../../etc/passwd",
    "sql": "'; DROP TABLE people_person; --",
    "spaces": " \t\r\n\u00a0\u200b",
    "direction": "\u202eabc\u2066",
    "astral": "𝔘𝔫𝔦💥" * 20,
    "nan": "NaN",
    "infinity": "1e999999",
    "ratio": "1/0",
    "empty": "",
}
SPOILT = {"nul": b"a\x00b", "surrogate": b"\xed\xa0\x80", "not_utf8": b"\xff\xfe\xfa", "escape": b"\x1b[2J"}
"""Bytes that are no text."""
ANSWERED = {200, 302, 400, 404, 405, 409, 413, 422}
TEN_MEGABYTES = 10_000_000
PEOPLE = ("an", "dung", *(pytest.param(who, marks=ANY) for who in ("ly", "chi", "administrator")))
AMISS = {"long", "digits", "astral"}
KINDS = [pytest.param(AMISS, id="database"), pytest.param(HOSTILE.keys() - AMISS, id="page", marks=ANY)]
"""What a database might take amiss is tried on both; what only a page might, and by whom, on one."""


@dataclass
class Form:
    """A form as a page shows it: where it is sent, and what stands in its fields."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, link: str) -> None:
        super().__init__()
        self.link, self.found, self.select = link, list[Form](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(
                Form(urldefrag(urljoin(self.link, said.get("action", ""))).url, said.get("method", "get").lower())
            )
        if not self.found:
            return
        here, name, value = self.found[-1], said.get("name", ""), said.get("value", "")
        if tag == "select":
            self.select = name
            here.fields.setdefault(name, "")
            here.typed.add(name)
        elif tag == "option" and self.select and not here.fields.get(self.select):
            here.fields[self.select] = value
        elif name and tag in ("input", "textarea", "button"):
            here.fields.setdefault(name, value)
            if tag == "textarea" or (tag == "input" and said.get("type", "") in TYPED):
                here.typed.add(name)


@pytest.fixture
def world(cast: Cast) -> Iterator[World]:
    now = timezone.now()
    Window.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    logging.disable(logging.ERROR)
    yield world_of(cast)
    logging.disable(logging.NOTSET)


def forms_of(client: Client, world: World) -> list[Form]:
    """Every form on every page that opens, each once."""
    found: dict[tuple[str, frozenset[str]], Form] = {}
    for pattern in patterns():
        if pattern.name in PUBLIC - {"sign-in"}:
            continue
        link = address(str(pattern.name), world, world.here)
        response = client.get(link)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            reader = Forms(link)
            reader.feed(response.content.decode())
            found |= {(form.action, frozenset(form.fields)): form for form in reader.found}
        if response.streaming:
            b"".join(response.streaming_content)
    return [
        form
        for form in found.values()
        if urlsplit(form.action).path not in ("/ngon-ngu/", "/giao-dien/", "/dang-xuat/")
    ]


def walked(world: World, who: str) -> tuple[Client, list[Form]]:
    client = world.cast.as_(who)
    client.raise_request_exception = False
    forms = forms_of(client, world)
    assert forms, "the walk must find forms, or it proves nothing"
    return client, forms


def fields(forms: list[Form]) -> Iterator[tuple[Form, str]]:
    """Every field of every form into which something can be typed."""
    return ((form, name) for form in forms for name in sorted(form.typed - KEPT))


def sent(client: Client, form: Form, body: dict[str, str]) -> HttpResponse:
    """As a browser sends it; what it changes is undone."""
    with transaction.atomic():
        response = client.get(form.action, body) if form.method == "get" else client.post(form.action, body)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("who", PEOPLE)
def test_what_is_typed_is_kept_or_refused_and_never_run(world: World, who: str, kinds: set[str]) -> None:
    client, forms = walked(world, who)
    flaws = []
    for (form, name), kind in product(fields(forms), sorted(kinds)):
        response = sent(client, form, form.fields | {name: HOSTILE[kind]})
        page = b"" if response.streaming else response.content
        if response.status_code not in ANSWERED:
            flaws.append(f"{kind}: {form.method} {form.action} {name}: {response.status_code}")
        elif b"<script>alert(" in page or b"<b onmouseover" in page or b"49{%x%}" in page:
            flaws.append(f"{kind}: {form.method} {form.action} {name}: comes back as it was")

    assert not flaws, "\n".join(flaws)


@pytest.mark.parametrize("who", PEOPLE)
def test_bytes_that_are_no_text_are_refused_with_a_sentence(world: World, who: str) -> None:
    client, forms = walked(world, who)
    flaws = []
    for (form, name), kind in product(fields(forms), SPOILT):
        body = f"{name}={quote_from_bytes(SPOILT[kind])}"
        with transaction.atomic():
            response = client.generic(
                form.method.upper(),
                form.action if form.method == "post" else f"{form.action.partition('?')[0]}?{body}",
                body if form.method == "post" else "",
                content_type="application/x-www-form-urlencoded",
            )
            transaction.set_rollback(True)
        if response.status_code not in (400, 404, 405) or not said(response):
            flaws.append(f"{kind}: {form.method} {form.action} {name}: {response.status_code}")

    assert not flaws, "\n".join(flaws)


def said(response: HttpResponse) -> bool:
    """A page that says what to do, or a bare no to a verb."""
    return response.status_code == 405 or "<h1>" in response.content.decode()


@ANY
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("who", ["an", "dung", "administrator"])
def test_ten_megabytes_in_a_field_are_refused_with_a_sentence(world: World, who: str, language: str) -> None:
    client, forms = walked(world, who)
    client.cookies["django_language"] = language
    flaws = []
    for form in forms:
        if form.method == "post" and form.typed - KEPT:
            name = min(form.typed - KEPT)
            response = sent(client, form, {name: "x" * TEN_MEGABYTES})
            words = {"vi": "Không nhận được", "en": "could not be accepted"}[language]
            if response.status_code not in (400, 405, 413) or (
                response.status_code != 405 and words not in response.content.decode()
            ):
                flaws.append(f"{form.action} {name}: {response.status_code}")

    assert not flaws, "\n".join(flaws)


@ANY
@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=no-such",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "text/xml",
        "",
    ],
)
def test_a_letter_of_a_strange_kind_breaks_nothing(world: World, kind: str) -> None:
    client, forms = walked(world, "an")
    flaws = []
    for form in forms:
        for body in (b"\xff\xfe\x00", b"{}", b"--x\r\n\r\n"):
            with transaction.atomic():
                response = client.generic("POST", form.action, body, content_type=kind)
                transaction.set_rollback(True)
            if response.status_code not in ANSWERED:
                flaws.append(f"{form.action}: {response.status_code}")

    assert not flaws, "\n".join(flaws)


@pytest.mark.parametrize("tail", ["%00", "%ff", "%ed%a0%80", "a" * 5000, "..%2f..%2fetc", "%3Cscript%3E"])
def test_a_strange_address_is_not_there(world: World, tail: str) -> None:
    for who in ("an", "dung"):
        client = world.cast.as_(who)
        client.raise_request_exception = False
        for begin in ("/", "/ban-tu-cham/1/muc/", "/bo-chi-so/", "/mat-khau/", "/tai-lieu/"):
            assert client.get(f"{begin}{tail}/").status_code in (302, 400, 404), begin


def test_a_text_too_long_for_its_column_is_refused_in_both_databases_alike(world: World) -> None:
    response = world.cast.as_("administrator").post(
        "/tai-khoan/", {"act": "enrol", "username": "hoa", "full_name": "Hoa " * 100}
    )

    assert response.status_code == 409
    assert "120" in response.content.decode()
