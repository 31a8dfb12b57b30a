"""Who appraises what by Excel: previewed, then written as previewed, or refused."""

import re
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from parindex.rubric.model import Edition
from paroffice.appraisals.actions import body
from paroffice.appraisals.mandates import Line, difference, digest_of, known_in, standing_lines, suggested_lines
from paroffice.appraisals.mandates_sheet import written
from paroffice.appraisals.models import Mandate
from paroffice.refused import NotVisible, Refused
from paroffice.rubrics.queries import law_of
from paroffice.trail.models import Entry
from tests.web.appraisals.conftest import APPRAISING, Group
from tests.web.conftest import NOON, Cast

HEADS = ("Tên đăng nhập", "Họ và tên", "Cơ quan", "Phần", "Tên phần", "Nhóm", "Mã đơn vị", "Ghi chú")
ALL_OF_IT = (("chi", "", "Sở Nội vụ", "", "", "", ""), ("son", "", "", "", "", "", ""))
"""What stands in the cast: Chi and Sơn appraise everything."""


def book(*rows: Iterable[object], heads: tuple[str, ...] = HEADS) -> SimpleUploadedFile:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        page = made.add_worksheet("Phân công thẩm định")
        for number, row in enumerate((heads, *rows)):
            for place, cell in enumerate(row):
                page.write(number, place, cell)
    return SimpleUploadedFile("phan-cong.xlsx", content.getvalue())


def sent(group: Group, posted: dict[str, object], who: str = "dung") -> HttpResponse:
    link = reverse("mandates-import", args=[group.cast.round.pk])
    client = group.cast.as_("dung")
    client.force_login(getattr(group, who, None) or getattr(group.cast, who))
    return client.post(link, posted)


def previewed(group: Group, *rows: Iterable[object]) -> str:
    return sent(group, {"file": book(*rows)}).content.decode()


def signed_in(page: str) -> str:
    found = re.search(r'name="signed" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]


def in_force(group: Group) -> set[Line]:
    return set(standing_lines(group.cast.round))


PLAN = (*ALL_OF_IT[:1], ("hoa", "", "Sở Tư pháp", 1.3, "", "units", ""), ("hoa", "", "", "2", "", "", "here"))


def test_a_plan_comes_in_as_previewed(group: Group) -> None:
    page = previewed(group, *PLAN)

    assert "2 phân công mới, 1 thôi, 1 giữ nguyên" in page
    assert in_force(group) == {Line("chi"), Line("son")}, "a preview writes nothing"
    assert sent(group, {"signed": signed_in(page)}).status_code == 302
    assert in_force(group) == {Line("chi"), Line("hoa", "1.3", "units"), Line("hoa", "2", "", "here")}
    ended = Mandate.objects.exclude(ended_at=None).get()
    assert ended.person == group.son
    told = Entry.objects.get(act="appraisals.bring_in_mandates")
    assert (told.after["file"], told.after["new"][:2], told.after["ended"][:2]) == ("phan-cong.xlsx", "2 ", "1 ")


def test_a_plan_is_not_written_twice(group: Group) -> None:
    signed = signed_in(previewed(group, *PLAN))
    sent(group, {"signed": signed})

    assert sent(group, {"signed": signed}).status_code == 409
    assert len(in_force(group)) == 3


def test_mandates_that_changed_meanwhile_refuse_the_plan(group: Group) -> None:
    signed = signed_in(previewed(group, *PLAN))
    body.give_mandates(round_=group.cast.round, person=group.hoa, parts=["1.1"], by=group.cast.dung, at=NOON)

    answer = sent(group, {"signed": signed})

    assert answer.status_code == 409
    assert "đã thay đổi từ lúc xem trước" in answer.content.decode()
    assert in_force(group) == {Line("chi"), Line("son"), Line("hoa", "1.1")}


def test_a_tie_declared_meanwhile_refuses_the_plan(group: Group) -> None:
    signed = signed_in(previewed(group, *PLAN))
    body.declare_tie(
        round_=group.cast.round, person=group.hoa, unit=group.cast.here, reason="Vợ là chủ tịch xã", by=group.hoa,
        at=NOON,
    )  # fmt: skip

    assert sent(group, {"signed": signed}).status_code == 409
    assert in_force(group) == {Line("chi"), Line("son")}


def test_what_comes_out_goes_in_again_and_changes_nothing(group: Group) -> None:
    body.give_mandates(
        round_=group.cast.round, person=group.hoa, parts=["1.3", "2"], unit=group.cast.here, by=group.cast.dung,
        at=NOON,
    )  # fmt: skip
    link = reverse("mandates-excel", args=[group.cast.round.pk])
    for language in ("vi", "en"):
        client = group.cast.as_("dung")
        client.cookies["django_language"] = language
        content = client.get(link).content
        page = client.post(
            reverse("mandates-import", args=[group.cast.round.pk]), {"file": SimpleUploadedFile("p.xlsx", content)}
        ).content.decode()

        assert 'class="told"' in page, language
        assert 'name="signed"' not in page, language


@pytest.mark.parametrize(
    ("row", "place", "says"),
    [
        (("an", "", "", "", "", "", ""), "A2", "không ở trong tổ công tác"),
        (("", "", "", "1", "", "", ""), "A2", "không ở trong tổ công tác"),
        (("chi", "", "", "9.9", "", "", ""), "D2", "không có phần này"),
        (("chi", "", "", "1.5", "", "", ""), "D2", "không có phần này"),
        (("chi", "", "", "", "", "provinces", ""), "F2", "không có nhóm này"),
        (("chi", "", "", "", "", "", "nowhere"), "G2", "không tham gia đợt"),
        (("chi", "", "", "", "", "units", "here"), "G2", "đã ghi nhóm"),
        (("chi", "", "Sở Y tế", "", "", "", ""), "C2", "thuộc cơ quan khác"),
        (("<b>{x}", "", "", "", "", "", ""), "A2", "&lt;b&gt;{x}"),
    ],
)
def test_each_flaw_is_said_at_its_cell(group: Group, row: tuple[str, ...], place: str, says: str) -> None:
    page = previewed(group, row)

    assert f"Phân công thẩm định!{place}" in page
    assert says in page
    assert 'name="signed"' not in page


def test_a_line_stands_once(group: Group) -> None:
    page = previewed(group, ALL_OF_IT[0], ALL_OF_IT[0])

    assert "Phân công thẩm định!A3" in page
    assert "lặp lại" in page


def test_nobody_is_given_a_unit_they_are_tied_to(group: Group) -> None:
    body.declare_tie(
        round_=group.cast.round, person=group.hoa, unit=group.cast.here, reason="Vợ là chủ tịch xã", by=group.hoa,
        at=NOON,
    )  # fmt: skip

    assert "có liên quan đến đơn vị" in previewed(group, ("hoa", "", "", "", "", "", "here"))


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("x.xlsx", b"not a workbook"),
        SimpleUploadedFile("x.xlsx", b"PK\x03\x04" + b"\x00" * 200),
        SimpleUploadedFile("x.xlsx", b"", content_type="text/plain"),
        book(),
        book(("chi",), heads=("A", "B")),
        book(("chi", "", "", "=1+1", "", "", "")),
    ],
    ids=["text", "torn", "empty", "no line", "other headings", "formula"],
)
def test_a_workbook_that_is_none_is_refused_with_a_sentence(group: Group, file: SimpleUploadedFile) -> None:
    file.seek(0)
    answer = sent(group, {"file": file})

    assert answer.status_code in (200, 409)
    assert 'name="signed"' not in answer.content.decode()
    assert in_force(group) == {Line("chi"), Line("son")}


