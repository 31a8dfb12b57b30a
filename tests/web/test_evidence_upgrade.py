"""What lay in the store before scans were read gets its text searched and its scans queued."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.web.conftest import NOON

BEFORE, AFTER = [("evidence", "0002_passport"), ("people", "0001_initial")], [("evidence", "0003_reading")]


def migrated(to: list[tuple[str, str]]) -> object:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def before(transactional_db: None) -> Iterator[object]:
    yield migrated(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_documents_from_before_are_found_by_their_text_and_their_scans_wait(before: object) -> None:
    models = before.get_model  # type: ignore[attr-defined]
    unit = models("people", "Unit").objects.create(code="u", name="U", block="units")
    person = models("people", "Person").objects.create(username="an")
    document = models("evidence", "Document").objects.create(unit=unit, title="x")
    for text, flags in (("Thủ tục hành chính", []), ("", ["scan"]), ("Kế hoạch", [])):
        models("evidence", "Version").objects.create(
            document=document, sha256="a" * 64, size=1, name="x", kind="x", stored_by=person, stored_at=NOON,
            text=text, flags=flags,
        )  # fmt: skip

    models = migrated(AFTER).get_model  # type: ignore[attr-defined]

    assert models("evidence", "Document").objects.get().text_searched == "ke hoach"
    (waiting,) = models("evidence", "Recognition").objects.all()
    assert (waiting.version.flags, waiting.failed) == (["scan"], "absent")
    assert {one.verdict for one in models("evidence", "Version").objects.all()} == {"not_scanned"}
