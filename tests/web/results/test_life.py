"""A result's life: computed, frozen and sealed, published under a decision, corrected, complained of."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from paroffice.appraisals.models import Appraisal, Ruling
from paroffice.appraisals.models import State as Appraised
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused
from paroffice.results import bridge, jobs, queries
from paroffice.results.actions import complaints, life
from paroffice.results.actions.survey import Handed, take_survey
from paroffice.results.models import Complaint, Result, State, SurveyFigures
from paroffice.results.rows import Files
from paroffice.trail.models import Entry
from tests.web.results.conftest import LATER, NOON, SAID, frozen_result, published_result, signed
from tests.web.results.example import EXAMPLE, Example, paper
from tests.web.results.test_pages import signed_in, text


def reopened(example: Example) -> Appraisal:
    """The first unit's appraisal as the council opened it again: settled."""
    Appraisal.objects.filter(assessment__unit=example.units[0]).update(
        state=Appraised.SETTLED, frozen_at=None, frozen_by=None
    )
    return Appraisal.objects.get(assessment__unit=example.units[0])


def decided_anew(example: Example) -> None:
    """The council gives Kim Sơn nothing for 1.1.1, and closes its marks again."""
    appraisal = reopened(example)
    Ruling.objects.create(
        appraisal=appraisal, item="1.1.1", ledger="final", number=1, outcome="not_met", departs=True,
        reason="Kế hoạch ban hành sau hạn (minh họa).", by=example.kien, at=NOON + timedelta(hours=1),
    )  # fmt: skip
    frozen = {"frozen_at": NOON + timedelta(hours=2), "frozen_by": example.kien}
    Appraisal.objects.filter(pk=appraisal.pk).update(state=Appraised.FROZEN, **frozen)


def test_a_trial_gives_way_to_the_next_and_is_nobodys_to_read(example: Example) -> None:
    life.compute(round_=example.round, by=example.dung, at=NOON)
    again = life.compute(round_=example.round, by=example.dung, at=LATER)

    assert isinstance(again, Result)
    assert (Result.objects.count(), again.version, again.state) == (1, 1, State.DRAFT)
    assert queries.public_result(example.round.pk, LATER) is None


def test_what_is_missing_is_told_and_no_trial_is_made(example: Example) -> None:
    SurveyFigures.objects.update(stands=False)

    findings = life.compute(round_=example.round, by=example.dung, at=NOON)

    assert isinstance(findings, list)
    assert findings
    assert not Result.objects.exists()


def test_a_frozen_result_is_sealed_twice_and_both_packages_hold(example: Example) -> None:
    result = frozen_result(example)

    council, public = (bridge.verified(one, result.fingerprint) for one in (result.council, result.public))

    assert (council.holds, council.pinned, public.holds, public.pinned) == (True, True, True, True)
    assert b"cluster" in bridge.package(result.council)
    assert result.study["settings"]["seed"]
    assert Entry.objects.filter(act="results.freeze").exists()


def test_what_is_frozen_does_not_follow_the_rows(example: Example) -> None:
    result = frozen_result(example)
    decided_anew(example)

    kim_son = bridge.opened(result.public).data["units"][1]

    assert (kim_son["unit"], kim_son["index"], kim_son["rank"]) == ("kim-son", "86.38", "2")


def test_freezing_waits_for_the_council(example: Example) -> None:
    drafted = life.compute(round_=example.round, by=example.dung, at=NOON)
    reopened(example)

    with pytest.raises(Refused, match="Kim Sơn"):
        life.freeze(result=drafted, by=example.dung, at=NOON)