@pytest.mark.parametrize("signed", ["", "x", "a:b:c"])
def test_a_preview_that_was_tampered_with_is_refused(group: Group, signed: str) -> None:
    assert sent(group, {"signed": signed}).status_code == 409
    assert sent(group, {}).status_code == 409


@pytest.mark.parametrize("who", ["chi", "son", "hoa", "kien", "auditor", "an", "administrator"])
def test_only_the_round_office_plans_by_excel(group: Group, who: str) -> None:
    client = group.cast.as_("dung")
    client.force_login(getattr(group, who, None) or getattr(group.cast, who))

    for name in ("mandates-import", "mandates-excel"):
        assert client.get(reverse(name, args=[group.cast.round.pk])).status_code == 404
    assert sent(group, {"file": book(*PLAN)}, who).status_code == 404
    with pytest.raises((Refused, NotVisible)):
        body.bring_in_mandates(
            round_=group.cast.round, wanted=[], standing=digest_of(standing_lines(group.cast.round)), file_name="x",
            by=getattr(group, who, None) or getattr(group.cast, who), at=APPRAISING,
        )  # fmt: skip


def test_without_a_working_group_there_is_nothing_to_plan(cast: Cast) -> None:
    assert cast.as_("dung").get(reverse("mandates-import", args=[cast.round.pk])).status_code == 404


def test_the_links_stand_on_the_groups_page_for_the_round_office_only(group: Group) -> None:
    link, page = (
        reverse("mandates-import", args=[group.cast.round.pk]),
        reverse("working-group", args=[group.cast.round.pk]),
    )

    assert link in group.cast.as_("dung").get(page).content.decode()
    assert link not in group.cast.as_("chi").get(page).content.decode()


def test_the_edition_suggests_what_a_department_confirms(group: Group) -> None:
    """Sở Tư pháp confirms 1.3 and 1.1; Hoa sits for it, and has 1.1 already."""
    law = confirmed(law_of(group.cast.round.edition), {"1.1": "Sở Tư pháp", "1.3": "SỞ TƯ PHÁP", "1.2": "Sở Y tế"})
    known = known_in(group.cast.round, APPRAISING)
    body.give_mandates(round_=group.cast.round, person=group.hoa, parts=["1.1"], by=group.cast.dung, at=NOON)

    assert suggested_lines(law, known, in_force(group)) == [Line("hoa", "1.3")]


def test_suggestions_are_written_below_what_stands_and_marked(group: Group) -> None:
    known = known_in(group.cast.round, APPRAISING)
    content = written([Line("chi")], [Line("hoa", "1.3")], known, {"": "", "1.3": "Tuyên truyền"})

    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["chi", "Chi", "Sở Nội vụ", "", "", "", "", ""]
    assert rows[2][:5] == ["hoa", "Hoa", "Sở Tư pháp", "1.3", "Tuyên truyền"]
    assert "gợi ý" in rows[2][7]


def confirmed(law: Edition, agencies: dict[str, str]) -> Edition:
    """The small edition, with agencies that confirm its items."""
    fields = tuple(
        replace(field, items=tuple(replace(item, confirmed_by=agencies.get(item.code)) for item in field.items))
        for field in law.fields
    )
    return replace(law, fields=fields)


def test_what_is_not_wanted_any_more_ends() -> None:
    one, two, three = Line("a"), Line("b"), Line("c", "1.1")

    assert difference([two, three], [one, two]) == ([three], [one], 1)
