"""One item on its page: points while typing, saving by itself, proofs with their flags, the year before."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from parindex.errors import Finding
from parindex.sheet.cells import Raw
from paroffice.assessments import actions
from paroffice.assessments.models import Answer, Assessment, Proof
from paroffice.assessments.queries import proofs, sheet_of
from paroffice.assessments.queries.earlier import earlier_of
from paroffice.assessments.queries.proofs import papers_at_hand, proofs_of
from paroffice.assessments.statuses import Status
from paroffice.assessments.texts import pages_in
from paroffice.evidence.actions import upload, withdraw
from paroffice.evidence.models import Version
from paroffice.people.models import Succession, Unit
from paroffice.rounds.actions import open_round
from paroffice.rounds.models import Step, Window
from paroffice.rounds.queries import Time
from paroffice.trail.models import Entry
from tests.web import papers
from tests.web.conftest import CLOSES, NOON, Cast
from tests.web.test_assessments import ALL, save
from tests.web.test_screens import now_open as now_open


def link(cast: Cast, name: str, code: str) -> str:
    return reverse(name, args=[cast.sheet.pk, code])


def test_points_are_told_while_typing_and_nothing_is_saved(now_open: Cast) -> None:
    posted = {"numerator": "95", "denominator": "100", "outcome": "answered", "edits": "0"}

    told = now_open.as_("an").post(link(now_open, "item-points", "1.2"), posted).json()

    assert (told["points"], told["claimed"], told["done"]) == ("4", "4,00", 1)
    assert told["stands"] == "95 ÷ 100, 95%"
    assert not Answer.objects.exists()


def test_points_of_what_cannot_stand_say_why(now_open: Cast) -> None:
    posted = {"numerator": "101", "denominator": "100", "outcome": "answered"}

    told = now_open.as_("an").post(link(now_open, "item-points", "1.2"), posted).json()

    assert told["points"] == "–"
    assert "lớn hơn" in told["problem"]


@pytest.mark.parametrize("name", ["item-points", "item-keep"])
@pytest.mark.parametrize("who", ["binh", "chi", "auditor", "administrator"])
def test_who_may_not_answer_is_told_nothing(now_open: Cast, name: str, who: str) -> None:
    response = now_open.as_(who).post(link(now_open, name, "1.2"), {"numerator": "1", "denominator": "2"})

    assert response.status_code in (404, 409)
    assert not Answer.objects.exists()


def test_saving_by_itself_tells_who_and_counts_the_edit(now_open: Cast) -> None:
    posted = {"figure": "12", "outcome": "answered", "edits": "0"}

    told = now_open.as_("an").post(link(now_open, "item-keep", "1.3"), posted).json()

    assert told["edits"] == 1
    assert told["saved"].startswith("An lưu lúc ")
    again = now_open.as_("an").post(link(now_open, "item-keep", "1.3"), posted | {"edits": "1"}).json()
    assert again["edits"] == 1
    assert Entry.objects.filter(act="assessments.answer").count() == 1


def test_saving_by_itself_never_overwrites_a_colleague(now_open: Cast) -> None:
    now_open.as_("ly").post(link(now_open, "item-keep", "1.3"), {"figure": "3", "outcome": "answered", "edits": "0"})

    late = now_open.as_("an").post(
        link(now_open, "item-keep", "1.3"), {"figure": "4", "outcome": "answered", "edits": "0"}
    )

    assert late.status_code == 409
    assert "Ly vừa sửa phần này." in late.json()["problem"]
    assert Answer.objects.get().answer == "3"


def test_saving_by_itself_when_it_is_late_says_so(now_open: Cast) -> None:
    Window.objects.update(opens_at=timezone.now() - timedelta(days=2), closes_at=timezone.now())

    late = now_open.as_("an").post(link(now_open, "item-keep", "1.3"), {"figure": "4", "outcome": "answered"})

    assert late.status_code == 409
    assert "hết thời gian" in late.json()["problem"]


def status(cast: Cast, code: str) -> Status:
    line = sheet_of(cast.sheet).line(code)
    assert line is not None
    return line.status


def test_each_way_an_item_can_stand_has_its_own_word(cast: Cast) -> None:
    assert [status(cast, code) for code in ("1.1", "1.4", "1.5")] == [
        Status.NOT_STARTED, Status.CANNOT_START, Status.NOT_OWN,
    ]  # fmt: skip
    save(cast, "1.1", ALL["1.1"])
    save(cast, "1.4", ALL["1.4"])
    assert [status(cast, code) for code in ("1.1", "1.4")] == [Status.UNPROVEN, Status.DONE]
    save(cast, "1.1", Raw("answered", "khong"), edits=1)
    assert [status(cast, code) for code in ("1.1", "1.4")] == [Status.DONE, Status.TO_REDO]
    for edits, (outcome, found) in enumerate(
        (("not_met", Status.NOT_MET), ("not_proven", Status.NOT_PROVEN), ("not_applicable", Status.NOT_APPLICABLE))
    ):
        save(cast, "1.2", Raw(outcome), note="vì lũ", edits=edits)
        assert status(cast, "1.2") is found


def paper_of(cast: Cast, *texts: str, by: str = "an", content: bytes | None = None, **other: object) -> Version:
    unit = cast.there if by == "binh" else cast.here
    file = SimpleUploadedFile("bao-cao.pdf", content or papers.pdf(*texts))
    named = {"title": "Báo cáo cải cách"} | other
    return upload(unit=unit, file=file, by=getattr(cast, by), at=NOON, **named)  # type: ignore[arg-type]


def put(cast: Cast, code: str, version: Version, **where: str) -> Proof | Finding:
    return actions.prove(assessment=cast.sheet, code=code, version=version, by=cast.an, at=NOON, **where)


SCAN = "bản quét"
"""What is said of the tests' short papers besides."""