def test_what_changes_while_it_is_sealed_is_not_frozen_over(
    example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted, sealed = life.compute(round_=example.round, by=example.dung, at=NOON), bridge.sealed

    def sealed_slowly(files: Files) -> bridge.Sealed:
        decided_anew(example)
        return sealed(files)

    monkeypatch.setattr(bridge, "sealed", sealed_slowly)
    with pytest.raises(Refused, match="đã đổi trong lúc niêm phong"):
        life.freeze(result=drafted, by=example.dung, at=NOON)
    assert Result.objects.get().state == State.DRAFT


def test_a_large_round_is_frozen_by_a_worker_once(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "MOST_AT_ONCE", 100)
    drafted = life.compute(round_=example.round, by=example.dung, at=NOON)
    dung, office = signed_in(example.dung), reverse("result-office", args=[example.round.pk])

    for _ in range(2):
        assert dung.post(office, {"act": "freeze"}).status_code == 302
    page = text(dung, office)
    waiting = DBTaskResult.objects.filter(task_path=jobs.freeze.module_path)
    assert waiting.count() == 1
    assert "không phải chờ ở trang này" in page
    assert 'value="freeze"' not in page

    for _ in range(2):
        assert jobs.freeze.func(*waiting.get().args_kwargs["args"]) == ""
    assert Result.objects.get().state == State.FROZEN
    assert Entry.objects.filter(act="results.freeze").count() == 1
    with pytest.raises(Refused):
        life.ask_to_freeze(result=drafted, by=example.an, at=NOON)


@pytest.mark.parametrize(
    "lacking", [{"decision": " "}, {"decided_on": None}, {"signed": None}, {"decided_on": date(2027, 1, 1)}], ids=str
)
def test_publishing_needs_the_decisions_number_date_and_signed_file(
    example: Example, lacking: dict[str, object]
) -> None:
    result = frozen_result(example)

    with pytest.raises(Refused):
        life.publish(
            **{"result": result, **SAID, "signed": signed(), "public_at": None, "by": example.dung, "at": NOON}
            | lacking
        )

    result.refresh_from_db()
    assert result.state == State.FROZEN


def test_what_the_council_opened_again_is_not_published(example: Example) -> None:
    result = frozen_result(example)
    decided_anew(example)

    with pytest.raises(Refused, match="mở lại"):
        life.publish(result=result, **SAID, signed=signed(), public_at=None, by=example.dung, at=LATER)
    life.set_aside(result=result, reason="Hội đồng mở lại.", by=example.dung, at=LATER)
    assert Result.objects.get().state == State.DRAFT


def test_under_embargo_it_is_not_public_and_at_its_end_it_is(example: Example) -> None:
    result = published_result(example, public_at=LATER)

    assert queries.public_result(example.round.pk, LATER - timedelta(seconds=1)) is None
    assert queries.told_result(example.round.pk) == result
    assert queries.public_result(example.round.pk, LATER) == result


def test_a_correction_is_a_new_version_with_what_it_changed(example: Example, published: Result) -> None:
    """Kim Sơn loses the 1 point of 1.1.1: 86.38 becomes 85.38, below Đồng Mây's 85.67."""
    decided_anew(example)

    second = published_result(example, reason="Kiến nghị được chấp nhận.", at=LATER)

    first = Result.objects.get(pk=published.pk)
    assert (first.version, second.version, first.state) == (1, 2, State.PUBLISHED)
    assert [
        (one["unit"], one["old"], one["new"], one["difference"], one["old_rank"], one["new_rank"])
        for one in second.changes
    ] == [
        ("dong-may", "85.67", "85.67", "0.00", "3/8", "2/8"),
        ("kim-son", "86.38", "85.38", "-1.00", "2/8", "3/8"),
    ]
    assert second.changes[1]["items"] == [{"code": "1.1.1", "old": "1.00", "new": "0.00"}]
    assert queries.public_result(example.round.pk, NOON) == published
    assert queries.public_result(example.round.pk, LATER) == second


def test_a_correction_without_a_reason_is_refused(example: Example, published: Result) -> None:
    with pytest.raises(Refused, match="lý do"):
        life.compute(round_=example.round, by=example.dung, at=LATER)


@pytest.mark.parametrize("who", ["an", "kien"])
def test_only_the_round_office_computes_freezes_and_publishes(example: Example, who: str) -> None:
    person: Person = getattr(example, who)
    result = frozen_result(example)
    acts = (
        lambda: life.compute(round_=example.round, by=person, at=NOON),
        lambda: life.freeze(result=result, by=person, at=NOON),
        lambda: life.set_aside(result=result, reason="x", by=person, at=NOON),
        lambda: life.publish(result=result, **SAID, signed=signed(), public_at=None, by=person, at=NOON),
    )

    for act in acts:
        with pytest.raises(Refused):
            act()


def test_a_published_version_never_changes(example: Example, published: Result) -> None:
    for act in (
        lambda: life.freeze(result=published, by=example.dung, at=LATER),
        lambda: life.set_aside(result=published, reason="x", by=example.dung, at=LATER),
        lambda: life.publish(result=published, **SAID, signed=signed(), public_at=None, by=example.dung, at=LATER),
    ):
        with pytest.raises(Refused):
            act()


def test_a_complaint_is_registered_and_answered_once(example: Example, published: Result) -> None:
    said = {"item": "1.1.1", "text": "Kế hoạch ban hành đúng hạn.", "at": LATER}
    made = complaints.complain(result=published, unit=example.units[0], sender="", by=example.an, **said)

    complaints.answer(complaint=made, upheld=False, text="Giữ kết quả.", by=example.dung, at=LATER)

    with pytest.raises(Refused, match="đã được trả lời"):
        complaints.answer(complaint=made, upheld=True, text="Nhận.", by=example.dung, at=LATER)
    with pytest.raises(NotVisible):
        complaints.complain(result=published, unit=example.units[0], sender="", by=example.binh, **said)
    assert Complaint.objects.get().sender == "Huyện Kim Sơn (minh họa)"


def test_a_complaint_waits_for_publication(example: Example) -> None:
    result = frozen_result(example)

    with pytest.raises(Refused, match="chưa công bố"):
        complaints.complain(
            result=result, unit=example.units[0], sender="", item="", text="Sai.", by=example.an, at=NOON
        )


def test_survey_figures_are_read_as_the_arithmetic_reads_them(example: Example) -> None:
    responses = (EXAMPLE / "survey/responses.csv").read_text(encoding="utf-8")
    wrong = Handed(responses=responses.replace("kim-son,so_nganh", "kim-xon,so_nganh", 1))

    findings = take_survey(round_=example.round, handed=wrong, source=signed(), by=example.dung, at=NOON)
    taken = take_survey(
        round_=example.round, handed=Handed(responses=responses, seed="7"), source=signed(), by=example.dung, at=NOON
    )

    assert isinstance(findings, list)
    assert findings[0].where == "survey/responses.csv:2"
    assert isinstance(taken, SurveyFigures)
    assert SurveyFigures.objects.filter(stands=True).get() == taken
    with pytest.raises(Refused):
        take_survey(round_=example.round, handed=Handed(), source=signed(), by=example.dung, at=NOON)


FROZEN = {"public": "a" * 64, "fingerprint": "b" * 64, "frozen_at": NOON, "study": {}, "process": {}}
BROKEN: dict[str, dict[str, object]] = {
    "result_state_is_known": {"state": "lost"},
    "result_is_counted_from_one": {"version": 0, "reason": "x"},
    "result_corrects_for_a_reason": {"version": 2},
    "result_has_its_package": {"council": ""},
    "result_frozen_whole": {"state": State.FROZEN.value},
    "result_published_by_a_signed_decision": {"decision": "1/QĐ"},
    "result_public_after_publishing": FROZEN
    | {"state": State.PUBLISHED.value, "decision": "1/QĐ", "decided_on": date(2026, 1, 1)}
    | {"published_at": LATER, "public_at": NOON},
}


EITHER = {"result_state_is_known": "result_(state_is_known|frozen_whole)"}
"""An unknown state breaks both: PostgreSQL names the first by the alphabet, SQLite the first that was made."""


@pytest.mark.parametrize("name", BROKEN)
def test_a_result_that_cannot_be_is_not_kept(example: Example, name: str) -> None:
    said = {
        "round": example.round,
        "version": 1,
        "council": "c" * 64,
        "computed_at": NOON,
        "computed_by": example.dung,
    }
    if name == "result_public_after_publishing":
        said |= {
            "signed": paper(example.round, example.dung),
            "published_by": example.dung,
            "frozen_by": example.dung,
        }

    with pytest.raises(IntegrityError, match=EITHER.get(name, name)), transaction.atomic():
        Result.objects.create(**said | BROKEN[name])


def test_the_other_rows_of_the_room_hold_too(example: Example, published: Result) -> None:
    figures = {
        "round": example.round,
        "source": paper(example.round, example.dung),
        "taken_by": example.dung,
        "taken_at": NOON,
    }
    complaint = {"result": published, "sender": "Ông X", "registered_by": example.dung, "registered_at": NOON}
    broken = {
        "survey_figures_or_a_reason": lambda: SurveyFigures.objects.create(**figures, stands=False),
        "complaint_in_words": lambda: Complaint.objects.create(**complaint),
        "complaint_answered_whole": lambda: Complaint.objects.create(**complaint, text="Sai.", upheld=True),
    }

    for name, make in broken.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            make()


def test_one_version_is_in_work_and_one_survey_stands(example: Example) -> None:
    frozen_result(example)
    said = {"round": example.round, "council": "c" * 64, "computed_at": NOON, "computed_by": example.dung}

    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.create(**said, version=2, reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyFigures.objects.create(
            round=example.round,
            source=paper(example.round, example.dung),
            not_held="x",
            taken_by=example.dung,
            taken_at=NOON,
        )
