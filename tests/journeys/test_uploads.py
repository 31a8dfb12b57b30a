"""Files on a weak line, in a real Chromium: they go piece by piece, and on from where the line broke."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Visits
from tests.web.papers import REPORT, pdf

LARGE_BYTES = 5_500_000
"""Six pieces of a megabyte, the last not whole."""


def large(folder: Path, mark: str) -> Path:
    path = folder / f"{mark}.pdf"
    path.write_bytes(pdf(f"{REPORT}\n{mark}", extra=b"/Pad(" + b"a" * LARGE_BYTES + b")"))
    return path


def shelf(page: Page, address: str) -> None:
    page.goto(f"{address}/tai-lieu/")
    if page.locator("details[open]").count() == 0:
        page.get_by_text("Thêm tài liệu").click()


def broken(page: Page, at: int) -> tuple[list[int], Callable[[Route], None]]:
    """Where each piece began; the one at this place finds no line, once."""
    began: list[int] = []

    def pieces(route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
            return
        began.append(int(route.request.headers["upload-offset"]))
        if len(began) == at:
            route.abort("connectionfailed")
        else:
            route.continue_()

    page.route("**/tai-lieu/nap/*/", pieces)
    return began, pieces


def test_an_upload_goes_on_from_where_the_line_broke(visit: Visits, tmp_path: Path) -> None:
    binh = visit.by("binh")
    shelf(binh, visit.address)
    began, _ = broken(binh, at=4)

    binh.set_input_files("input[type=file]", large(tmp_path, "dut-mang"))

    expect(binh.get_by_text("đã vào kho")).to_be_visible(timeout=30_000)
    assert began == [0, 1 << 20, 2 << 20, 3 << 20, 3 << 20, 4 << 20, 5 << 20]
    binh.get_by_role("button", name="Lưu vào kho").click()
    expect(binh.get_by_text("312/BC-UBND").first).to_be_visible()


def test_an_upload_goes_on_after_the_browser_was_closed(visit: Visits, tmp_path: Path) -> None:
    binh, path = visit.by("binh"), large(tmp_path, "dong-trinh-duyet")
    shelf(binh, visit.address)
    began, pieces = broken(binh, at=3)
    binh.set_input_files("input[type=file]", path)
    expect(binh.get_by_text("mất kết nối, sẽ tự gửi tiếp")).to_be_visible(timeout=30_000)
    binh.unroute("**/tai-lieu/nap/*/", pieces)
    shelf(binh, visit.address)
    again, _ = broken(binh, at=99)

    binh.set_input_files("input[type=file]", path)

    expect(binh.get_by_text("đã vào kho")).to_be_visible(timeout=30_000)
    assert again[0] == began[-1] == 2 << 20


def test_an_upload_is_paused_and_resumed_by_keyboard(visit: Visits, tmp_path: Path) -> None:
    binh = visit.by("binh")
    shelf(binh, visit.address)
    began, _ = broken(binh, at=2)
    binh.set_input_files("input[type=file]", large(tmp_path, "tam-dung"))
    expect(binh.get_by_text("mất kết nối, sẽ tự gửi tiếp")).to_be_visible(timeout=30_000)

    binh.get_by_role("button", name="Tạm dừng: tam-dung.pdf").press("Enter")
    expect(binh.get_by_text("tạm dừng", exact=True)).to_be_visible()
    stood = len(began)
    binh.wait_for_timeout(1500)
    assert len(began) == stood
    binh.get_by_role("button", name="Gửi tiếp: tam-dung.pdf").press("Enter")

    expect(binh.get_by_text("đã vào kho")).to_be_visible(timeout=30_000)


def test_several_at_once_and_the_form_waits_for_them(visit: Visits, tmp_path: Path) -> None:
    binh = visit.by("binh")
    shelf(binh, visit.address)

    binh.set_input_files("input[type=file]", [large(tmp_path, f"tep-{number}") for number in range(3)])
    binh.get_by_role("button", name="Lưu vào kho").click()

    expect(binh.get_by_text("Đã lưu 3 tệp vào kho.")).to_be_visible(timeout=60_000)


def test_a_bad_file_says_why_beside_its_name(visit: Visits, tmp_path: Path) -> None:
    binh, path = visit.by("binh"), tmp_path / "gia.pdf"
    path.write_bytes(b"<html>")
    shelf(binh, visit.address)

    binh.set_input_files("input[type=file]", path)

    expect(binh.get_by_text("Không nhận tệp «gia.pdf»").first).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("javascript", [True, False])
def test_pages_are_turned_by_key_and_without_script_by_link(visit: Visits, javascript: bool) -> None:
    an = visit.by("an", javascript=javascript)
    an.goto(f"{visit.address}/tai-lieu/?tim=312")
    an.get_by_role("link", name="312/BC-UBND").last.click()
    expect(an.get_by_text("Trang 1 / 2")).to_be_visible()

    if javascript:
        an.keyboard.press("ArrowRight")
    else:
        an.get_by_role("link", name="Trang 2").press("Enter")

    expect(an.get_by_text("Trang 2 / 2")).to_be_visible()
