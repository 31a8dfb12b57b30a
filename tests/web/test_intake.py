"""Units and people by Excel: previewed, then applied as previewed, or refused."""

import time
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from paroffice.people import actions, register
from paroffice.people.actions import intake
from paroffice.people.models import Grant, Intake, IntakeKind, Person, Role, Succession, Unit
from paroffice.people.register import UnitLine, unit_changes
from paroffice.refused import NotVisible, Refused
from paroffice.trail.actions import pseudonym_of
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast

UNIT_HEADS = ("Mã", "Tên", "Nhóm", "Từ ngày", "Đến hết ngày", "Đơn vị cũ", "Văn bản")
PEOPLE_HEADS = ("Tên đăng nhập", "Họ và tên", "Thư điện tử", "Điện thoại", "Vai trò", "Mã đơn vị", "Từ ngày", "Đến hết ngày", "Văn bản giao")  # fmt: skip


def book(heads: tuple[str, ...], *rows: tuple[str, ...], sheet: str = "Đơn vị") -> SimpleUploadedFile:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        page = made.add_worksheet(sheet)
        for number, row in enumerate((heads, *rows)):
            for place, cell in enumerate(row):
                page.write(number, place, cell)
    return SimpleUploadedFile("danh-muc.xlsx", content.getvalue())


