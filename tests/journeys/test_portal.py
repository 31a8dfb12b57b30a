"""A portal in a real browser: usable by everyone, light; an editor's way from a word to print, a citizen's to a dossier."""

import re
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

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
    *("/so-do-trang/", "/khong-co/", "/chi-so/", "/du-lieu-mo/"),
    *("/ke-hoach-cai-cach/", "/thong-ke/", "/thong-ke/ho-so-mot-cua-2018/", "/english/", "/english/at-a-glance/"),
]


def host(visit: Visits) -> str:
    return visit.address.replace("127.0.0.1", "kim-son.localhost")


@pytest.mark.parametrize(
    ("dark", "language", "contrast"), [(False, "vi", "plain"), (True, "en", "high")], ids=["light-vi", "contrast-en"]
)
@pytest.mark.parametrize("width", [390, 1440])
def test_a_portal_is_usable_by_everyone(visit: Visits, width: int, dark: bool, language: str, contrast: str) -> None:
    page, flaws, asked = visit.by(None, width=width, dark=dark).context.new_page(), list[str](), list[str]()
    wishes = {"django_language": language, "contrast": contrast}
    page.context.add_cookies([{"name": name, "value": value, "url": host(visit)} for name, value in wishes.items()])
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES:
        page.goto(host(visit) + address)
        flaws += [f"{address}: {flaw}" for flaw in (*found_by_axe(page), *too_wide(page, width))]

    assert flaws == []
    assert [one for one in asked if not one.startswith((host(visit), "data:"))] == []


def test_the_menu_keeps_to_one_line_and_hides_no_section(visit: Visits) -> None:
    page = visit.by(None)
    page.goto(host(visit) + "/")
    line = page.eval_on_selector_all(
        ".menu > ul > li, .menu > details", "all => new Set(all.map(one => one.getBoundingClientRect().top)).size"
    )

    page.set_viewport_size({"width": 390, "height": 900})
    page.focus(".menu summary")
    page.keyboard.press("Enter")
    page.click(".menu a:visible:text-is('Liên hệ')")

    assert line == 1
    expect(page).to_have_url(host(visit) + "/lien-he/")


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
    page.fill("#procedure", "cap ban sao")
    page.click(".services button")
    page.click(".papers a:has-text('Cấp bản sao B')")

    expect(page.locator(".when", has_text="công khai ngày")).to_have_count(1)
    page.click("a.btn.main")
    page.click("li a:has-text('Xã Đồng Mây')")
    page.click("button:has-text('Lập hồ sơ')")
    expect(page).to_have_url(re.compile(r"/nop-ho-so/[0-9a-f-]{36}/$"))


TITLE = "Huyện công bố đủ thủ tục trong ngày (minh họa)"


def drawing() -> dict[str, object]:
    held = BytesIO()
    Image.new("RGB", (1200, 800), "#a4201c").save(held, "PNG")
    return {"name": "quay.png", "mimeType": "image/png", "buffer": held.getvalue()}


def with_a_picture(page: Page) -> None:
    """Uploads one where the lead picture is chosen, and says what it shows."""
    page.click("#id_picture-chooser .unchosen button")
    page.click(".modal a[href='#tab-upload']")
    page.set_input_files("#tab-upload input[type=file]", drawing())
    page.fill("#tab-upload [name$=-title]", "Quầy một cửa (minh họa)")
    page.click("#tab-upload [type=submit]")
    page.wait_for_selector("#id_picture-chooser .chosen [data-chooser-title]:visible")
    page.fill("[name=picture_alternative]", "Quầy một cửa, hai người ngồi chờ.")
    page.fill("[name=picture_caption]", "Quầy nhận hồ sơ (minh họa).")


def written(visit: Visits) -> Page:
    """Hồng goes to the news section, writes as the guide says, and sends it for review."""
    page = visit.by("hong")
    page.goto(visit.address + "/cong/")
    page.click("text=Soạn trang")
    page.click("a[title='Xem các trang trong «Tin tức»']")
    page.click("a[href$='/add_subpage/']:visible")
    page.click("main a:has-text('Tin, bài')")
    page.fill("[name=title]", TITLE)
    page.fill("[name=summary]", "Mọi quyết định công bố đều được đăng trong ngày.")
    with_a_picture(page)
    page.fill("[name=author]", "Lê Hoa (minh họa)")
    page.fill("[name=source]", "Cổng thông tin huyện (minh họa)")
    page.click("[data-streamfield-stream-container] button[aria-haspopup], .c-sf-add-button >> nth=0")
    page.get_by_role("option", name="Đoạn văn").click()
    page.wait_for_selector("[contenteditable=true]:focus")
    page.keyboard.type("Ba mươi hai thủ tục lên cổng trước giờ nghỉ.")
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile("trước giờ nghỉ"))
    page.click("footer [data-w-dropdown-target=toggle]")
    page.click("button[name=action-submit]")
    page.wait_for_load_state("networkidle")
    return page


def test_what_an_editor_writes_is_reviewed_published_found_and_printed(visit: Visits) -> None:
    editor = written(visit)
    expect(editor.locator(".messages")).to_contain_text("gửi duyệt")

    leader = visit.by("ly")
    leader.click(".duty:has-text('chờ duyệt đăng') a")
    leader.click(f"#awaiting-review-content a:text-is('{TITLE}')")
    leader.click("footer [data-w-dropdown-target=toggle]")
    leader.click("[data-workflow-action-name=approve]")
    leader.wait_for_load_state("networkidle")

    reader = visit.by(None)
    reader.goto(host(visit) + "/tim-kiem/?q=cong+bo+du+thu+tuc+trong+ngay")
    reader.click(f".hits a:text-is('{TITLE}')")
    story = reader.inner_text(".story")
    for words in ("Ba mươi hai thủ tục", "Quầy nhận hồ sơ", "Lê Hoa", "Nguồn: Cổng thông tin huyện"):
        assert words in story, words
    assert reader.get_attribute(".story figure img", "alt") == "Quầy một cửa, hai người ngồi chờ."
    reader.emulate_media(media="print")
    assert [reader.is_visible(part) for part in (".menu", ".tools", ".story h1", ".story figcaption")] == [
        False,
        False,
        True,
        True,
    ]


BASELINE = {"an article": {"aria-input-field-name"}}
"""What axe calls serious in Wagtail's own screens, as recorded for the version in the lock: a paragraph that is there has
no name. Nothing may come to it."""


def serious(page: Page) -> set[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    return {one["id"] for one in found.response["violations"] if one["impact"] in ("serious", "critical")}


def test_the_editing_screens_grow_no_barrier(visit: Visits) -> None:
    page, found = visit.by("hong"), dict[str, set[str]]()
    page.goto(visit.address + "/cong/")
    page.click("text=Soạn trang")
    with page.expect_navigation():
        page.click("a[title='Xem các trang trong «Tin tức»']")
    section = re.search(r"/pages/(\d+)/", page.url)
    written_one = page.locator("main .title a[href$='/edit/']").last.get_attribute("href") or ""
    assert section is not None
    screens = {
        "first": "", "list": f"pages/{section[1]}/", "new article": f"pages/add/portal/article/{section[1]}/",
        "pictures": "images/", "files": "documents/", "an article": written_one.removeprefix("/cong/soan/"),
    }  # fmt: skip
    for name, address in screens.items():
        page.goto(f"{visit.address}/cong/soan/{address}")
        page.wait_for_load_state("networkidle")
        found[name] = serious(page)

    assert {
        name: rules - BASELINE.get(name, set()) for name, rules in found.items() if rules - BASELINE.get(name, set())
    } == {}
