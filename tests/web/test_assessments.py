"""What a unit does with its sheet: it does it, it refuses the wrong person, it refuses the wrong moment."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from parindex.errors import Finding
from parindex.sheet.cells import Raw
from paroffice.assessments import actions
from paroffice.assessments.forms import machine
from paroffice.assessments.models import Answer, Assessment, Proof, State, Submission
from paroffice.assessments.queries import sheet_of, unanswered
from paroffice.evidence.actions import upload, withdraw
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.actions import extend
from paroffice.rounds.models import Step
from paroffice.trail.actions import pseudonym_of
from paroffice.trail.models import Entry
from tests.web.conftest import CLOSES, NOON, OPENS, PAPER, Cast

ALL = {
    "1.1": Raw("answered", "som"),
    "1.2": Raw("answered", "", "95", "100"),
    "1.3": Raw("answered", "12"),
    "1.4": Raw("answered", "", "3", "4"),
    "2.1": Raw("answered", "0.5"),
}
NOTES = {"1.1": "Bản gốc lưu tại Văn phòng"}
"""What explains a claim without proof."""


def signed_paper(cast: Cast, **other: object) -> actions.Paper:
    """The unit's report, registered and signed."""
    version = upload(unit=cast.here, file=paper(cast), by=cast.ly, at=NOON, title="Báo cáo đã ký")
    held = {"registered_as": "12/BC-UBND", "registered_on": NOON.date(), "signed": version}
    return actions.Paper(**held | other)  # type: ignore[arg-type]


def submit(cast: Cast, *, by: str = "ly") -> object:
    return actions.submit(assessment=cast.sheet, paper=signed_paper(cast), by=getattr(cast, by), at=NOON)


def save(
    cast: Cast, code: str, raw: Raw, *, by: str = "an", note: str = "", edits: int = 0, at: object = NOON
) -> object:
    return actions.answer(
        assessment=cast.sheet,
        code=code,
        raw=raw,
        note=note,
        edits=edits,
        by=getattr(cast, by),
        at=at,  # type: ignore[arg-type]
    )


def fill(cast: Cast) -> None:
    for code, raw in ALL.items():
        assert isinstance(save(cast, code, raw, note=NOTES.get(code, "")), Answer)


def test_an_answer_is_saved_scored_and_traced(cast: Cast) -> None:
    saved = save(cast, "1.2", Raw("answered", "", "95", "100"), note="Báo cáo 12")

    assert isinstance(saved, Answer)
    line = sheet_of(cast.sheet).line("1.2")
    assert line is not None
    assert line.points == Fraction(4)
    deed = Entry.objects.get(act="assessments.answer")
    assert (deed.by, deed.before, deed.after["numerator"]) == (pseudonym_of("an"), None, "95")


def test_a_flaw_is_a_finding_and_nothing_is_saved(cast: Cast) -> None:
    flaw = save(cast, "1.2", Raw("answered", "", "101", "100"))

    assert isinstance(flaw, Finding)
    assert not Answer.objects.exists()
    assert not Entry.objects.filter(act="assessments.answer").exists()


@pytest.mark.parametrize("outcome", ["not_proven", "not_applicable"])
def test_what_is_not_proven_or_does_not_apply_is_explained(cast: Cast, outcome: str) -> None:
    assert isinstance(save(cast, "1.2", Raw(outcome)), Finding)
    assert isinstance(save(cast, "1.2", Raw(outcome), note="vì không có nhiệm vụ"), Answer)


@pytest.mark.parametrize("who", ["binh", "administrator"])
def test_a_stranger_does_not_see_the_sheet_at_all(cast: Cast, who: str) -> None:
    with pytest.raises(NotVisible):
        save(cast, "1.2", ALL["1.2"], by=who)


@pytest.mark.parametrize("who", ["chi", "dung", "auditor"])
def test_who_may_only_read_cannot_answer(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="không có quyền"):
        save(cast, "1.2", ALL["1.2"], by=who)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (OPENS - timedelta(microseconds=1), False),
        (OPENS, True),
        (CLOSES - timedelta(microseconds=1), True),
        (CLOSES, False),
    ],
)
def test_the_window_is_kept_to_the_moment(cast: Cast, moment: object, allowed: bool) -> None:
    if allowed:
        assert isinstance(save(cast, "1.2", ALL["1.2"], at=moment), Answer)
    else:
        with pytest.raises(Refused):
            save(cast, "1.2", ALL["1.2"], at=moment)


