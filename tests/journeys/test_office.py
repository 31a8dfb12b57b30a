"""What people do in the office, from door to door."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visits
from tests.web.conftest import PAPER

LAST_YEAR = 9
"""The sheet of a round long closed."""
POST_ANYWAY = """async () => {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  data.set("outcome", "not_met");
  const answer = await fetch(location.href, { method: "POST", body: data });
  return [answer.status, await answer.text()];
}"""


def open_sheet(page: Page) -> None:
    page.get_by_role("link", name="Xác định chỉ số cải cách hành chính").first.click()


def item(page: Page, code: str) -> None:
    page.goto(f"{page.url.split('/muc/')[0].rstrip('/')}/muc/{code}/")


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()


def test_a_unit_divides_answers_proves_and_submits_without_javascript(visit: Visits, tmp_path: Path) -> None:
    paper = tmp_path / "bien-ban.pdf"
    paper.write_bytes(PAPER)
    an = visit.by("an", javascript=False)
    open_sheet(an)
    expect(an.get_by_text("73/77 mục")).to_be_visible()

    divides(an)
    ticks_and_proves(an, paper)
    counts(an)
    judges(an)
    explains(an)

    ly = visit.by("ly", javascript=False)
    open_sheet(ly)
    sheet = ly.url
    submits(ly, paper)
    an.reload()
    expect(an.get_by_role("button", name="Lưu", exact=True)).to_have_count(0)
    is_held_against_the_rows(ly, sheet)


def is_held_against_the_rows(ly: Page, sheet: str) -> None:
    """339 of 339 was declared, 312 were counted: the difference is explained, and leads down to a procedure's code."""
    ly.goto(sheet)
    item(ly, "3.3.2")
    expect(ly.get_by_text("số khai khác số tính")).to_be_visible()
    ly.get_by_role("link", name="312 / 339").click()
    ly.get_by_role("link", name="chưa đạt 27").click()
    expect(ly.get_by_role("rowheader", name="MH.H313", exact=True)).to_be_visible()
    ly.get_by_label("Vì sao khác").fill("27 thủ tục đăng muộn (minh họa)")
    ly.get_by_role("button", name="Ghi giải thích").click()
    expect(ly.get_by_text("27 thủ tục đăng muộn (minh họa)")).to_be_visible()


def divides(an: Page) -> None:
    """A field goes to Lý; what is Lý's is then found by its filter."""
    sheet = an.url
    an.get_by_role("link", name="Phân công").click()
    an.locator("[name=part-8]").select_option(label="An")
    an.get_by_role("button", name="Lưu phân công").click()
    expect(an.get_by_text("Đã phân công 1 phần.")).to_be_visible()
    an.goto(f"{sheet}?loc=cua-toi&tim=truc+tuyen")
    expect(an.get_by_role("link", name="8.2.2")).to_be_visible()
    expect(an.get_by_role("link", name="1.1.1")).to_have_count(0)
    an.goto(sheet)


def explains(an: Page) -> None:
    """What is claimed without proof is explained."""
    item(an, "3.2.2")
    an.locator("[name=note]").fill("Văn bản gốc lưu tại Văn phòng")
    save(an)
    expect(an.get_by_text("thiếu tài liệu, đã giải trình")).to_be_visible()


def submits(ly: Page, paper: Path) -> None:
    """Under the number, the date and the signed copy of the report."""
    ly.get_by_role("link", name="Kiểm tra lần cuối và nộp").click()
    ly.get_by_label("Số, ký hiệu báo cáo").fill("312/BC-UBND")
    ly.get_by_label("Ngày báo cáo").fill("2019-01-21")
    ly.get_by_label("Bản đã ký (PDF hoặc ảnh quét, tối đa 50 MB)").set_input_files(paper)
    ly.get_by_role("button", name="Nộp bản tự chấm").click()
    expect(ly.get_by_text("Đã nộp bản tự chấm.")).to_be_visible()
    ly.get_by_role("link", name="Xem bản đã nộp").click()
    expect(ly.get_by_text("nguyên vẹn", exact=True)).to_be_visible()


def ticks_and_proves(an: Page, paper: Path) -> None:
    item(an, "4.2.2")
    an.get_by_label("máy lấy số tự động").check()
    an.get_by_label("màn hình công khai tiến độ hồ sơ").check()
    save(an)
    expect(an.get_by_text("Đã lưu.")).to_be_visible()
    expect(an.locator(".big")).to_have_text("0,8")

    an.set_input_files("input[type=file]", paper)
    an.get_by_label("Trích yếu").fill("Biên bản kiểm tra tại chỗ")
    an.locator("[name=pages]").first.fill("1")
    an.get_by_role("button", name="Thêm vào mục này").click()
    expect(an.get_by_role("link", name="Biên bản kiểm tra tại chỗ")).to_be_visible()


