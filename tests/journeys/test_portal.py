"""A portal in a real browser: usable by everyone, light, and a citizen's way from a word to a dossier."""

import pytest

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
