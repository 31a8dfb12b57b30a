"""Malware: a real clamd says what it finds, and everybody is told what was and was not looked at.

The scanner runs as a process of its own with one signature of our own, the EICAR test string, anywhere in a file.
"""

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from paroffice.evidence import actions
from paroffice.evidence.flags import flags_of
from paroffice.evidence.models import Document, Verdict, Version
from paroffice.evidence.queries import at_hand
from paroffice.evidence.scanner import Unreachable, infection_in
from paroffice.jobs.worker import work
from paroffice.people.models import Person, Unit
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast
from tests.web.papers import REPORT, pdf
from tests.web.programs import needed

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLEAN, INFECTED = pdf(REPORT), pdf(REPORT) + b"%" + EICAR + b"\n"
FOUND = "Parindex.Test.EICAR.UNOFFICIAL"


@pytest.fixture(autouse=True)
def shelf_of_its_own(settings: object, tmp_path: Path) -> None:
    settings.FILES, settings.DATA = tmp_path / "files", tmp_path  # type: ignore[attr-defined]
    settings.CLAMD = ""  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    """The socket of a clamd that knows one signature."""
    program = needed("clamd", "clamav-daemon")
    with TemporaryDirectory(prefix="paroffice-clamd-", dir="/tmp") as name:  # a socket's path has 107 letters at most
        folder, door = Path(name), Path(name) / "socket"
        (folder / "own.ndb").write_text(f"Parindex.Test.EICAR:0:*:{EICAR.hex()}\n", encoding="ascii")
        settings = f"DatabaseDirectory {folder}\nLocalSocket {door}\nForeground yes\n"
        (folder / "clamd.conf").write_text(settings, encoding="ascii")
        server = subprocess.Popen([program, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 30
            while not door.exists():
                assert server.poll() is None, "clamd ended"
                assert time.monotonic() < until, "clamd does not answer"
                time.sleep(0.05)
            yield str(door)
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture
def clamd(running: str, settings: object) -> str:
    settings.CLAMD = running  # type: ignore[attr-defined]
    return running


def stored(unit: Unit, by: Person, content: bytes, name: str = "báo cáo.pdf") -> Version:
    return actions.upload(unit=unit, file=SimpleUploadedFile(name, content), by=by, at=NOON, title="")


def page_of(version: Version, client: Client) -> str:
    return client.get(reverse("evidence-page", args=[version.pk])).content.decode()


def test_without_a_scanner_it_is_said_that_nothing_was_scanned(cast: Cast) -> None:
    version = stored(cast.here, cast.an, CLEAN)
    work(once=True)

    assert Version.objects.get().verdict == Verdict.NOT_SCANNED
    assert "chưa quét mã độc" in page_of(version, cast.as_("chi"))
    given = cast.as_("chi").get(reverse("evidence-file", args=[version.pk]))
    assert b"".join(given.streaming_content) == CLEAN


def test_a_clean_file_is_called_clean(cast: Cast, clamd: str) -> None:
    version = stored(cast.here, cast.an, CLEAN)

    work(once=True)

    held = Version.objects.get()
    assert (held.verdict, held.found) == (Verdict.CLEAN, "")
    assert "không thấy mã độc" in page_of(version, cast.as_("an"))
    assert [flag.code for flag in flags_of(held)] == []


def test_a_file_not_yet_scanned_is_shown_as_pictures_but_not_given_out(cast: Cast, clamd: str) -> None:
    version = stored(cast.here, cast.an, CLEAN)
    client = cast.as_("chi")

    assert client.get(reverse("evidence-file", args=[version.pk])).status_code == 409
    assert client.get(reverse("evidence-picture", args=[version.pk, 1])).status_code == 200
    assert "Tệp chưa quét mã độc xong" in page_of(version, client)


def test_an_infected_file_is_sealed_and_its_unit_is_told(cast: Cast, clamd: str, tmp_path: Path) -> None:
    version = stored(cast.here, cast.an, INFECTED)

    work(once=True)

    assert Version.objects.get().found == FOUND
    for who in ("an", "chi", "dung"):
        client = cast.as_(who)
        assert client.get(reverse("evidence-file", args=[version.pk])).status_code == 409
        assert client.get(reverse("evidence-picture", args=[version.pk, 1])).status_code == 409
        page = page_of(version, client)
        assert FOUND in page
        assert "312/BC-UBND KIM" not in page
    assert FOUND in cast.as_("an").get(reverse("evidence-store")).content.decode()
    assert FOUND not in cast.as_("binh").get(reverse("evidence-store")).content.decode()
    assert at_hand(cast.here) == []
    assert [path for path in (tmp_path / "files").rglob(version.sha256)], "it stays, sealed"
    assert Entry.objects.get(act="evidence.judge").after == {"verdict": "infected", "found": FOUND}


def test_a_clean_version_takes_the_place_of_an_infected_one(cast: Cast, clamd: str) -> None:
    version = stored(cast.here, cast.an, INFECTED)
    work(once=True)

    file = SimpleUploadedFile("sạch.pdf", CLEAN)
    actions.replace(document=version.document, file=file, by=cast.an, at=NOON)
    work(once=True)

    assert [one.name for one in at_hand(cast.here)] == ["sạch.pdf"]


def test_a_scanner_that_does_not_answer_is_said_and_asked_again(
    cast: Cast, running: str, settings: object, tmp_path: Path
) -> None:
    settings.CLAMD = str(tmp_path / "khong-co")  # type: ignore[attr-defined]
    version = stored(cast.here, cast.an, CLEAN)
    work(once=True)
    assert Version.objects.get().verdict == Verdict.UNREACHABLE
    assert "không trả lời" in page_of(version, cast.as_("an"))
    assert DBTaskResult.objects.get().status == "READY"

    settings.CLAMD = running  # type: ignore[attr-defined]
    DBTaskResult.objects.update(run_after=NOON)
    work(once=True)

    assert Version.objects.get().verdict == Verdict.CLEAN


def test_what_was_stored_before_there_was_a_scanner_is_scanned(cast: Cast, running: str, settings: object) -> None:
    stored(cast.here, cast.an, INFECTED)
    settings.CLAMD = running  # type: ignore[attr-defined]

    assert actions.catch_up(scanner=True, tesseract=False) == 1
    assert actions.catch_up(scanner=True, tesseract=False) == 0
    work(once=True)

    assert Version.objects.get().verdict == Verdict.INFECTED


def test_what_waits_without_a_job_is_queued_again(cast: Cast, clamd: str) -> None:
    """As after a restore, which leaves the queue out."""
    stored(cast.here, cast.an, CLEAN)
    DBTaskResult.objects.all().delete()

    assert actions.catch_up(scanner=True, tesseract=False) == 1
    work(once=True)

    assert Version.objects.get().verdict == Verdict.CLEAN
    assert actions.catch_up(scanner=True, tesseract=False) == 0


def test_the_same_verdict_twice_is_one_deed(cast: Cast) -> None:
    version = stored(cast.here, cast.an, CLEAN)

    actions.judge(version=version, found="", at=NOON)
    actions.judge(version=version, found="", at=NOON)

    assert Entry.objects.filter(act="evidence.judge").count() == 1


@pytest.mark.parametrize(
    "held",
    [
        {"verdict": "clean"},
        {"verdict": "not_scanned", "scanned_at": NOON},
        {"verdict": "infected", "scanned_at": NOON},
        {"verdict": "clean", "scanned_at": NOON, "found": "x"},
        {"verdict": "lạ"},
    ],
)
def test_a_verdict_is_whole(cast: Cast, held: dict[str, object]) -> None:
    document = Document.objects.create(unit=cast.here, title="x")

    with pytest.raises(IntegrityError, match="version_"):
        Version.objects.create(
            document=document, sha256="a" * 64, size=1, name="x", kind="x", stored_by=cast.an, stored_at=NOON, **held
        )


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: \xff ERROR\0"])
def test_an_answer_that_is_no_verdict_is_none(tmp_path: Path, answer: bytes) -> None:
    door = socket.create_server(("127.0.0.1", 0))

    def answered() -> None:
        caller, _ = door.accept()
        with caller:
            while not caller.recv(1 << 16).endswith(b"\0\0\0\0"):
                pass
            caller.sendall(answer)

    server = Thread(target=answered)
    server.start()
    (tmp_path / "a").write_bytes(b"a")
    with (tmp_path / "a").open("rb") as content, pytest.raises(Unreachable):
        infection_in(content, f"127.0.0.1:{door.getsockname()[1]}")
    server.join()
    door.close()