def flags(cast: Cast, code: str, *, sees_other_units: bool = False) -> list[str]:
    shown = proofs_of(cast.sheet, code, closes_at=CLOSES, sees_other_units=sees_other_units)
    return [str(flag.says) for one in shown for flag in one.flags if not str(flag.says).startswith(SCAN)]


def test_the_same_content_used_for_another_item_is_told(cast: Cast) -> None:
    version = paper_of(cast, "trang một")
    put(cast, "1.1", version)
    put(cast, "1.2", version)

    assert flags(cast, "1.1") == ["cũng dùng cho mục 1.2"]


def test_the_same_content_of_another_unit_is_told_only_to_one_who_compares(cast: Cast) -> None:
    content = papers.pdf("chung một tệp")
    put(cast, "1.1", paper_of(cast, content=content))
    theirs = paper_of(cast, by="binh", content=content)
    actions.prove(assessment=cast.other_sheet, code="1.2", version=theirs, by=cast.binh, at=NOON)

    assert flags(cast, "1.1") == []
    assert flags(cast, "1.1", sees_other_units=True) == ["Huyện Kia đã dùng năm 2026 cho mục 1.2"]


def test_of_what_many_places_rest_on_the_nearest_are_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "NAMED", 1)
    content = papers.pdf("chung một tệp")
    put(cast, "1.1", paper_of(cast, content=content))
    theirs = paper_of(cast, by="binh", content=content)
    for code in ("1.2", "1.3"):
        actions.prove(assessment=cast.other_sheet, code=code, version=theirs, by=cast.binh, at=NOON)

    assert flags(cast, "1.1", sees_other_units=True) == [
        "Huyện Kia đã dùng năm 2026 cho mục 1.2",
        "còn dùng ở nhiều nơi khác",
    ]


