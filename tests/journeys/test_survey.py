"""A survey to its end: a card is printed, a citizen answers on a phone without scripts, the books are shut: 20,83."""

import csv
import re
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page

from tests.journeys.conftest import ROOT, Visits
from tests.journeys.test_looks import found_by_axe, too_wide

STRATUM = "kim-son-doanh_nghiep"
CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}")
PHONE = 360


def last_answer() -> dict[str, str]:
    """The one of the founding example that the demo leaves for a visitor."""
    with (ROOT / "examples/kim-son-2018/survey/responses.csv").open(encoding="utf-8") as stream:
        return [row for row in csv.DictReader(stream) if row["stratum"] == STRATUM][-1]


def printed_card(page: Page, address: str, folder: Path) -> str:
    """The code on a card that the survey officer prints."""
    page.goto(f"{address}/dieu-tra/1/thu-phieu/")
    page.select_option("form:has(button[value=cards]) [name=stratum]", label=STRATUM)
    page.fill("[name=count]", "1")
    with page.expect_download() as download:
        page.click("button[value=cards]")
    download.value.save_as(folder / "cards.pdf")
    text = pypdfium2.PdfDocument(folder / "cards.pdf")[0].get_textpage().get_text_range()
    found = CODE.search(text)
    assert found is not None, text
    return found[0]


def test_the_founding_example_comes_out_of_its_responses(visit: Visits, tmp_path: Path) -> None:
    code, flaws = printed_card(visit.by("xuan"), visit.address, tmp_path), list[str]()
    citizen = visit.by(None, width=PHONE, javascript=False)
    citizen.goto(f"{visit.address}/k/{code}/")
    assert citizen.context.cookies() == [], "nothing is kept on the respondent's phone"
    citizen.click("button.main")
    for number in range(1, 11):
        flaws += too_wide(citizen, PHONE)
        citizen.check(f"input[value={last_answer()[f'N{number:02}']}]")
        citizen.click("button.main")
    flaws += too_wide(citizen, PHONE)
    citizen.click("button[value=send]")
    assert "Đã nhận câu trả lời" in citizen.inner_text("h1")
    citizen.goto(f"{visit.address}/k/{code}/")
    assert "đã được dùng" in citizen.inner_text("h1")

    office = visit.by("dung")
    office.goto(f"{visit.address}/dieu-tra/1/")
    office.click("button[value=close]")
    office.goto(f"{visit.address}/dieu-tra/1/uoc-luong/")

    assert "20,83" in office.inner_text("tr:has-text('Kim Sơn')")
    assert flaws == []


def test_the_respondents_pages_are_usable_by_everyone(visit: Visits, tmp_path: Path) -> None:
    """Each screen in both languages: light and dark, at the width of an old phone."""
    code, flaws = printed_card(visit.by("xuan"), visit.address, tmp_path), list[str]()
    for dark, language in ((False, "vi"), (True, "en")):
        page = visit.by(None, width=PHONE, dark=dark)
        page.goto(f"{visit.address}/k/{code}/?lang={language}")
        for step in ("first", "question", "review"):
            flaws += [f"{step} {language}: {flaw}" for flaw in (*found_by_axe(page), *too_wide(page, PHONE))]
            page.click("button.main")
            for _ in range(9 if step == "question" else 0):
                page.click("button.main")
            if step == "review":
                break
        page.goto(f"{visit.address}/phieu/")
        flaws += [f"code {language}: {flaw}" for flaw in (*found_by_axe(page), *too_wide(page, PHONE))]
        code = printed_card(visit.by("xuan"), visit.address, tmp_path) if language == "vi" else code

    assert flaws == []
