"""The sheet as a workbook and as a report: out and in changes nothing, a file is shown first, all of it or none."""

import re
import zipfile
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.errors import Finding
from parindex.rubric.model import Edition
from parindex.rubric.read import adopted
from parindex.sheet.cells import Raw
from paroffice.assessments import actions
from paroffice.assessments.models import Answer
from paroffice.assessments.offline import (
    COLUMNS,
    GUIDE,
    IDENTITY,
    SHEET,
    Change,
    Identity,
    Offer,
    Standing,
    answer_in_words,
    workbook,
)
from paroffice.assessments.offline_in import offered
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Window
from paroffice.trail.models import Entry
from tests.web.conftest import CLOSES, NOON, SOUND, Cast

LAW = adopted(SOUND)
COMMUNES = adopted(Path(__file__).parents[2] / "rubrics" / "qd11-tu-communes-2026")
WHO = Identity("7", "Năm 2026", "Huyện Đây", "here", "Bộ chỉ số thử", "ab" * 32)
STANDING = {
    "1.1": Standing(Raw("answered", "som"), "Kế hoạch 12", 1),
    "1.2": Standing(Raw("answered", "", "95", "100"), "", 2),
}
LABELS = [column.label for column in COLUMNS if column.key != "awarded"]
KEYS = [column.key for column in COLUMNS if column.key != "awarded"]
Grid = list[list[object]]


def read(content: bytes, standing: dict[str, Standing] = STANDING, who: Identity = WHO) -> Offer:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tệp.xlsx"
        path.write_bytes(content)
        return offered(path, who, LAW, standing)


def grid_of(content: bytes, name: str = SHEET) -> Grid:
    return python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python()