def test_an_extension_gives_one_unit_more_time(cast: Cast) -> None:
    extend(
        round_=cast.round, unit=cast.here, step=Step.SELF_ASSESSMENT, closes_at=CLOSES + timedelta(days=2),
        reason="Công văn 15: lũ", by=cast.dung, at=NOON,
    )  # fmt: skip

    assert isinstance(save(cast, "1.2", ALL["1.2"], at=CLOSES + timedelta(days=1)), Answer)
    with pytest.raises(Refused, match="hết thời gian"):
        actions.answer(
            assessment=cast.other_sheet, code="1.2", raw=ALL["1.2"], note="", edits=0, by=cast.binh,
            at=CLOSES + timedelta(days=1),
        )  # fmt: skip


def test_an_extension_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="lý do"):
        extend(
            round_=cast.round, unit=cast.here, step=Step.SELF_ASSESSMENT, closes_at=CLOSES + timedelta(days=2),
            reason="  ", by=cast.dung, at=NOON,
        )  # fmt: skip


def test_two_hands_do_not_overwrite_each_other(cast: Cast) -> None:
    save(cast, "1.3", Raw("answered", "3"))

    with pytest.raises(actions.ChangedMeanwhile) as changed:
        save(cast, "1.3", Raw("answered", "4"), by="ly", edits=0)

    assert changed.value.theirs.answer == "3"
    assert isinstance(save(cast, "1.3", Raw("answered", "4"), by="ly", edits=1), Answer)


def test_a_count_of_changes_that_never_were_does_no_harm(cast: Cast) -> None:
    saved = save(cast, "1.3", Raw("answered", "3"), edits=7)

    assert isinstance(saved, Answer)
    assert saved.edits == 1


def test_a_branch_follows_the_other_item(cast: Cast) -> None:
    save(cast, "1.1", Raw("answered", "som"))
    save(cast, "1.4", Raw("answered", "", "3", "4"))
    save(cast, "1.1", Raw("answered", "khong"), edits=1)

    assert "1.4" in [item.code for item in unanswered(cast.sheet)]


def test_only_the_leader_submits_and_only_a_whole_sheet(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"Còn 5 mục chưa trả lời: 1\.1, 1\.2"):
        submit(cast)
    fill(cast)
    with pytest.raises(Refused, match="không có quyền"):
        submit(cast, by="an")

    done = submit(cast)

    assert isinstance(done, Submission)
    submitted = Assessment.objects.get(pk=cast.sheet.pk)
    assert (submitted.state, submitted.submitted_by, submitted.submitted_at) == (State.SUBMITTED, cast.ly, NOON)


def test_what_is_claimed_is_proven_or_explained_before_it_is_submitted(cast: Cast) -> None:
    fill(cast)
    save(cast, "1.1", ALL["1.1"], edits=1)

    with pytest.raises(Refused, match=r"không có giải trình: 1\.1"):
        submit(cast)

    version = upload(unit=cast.here, file=paper(cast), by=cast.an, at=NOON, title="Kế hoạch")
    actions.prove(assessment=cast.sheet, code="1.1", version=version, by=cast.an, at=NOON)
    assert isinstance(submit(cast), Submission)


def test_a_submitted_sheet_is_locked_and_not_submitted_again(cast: Cast) -> None:
    fill(cast)
    submit(cast)

    with pytest.raises(Refused, match="được khóa"):
        save(cast, "1.3", Raw("answered", "1"), edits=1)
    with pytest.raises(Refused, match="đã nộp"):
        submit(cast)


