"""What people do in the office, from door to door."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visits
from tests.web.conftest import PAPER


def open_sheet(page: Page) -> None:
    page.get_by_role("link", name="Xác định chỉ số cải cách hành chính").first.click()


def item(page: Page, code: str) -> None:
    page.goto(f"{page.url.split('/muc/')[0].rstrip('/')}/muc/{code}/")


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()


def test_a_unit_answers_proves_and_submits_without_javascript(visit: Visits, tmp_path: Path) -> None:
    an = visit.by("an", javascript=False)
    open_sheet(an)
    expect(an.get_by_text("73/77 mục")).to_be_visible()

    ticks_and_proves(an, tmp_path)
    counts(an)
    judges(an)

    ly = visit.by("ly", javascript=False)
    open_sheet(ly)
    ly.get_by_role("link", name="Kiểm tra lần cuối và nộp").click()
    ly.get_by_role("button", name="Nộp bản tự chấm").click()
    expect(ly.get_by_text("Đã nộp bản tự chấm.")).to_be_visible()
    an.reload()
    expect(an.get_by_role("button", name="Lưu", exact=True)).to_have_count(0)


def ticks_and_proves(an: Page, folder: Path) -> None:
    paper = folder / "bien-ban.pdf"
    paper.write_bytes(PAPER)
    item(an, "4.2.2")
    an.get_by_label("máy lấy số tự động").check()
    an.get_by_label("màn hình công khai tiến độ hồ sơ").check()
    save(an)
    expect(an.get_by_text("Đã lưu.")).to_be_visible()
    expect(an.locator(".big")).to_have_text("0,8")

    an.set_input_files("input[type=file]", paper)
    an.get_by_label("Trích yếu").fill("Biên bản kiểm tra tại chỗ")
    an.get_by_role("button", name="Thêm vào mục này").click()
    expect(an.get_by_role("link", name="Biên bản kiểm tra tại chỗ")).to_be_visible()


def counts(an: Page) -> None:
    for code, above, below in (("8.2.1", "36", "125"), ("8.2.2", "924", "6.600")):
        item(an, code)
        an.locator("[name=numerator]").fill(above)
        an.locator("[name=denominator]").fill(below)
        save(an)
        expect(an.get_by_text("Đã lưu.")).to_be_visible()


def judges(an: Page) -> None:
    """Points between the steps of the rule are refused beside what was typed; the right ones are saved."""
    item(an, "9.1.3")
    an.locator("[name=figure]").fill("0,3")
    save(an)
    expect(an.get_by_role("alert")).to_be_visible()
    an.locator("[name=figure]").fill("0,5")
    save(an)
    expect(an.get_by_text("Đã lưu.")).to_be_visible()


def test_binh_never_sees_an_s_sheet(visit: Visits) -> None:
    an, binh = visit.by("an"), visit.by("binh")
    open_sheet(an)

    binh.goto(an.url)

    expect(binh.get_by_role("heading", name="Không có trang này.")).to_be_visible()
    assert "Kim Sơn" not in binh.content()


def test_the_whole_item_can_be_done_by_keyboard(visit: Visits) -> None:
    binh = visit.by("binh")
    open_sheet(binh)
    binh.get_by_role("link", name="1.1.1").focus()
    binh.keyboard.press("Enter")
    binh.wait_for_url("**/muc/1.1.1/")
    binh.locator("[name=level]").first.focus()
    binh.keyboard.press("ArrowDown")
    binh.get_by_role("button", name="Lưu", exact=True).focus()
    binh.keyboard.press("Enter")

    expect(binh.get_by_text("Đã lưu.")).to_be_visible()
