"""What was changed in the database past the trail is named by `paroffice check`."""

from collections.abc import Callable

import pytest

from parindex.sheet.cells import Raw
from paroffice import cli
from paroffice.assessments.actions import answer
from paroffice.assessments.models import Answer, Submission
from paroffice.assessments.truth import departures
from tests.web.conftest import NOON, Cast
from tests.web.test_assessments import fill, submit


@pytest.fixture
def answered(cast: Cast) -> Cast:
    for edits, level in enumerate(("muon", "som")):
        answer(
            assessment=cast.sheet,
            code="1.1",
            raw=Raw("answered", level),
            note="đã sửa",
            edits=edits,
            by=cast.an,
            at=NOON,
        )
    return cast


def test_what_was_done_through_the_office_is_as_the_trail_tells(answered: Cast) -> None:
    assert list(departures()) == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Answer.objects.update(answer="khong"),
        lambda: Answer.objects.update(outcome="not_met", answer=""),
        lambda: Answer.objects.update(note=""),
        lambda: Answer.objects.all().delete(),
    ],
    ids=["answer", "outcome", "explanation", "removed"],
)
def test_an_answer_changed_by_hand_is_named(answered: Cast, tamper: Callable[[], object]) -> None:
    tamper()

    assert list(departures()) == [f"assessment:{answered.sheet.pk}:1.1"]


def test_an_answer_put_in_by_hand_is_named(answered: Cast) -> None:
    one = Answer.objects.get()
    one.pk, one.item = None, "1.3"
    one.save(force_insert=True)

    assert list(departures()) == [f"assessment:{answered.sheet.pk}:1.3"]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda one: {"digest": "0" * 64},
        lambda one: {"lines": one.lines | {"difficulties": "khác"}},
        lambda one: {"number": 7},
    ],
    ids=["digest", "lines", "number"],
)
def test_a_submission_changed_by_hand_is_named(cast: Cast, tamper: Callable[[Submission], dict[str, object]]) -> None:
    fill(cast)
    done = submit(cast)
    assert isinstance(done, Submission)
    assert list(departures()) == []

    Submission.objects.update(**tamper(done))

    assert f"assessment:{cast.sheet.pk}" in next(departures())


def test_the_command_names_it_and_fails(
    answered: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_migrate", lambda: None)
    Answer.objects.update(answer="khong")

    code = cli.main(["check"])

    assert code == 1
    assert f"assessment:{answered.sheet.pk}:1.1 không như nhật ký kể" in capsys.readouterr().err
