"""Every role, in every state, at every address, with every verb: what is not given is denied, and denied changes nothing."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from paroffice.assessments.models import Assessment, State
from paroffice.pages.screen import ANYONE_SIGNED_IN
from paroffice.people.models import Grant, Person, Role
from paroffice.people.policy import RIGHTS, Reach
from paroffice.rounds.models import Window
from tests.web.addresses import (
    DRAWN,
    OF_A_UNIT,
    OF_ALL,
    PUBLIC,
    READING_LEAVES_A_TRACE,
    SPEAKS_OTHER_VERBS,
    World,
    address,
    patterns,
    world_of,
)
from tests.web.conftest import Cast

pytestmark = pytest.mark.any_database
VERBS = ("GET", "HEAD", "POST", "PUT", "DELETE")
IN_OTHER_STATES = ("GET", "POST", "PUT", "DELETE")
"""HEAD is GET without its body: the same view is drawn once more, which is done while the round is open."""
SAFE = ("GET", "HEAD")
OPENED = {200, 302, 304, 400, 403, 404, 405, 409, 412, 422}
"""What a page may answer to those who hold its right; never that we were wrong."""
DENIED = {404, 405}
"""What is not there, or not by this verb, whoever asks."""
WRITES = ("INSERT", "UPDATE", "DELETE")
LETTERS = {"item": {"outcome": "not_met", "edits": "0"}, "prove": {"version": "0"}}
"""What is posted where an empty form would say nothing."""
DAY = timedelta(days=1)
WRITABLE = {"open", "returned"}


@pytest.fixture
def world(cast: Cast) -> Iterator[World]:
    """Thousands of refusals are asked for; writing each into the log would cost more than the asking."""
    logging.disable(logging.ERROR)
    yield world_of(cast)
    logging.disable(logging.NOTSET)


def _windows(opens: timedelta, closes: timedelta) -> None:
    now = timezone.now()
    Window.objects.update(opens_at=now + opens, closes_at=now + closes)


def _state(world: World, state: State) -> None:
    _windows(-DAY, DAY)
    handed = {"submitted_at": timezone.now(), "submitted_by": world.cast.ly}
    reason = "thiếu" if state is State.RETURNED else ""
    Assessment.objects.update(state=state, returned_for=reason, **handed)


STATES: dict[str, Callable[[World], None]] = {
    "before": lambda _: _windows(DAY, 2 * DAY),
    "open": lambda _: _windows(-DAY, DAY),
    "submitted": lambda world: _state(world, State.SUBMITTED),
    "returned": lambda world: _state(world, State.RETURNED),
    "late": lambda _: _windows(-2 * DAY, -DAY),
}


def test_every_address_has_its_line_in_the_table() -> None:
    names = {str(pattern.name) for pattern in patterns()}

    assert sorted(names - (OF_A_UNIT | OF_ALL).keys()) == [], "add them to tests/web/addresses.py"
    assert sorted((OF_A_UNIT | OF_ALL).keys() - names) == [], "take them out of tests/web/addresses.py"


@contextmanager
def undone() -> Iterator[list[str]]:
    """What is written within, table by table; afterwards nothing of it stands."""
    written: list[str] = []

    def watched(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith(WRITES) and "django_session" not in sql:
            written.append(sql.replace("INTO ", "").replace("FROM ", "").split('"')[1])
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(watched):
        yield written
        transaction.set_rollback(True)


def asked(client: Client, verb: str, link: str, letter: dict[str, str]) -> HttpResponse:
    response = client.post(link, letter) if verb == "POST" else client.generic(verb, link)
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def signed_in(role: Role | None, world: World) -> Client:
    """Somebody who holds one role and no other, in the unit «here» where a role is of a unit."""
    person = Person.objects.create_user("somebody", full_name="Somebody")
    if role is not None:
        of_unit = any(rights.get(role) is Reach.OWN for rights in RIGHTS.values())
        Grant.objects.create(
            person=person, role=role, unit=world.here.unit if of_unit else None, starts_on=date(2026, 1, 1)
        )
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def opens_to(role: Role | None, pattern: URLPattern) -> bool:
    right = pattern.callback.right  # type: ignore[attr-defined]
    return right == ANYONE_SIGNED_IN or (role is not None and role in RIGHTS[right])


def flaw(pattern: URLPattern, verb: str, held: bool, response: HttpResponse, written: list[str]) -> str | None:
    """What is wrong with an answer, if anything is."""
    name, code = str(pattern.name), response.status_code
    if not held:
        return f"is {code}, should not be there" if code not in DENIED or written else None
    if code not in OPENED:
        return f"is {code}"
    if verb not in ("GET", "HEAD", "POST") and name not in SPEAKS_OTHER_VERBS and (code != 405 or written):
        return f"is {code}, speaks a verb that it should not"
    if verb in SAFE and set(written) - {"trail_entry", "trail_pseudonym"} | (
        set(written) if name not in READING_LEAVES_A_TRACE else set()
    ):
        return f"reading writes {sorted(set(written))}"
    return None


def verbs_of(state: str, held: bool) -> tuple[str, ...]:
    if state == "open":
        return VERBS
    return IN_OTHER_STATES if held else ("POST",)


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role.value if role else "no_role")
def test_what_is_not_given_is_denied(world: World, role: Role | None) -> None:
    client, flaws = signed_in(role, world), list[str]()
    screens = [pattern for pattern in patterns() if pattern.name not in PUBLIC]
    for state, begin in STATES.items():
        with transaction.atomic():
            begin(world)
            for pattern in (one for one in screens if state == "open" or one.name not in DRAWN):
                held, link = opens_to(role, pattern), address(str(pattern.name), world, world.here)
                for verb in verbs_of(state, held):
                    with undone() as written:
                        response = asked(client, verb, link, LETTERS.get(str(pattern.name), {}))
                    wrong = flaw(pattern, verb, held, response, written)
                    flaws += [f"{state}: {verb} {link} {wrong}"] if wrong else []
            transaction.set_rollback(True)

    assert not flaws, "\n".join(flaws)


def test_a_visitor_is_sent_to_the_door_by_every_verb(world: World) -> None:
    flaws = []
    for pattern in patterns():
        link = address(str(pattern.name), world, world.here)
        for verb in VERBS if pattern.name not in PUBLIC else ():
            with undone() as written:
                response = Client(raise_request_exception=False).generic(verb, link)
            sent = response.status_code == 405 or "/dang-nhap/" in response.get("Location", "")
            flaws += [] if sent and not written else [f"{verb} {link}: {response.status_code} {written}"]

    assert not flaws, "\n".join(flaws)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.UNIT_LEADER], ids=lambda role: role.value)
def test_a_sheet_is_written_while_it_is_open_and_at_no_other_time(world: World, role: Role, state: str) -> None:
    client, flaws = signed_in(role, world), list[str]()
    STATES[state](world)
    saved = False
    for name in OF_A_UNIT:
        with undone() as written:
            response = client.post(address(name, world, world.here), LETTERS.get(name, {}))
        touched = {table for table in written if table.startswith("assessments_")}
        flaws += [f"{name}: {response.status_code} {touched}"] if touched and state not in WRITABLE else []
        saved = saved or (name == "item" and "assessments_answer" in touched)

    assert not flaws, "\n".join(flaws)
    assert saved == (state in WRITABLE), "the walk must be able to save, or it proves nothing"


@pytest.mark.parametrize("name", OF_A_UNIT)
@pytest.mark.parametrize("who", ["an", "ly"])
def test_another_units_object_is_not_there_by_any_verb(world: World, who: str, name: str) -> None:
    _windows(-DAY, DAY)
    client, theirs = world.cast.as_(who), address(name, world, world.there)
    client.raise_request_exception = False
    flaws = []
    for verb in VERBS:
        with undone() as written:
            response = asked(client, verb, theirs, LETTERS.get(name, {}))
        denied = response.status_code in DENIED and not written
        flaws += [] if denied else [f"{verb} {theirs}: {response.status_code} {written}"]

    assert not flaws, "\n".join(flaws)


@pytest.mark.parametrize("name", OF_A_UNIT)
def test_a_number_that_nothing_has_is_not_there(world: World, name: str) -> None:
    arguments = [one if not isinstance(one, int) else 10**18 for one in OF_A_UNIT[name](world, world.here)]

    for who in ("an", "ly", "dung", "chi"):
        response = world.cast.as_(who).get(reverse(name, args=arguments))
        assert response.status_code in (404, 405), who
