"""The API against whatever its own description allows, and what it does not."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from paroffice.config.wsgi import application
from paroffice.results.models import Result

pytestmark = pytest.mark.any_database


GENTLY = settings(
    max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The transaction of the test stays open over all that is asked, as under Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_nothing_is_found(kept_result: Result, db: None, mode: GenerationMode) -> None:
    """Every operation, asked as it says it may be, and as it says it may not."""
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    asked = set()
    for found in described.get_all_operations():
        operation = found.ok()

        @GENTLY
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: schemathesis.Case) -> None:
            asked.add(case.operation.label)
            case.call_and_validate()

        with suppress(Unsatisfiable):  # what has no parameter cannot be asked wrongly
            holds()

    assert asked


def test_the_description_needs_no_other_server(kept_result: Result, db: None) -> None:
    described = Client().get("/api/v1/openapi.json").json()

    assert described["info"]["version"] == "1"
    assert {path.split("/")[3] for path in described["paths"]} == {"rounds", "preview"}
    assert all(method == "get" for path in described["paths"].values() for method in path)
