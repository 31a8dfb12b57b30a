"""PostgreSQL must not write answers down: `paroffice check` asks it while a survey is in the field."""

import pytest
from django.db import connection

from paroffice import cli
from paroffice.surveys import logged
from tests.web.surveys.conftest import Fieldwork

QUIET = {"log_statement": "none", "log_min_duration_statement": "-1", "archive_mode": "off"}


def test_a_quiet_database_is_not_named() -> None:
    assert list(logged.writings(QUIET)) == []


@pytest.mark.parametrize(
    ("name", "setting", "remedy"),
    [
        ("log_statement", "mod", "none"),
        ("log_min_duration_statement", "250", "-1"),
        ("log_min_error_statement", "error", "panic"),
        ("auto_explain.log_min_duration", "0", "-1"),
        ("archive_mode", "on", "off"),
        ("debug_print_plan", "on", "off"),
        ("pgaudit.role", "auditor", "''"),
    ],
)
def test_what_would_be_written_is_named_with_its_remedy(name: str, setting: str, remedy: str) -> None:
    (said,) = logged.writings(QUIET | {name: setting})

    assert said.startswith(f"{name} = {setting}: ")
    assert said.endswith(f"{remedy}.")


def test_postgresql_is_asked_for_every_setting_it_has(fieldwork: Fieldwork) -> None:
    found = logged.settings_of_database()

    assert found.keys() <= logged.HARMLESS.keys()
    assert bool(found) == (connection.vendor == "postgresql")
    assert not found or {"debug_print_parse", "debug_print_rewritten", "debug_print_plan"} <= found.keys()


def test_the_command_names_it_only_while_a_survey_is_in_the_field(
    fieldwork: Fieldwork, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_migrate", lambda: None)
    monkeypatch.setattr(logged, "settings_of_database", lambda: {"log_statement": "all"})
    cli.main(["check"])
    assert "log_statement" not in capsys.readouterr().err

    fieldwork.plan()
    fieldwork.seal()

    assert cli.main(["check"]) == 1
    assert "đang thu phiếu điều tra: log_statement = all" in capsys.readouterr().err