def test_the_office_returns_a_sheet_with_a_reason(cast: Cast) -> None:
    fill(cast)
    submit(cast)

    with pytest.raises(Refused, match="lý do"):
        actions.return_to_unit(assessment=cast.sheet, reason=" ", by=cast.dung, at=NOON)
    with pytest.raises(Refused, match="không có quyền"):
        actions.return_to_unit(assessment=cast.sheet, reason="Thiếu biểu 2", by=cast.ly, at=NOON)
    actions.return_to_unit(assessment=cast.sheet, reason="Thiếu biểu 2", by=cast.dung, at=NOON)

    assert isinstance(save(cast, "1.3", Raw("answered", "1"), edits=1), Answer)


def test_the_survey_and_the_authority_are_not_answered_by_the_unit(cast: Cast) -> None:
    for code in ("1.5", "3.1"):
        with pytest.raises(Refused, match="không do đơn vị tự chấm"):
            save(cast, code, Raw("not_met"))


def paper(cast: Cast) -> SimpleUploadedFile:
    return SimpleUploadedFile("báo cáo.pdf", PAPER)


def test_a_proof_is_put_forward_and_taken_back_but_stays_on_record(cast: Cast) -> None:
    version = upload(unit=cast.here, file=paper(cast), by=cast.an, at=NOON, title="Báo cáo")
    proof = actions.prove(assessment=cast.sheet, code="1.1", version=version, by=cast.an, at=NOON, pages="1")
    save(cast, "1.1", ALL["1.1"])
    line = sheet_of(cast.sheet).line("1.1")
    assert line is not None
    assert not line.lacks_proof

    actions.take_back(proof=proof, by=cast.an, at=NOON)

    line = sheet_of(cast.sheet).line("1.1")
    assert line is not None
    assert line.lacks_proof
    assert Proof.objects.get().version == version


def test_a_withdrawn_paper_proves_nothing(cast: Cast) -> None:
    version = upload(unit=cast.here, file=paper(cast), by=cast.an, at=NOON, title="Báo cáo")
    withdraw(document=version.document, reason="sai bản", by=cast.an, at=NOON)
    version.document.refresh_from_db()

    with pytest.raises(Refused, match="đã được rút"):
        actions.prove(assessment=cast.sheet, code="1.1", version=version, by=cast.an, at=NOON)


def test_another_units_paper_proves_nothing_here(cast: Cast) -> None:
    theirs = upload(unit=cast.there, file=paper(cast), by=cast.binh, at=NOON, title="Báo cáo")

    with pytest.raises(NotVisible):
        actions.prove(assessment=cast.sheet, code="1.1", version=theirs, by=cast.an, at=NOON)


BREACHES = [
    {"outcome": "maybe"},
    {"outcome": "not_met", "answer": "som"},
    {"outcome": "not_proven", "note": ""},
    {"outcome": "not_applicable", "note": ""},
]


@pytest.mark.parametrize("breach", BREACHES)
def test_the_database_itself_refuses_an_answer_that_cannot_be(cast: Cast, breach: dict[str, str]) -> None:
    held = {"assessment": cast.sheet, "item": "1.1", "changed_by": cast.an, "changed_at": NOON}

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(**held | breach)


@pytest.mark.parametrize("breach", [{"state": "gone"}, {"state": "submitted"}, {"state": "returned"}])
def test_the_database_itself_refuses_a_state_without_its_people_and_times(cast: Cast, breach: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=cast.sheet.pk).update(**breach)


@pytest.mark.parametrize(
    ("typed", "machine_form"),
    [
        *[("17.935", "17935"), ("1.234,5", "1234.5"), ("86,38", "86.38"), ("2.5", "2.5"), ("0.125", "0.125")],
        *[("1 234", "1234"), ("12", "12"), ("1,2,3", "1,2,3"), ("1.2,3", "1.2,3"), ("abc", "abc"), ("", "")],
    ],
)
def test_figures_are_read_as_vietnamese_type_them(typed: str, machine_form: str) -> None:
    assert machine(typed) == machine_form


@pytest.mark.parametrize(
    ("typed", "machine_form"),
    [("1,234", "1234"), ("1,234.5", "1234.5"), ("1.234", "1.234"), ("86.38", "86.38"), ("86,38", "86.38")],
)
def test_who_reads_english_types_figures_as_english_does(typed: str, machine_form: str) -> None:
    assert machine(typed, "en") == machine_form
