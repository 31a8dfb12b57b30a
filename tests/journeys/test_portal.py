"""An editor writes, a leader publishes, a citizen finds and prints: each in a real browser, as the guide says."""

import re

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Visits
from tests.journeys.test_looks import found_by_axe, too_wide

PAGES = [
    *(
        "/",
        "/tin-tuc/",
        "/tin-tuc/chi-so-2018/",
        "/van-ban/",
        "/van-ban/12-qd-ubnd/",
        "/du-an/",
        "/du-an/sua-mot-cua/",
    ),
    *(
        "/gop-y/",
        "/gop-y/quy-che-mot-cua/",
        "/hoi-dap/",
        "/hoi-dap/gui/",
        "/hoi-dap/tra-cuu/",
        "/lien-he/",
        "/thu-tuc/",
    ),
    *("/tam-ngung/", "/chi-dao-dieu-hanh/lich-tuan/", "/gioi-thieu/to-chuc-bo-may/", "/tim-kiem/?q=cai+cach"),
    *("/so-do-trang/", "/khong-co/"),
]


def host(visit: Visits) -> str:
    return visit.address.replace("127.0.0.1", "kim-son.localhost")


@pytest.mark.parametrize(
    ("dark", "language", "contrast"), [(False, "vi", "plain"), (True, "en", "high")], ids=["light-vi", "contrast-en"]
)
@pytest.mark.parametrize("width", [390, 1440])
def test_a_portal_is_usable_by_everyone(visit: Visits, width: int, dark: bool, language: str, contrast: str) -> None:
    page, flaws, asked = visit.by(None, width=width, dark=dark), list[str](), list[str]()
    wishes = {"django_language": language, "contrast": contrast}
    page.context.add_cookies([{"name": name, "value": value, "url": host(visit)} for name, value in wishes.items()])
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES:
        page.goto(host(visit) + address)
        flaws += [f"{address}: {flaw}" for flaw in (*found_by_axe(page), *too_wide(page, width))]

    assert flaws == []
    assert [one for one in asked if not one.startswith((host(visit), "data:"))] == []


def test_the_first_page_is_light(visit: Visits) -> None:
    """Under 150 kB without pictures."""
    page, sizes = visit.by(None), dict[str, int]()
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}) if answer.ok else None)
    page.goto(host(visit) + "/")
    page.wait_for_load_state("networkidle")

    light = {url: size for url, size in sizes.items() if "/hinh/" not in url and host(visit) in url}
    assert sum(light.values()) < 150_000, light


def test_a_citizen_finds_a_procedure_without_accents_on_a_phone_and_begins_a_dossier(visit: Visits) -> None:
    page = visit.by(None, width=390)
    page.goto(host(visit) + "/")
    page.fill("#procedure", "ho so")
    page.click(".services button")
    page.goto(host(visit) + "/thu-tuc/?truc-tuyen=co")
    page.click(".papers a >> nth=0")

    assert page.locator(".when", has_text="công khai ngày").count() == 1
    page.click("a.btn.main")
    assert "/nop-ho-so/" in page.url


def written(visit: Visits) -> Page:
    """Hồng goes to the news section and writes."""
    page = visit.by("hong")
    page.goto(visit.address + "/cong/")
    page.click("text=Soạn trang")
    page.click("a:has-text('Tin tức')")
    section = re.search(r"/pages/(\d+)/", page.url)
    assert section is not None
    page.goto(f"{visit.address}/cong/soan/pages/add/portal/article/{section[1]}/")
    page.fill("[name=title]", "Kim Sơn đạt 86,38 điểm (minh họa)")
    page.fill("[name=summary]", "Ba con số của năm 2018.")
    page.fill("[name=author]", "Hoa")
    page.click("[data-streamfield-stream-container] button[aria-haspopup], .c-sf-add-button >> nth=0")
    page.get_by_role("option", name="Đoạn văn").click()
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Điểm thẩm định 65,55 và điểm điều tra 20,83.")
    return page


def test_what_an_editor_writes_is_reviewed_published_found_and_printed(visit: Visits) -> None:
    page = written(visit)
    page.click("footer [data-w-dropdown-target=toggle]")
    page.click("button[name=action-submit]")
    page.wait_for_load_state()
    assert page.locator(".messages").inner_text()

    leader = visit.by("ly")
    leader.goto(visit.address + "/cong/soan/")
    leader.click("a:has-text('Kim Sơn đạt 86,38 điểm (minh họa)') >> nth=0")
    leader.click("[data-workflow-action-name=approve] >> nth=0", force=True)
    leader.wait_for_load_state("networkidle")

    reader = visit.by(None)
    reader.goto(host(visit) + "/tim-kiem/?q=kim+son+dat+86")
    reader.click(".hits a:has-text('Kim Sơn đạt 86,38 điểm (minh họa)') >> nth=0")
    assert "65,55" in reader.inner_text(".body, .story")
    reader.emulate_media(media="print")
    assert not reader.is_visible(".menu")
    assert reader.is_visible(".story h1")
