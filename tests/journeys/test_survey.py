"""A survey to its end: a card is printed, a citizen answers on a phone without scripts, the books are shut: 20,83."""

import csv
import re
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT, Visits
from tests.journeys.test_looks import found_by_axe, too_wide

STRATUM, ELSEWHERE = "kim-son-doanh_nghiep", "dong-may-doanh_nghiep"
CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}")
PHONE = 360
QUESTIONS = [f"N{number:02}" for number in range(1, 11)]


def last_answer() -> dict[str, str]:
    """The one of the founding example that the demo leaves for a visitor."""
    with (ROOT / "examples/kim-son-2018/survey/responses.csv").open(encoding="utf-8") as stream:
        return [row for row in csv.DictReader(stream) if row["stratum"] == STRATUM][-1]


def printed_card(page: Page, address: str, folder: Path, stratum: str = STRATUM) -> str:
    """The code on a card that the survey officer prints."""
    page.goto(f"{address}/dieu-tra/1/thu-phieu/")
    page.select_option("form:has(button[value=cards]) [name=stratum]", label=stratum)
    page.fill("[name=count]", "1")
    with page.expect_download() as download:
        page.click("button[value=cards]")
    download.value.save_as(folder / "cards.pdf")
    text = pypdfium2.PdfDocument(folder / "cards.pdf")[0].get_textpage().get_text_range()
    found = CODE.search(text)
    assert found is not None, text
    return found[0]


def press(page: Page, button: str = "button.main") -> None:
    """Sends a form as browsers do; the next page has come when this returns."""
    with page.expect_navigation():
        page.click(button)


def test_the_respondents_pages_are_usable_by_everyone(visit: Visits, tmp_path: Path) -> None:
    """Each screen in both languages: light and dark, at the width of an old phone."""
    code, flaws = printed_card(visit.by("xuan"), visit.address, tmp_path), list[str]()
    for dark, language in ((False, "vi"), (True, "en")):
        page = visit.by(None, width=PHONE, dark=dark)
        page.goto(f"{visit.address}/k/{code}/?lang={language}")
        for step, clicks in (("first", 1), ("question", len(QUESTIONS)), ("review", 0)):
            flaws += [f"{step} {language}: {flaw}" for flaw in (*found_by_axe(page), *too_wide(page, PHONE))]
            for _ in range(clicks):
                press(page)
        page.goto(f"{visit.address}/phieu/")
        flaws += [f"code {language}: {flaw}" for flaw in (*found_by_axe(page), *too_wide(page, PHONE))]

    assert flaws == []


def test_an_answer_waits_on_the_phone_only_until_the_line_is_back(visit: Visits, tmp_path: Path) -> None:
    """The line goes before the first question; the rest is answered, kept, sent once and wiped."""
    code = printed_card(visit.by("xuan"), visit.address, tmp_path, ELSEWHERE)
    page = visit.by(None, width=PHONE)
    page.goto(f"{visit.address}/k/{code}/")
    page.wait_for_function("sessionStorage.length === 1")
    assert page.evaluate("localStorage.length") == 0, "while there is a line, nothing is kept"

    page.context.set_offline(True)
    page.click("button.main")
    expect(page.get_by_text("cứ trả lời tiếp trên trang này")).to_be_visible()
    flaws = [*found_by_axe(page), *too_wide(page, PHONE)]
    for name in QUESTIONS:
        page.check(f"input[name=q-{name}][value=B]")
    page.click("button.main")
    expect(page.get_by_text("Chưa gửi được vì mất mạng")).to_be_visible()
    assert page.evaluate("localStorage.length") == 1

    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Đã nhận câu trả lời")).to_be_visible()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []
    flaws += [*found_by_axe(page), *too_wide(page, PHONE)]
    page.goto(f"{visit.address}/k/{code}/")
    expect(page.get_by_role("heading", name="đã được dùng")).to_be_visible()
    assert flaws == []


def test_the_founding_example_comes_out_of_its_responses(visit: Visits, tmp_path: Path) -> None:
    """Last of these: it shuts the books."""
    code, flaws = printed_card(visit.by("xuan"), visit.address, tmp_path), list[str]()
    citizen = visit.by(None, width=PHONE, javascript=False)
    citizen.goto(f"{visit.address}/k/{code}/")
    assert citizen.context.cookies() == [], "nothing is kept on the respondent's phone"
    press(citizen)
    for name in QUESTIONS:
        flaws += too_wide(citizen, PHONE)
        citizen.check(f"input[name=q-{name}][value={last_answer()[name]}]")
        press(citizen)
    flaws += too_wide(citizen, PHONE)
    press(citizen)
    assert "Đã nhận câu trả lời" in citizen.inner_text("h1")
    citizen.goto(f"{visit.address}/k/{code}/")
    assert "đã được dùng" in citizen.inner_text("h1")
    assert citizen.context.cookies() == []

    office = visit.by("dung")
    office.goto(f"{visit.address}/dieu-tra/1/")
    press(office, "button[value=close]")
    office.goto(f"{visit.address}/dieu-tra/1/uoc-luong/")

    assert "20,83" in office.inner_text("tr:has-text('Kim Sơn')")
    assert flaws == []
