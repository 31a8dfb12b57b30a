"""Every page: nothing that axe finds, nothing wider than the screen, on a desk and a phone.

Vietnamese in light, English in dark: what a page looks like does not depend on both together.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Visits

ITEMS = [f"/ban-tu-cham/1/muc/{code}/" for code in ("1.1.1", "4.2.2", "3.3.2", "7.2.2", "5.1.2")]
EDITION = "/bo-chi-so/ninh-binh-districts-2018/"
DRAFT = "/bo-chi-so/soan/1/"
PARTS = [f"{DRAFT}phan/{place}/" for place in ("cover", "survey", "1-chi-dao", "1-chi-dao:0.0", "3-thu-tuc:2.1")]
WORDS = [f"{DRAFT}van-ban/1-chi-dao.yaml/", f"{DRAFT}dich/en/1-chi-dao/", f"{DRAFT}ban-hanh/"]
ROUND = ["/dot/", "/dot/1/thoi-gian/", "/dot/1/huong-dan/"]
CITIZENS = ["/nguoi-dan/", "/tra-cuu/", "/nop-ho-so/?noi=xa-dong-may", "/phan-anh/", "/lay-so/xa-dong-may/"]
RESULTS = ["/ket-qua/", "/ket-qua/2/", "/ket-qua/2/don-vi/kim-son/", "/ket-qua/2/don-vi/kim-son/muc/3.3.2/"]
RESULTS += ["/ket-qua/2/linh-vuc/3/", "/ket-qua/2/muc/3.3.2/", "/ket-qua/2/cac-ban/"]
PAGES = {
    "an": [
        "/",
        "/ban-tu-cham/1/",
        *ITEMS,
        "/ban-tu-cham/1/gia-han/",
        "/ban-tu-cham/1/excel/nap/",
        "/ban-tu-cham/1/bao-cao/",
        "/ban-tu-cham/1/?loc=thieu",
        "/ban-tu-cham/1/muc/1.1.1/?xem=1",
        "/ban-tu-cham/1/phan-cong/",
        "/ban-tu-cham/1/noi-dung-bao-cao/",
        "/tai-lieu/",
        "/tai-lieu/2/doc/",
        "/tai-lieu/3/doc/",
        "/bo-chi-so/",
        EDITION,
        *ROUND,
        "/khong-co-trang/",
    ],
    "chi": [
        "/",
        "/tham-dinh/2/",
        "/tham-dinh/2/muc/3.3.2/",
        "/tham-dinh/2/muc/3.3.2/kim-son/",
        "/tham-dinh/2/don-vi/",
        "/tham-dinh/2/don-vi/kim-son/",
        "/tham-dinh/2/don-vi/kim-son/nhan-xet/",
        "/tham-dinh/2/kiem-tra/",
        "/tham-dinh/2/kiem-tra/1/",
        "/tham-dinh/2/tien-do/",
        "/tham-dinh/2/tien-le/",
        "/tham-dinh/2/dong-thuan/",
    ],
    "kien": ["/", "/hoi-dong/2/", "/xac-dinh/2/"],
    "mai": ["/", "/cham-lan-hai/"],
    "ly": [
        "/ket-qua-tham-dinh/9/",
        "/ket-qua-tham-dinh/9/muc/3.3.2/",
        "/ket-qua-tham-dinh/9/kiem-tra/1/",
        "/ban-tu-cham/1/nop/",
        "/cai-cach/kim-son/2018/",
        "/cai-cach/kim-son/2018/viec/1/",
        "/cai-cach/kim-son/diem-mat/",
        "/cai-cach/kim-son/hai-bo/",
        "/thu-hang-ngay/",
        "/bao-mat/",
        "/bao-mat/mat-khau/",
        "/bao-mat/phien/",
        "/bao-mat/ma/bat/",
        "/uy-quyen/",
        "/xac-nhan/",
    ],
    "dung": [
        "/",
        "/dot/1/",
        "/dot/1/?by=-done&only=on_time",
        "/dot/1/hoi-dap/",
        "/dot/mo/",
        "/tham-dinh/1/to-cong-tac/",
        "/nhat-ky/",
        "/nhat-ky/kiem-tra/",
        "/tim/?q=thu+tuc",
        *ROUND,
        "/bo-chi-so/soan/",
        DRAFT,
        *PARTS,
        *WORDS,
    ],
    "xuan": [
        "/",
        "/dieu-tra/",
        "/dieu-tra/1/",
        "/dieu-tra/1/phieu/6/",
        "/dieu-tra/1/mau/",
        "/dieu-tra/1/mau/danh-sach-rut/",
        "/dieu-tra/1/thu-phieu/",
        "/dieu-tra/1/nhap-phieu/",
        "/dieu-tra/1/kiem-phieu/",
        "/dieu-tra/1/uoc-luong/?don-vi=kim-son",
        "/dieu-tra/2/uoc-luong/",
        "/dieu-tra/2/bao-cao/",
    ],
    "quan-tri": [
        "/",
        "/tai-khoan/",
        "/tai-khoan/2/",
        "/tai-khoan/2/ban-giao/",
        "/tai-khoan/2/xoa-ten/",
        "/danh-muc/tai-khoan/nap/",
        "/don-vi/?hien=tat-ca",
        "/don-vi/minh-hoa-ab/",
        "/don-vi/minh-hoa-ab/thay-doi/",
        "/danh-muc/don-vi/moi/",
        "/danh-muc/don-vi/nap/",
    ],
    "thu": [
        "/",
        "/mot-cua/",
        "/mot-cua/?khay=over",
        "/mot-cua/nhan/",
        "/mot-cua/nhan/?thu-tuc=MH.01",
        "/mot-cua/ho-so/1/",
        "/mot-cua/ho-so/1/nguoi-nop/",
        "/mot-cua/so/2026/",
        "/mot-cua/phan-anh/",
        "/mot-cua/phan-anh/1/",
        "/thu-tuc/",
        "/thu-tuc/ma/MH.05/",
        "/thu-tuc/doi-chieu/",
    ],
    "van": [
        "/mot-cua/trung-tam/",
        "/mot-cua/viec-phoi-hop/cham/",
        "/mot-cua/so-lieu/?tu=2026-03-01&den=2026-03-31",
        "/mot-cua/bao-cao/?tu=2026-03-01&den=2026-03-31",
        "/mot-cua/chi-so-phuc-vu/?tu=2026-03-01&den=2026-03-31",
    ],
    "quang": ["/thu-tuc/ghi/?tu=MH.01", "/thu-tuc/nap/"],
    "phuc": ["/", "/mot-cua/viec-phoi-hop/"],
    None: [*CITIZENS, *RESULTS, "/dang-nhap/", "/mat-khau/MQ/x-y/", "/mat-khau/quen/", "/mat-khau/quen/da-gui/"],
}


@pytest.mark.parametrize(("dark", "language"), [(False, "vi"), (True, "en")], ids=["light-vi", "dark-en"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("who", PAGES, ids=str)
def test_a_page_is_usable_by_everyone(visit: Visits, who: str | None, width: int, dark: bool, language: str) -> None:
    page, flaws = visit.by(who, width=width, dark=dark), []
    page.context.add_cookies([{"name": "django_language", "value": language, "url": visit.address}])
    for address in PAGES[who]:
        page.goto(visit.address + address)
        flaws += [f"{address}: {flaw}" for flaw in (*found_by_axe(page), *too_wide(page, width))]

    assert flaws == []


@pytest.mark.parametrize("who", ["dung", "kiem-toan"])
def test_the_row_at_the_top_keeps_to_one_line_and_opens_by_key(visit: Visits, who: str) -> None:
    page, words = visit.by(who), ".top nav > :is(a, details)"
    tops = page.eval_on_selector_all(words, "all => new Set(all.map(one => one.getBoundingClientRect().top)).size")

    page.focus(".top summary >> nth=0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert tops == 1
    assert page.evaluate("document.activeElement.closest('.top details[open]') !== null")
    assert found_by_axe(page) == []


def found_by_axe(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found.response["violations"]]


def too_wide(page: Page, width: int) -> list[str]:
    needed = page.evaluate("document.documentElement.scrollWidth")
    return [f"needs {needed} px"] if needed > width else []