def saved_again(grid: Grid, *, name: str = SHEET, guide: Grid | None = None) -> bytes:
    """As an officer's program saves it: values only, another writer."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False}) as book:
        for title, rows in ((GUIDE, guide or list(zip(IDENTITY, WHO, strict=True))), (name, grid)):
            page = book.add_worksheet(title)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("=!"):
                        page.write_formula(line, place, cell.replace("!", ""), None, 1)
                    elif cell != "":
                        page.write(line, place, cell)
    return content.getvalue()


def changed(item: str, /, **cells: object) -> Grid:
    """The exported page with cells of one item written over."""
    grid = grid_of(workbook(WHO, LAW, STANDING))
    row = next(row for row in grid if row[0] == item)
    for key, cell in cells.items():
        row[KEYS.index(key)] = cell
    return grid


def where(offer: Offer) -> list[str]:
    return [finding.where for finding in offer.findings]


def test_the_page_has_frozen_heads_codes_as_text_and_no_formula() -> None:
    hostile = {"1.3": Standing(Raw("not_proven"), '=HYPERLINK("http://x")', 1)}
    content = workbook(WHO, LAW, STANDING | hostile)

    grid = grid_of(content)
    parts = zipfile.ZipFile(BytesIO(content))
    page = parts.read("xl/worksheets/sheet2.xml").decode()
    assert grid[0] == LABELS
    assert [row[0] for row in grid[1:]] == ["1.1", "1.2", "1.3", "1.4", "2.1"]
    assert grid[1][5:7] == ["có trả lời", "trong tháng 12"]
    assert grid[2][7:9] == [95.0, 100.0]
    assert grid[2][-1] == 2.0
    assert "<f>" not in page
    assert 'state="frozen"' in page
    assert "dataValidation" in page
    assert dict(row[:2] for row in grid_of(content, GUIDE) if row[1])["Mã đơn vị"] == "here"


FIGURES = st.one_of(
    st.integers(0, 10**15 - 1).map(str),
    st.tuples(st.integers(0, 10**15 - 1), st.integers(0, 10**15 - 1)).map(lambda pair: f"{pair[0]}.{pair[1]:015d}"),
    st.decimals(0, 10_000, places=3).map(str),
)
NOTES = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60)


def raws() -> st.SearchStrategy[Raw]:
    """Whatever a database could hold for an item, sound for its rule or gone stale."""
    words = st.sampled_from(["som", "muon", "khong", "a", "b", "a;b", "b;a", "yes", "x1", "cai_tien:1.5"])
    answers = st.one_of(words, FIGURES, st.tuples(FIGURES, FIGURES).map("/".join))
    answered = st.builds(lambda a: Raw("answered", a), answers)
    ratio = st.builds(lambda a, b: Raw("answered", "", a, b), FIGURES, FIGURES)
    return st.one_of(answered, ratio, st.sampled_from(["not_met", "not_proven", "not_applicable"]).map(Raw))


@settings(max_examples=40, deadline=None)
@given(data=st.data(), law=st.sampled_from([LAW, COMMUNES]))
def test_out_and_in_again_changes_nothing(data: st.DataObject, law: Edition) -> None:
    codes = [item.code for item in law.leaves()][:12]
    standing = {
        code: Standing(data.draw(raws()), data.draw(NOTES), data.draw(st.integers(1, 9)))
        for code in codes
        if data.draw(st.booleans())
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tệp.xlsx"
        path.write_bytes(workbook(WHO, law, standing))

        assert offered(path, WHO, law, standing) == Offer()


def test_points_gone_stale_for_which_the_page_has_no_column_are_left_as_they_are() -> None:
    """An edition whose levels have fixed points shows none; an answer of before may still hold some."""
    stale = {"1.1": Standing(Raw("answered", "cai_tien:1.5"), "", 1)}

    with TemporaryDirectory() as folder:
        path = Path(folder) / "tệp.xlsx"
        path.write_bytes(workbook(WHO, LAW, stale))

        assert offered(path, WHO, LAW, stale) == Offer()


def test_a_change_is_shown_with_its_points_before_and_after() -> None:
    offer = read(saved_again(changed("1.1", answer="sau tháng 12", note="Kế hoạch 13")))

    (one,) = offer.differences
    assert offer.findings == ()
    assert one.change == Change("1.1", Raw("answered", "muon"), "Kế hoạch 13", 1)
    assert (one.before, one.after) == ("trong tháng 12", "sau tháng 12")
    assert (one.points_before, one.points_after) == (Fraction(2), Fraction(1))


def test_a_new_answer_needs_no_outcome_beside_it() -> None:
    (one,) = read(saved_again(changed("1.3", answer=12))).differences

    assert one.change == Change("1.3", Raw("answered", "12"), "", 0)
    assert (one.points_before, one.points_after) == (None, Fraction(2))


def test_a_branch_is_read_by_what_the_file_says_of_the_other_item() -> None:
    grid = changed("1.1", answer="không ban hành")
    next(row for row in grid if row[0] == "1.4")[KEYS.index("answer")] = "a; b"

    offer = read(saved_again(grid))

    assert offer.findings == ()
    assert [one.change.raw for one in offer.differences] == [Raw("answered", "khong"), Raw("answered", "a;b")]


def test_what_a_change_undoes_elsewhere_is_said() -> None:
    standing = STANDING | {"1.4": Standing(Raw("answered", "", "3", "4"), "", 1)}
    grid = grid_of(workbook(WHO, LAW, standing))
    grid[1][6] = "không ban hành"

    offer = read(saved_again(grid), standing)

    assert [item.code for item in offer.undone] == ["1.4"]
    assert [one.item.code for one in offer.differences] == ["1.1"]


def test_a_row_left_out_stays_as_it_is() -> None:
    grid = grid_of(workbook(WHO, LAW, STANDING))

    assert read(saved_again(grid[:1] + grid[2:])) == Offer()


def test_a_change_made_meanwhile_is_noticed_at_its_cell() -> None:
    content = saved_again(changed("1.2", numerator=96))

    offer = read(content, STANDING | {"1.2": Standing(Raw("answered", "", "90", "100"), "", 3)})

    assert where(offer) == [f"{SHEET}!M3"]
    assert "đã được sửa" in offer.findings[0].problem.said_in("vi")
    assert offer.differences == ()


HOSTILE: list[tuple[str, dict[str, object], str]] = [
    ("1.1", {"code": "9.9"}, "A2"),
    ("1.2", {"code": "1.1"}, "A3"),
    ("1.1", {"outcome": "tuyệt vời"}, "F2"),
    ("1.1", {"answer": "tháng sau"}, "G2"),
    ("1.2", {"numerator": "95,5"}, "H3"),
    ("1.2", {"numerator": "1.234"}, "H3"),
    ("1.2", {"numerator": True}, "H3"),
    ("1.2", {"numerator": "=!1+1"}, "H3"),
    ("1.2", {"numerator": 101}, "H3"),
    ("1.2", {"denominator": ""}, "I3"),
    ("1.2", {"answer": "95%"}, "G3"),
    ("1.2", {"then_numerator": 1}, "J3"),
    ("1.2", {"outcome": "không đạt"}, "H3"),
    ("1.3", {"outcome": "chưa chứng minh được"}, "L4"),
    ("1.3", {"outcome": "không áp dụng", "note": "x"}, "F4"),
    ("1.3", {"note": "chỉ có giải trình"}, "F4"),
    ("1.3", {"answer": 1.5}, "G4"),
    ("1.3", {"answer": 1, "note": "x" * 4001}, "L4"),
    ("1.3", {"answer": 1, "edits": "x"}, "M4"),
    ("1.2", {"outcome": "", "numerator": "", "denominator": ""}, "F3"),
]


@pytest.mark.parametrize(("code", "cells", "cell"), HOSTILE)
def test_what_is_wrong_is_a_finding_at_its_cell(code: str, cells: dict[str, object], cell: str) -> None:
    offer = read(saved_again(changed(code, **cells)))

    assert f"{SHEET}!{cell}" in where(offer)
    assert all(finding.problem.said_in("vi") and finding.remedy.said_in("vi") for finding in offer.findings)


def test_an_error_value_is_a_finding_at_its_cell() -> None:
    content = saved_again(changed("1.2", numerator="=!1/0"))
    parts = zipfile.ZipFile(BytesIO(content))
    held = {name: parts.read(name) for name in parts.namelist()}
    page = held["xl/worksheets/sheet2.xml"].decode()
    page = re.sub(r'<c r="H3"([^>]*)><f>1/0</f><v>1</v>', r'<c r="H3"\1 t="e"><v>#DIV/0!</v>', page)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in held.items():
            archive.writestr(name, page if name.endswith("sheet2.xml") else part)

    assert where(read(packed.getvalue())) == [f"{SHEET}!H3"]


GRID = grid_of(workbook(WHO, LAW, STANDING))
STRANGERS: list[Callable[[], bytes]] = [
    lambda: saved_again(GRID, name="Trang 1"),
    lambda: saved_again([["a", "b"], [1, 2]]),
    lambda: saved_again([]),
    lambda: saved_again(GRID, guide=[["xin chào"]]),
    lambda: b"not a workbook",
    lambda: b"",
    lambda: b"PK\x03\x04" + b"\x00" * 50,
]


@pytest.mark.parametrize("content", STRANGERS)
def test_another_workbook_is_refused_with_a_finding(content: Callable[[], bytes]) -> None:
    offer = read(content())

    assert offer.findings
    assert offer.differences == ()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (WHO._replace(digest="cd" * 32), "bộ chỉ số khác"),
        (WHO._replace(unit_code="there"), "đơn vị khác"),
        (WHO._replace(sheet="8"), "đợt đánh giá khác"),
    ],
)
def test_another_edition_unit_or_round_is_refused_with_a_sentence(other: Identity, said: str) -> None:
    offer = read(workbook(other, LAW, STANDING))

    (finding,) = offer.findings
    assert said in finding.problem.said_in("vi")


# In the office


@pytest.fixture
def now_open(cast: Cast) -> Cast:
    now = timezone.now()
    Window.objects.update(opens_at=now - timezone.timedelta(days=1), closes_at=now + timezone.timedelta(days=1))
    return cast


CHANGES = [Change("1.4", Raw("answered", "a"), "", 0), Change("1.1", Raw("answered", "khong"), "vì sao", 0)]


def bring(cast: Cast, changes: list[Change], by: str = "an", at: object = NOON) -> list[Answer]:
    return actions.import_sheet(assessment=cast.sheet, changes=changes, by=getattr(cast, by), at=at)


def test_all_changes_are_saved_and_traced(cast: Cast) -> None:
    bring(cast, CHANGES)

    assert dict(Answer.objects.values_list("item", "answer")) == {"1.1": "khong", "1.4": "a"}
    assert list(
        Entry.objects.order_by("number").filter(act__startswith="assessments.").values_list("act", flat=True)
    )[-3:] == ["assessments.answer", "assessments.answer", "assessments.import_sheet"]


@pytest.mark.parametrize(
    "bad",
    [Change("1.2", Raw("answered", "", "2", "1"), "", 0), Change("1.3", Raw("answered", "5"), "", 0)],
    ids=["flaw", "conflict"],
)
def test_one_flaw_or_conflict_refuses_the_whole_with_the_list(cast: Cast, bad: Change) -> None:
    actions.answer(
        assessment=cast.sheet, code="1.3", raw=Raw("answered", "3"), note="", edits=0, by=cast.ly, at=NOON
    )  # fmt: skip
    traces = Entry.objects.count()

    with pytest.raises(actions.NotImported) as refused:
        bring(cast, [*CHANGES, bad])

    assert [finding.where for finding in refused.value.findings] == [bad.code]
    assert isinstance(refused.value.findings[0], Finding)
    assert Answer.objects.get().answer == "3"
    assert Entry.objects.count() == traces


def test_the_import_refuses_the_wrong_person_and_the_wrong_moment(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        bring(cast, CHANGES, by="binh")
    with pytest.raises(Refused, match="không có quyền"):
        bring(cast, CHANGES, by="chi")
    with pytest.raises(Refused, match="hết thời gian"):
        bring(cast, CHANGES, at=CLOSES)
    with pytest.raises(Refused, match="không do đơn vị"):
        bring(cast, [Change("3.1", Raw("not_met"), "", 0)])
    assert not Answer.objects.exists()


def exported(cast: Cast) -> bytes:
    response = cast.as_("an").get(reverse("sheet-excel", args=[cast.sheet.pk]))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    return bytes(response.content)


def edited(cast: Cast) -> SimpleUploadedFile:
    content = exported(cast)
    grid = grid_of(content)
    grid[1][6], grid[3][6] = "trong tháng 12", 12
    return SimpleUploadedFile("bảng.xlsx", saved_again(grid, guide=grid_of(content, GUIDE)))


def signed_in(page: str) -> str:
    found = re.search(r'name="signed" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_file_is_shown_first_and_written_once_confirmed(now_open: Cast) -> None:
    link, client = reverse("sheet-import", args=[now_open.sheet.pk]), now_open.as_("an")
    page = client.post(link, {"file": edited(now_open)}).content.decode()
    assert "2 mục thay đổi" in page
    assert not Answer.objects.exists()

    response = client.post(link, {"signed": signed_in(page)})

    assert response.status_code == 302
    assert dict(Answer.objects.values_list("item", "answer")) == {"1.1": "som", "1.3": "12"}
    again = client.post(link, {"signed": signed_in(page)})
    assert again.status_code == 409
    assert "Chưa ghi thay đổi nào" in again.content.decode()


def test_findings_leave_nothing_to_confirm(now_open: Cast) -> None:
    page = (
        now_open.as_("an")
        .post(
            reverse("sheet-import", args=[now_open.sheet.pk]),
            {"file": SimpleUploadedFile("<b>bảng</b>.xlsx", b"khong")},
        )
        .content.decode()
    )

    assert 'name="signed"' not in page
    assert "Phải sửa trước khi nạp" in page
    assert "<b>bảng" not in page


def test_signed_changes_of_another_sheet_or_mended_by_hand_are_refused(now_open: Cast) -> None:
    page = now_open.as_("an").post(
        reverse("sheet-import", args=[now_open.sheet.pk]), {"file": edited(now_open)}
    ).content.decode()  # fmt: skip
    other = reverse("sheet-import", args=[now_open.other_sheet.pk])

    assert now_open.as_("binh").post(other, {"signed": signed_in(page)}).status_code == 409
    own = reverse("sheet-import", args=[now_open.sheet.pk])
    assert now_open.as_("an").post(own, {"signed": "x" + signed_in(page)}).status_code == 409
    assert now_open.as_("an").post(own).status_code == 409
    assert not Answer.objects.exists()


@pytest.mark.parametrize("name", ["sheet-excel", "sheet-import", "sheet-report"])
def test_each_page_opens_for_those_who_may(now_open: Cast, name: str) -> None:
    link = reverse(name, args=[now_open.sheet.pk])
    codes = {who: now_open.as_(who).get(link).status_code for who in ("an", "ly", "binh", "chi", "administrator")}

    reader = 404 if name == "sheet-import" else 200
    assert codes == {"an": 200, "ly": 200, "binh": 404, "chi": reader, "administrator": 404}


@pytest.mark.parametrize(
    ("code", "raw", "said"),
    [
        ("1.1", Raw("answered", "som"), "trong tháng 12"),
        ("1.2", Raw("answered", "", "1234.5", "2000"), "1.234,5/2.000"),
        ("1.3", Raw("answered", "12"), "12"),
        ("1.4", Raw("answered", "a;b"), "lớp thứ nhất; lớp thứ hai"),
        ("1.4", Raw("not_proven"), "chưa chứng minh được"),
    ],
)
def test_an_answer_is_said_in_words(code: str, raw: Raw, said: str) -> None:
    item = LAW.item(code)
    assert item is not None

    assert answer_in_words(item.rule(""), raw) == said