def units_book(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    return book(UNIT_HEADS, *rows)


def people_book(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    return book(PEOPLE_HEADS, *rows, sheet="Người dùng")


def previewed(client: Client, page: str, file: SimpleUploadedFile) -> str:
    answer = client.post(reverse(page), {"file": file})
    assert answer.status_code == 200
    return answer.content.decode()


def applied(client: Client, page: str) -> int:
    return client.post(reverse(page), {"intake": Intake.objects.latest("pk").pk}).status_code


MERGER = (("gop", "Xã Gộp", "communes", "01/07/2025", "", "here; there", "Nghị quyết minh họa"),)


def test_units_come_in_as_previewed_with_what_ends(cast: Cast) -> None:
    office = cast.as_("dung")

    page = previewed(office, "units-in", units_book(*MERGER))

    assert "Mới: 1" in page
    assert "Kết thúc: 2" in page
    assert not Unit.objects.filter(code="gop").exists(), "a preview writes nothing"
    assert applied(office, "units-in") == 302
    assert {str(unit.ends_on) for unit in Unit.objects.filter(code__in=("here", "there"))} == {"2025-06-30"}
    assert Succession.objects.filter(heir__code="gop").count() == 2
    assert Entry.objects.get(act="units.bring_in").by == pseudonym_of("dung")
    assert applied(office, "units-in") == 409, "a file is written once"


def test_a_register_that_changed_meanwhile_refuses_the_file(cast: Cast) -> None:
    office = cast.as_("dung")
    previewed(office, "units-in", units_book(*MERGER))
    actions.change_unit(unit=cast.there, name="Huyện Khác", block="units", starts_on=None, by=cast.dung, at=NOON)

    answer = office.post(reverse("units-in"), {"intake": Intake.objects.get().pk})

    assert answer.status_code == 409
    assert "đã thay đổi từ lúc xem trước" in answer.content.decode()
    assert not Unit.objects.filter(code="gop").exists()
    assert Intake.objects.get().applied_at is None


def test_what_goes_out_comes_in_unchanged(cast: Cast) -> None:
    actions.merge(
        predecessors=[cast.here, cast.there], heir=actions.units.NewUnit(code="gop", name="Xã Gộp", block="communes"),
        on=NOON.date().replace(year=2025), decision="NQ minh họa", by=cast.dung, at=NOON,
    )  # fmt: skip
    for who, out, back in (("dung", "units-excel", "units-in"), ("administrator", "people-excel", "people-in")):
        client = cast.as_(who)
        content = client.get(reverse(out)).content
        page = previewed(client, back, SimpleUploadedFile("x.xlsx", content))
        assert "giống hệt" in page, back


def test_what_goes_out_in_english_comes_in_for_who_reads_vietnamese(cast: Cast) -> None:
    client = cast.as_("administrator")
    client.cookies["django_language"] = "en"
    content = client.get(reverse("people-excel")).content
    client.cookies["django_language"] = "vi"

    assert "giống hệt" in previewed(client, "people-in", SimpleUploadedFile("x.xlsx", content))


def test_each_flaw_stands_at_its_cell_and_nothing_is_written(cast: Cast) -> None:
    page = previewed(
        cast.as_("dung"),
        "units-in",
        units_book(
            ("Có Dấu", "x", "y", "", "", "", ""),
            ("a", "", "y", "", "", "", ""),
            ("b", "B", "y", "31/02/2025", "", "", ""),
            ("c", "C", "y", "2025-07-01", "2025-06-30", "", ""),
            ("d", "D", "y", "", "", "here", ""),
            ("e", "E", "y", "2025-07-01", "", "khong-co", "NQ"),
            ("a", "A", "y", "", "", "", ""),
            ("f", "<script>alert(1)</script>", "y" * 61, "", "", "", ""),
        ),
    )

    for cell in ("A2", "B3", "D4", "E5", "F6", "F7", "A8", "C9"):
        assert f"Đơn vị!{cell}<" in page, cell
    assert "<script>alert" not in page
    assert not Intake.objects.exists()


def test_people_and_their_roles_come_in(cast: Cast) -> None:
    office = cast.as_("administrator")
    rows = (
        ("hoa", "Lê Thị Hoa", "hoa@example.org", "0912 345 678", "cán bộ đơn vị", "here", "01/12/2026", "", "QĐ 1"),
        ("hoa", "Lê Thị Hoa", "hoa@example.org", "0912 345 678", "appraiser", "", "2026-12-01", "31/12/2026", ""),
        ("an", "An Mới", "", "", "", "", "", "", ""),
        ("binh", "Binh", "", "", "cán bộ đơn vị", "there", "2026-01-01", "2026-11-30", ""),
    )

    page = previewed(office, "people-in", people_book(*rows))

    assert "Mới: 3" in page
    assert "Thay đổi: 1" in page
    assert "Kết thúc: 1" in page
    assert applied(office, "people-in") == 302
    hoa = Person.objects.get(username="hoa")
    assert not hoa.has_usable_password()
    assert sorted(hoa.grants.values_list("role", flat=True)) == [Role.APPRAISER, Role.UNIT_OFFICER]
    assert str(Grant.objects.get(person=cast.binh).ends_on) == "2026-11-30"
    assert Person.objects.get(pk=cast.an.pk).full_name == "An Mới"


def test_flaws_of_people_stand_at_their_cells(cast: Cast) -> None:
    page = previewed(
        cast.as_("administrator"),
        "people-in",
        people_book(
            ("có dấu", "X", "", "", "", "", "", "", ""),
            ("m", "X", "", "", "", "", "", "", ""),
            ("mo", "", "not mail", "abc", "", "", "", "", ""),
            ("na", "N", "same@example.org", "", "vua", "", "", "", ""),
            ("no", "N", "same@example.org", "", "cán bộ đơn vị", "", "2026-01-01", "", ""),
            ("nu", "N", "", "", "người thẩm định", "khong-co", "", "", ""),
        ),
    )

    for cell in ("A2", "A3", "B4", "C4", "D4", "E5", "C6", "F6", "F7", "G7"):
        assert f"Người dùng!{cell}<" in page, cell


def test_an_administrator_brings_in_no_role_for_themselves(cast: Cast) -> None:
    office = cast.as_("administrator")
    row = ("administrator", "Administrator", "", "", "người giám sát", "", "2026-12-01", "", "")
    previewed(office, "people-in", people_book(row))

    assert applied(office, "people-in") == 409
    assert not Grant.objects.filter(person=cast.administrator, role=Role.AUDITOR).exists()


def test_nobody_applies_what_somebody_else_previewed(cast: Cast) -> None:
    previewed(cast.as_("dung"), "units-in", units_book(*MERGER))

    assert applied(cast.as_("administrator"), "units-in") == 404
    with pytest.raises(NotVisible):
        intake.apply(intake=Intake.objects.get(), by=cast.administrator, at=NOON)
    with pytest.raises((NotVisible, Refused)):
        intake.keep(kind=IntakeKind.PEOPLE, changes={}, standing="", file_name="", by=cast.dung, at=NOON)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken", b"<html>"])
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(cast: Cast, content: bytes) -> None:
    for page in ("units-in", "people-in"):
        answer = cast.as_("administrator").post(reverse(page), {"file": SimpleUploadedFile("x.xlsx", content)})
        assert answer.status_code == 200
        assert "Phải sửa trước khi nạp" in answer.content.decode() or "chọn tệp" in answer.content.decode()


def test_a_form_without_a_file_is_refused(cast: Cast) -> None:
    assert cast.as_("dung").post(reverse("units-in")).status_code == 409
    assert cast.as_("dung").post(reverse("units-in"), {"intake": "x"}).status_code == 404


NATION, AFTER = 10_035, 3_321
"""Communes before and after 1 July 2025."""


def test_the_merger_of_a_nation_is_previewed_and_written_in_seconds(cast: Cast) -> None:
    Unit.objects.bulk_create(Unit(code=f"c{n}", name=f"Xã {n}", block="communes") for n in range(NATION))
    shares: list[list[str]] = [[] for _ in range(AFTER)]
    for n in range(NATION):
        shares[n % AFTER].append(f"c{n}")
    rows = [
        (f"n{n}", f"Xã mới {n}", "communes", "2025-07-01", "", "; ".join(old), "NQ") for n, old in enumerate(shares)
    ]
    file, office = units_book(*rows), cast.as_("dung")

    begun = time.perf_counter()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = previewed(office, "units-in", file)
    looked = time.perf_counter() - begun
    assert applied(office, "units-in") == 302
    wrote = time.perf_counter() - begun - looked

    assert f"Mới: {AFTER}" in page
    assert f"Kết thúc: {NATION}" in page
    assert len(queries) <= 15
    assert looked < 20
    assert wrote < 30
    assert Unit.objects.filter(ends_on="2025-06-30").count() == NATION
    assert Succession.objects.count() == NATION


def test_a_succession_that_stands_ends_nothing_anew() -> None:
    before = UnitLine("a", "A", "x")
    heir = UnitLine("h", "H", "x", "2025-07-01", "", ("a",), "NQ")

    assert [one.kind for one in unit_changes([heir], {"a": before})] == ["new", "ended"]
    assert unit_changes([heir], {"a": before, "h": heir}) == []
    assert register.digest_of({"a": before}) != register.digest_of({"h": heir})