def test_the_page_speaks_of_another_unit_to_an_appraiser_never_to_the_unit(now_open: Cast) -> None:
    content = papers.pdf("chung một tệp")
    now = timezone.now()
    for sheet, by in ((now_open.sheet, "an"), (now_open.other_sheet, "binh")):
        version = paper_of(now_open, by=by, content=content)
        actions.prove(assessment=sheet, code="1.1", version=version, by=getattr(now_open, by), at=now)

    pages = {who: now_open.as_(who).get(link(now_open, "item", "1.1")).content.decode() for who in ("an", "chi")}

    assert "Huyện Kia" not in pages["an"]
    assert "Huyện Kia đã dùng" in pages["chi"]


def test_a_paper_dated_outside_the_year_is_told(cast: Cast) -> None:
    put(cast, "1.1", paper_of(cast, "x", issued_on=NOON.date().replace(year=2025)))

    assert flags(cast, "1.1") == ["ghi ngày 02/11/2025, ngoài năm 2026"]


def test_a_signature_made_after_the_window_is_told(cast: Cast, tmp_path: Path) -> None:
    version = paper_of(cast, content=papers.signed(papers.pdf("ký"), *papers.seal(tmp_path)))
    put(cast, "1.1", version)
    long_ago = proofs_of(cast.sheet, "1.1", closes_at=CLOSES - timedelta(days=9000), sees_other_units=False)

    assert "ký sau khi hết thời hạn" in [str(flag.says) for flag in long_ago[0].flags]
    assert "chữ ký số nguyên vẹn" in flags(cast, "1.1")


def test_words_that_are_not_on_the_page_are_told(cast: Cast) -> None:
    version = paper_of(cast, "ban hành kế hoạch", "kết quả thực hiện")
    put(cast, "1.1", version, pages="1", quote="Ban hanh ke hoach")
    put(cast, "1.2", version, pages="1", quote="kết quả thực hiện")

    assert "không thấy đoạn trích trên trang đã nêu" not in flags(cast, "1.1")
    assert "không thấy đoạn trích trên trang đã nêu" in flags(cast, "1.2")


def test_a_paper_withdrawn_since_is_told(cast: Cast) -> None:
    version = paper_of(cast, "x")
    put(cast, "1.1", version)
    withdraw(document=version.document, reason="sai bản", by=cast.an, at=NOON)

    assert flags(cast, "1.1") == ["tài liệu đã được rút khỏi kho"]


@pytest.mark.parametrize(
    ("said", "pages"),
    [
        *[("4", [4]), ("4–5, 7", [4, 5, 7]), ("4-6", [4, 5, 6]), (" 2 — 3 ", [2, 3])],
        *[("0", None), ("5-4", None), ("a", None), ("1-99999", None), ("", None), ("1,,2", None)],
    ],
)
def test_pages_are_read_as_people_write_them(said: str, pages: list[int] | None) -> None:
    assert pages_in(said) == pages


@pytest.mark.parametrize(
    ("where", "field"),
    [({"pages": "9"}, "pages"), ({"pages": "chín"}, "pages"), ({"quote": "a" * 301}, "quote")],
)
def test_pages_that_a_paper_does_not_have_are_a_finding(cast: Cast, where: dict[str, str], field: str) -> None:
    flaw = put(cast, "1.1", paper_of(cast, "một", "hai"), **where)

    assert isinstance(flaw, Finding)
    assert flaw.where == field
    assert not Proof.objects.exists()


def test_the_same_proof_put_forward_twice_stands_once(cast: Cast) -> None:
    version = paper_of(cast, "x")

    assert put(cast, "1.1", version, pages="1") == put(cast, "1.1", version, pages="1")
    assert Entry.objects.filter(act="assessments.prove").count() == 1


def test_a_file_whose_pages_are_wrong_is_kept_and_offered_again(now_open: Cast) -> None:
    file = SimpleUploadedFile("bao-cao.pdf", papers.pdf("một"))

    page = now_open.as_("an").post(link(now_open, "prove", "1.1"), {"file": file, "pages": "7"}).content.decode()

    assert "Tài liệu chỉ có 1 trang." in page
    assert f'name="version" value="{Version.objects.get().pk}"' in page
    assert not Proof.objects.exists()


