"""A sheet handed over: under a registered and signed report, sealed as it was, returned and handed over again."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from parindex.errors import Finding
from parindex.sheet.cells import Raw
from paroffice.assessments import actions
from paroffice.assessments.ledger import digest_of, is_intact, lines_of
from paroffice.assessments.models import Statement, Submission
from paroffice.assessments.queries.submitted import handed_over
from paroffice.evidence.actions import upload
from paroffice.refused import NotVisible, Refused
from paroffice.trail.models import Entry
from tests.web import papers
from tests.web.conftest import CLOSES, NOON, PAPER, Cast
from tests.web.test_assessments import ALL, fill, save, signed_paper, submit
from tests.web.test_screens import now_open as now_open


def test_a_submission_keeps_the_lines_and_their_digest(cast: Cast) -> None:
    fill(cast)

    done = submit(cast)

    assert isinstance(done, Submission)
    assert (done.number, done.registered_as, done.registered_on) == (1, "12/BC-UBND", NOON.date())
    assert done.lines["answers"]["1.2"]["numerator"] == "95"
    assert done.digest == digest_of(lines_of(done.assessment))
    deed = Entry.objects.get(act="assessments.submit")
    assert deed.after["digest"] == done.digest


def test_a_seal_is_broken_by_any_change_of_the_lines(cast: Cast) -> None:
    fill(cast)
    done = submit(cast)
    assert isinstance(done, Submission)
    assert is_intact(done)

    done.lines["answers"]["1.3"]["answer"] = "13"

    assert not is_intact(done)


def test_handed_over_again_the_earlier_submission_stays(cast: Cast) -> None:
    fill(cast)
    submit(cast)
    actions.return_to_unit(assessment=cast.sheet, reason="Thiếu biểu 2", by=cast.dung, at=NOON)
    save(cast, "1.3", Raw("answered", "1"), edits=1)

    submit(cast)

    first, second = Submission.objects.order_by("number")
    assert first.lines["answers"]["1.3"]["answer"] == ALL["1.3"].answer
    assert second.lines["answers"]["1.3"]["answer"] == "1"
    assert is_intact(first)
    assert [one.item.code for one in handed_over(first)] == ["1.1", "1.2", "1.3", "1.4", "2.1"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"registered_as": "  "}, "registered_as"),
        ({"registered_as": "9" * 61}, "registered_as"),
        ({"registered_on": None}, "registered_on"),
        ({"registered_on": NOON.date() + timedelta(days=1)}, "registered_on"),
        ({"signed": None}, "signed"),
    ],
)
def test_what_is_wrong_with_the_report_is_said_beside_its_field(
    cast: Cast, wrong: dict[str, object], field: str
) -> None:
    fill(cast)

    found = actions.submit(assessment=cast.sheet, paper=signed_paper(cast, **wrong), by=cast.ly, at=NOON)

    assert isinstance(found, list)
    assert [finding.where for finding in found] == [field]
    assert not Submission.objects.exists()


def test_a_signed_report_altered_after_signing_is_not_taken(cast: Cast, tmp_path: Path) -> None:
    fill(cast)
    key, certificate = papers.seal(tmp_path)
    sound = papers.signed(papers.pdf("Báo cáo"), key, certificate)
    altered = papers.altered_later(sound)
    versions = [
        upload(unit=cast.here, file=SimpleUploadedFile("ky.pdf", content), by=cast.ly, at=NOON, title="Báo cáo")
        for content in (altered, sound)
    ]

    refused = actions.submit(assessment=cast.sheet, paper=signed_paper(cast, signed=versions[0]), by=cast.ly, at=NOON)
    taken = actions.submit(assessment=cast.sheet, paper=signed_paper(cast, signed=versions[1]), by=cast.ly, at=NOON)

    assert isinstance(refused, list)
    assert [finding.where for finding in refused] == ["signed"]
    assert isinstance(taken, Submission)


def test_another_units_paper_is_not_the_signed_report(cast: Cast) -> None:
    fill(cast)
    theirs = upload(unit=cast.there, file=SimpleUploadedFile("a.pdf", PAPER), by=cast.binh, at=NOON, title="Báo cáo")

    with pytest.raises(NotVisible):
        actions.submit(assessment=cast.sheet, paper=signed_paper(cast, signed=theirs), by=cast.ly, at=NOON)


def test_late_is_refused(cast: Cast) -> None:
    fill(cast)

    with pytest.raises(Refused, match="hết thời gian"):
        actions.submit(assessment=cast.sheet, paper=signed_paper(cast), by=cast.ly, at=CLOSES)


@pytest.mark.parametrize("breach", [{"number": 0}, {"registered_as": ""}, {"digest": "x"}, {"number": 1}])
def test_the_database_itself_refuses_a_submission_that_cannot_be(cast: Cast, breach: dict[str, object]) -> None:
    fill(cast)
    done = submit(cast)
    assert isinstance(done, Submission)
    held = {name: getattr(done, name) for name in ("registered_as", "registered_on", "signed", "lines", "digest")}

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(**held | {"number": 2} | breach, assessment=cast.sheet, by=cast.ly, at=NOON)


def say(cast: Cast, *, by: str = "an", edits: int = 0, **said: str) -> Statement | Finding:
    return actions.state(assessment=cast.sheet, said=said, edits=edits, by=getattr(cast, by), at=NOON)


def test_difficulties_and_proposals_are_kept_with_the_sheet(cast: Cast) -> None:
    said = say(cast, difficulties="Thiếu người\r\nvà kinh phí", proposals="Đề nghị tập huấn", place=" Kim  Sơn ")

    assert isinstance(said, Statement)
    assert (said.difficulties, said.place, said.edits) == ("Thiếu người\nvà kinh phí", "Kim Sơn", 1)
    assert lines_of(cast.sheet)["proposals"] == "Đề nghị tập huấn"


def test_a_statement_too_long_is_a_finding(cast: Cast) -> None:
    long = say(cast, difficulties="a" * 8001)

    assert isinstance(long, Finding)
    assert long.where == "difficulties"


def test_two_hands_on_the_statement_do_not_overwrite_each_other(cast: Cast) -> None:
    say(cast, difficulties="của An")

    with pytest.raises(actions.ChangedMeanwhile):
        say(cast, by="ly", difficulties="của Lý")

    assert Statement.objects.get().difficulties == "của An"


@pytest.mark.parametrize(("who", "refusal"), [("binh", NotVisible), ("chi", Refused), ("auditor", Refused)])
def test_only_the_unit_writes_its_statement(cast: Cast, who: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        say(cast, by=who, difficulties="không")


def test_the_database_itself_refuses_a_statement_never_written(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.create(assessment=cast.sheet, edits=0, changed_by=cast.an, changed_at=NOON)


def test_the_page_keeps_what_was_typed_beside_the_finding(now_open: Cast) -> None:
    fill_now(now_open)
    link = reverse("submit", args=[now_open.sheet.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)
    posted = {"registered_as": "12/BC-UBND", "registered_on": tomorrow.isoformat()}

    page = (
        now_open.as_("ly").post(link, posted | {"signed": SimpleUploadedFile("bao-cao.pdf", PAPER)}).content.decode()
    )

    assert "Ngày báo cáo ở tương lai." in page
    assert 'value="12/BC-UBND"' in page
    assert "Đã nhận tệp «bao-cao.pdf»" in page


def test_a_submission_opens_with_its_seal_for_those_who_see_the_sheet(now_open: Cast) -> None:
    fill_now(now_open)
    posted = {
        "registered_as": "12/BC-UBND",
        "registered_on": timezone.localdate().isoformat(),
        "signed": SimpleUploadedFile("bao-cao.pdf", PAPER),
    }
    now_open.as_("ly").post(reverse("submit", args=[now_open.sheet.pk]), posted)
    link = reverse("submission", args=[now_open.sheet.pk, 1])

    page = now_open.as_("chi").get(link).content.decode()

    assert "nguyên vẹn" in page
    assert Submission.objects.get().digest in page
    assert now_open.as_("binh").get(link).status_code == 404
    assert now_open.as_("chi").get(reverse("submission", args=[now_open.sheet.pk, 2])).status_code == 404


def fill_now(cast: Cast) -> None:
    for code, raw in ALL.items():
        note = "Bản gốc lưu tại Văn phòng" if code == "1.1" else ""
        actions.answer(assessment=cast.sheet, code=code, raw=raw, note=note, edits=0, by=cast.an, at=timezone.now())
