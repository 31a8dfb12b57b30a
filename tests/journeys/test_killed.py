"""The server is killed under load: nothing it acknowledged is lost, and nothing half-written stays."""

import hashlib
import http.cookiejar
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from tests.founding import founding_example
from tests.journeys.conftest import PASSWORD, ROOT, free_port, wait_for
from tests.web.papers import REPORT, pdf

COMMAND = [sys.executable, "-m", "paroffice.cli"]
KILLED_AFTER_SECONDS = 6
SENDERS = 3
ITEM = "/ban-tu-cham/1/muc/8.2.1/"


@dataclass
class Office:
    """An office of its own, that can be killed with everything it runs."""

    data: Path
    port: int
    server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {"PAROFFICE_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "paroffice.config.settings"}
        return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own

    def run(self, verb: str) -> None:
        subprocess.run([*COMMAND, verb], check=True, cwd=ROOT, env=self.environment, capture_output=True)

    def serve(self) -> None:
        self.server = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(self.port)], cwd=ROOT, env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        wait_for(f"{self.address}/healthz")

    def kill(self) -> None:
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()


@pytest.fixture
def office_of_its_own(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path / "data", free_port())
    founding_example(tmp_path_factory, office.data)
    office.serve()
    yield office
    office.kill()


@dataclass
class Visitor:
    """A person without a browser: cookies, forms, and what the server said it had done."""

    office: Office
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        page = self.get("/dang-nhap/")
        self.post("/dang-nhap/", {"username": "an", "password": PASSWORD}, page)

    def get(self, path: str) -> str:
        with self.opener.open(self.office.address + path, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, path: str, said: dict[str, str], page: str) -> str:
        """The address that it ends at."""
        body = urllib.parse.urlencode(said | {"csrfmiddlewaretoken": token(page)}).encode()
        with self.opener.open(self.office.address + path, body, timeout=20) as answer:
            answer.read()
            return str(answer.url)

    def upload(self, content: bytes, page: str) -> str:
        head = (
            f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token(page)}\r\n'
            '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
        )
        body = head.encode() + content + b"\r\n--x--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        request = urllib.request.Request(f"{self.office.address}/tai-lieu/them/", body, kind)
        with self.opener.open(request, timeout=20) as answer:
            answer.read()
            return str(answer.url)


def token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def uploading(office: Office, number: int, stop: Event) -> list[str]:
    """The hashes of what the server said it had stored, until it fell."""
    visitor, stored = Visitor(office), list[str]()
    page = visitor.get("/tai-lieu/")
    while not stop.is_set():
        content = pdf(f"{REPORT}\nBản {number}.{len(stored)}")
        try:
            visitor.upload(content, page)
        except (OSError, urllib.error.URLError):
            break
        stored.append(hashlib.sha256(content).hexdigest())
    return stored


def answering(office: Office, stop: Event) -> int:
    """The last numerator that the server said it had saved, until it fell."""
    visitor, saved = Visitor(office), 0
    while not stop.is_set():
        try:
            page = visitor.get(ITEM)
            edits = re.search(r'name="edits" value="(\d+)"', page)
            assert edits is not None
            said = {"numerator": str(saved + 1), "denominator": "100000", "outcome": "answered", "stay": "1"}
            visitor.post(ITEM, said | {"edits": edits[1]}, page)
        except (OSError, urllib.error.URLError):
            break
        saved += 1
    return saved


def rows(office: Office, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(office.data / "office.sqlite3") as database:
        return database.execute(query).fetchall()


def test_what_was_acknowledged_outlives_a_kill_and_nothing_half_written_stays(office_of_its_own: Office) -> None:
    office, stop = office_of_its_own, Event()
    with ThreadPoolExecutor(SENDERS + 1) as pool:
        senders = [pool.submit(uploading, office, number, stop) for number in range(SENDERS)]
        answerer = pool.submit(answering, office, stop)
        time.sleep(KILLED_AFTER_SECONDS)
        office.kill()
        stop.set()
        acknowledged = {digest for sender in senders for digest in sender.result()}
        saved = answerer.result()

    office.serve()

    assert len(acknowledged) >= SENDERS
    assert saved >= 1
    stored = {digest for (digest,) in rows(office, "SELECT sha256 FROM evidence_version")}
    assert acknowledged <= stored
    for digest in stored:
        content = (office.data / "files" / str(digest)[:2] / str(digest)).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
    ((numerator,),) = rows(office, "SELECT numerator FROM assessments_answer WHERE assessment_id=1 AND item='8.2.1'")
    assert int(str(numerator)) in (saved, saved + 1)
    versions = rows(office, "SELECT count(*) FROM evidence_version")
    deeds = rows(office, "SELECT count(*) FROM trail_entry WHERE act='evidence.store'")
    assert versions == deeds
    office.run("check")
    nothing_half_written(office)


def nothing_half_written(office: Office) -> None:
    """An hour later, as the sweeping goes, only whole files lie there, each under its own hash."""
    long_ago = time.time() - 7200
    for path in (office.data / "files").glob("coming-*"):
        os.utime(path, (long_ago, long_ago))
    subprocess.run([*COMMAND, "worker", "--once"], check=True, cwd=ROOT, env=office.environment, capture_output=True)
    lying = [path for path in (office.data / "files").rglob("*") if path.is_file()]
    assert [path for path in lying if hashlib.sha256(path.read_bytes()).hexdigest() != path.name] == []