def counts(an: Page) -> None:
    for code, above, below in (("8.2.1", "36", "125"), ("8.2.2", "924", "6.600")):
        item(an, code)
        an.locator("[name=numerator]").fill(above)
        an.locator("[name=denominator]").fill(below)
        save(an)
        expect(an.get_by_text("Đã lưu.")).to_be_visible()
        takes_from_the_store(an)


def takes_from_the_store(an: Page) -> None:
    """A paper that lies there already, found without accents."""
    an.get_by_text("Chọn trong kho tài liệu").click()
    an.locator("[name=tim]").fill("bien ban kiem tra")
    an.get_by_role("button", name="Tìm", exact=True).click()
    an.get_by_label("Biên bản kiểm tra tại chỗ").check()
    an.get_by_role("button", name="Dùng tài liệu đã chọn").click()
    expect(an.get_by_text("cũng dùng cho mục 4.2.2")).to_be_visible()


def judges(an: Page) -> None:
    """Points between the steps of the rule are refused beside what was typed; the right ones are saved."""
    item(an, "9.1.3")
    an.locator("[name=figure]").fill("0,3")
    save(an)
    expect(an.get_by_role("alert")).to_be_visible()
    an.locator("[name=figure]").fill("0,5")
    an.locator("[name=note]").fill("Sáng kiến đang được công nhận")
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


def test_points_follow_the_typing_and_nothing_typed_is_lost(visit: Visits) -> None:
    binh = visit.by("binh")
    open_sheet(binh)
    item(binh, "3.3.2")
    with binh.expect_response("**/giu/"):
        binh.locator("[name=numerator]").fill("80")
        binh.locator("[name=denominator]").fill("100")

    expect(binh.locator("#points")).to_have_text("0,5")
    expect(binh.locator("#stands")).to_have_text("80 ÷ 100, 80%")
    expect(binh.locator("#saved")).to_contain_text("Bình lưu lúc")
    binh.locator("[name=numerator]").fill("800")
    expect(binh.locator("#problem")).to_contain_text("lớn hơn")
    binh.keyboard.press("Alt+KeyK")
    binh.wait_for_url("**/muc/3.3.1/")
    item(binh, "3.3.2")
    expect(binh.locator("[name=numerator]")).to_have_value("80")


def test_what_was_typed_just_before_leaving_is_kept(visit: Visits) -> None:
    binh = visit.by("binh")
    open_sheet(binh)
    item(binh, "3.3.2")
    binh.locator("[name=numerator]").fill("81")
    binh.keyboard.press("Alt+KeyK")
    binh.wait_for_url("**/muc/3.3.1/")
    item(binh, "3.3.2")

    expect(binh.locator("[name=numerator]")).to_have_value("81")


def test_a_page_that_saves_by_itself_never_overwrites_a_colleague(visit: Visits) -> None:
    one, other = visit.by("binh"), visit.by("binh")
    for page in (one, other):
        open_sheet(page)
        item(page, "8.2.1")
    one.locator("[name=numerator]").fill("10")
    expect(one.locator("#saved")).to_contain_text("lưu lúc")

    other.locator("[name=numerator]").fill("11")
    expect(other.locator("#saved")).to_contain_text("vừa sửa phần này")
    save(other)

    expect(other.get_by_role("alert")).to_contain_text("10")
    expect(other.locator("[name=numerator]")).to_have_value("11")


def test_the_page_of_a_proof_opens_in_place(visit: Visits) -> None:
    an = visit.by("an")
    open_sheet(an)
    item(an, "7.1.1")
    an.locator("#evidence a[data-into]").first.click()

    expect(an.locator("#evidence img")).to_be_visible()
    assert "xem=" not in an.url


def test_late_is_refused_and_says_what_to_do(visit: Visits) -> None:
    """The year before is long closed: its sheet is there to read, nothing in it to write."""
    an = visit.by("an")
    an.goto(f"{visit.address}/ban-tu-cham/{LAST_YEAR}/muc/1.1.1/")

    expect(an.get_by_role("button", name="Lưu", exact=True)).to_have_count(0)
    status, said = an.evaluate(POST_ANYWAY)

    assert status == 409
    assert "Đã hết thời gian tự đánh giá" in said
