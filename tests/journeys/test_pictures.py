"""A picture of a result answers who points at it, drawn again in the browser by our own files, under the office's policy."""

from playwright.sync_api import expect

from tests.journeys.conftest import Visits

MADE_WITHIN = 60_000
"""The first who asks waits until the office has made the program; some seconds, more on a busy machine."""


def test_a_visitor_has_a_picture_drawn_again_and_reads_a_mark(visit: Visits) -> None:
    visitor = visit.by(None)
    complaints, brought = list[str](), list[str]()
    visitor.on("console", lambda said: complaints.append(said.text))
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    visitor.on("request", lambda request: brought.append(request.url))
    visitor.goto(f"{visit.address}/ket-qua/")
    visitor.locator("main a").first.click()
    figure = visitor.locator("figure.chart").last
    assert not any("vega-" in url for url in brought)

    figure.get_by_role("button", name="Xem tương tác").click()
    expect(figure).to_contain_text("Chỉ vào một dấu", timeout=MADE_WITHIN)
    figure.locator(".mark-symbol path").first.hover()

    expect(visitor.locator("#vg-tooltip-element")).to_contain_text("tự chấm")
    expect(figure.get_by_role("img")).to_have_count(1)
    assert complaints == []
    assert all(url.startswith((visit.address, "data:")) for url in brought)
