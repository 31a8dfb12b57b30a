"""The office as a person meets it: its own commands, a real server, a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.founding import founding_example

ROOT = Path(__file__).parents[2]
PASSWORD = "minh-hoa-2018"
PATIENCE = 20_000
"""Milliseconds until something must be there: two cores that test much at once are slow."""
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]

expect.set_options(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an office over the founding example, served by its own command."""
    port, data = free_port(), tmp_path_factory.mktemp("office") / "data"
    founding_example(tmp_path_factory, data)
    environment = os.environ | {"PAROFFICE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "paroffice.config.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "paroffice.cli"]
    server = subprocess.Popen(
        [*command, "serve", "--port", str(port)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/healthz")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                assert answer.status == 200
                return
        except OSError:
            assert time.monotonic() < until, f"{address} does not answer"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, ended with its module, since other tests need the event loop it holds.

    Where there is none the journeys cannot be walked: in CI and for root that is a failure.
    """
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI") or os.geteuid() == 0:
            pytest.fail("chromium is missing: apt-get install chromium")
        pytest.skip("chromium is missing: the journeys were left out (apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, office: str) -> Iterator["Visits"]:
    visits = Visits(browser, office)
    yield visits
    visits.end()


class Visits:
    """People at their desks, each in a browser of their own."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address, self.contexts = browser, address, list[object]()

    def by(self, name: str | None, *, width: int = 1440, dark: bool = False, javascript: bool = True) -> Page:
        """Signed in by name, with the first page there; None is somebody from outside, who was nowhere before."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="vi-VN",
        )
        self.contexts.append(context)
        page = context.new_page()
        if name is not None:
            page.goto(self.address)
            page.fill("[name=username]", name)
            page.fill("[name=password]", PASSWORD)
            with page.expect_navigation():
                page.click("button.main")
        return page

    def end(self) -> None:
        for context in self.contexts:
            context.close()  # type: ignore[attr-defined]
