"""The round office amends an edition and adopts it, with the sum live before its eyes, and without any script."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visits

TITLE = "Bộ tiêu chí minh họa xác định chỉ số"


def amend(dung: Page, address: str, name: str) -> None:
    dung.goto(f"{address}/bo-chi-so/soan/")
    dung.get_by_label("Mã của bản mới").fill(name)
    dung.get_by_role("button", name="Lập bản sửa đổi").click()
    dung.get_by_role("link", name="1 Công tác chỉ đạo, điều hành").first.click()
    dung.get_by_role("link", name="1.1.1 Ban hành kế hoạch").first.click()


def test_the_sum_and_the_findings_follow_what_is_typed(visit: Visits) -> None:
    dung = visit.by("dung")
    amend(dung, visit.address, "song")

    dung.get_by_label("Điểm tối đa", exact=True).fill("3")
    expect(dung.locator("#standing .big")).to_have_text("102")
    expect(dung.locator("#standing")).to_contain_text("không câu trả lời nào đạt đủ 3 điểm")
    expect(dung.locator("#said")).to_contain_text("Tổng 102 điểm")
    dung.get_by_label("Điểm tối đa", exact=True).fill("1")
    expect(dung.locator("#standing .big")).to_have_text("100")

    dung.get_by_role("button", name="Lưu", exact=True).click()
    expect(dung.get_by_text("Đã lưu.")).to_be_visible()


def test_an_amendment_is_written_and_adopted_without_javascript(visit: Visits) -> None:
    dung = visit.by("dung", javascript=False)
    amend(dung, visit.address, "khong-script")
    dung.locator("[name=title]").fill("Ban hành kế hoạch cải cách hành chính đúng hạn")
    dung.get_by_role("button", name="Lưu", exact=True).click()
    expect(dung.get_by_text("Đã lưu.")).to_be_visible()
    expect(dung.locator("#standing")).to_contain_text("không còn lỗi")

    dung.get_by_role("link", name="Toàn bản thảo").click()
    dung.get_by_role("link", name="Kiểm tra lần cuối và ban hành").click()
    expect(dung.get_by_role("cell", name="Ban hành kế hoạch cải cách hành chính đúng hạn")).to_be_visible()
    dung.get_by_role("button", name="Ban hành bộ chỉ số").click()

    expect(dung.get_by_text("Đã ban hành bộ chỉ số.")).to_be_visible()
    expect(dung.get_by_role("heading", level=1)).to_contain_text(TITLE)
    dung.goto(f"{visit.address}/dot/mo/?bo=khong-script")
    expect(dung.get_by_label("Tên đợt")).to_be_visible()
