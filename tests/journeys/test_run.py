"""`make run` ends with the office serving the founding example; its first view is light."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ROOT, Visits, free_port, wait_for

MOST_BYTES = 100_000
SLOW = 400
"""Seconds in which the example is determined, filled in and served, beside other tests."""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address at which `make run` serves, and what it printed; ended with the test."""
    port, told = free_port(), tmp_path / "told.txt"
    environment = os.environ | {"PAROFFICE_DATA": str(tmp_path / "data")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MAKEFLAGS", "MAKELEVEL"):
        environment.pop(name, None)
    with told.open("w") as out:
        make = subprocess.Popen(
            ["make", "run", f"PORT={port}"], cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", SLOW)
        yield f"http://127.0.0.1:{port}", told
    finally:
        os.killpg(make.pid, signal.SIGTERM)
        make.wait(timeout=30)


def test_make_run_ends_in_an_office_where_one_signs_in(running: tuple[str, Path], browser: object) -> None:
    address, told = running
    visits = Visits(browser, address)  # type: ignore[arg-type]
    an = visits.by("an")

    expect(an.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    expect(an.get_by_text("Kim Sơn").first).to_be_visible()
    visits.end()
    said = told.read_text(encoding="utf-8")
    assert "86,38" in said
    assert "minh-hoa-2018" in said
    assert all(name in said for name in ("an ", "dung ", "quan-tri "))


@pytest.mark.parametrize("width", [390, 1440])
def test_the_first_view_is_light(visit: Visits, width: int) -> None:
    """All that the door brings over, not even compressed: page, style, letters, picture."""
    page = visit.by(None, width=width)
    brought: list[int] = []
    page.on("response", lambda response: brought.append(len(response.body())))

    page.goto(visit.address + "/dang-nhap/", wait_until="networkidle")
    page.wait_for_function("document.fonts.status === 'loaded'")

    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'Đăng nhập')")
    assert 0 < sum(brought) < MOST_BYTES, brought


def test_rows_and_letters_are_as_the_reader_wants_without_javascript(visit: Visits) -> None:
    page = visit.by("dung", javascript=False)
    page.goto(visit.address + "/dot/1/?by=done")
    page.get_by_role("button", name="Dòng sít hơn").click()
    page.get_by_role("button", name="Chữ to hơn").click()

    expect(page).to_have_url(visit.address + "/dot/1/?by=done")
    html = page.locator("html")
    expect(html).to_have_attribute("data-rows", "dense")
    expect(html).to_have_attribute("data-letters", "large")
