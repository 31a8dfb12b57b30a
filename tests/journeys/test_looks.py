"""Every page: nothing that axe finds, nothing wider than the screen, in light and dark, on a desk and a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Visits

ITEMS = [f"/ban-tu-cham/1/muc/{code}/" for code in ("1.1.1", "4.2.2", "3.3.2", "7.2.2", "5.1.2")]
EDITION = "/bo-chi-so/ninh-binh-districts-2018/"
PAGES = {
    "an": [
        "/",
        "/ban-tu-cham/1/",
        *ITEMS,
        "/ban-tu-cham/1/gia-han/",
        "/ban-tu-cham/1/excel/nap/",
        "/ban-tu-cham/1/bao-cao/",
        "/tai-lieu/",
        "/bo-chi-so/",
        EDITION,
        "/khong-co-trang/",
    ],
    "ly": [
        "/ban-tu-cham/1/nop/",
        "/bao-mat/",
        "/bao-mat/mat-khau/",
        "/bao-mat/phien/",
        "/bao-mat/ma/bat/",
        "/uy-quyen/",
        "/xac-nhan/",
    ],
    "dung": ["/", "/dot/1/", "/dot/1/hoi-dap/", "/dot/mo/", "/nhat-ky/"],
    "quan-tri": [
        "/",
        "/tai-khoan/",
        "/tai-khoan/2/",
        "/tai-khoan/2/ban-giao/",
        "/danh-muc/tai-khoan/nap/",
        "/don-vi/?hien=tat-ca",
        "/don-vi/minh-hoa-ab/",
        "/don-vi/minh-hoa-ab/thay-doi/",
        "/danh-muc/don-vi/moi/",
        "/danh-muc/don-vi/nap/",
    ],
    None: ["/dang-nhap/", "/mat-khau/MQ/x-y/", "/mat-khau/quen/", "/mat-khau/quen/da-gui/"],
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("who", PAGES, ids=str)
def test_a_page_is_usable_by_everyone(visit: Visits, who: str | None, width: int, dark: bool) -> None:
    page, flaws = visit.by(who, width=width, dark=dark), []
    for address in PAGES[who]:
        page.goto(visit.address + address)
        flaws += [f"{address}: {flaw}" for flaw in (*found_by_axe(page), *too_wide(page, width))]

    assert flaws == []


def found_by_axe(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found.response["violations"]]


def too_wide(page: Page, width: int) -> list[str]:
    needed = page.evaluate("document.documentElement.scrollWidth")
    return [f"needs {needed} px"] if needed > width else []
