"""The round office opens a year in the browser, and the units find it on their desks."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visits

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def dated(page: Page, step: str, opens: datetime, closes: datetime) -> None:
    window = page.get_by_role("group", name=step, exact=True).first
    window.get_by_label("Mở").fill(f"{opens:%Y-%m-%dT%H:%M:%S}")
    window.get_by_label("Đóng").fill(f"{closes:%Y-%m-%dT%H:%M:%S}")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_dung_opens_a_round_and_an_finds_her_sheet(visit: Visits, *, javascript: bool) -> None:
    now, title = datetime.now(HANOI), f"Đợt thử (minh họa) {javascript}"
    dung = visit.by("dung", javascript=javascript, width=390)
    dung.get_by_role("link", name="Mở đợt đánh giá").click()
    dung.get_by_label("Tên đợt").fill(title)

    dated(dung, "Tự đánh giá", now, now - timedelta(days=1))
    dung.get_by_role("button", name="Mở đợt đánh giá").click()
    expect(dung.locator("main")).to_contain_text("đóng")
    dung.go_back()
    expect(dung.get_by_label("Tên đợt")).to_have_value(title)

    dated(dung, "Tự đánh giá", now - timedelta(minutes=1), now + timedelta(days=30))
    for unit in dung.get_by_role("checkbox").all():
        unit.set_checked("Kim Sơn" in (unit.locator("xpath=..").text_content() or ""))
    dung.get_by_role("button", name="Mở đợt đánh giá").click()
    expect(dung).to_have_title(f"Thời gian · {title} · parindex")

    an, binh = visit.by("an", javascript=javascript), visit.by("binh")
    an.get_by_role("link", name=title).first.click()
    expect(an.get_by_role("heading", level=1)).to_contain_text("Kim Sơn")
    expect(an.get_by_text(re.compile("còn (29|30) ngày")).first).to_be_visible()
    assert title not in binh.inner_text("main")