def test_the_page_of_a_proof_opens_beside_the_item(now_open: Cast) -> None:
    version = paper_of(now_open, "một", "hai")
    put_at = {"put_by": now_open.an, "put_at": timezone.now()}
    proof = Proof.objects.create(assessment=now_open.sheet, item="1.1", version=version, pages="2", **put_at)
    client = now_open.as_("chi")

    closed = client.get(link(now_open, "item", "1.1")).content.decode()
    opened = client.get(link(now_open, "item", "1.1") + f"?xem={proof.pk}").content.decode()

    assert reverse("evidence-picture", args=[version.pk, 2]) not in closed
    assert reverse("evidence-picture", args=[version.pk, 2]) in opened
    for odd in ("?xem=x", "?xem=99999999999999999999", f"?xem={proof.pk}&trang=-1", f"?xem={proof.pk}&trang=9999"):
        assert client.get(link(now_open, "item", "1.1") + odd).status_code == 200


def test_papers_are_found_without_accents(cast: Cast) -> None:
    plan = paper_of(cast, "x", title="Kế hoạch tuyên truyền")
    gone = paper_of(cast, "y", title="Kế hoạch cũ")
    withdraw(document=gone.document, reason="cũ", by=cast.an, at=NOON)
    paper_of(cast, by="binh", content=papers.pdf("z"), title="Kế hoạch của Kia")

    assert papers_at_hand(cast.sheet, "ke hoach TUYEN truyen") == [plan]
    assert papers_at_hand(cast.sheet, "kế hoạch\x00") == [plan]
    assert papers_at_hand(cast.sheet, "không có") == []


def year_before(cast: Cast, unit: Unit) -> Assessment:
    time = Time(opens_at=NOON - timedelta(days=400), closes_at=NOON - timedelta(days=300))
    round_ = open_round(
        year=2025, title="Năm 2025", edition=cast.round.edition, windows=[(Step.SELF_ASSESSMENT, "", time)],
        units=[unit], by=cast.dung, at=NOON,
    )  # fmt: skip
    earlier = actions.begin(round_=round_, unit=unit, at=NOON)
    Answer.objects.create(
        assessment=earlier, item="1.2", outcome="answered", numerator="60", denominator="100", changed_by=cast.an,
        changed_at=NOON,
    )  # fmt: skip
    return earlier


def test_the_year_before_stands_beside_the_item_with_its_points(now_open: Cast) -> None:
    year_before(now_open, now_open.here)

    [was] = earlier_of(now_open.sheet, "1.2")

    assert (was.says, was.points) == ("60/100", 2)
    page = now_open.as_("an").get(link(now_open, "item", "1.2")).content.decode()
    assert "Năm 2025" in page
    assert "60/100" in page


def test_a_unit_sees_the_year_before_of_the_one_it_succeeds_and_of_no_other(cast: Cast) -> None:
    old = Unit.objects.create(code="old", name="Huyện Cũ", block="units")
    year_before(cast, old)
    assert earlier_of(cast.sheet, "1.2") == []

    Succession.objects.create(predecessor=old, heir=cast.here, on=NOON.date(), decision="NQ 1")

    assert [was.assessment.unit for was in earlier_of(cast.sheet, "1.2")] == [old]


def test_the_survey_and_the_authority_are_shown_but_not_asked(now_open: Cast) -> None:
    page = now_open.as_("an").get(link(now_open, "item", "1.5")).content.decode()

    assert "đơn vị không tự chấm" in page
    assert 'name="outcome"' not in page


@pytest.mark.parametrize("code", ["1.1", "1.2", "1.3", "1.4", "2.1"])
def test_hostile_fields_are_refused_with_a_sentence(now_open: Cast, code: str) -> None:
    odd = "\x00<script>" + "9" * 5000
    posted = {
        name: odd for name in ("level", "numerator", "denominator", "figure", "mark", "note", "edits", "outcome")
    }

    response = now_open.as_("an").post(link(now_open, "item", code), posted)

    assert response.status_code in (200, 400, 409)
    assert not Answer.objects.exists()
