"""The founding example in the office, loaded once a module, and its result as far as each test needs it."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from paroffice.results import bridge
from paroffice.results.actions import life
from paroffice.results.models import Result
from paroffice.results.rows import Files
from tests.web.conftest import PAPER
from tests.web.results.example import NOON, Example, loaded

LATER = NOON + timedelta(days=1)
SAID = {"decision": "512/QĐ-UBND", "decided_on": date(2026, 11, 2)}


def signed() -> SimpleUploadedFile:
    return SimpleUploadedFile("quyet-dinh.pdf", PAPER)


def frozen_result(example: Example, reason: str = "", at: datetime = NOON) -> Result:
    drafted = life.compute(round_=example.round, by=example.dung, at=at, reason=reason)
    assert isinstance(drafted, Result), drafted
    made = life.freeze(result=drafted, by=example.dung, at=at)
    assert isinstance(made, Result), made
    return made


def published_result(
    example: Example, public_at: datetime | None = None, reason: str = "", at: datetime = NOON
) -> Result:
    frozen = frozen_result(example, reason, at)
    return life.publish(result=frozen, **SAID, signed=signed(), public_at=public_at, by=example.dung, at=at)


@pytest.fixture(scope="module", autouse=True)
def sealed_once() -> Iterator[None]:
    """Sealing is a function of the files alone, and takes seconds: the same files are sealed once a module."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("drafted", "sealed"):
            patch.setattr(bridge, name, _once(getattr(bridge, name)))
        yield


def _once(made: Callable[[Files], Any]) -> Callable[[Files], Any]:
    held: dict[tuple[tuple[str, bytes], ...], Any] = {}

    def found(files: Files) -> Any:
        key = tuple(sorted(files.items()))
        if key not in held:
            held[key] = made(files)
        return held[key]

    return found


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: object) -> Iterator[Example]:
    """The rows of a whole module, in a transaction around those of its tests."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield loaded()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def kept_result(kept: Example, django_db_blocker: object) -> Result:
    """Published, for a module that only reads it."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return published_result(kept)


@pytest.fixture
def example(kept: Example, db: None) -> Example:
    """Copies, so that no test sees what another changed."""
    held = {field.name: getattr(kept, field.name) for field in fields(kept) if field.name != "plain"}
    return replace(kept, **{name: copy(value) for name, value in held.items()})


@pytest.fixture
def published(example: Example) -> Result:
    return published_result(example)
