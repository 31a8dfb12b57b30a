"""A backup holds the whole office, comes back the same anywhere, and is refused when it is not what was written."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from paroffice.backup import restore
from paroffice.refused import Refused
from tests.founding import founding_example

ROOT = Path(__file__).parents[2]
ON_POSTGRESQL = urlsplit(os.environ.get("DATABASE_URL", "")).scheme == "postgresql"

SET_HERE = ("DATABASE_URL", "PAROFFICE_DATA", "DJANGO_SETTINGS_MODULE")

PAPER = b"%PDF-1.7\n%%EOF\n"
BEGIN = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'paroffice.config.settings'; django.setup()\n"
STORE = """
import hashlib
from django.conf import settings
from django.utils import timezone
from paroffice.assessments.actions import prove
from paroffice.assessments.models import Assessment
from paroffice.evidence.models import Document, Version
from paroffice.evidence.store import place_of
from paroffice.people.models import Person
an, sheet = Person.objects.get(username="an"), Assessment.objects.order_by("pk").first()
sha256 = hashlib.sha256(PAPER).hexdigest()
place = place_of(settings.FILES, sha256)
place.parent.mkdir(parents=True, exist_ok=True)
place.write_bytes(PAPER)
version = Version.objects.create(
    document=Document.objects.create(unit=sheet.unit, title="Báo cáo"), sha256=sha256, size=len(PAPER),
    name="báo cáo.pdf", kind="application/pdf", stored_by=an, stored_at=timezone.now(),
)
prove(assessment=sheet, code="1.1.1", version=version, by=an, at=timezone.now())
"""
TELL = """
import json
from django.apps import apps
from django.conf import settings
from paroffice.assessments.models import Assessment
from paroffice.assessments.queries import sheet_of
from paroffice.backup import MADE_ANEW
from paroffice.evidence.models import Version
from paroffice.evidence.store import opened
from paroffice.trail.queries import all_breaks, heads
left_out = ("sessions", "django_tasks_database", "jobs", "wagtailsearch", "modelsearch")
models = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label not in left_out and model._meta.label_lower not in MADE_ANEW
]
print(json.dumps({
    "counts": {model._meta.label: model.objects.count() for model in models},
    "points": [str(sheet_of(sheet).claimed) for sheet in Assessment.objects.order_by("pk")],
    "files": [opened(settings.FILES, one.sha256).read().hex() for one in Version.objects.order_by("pk")],
    "heads": sorted(heads()),
    "breaks": len(list(all_breaks([]))),
}))
"""
WRITE_MORE = """
from django.utils import timezone
from paroffice.people.models import Person, Unit
from paroffice.trail.actions import leave
Unit.objects.create(code="later", name="Sau", block="x")
leave(stream="people", act="x.y", subject="z", by=Person.objects.first(), at=timezone.now())
"""


class Office:
    """An office in a folder of its own, worked from outside like any command."""

    def __init__(self, data: Path, url: str | None = None) -> None:
        self.data = data
        self.environ = {name: text for name, text in os.environ.items() if name not in SET_HERE}
        self.environ |= {"PAROFFICE_DATA": str(data)} | ({"DATABASE_URL": url} if url else {})

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(command, env=self.environ, cwd=ROOT, capture_output=True, text=True, check=False)

    def does(self, *verb: object) -> str:
        done = self.run("-m", "paroffice.cli", *verb)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refuses(self, *verb: object) -> str:
        done = self.run("-m", "paroffice.cli", *verb)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def python(self, code: str) -> str:
        done = self.run("-c", f"{BEGIN}PAPER = {PAPER!r}\n{code}")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def told(self) -> dict[str, object]:
        told: dict[str, object] = json.loads(self.python(TELL))
        return told


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("office") / "data")
    founding_example(tmp_path_factory, made.data)
    made.python(STORE)
    made.does("checkpoint")
    return made


@pytest.fixture(scope="module")
def archive(office: Office) -> Path:
    path = office.data.parent / "backup.tar"
    office.does("backup", path)
    return path


@pytest.fixture(scope="module")
def restored(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """All of the office elsewhere, its keys too: making every table anew takes most of a minute."""
    made = Office(tmp_path_factory.mktemp("elsewhere") / "data")
    office.does("backup", made.data.parent / "whole.tar", "--with-keys")
    assert "nguyên vẹn" in made.does("restore", made.data.parent / "whole.tar")
    return made


@pytest.mark.any_database
def test_what_is_restored_elsewhere_is_the_same_and_goes_on(office: Office, restored: Office) -> None:
    told = restored.told()

    assert told == office.told()
    assert PAPER.hex() in told["files"]
    assert told["breaks"] == 0
    restored.python(WRITE_MORE)
    assert "nguyên vẹn" in restored.does("check")


@pytest.mark.any_database
def test_the_keys_stay_behind_unless_they_are_asked_for(office: Office, archive: Path, restored: Office) -> None:
    with tarfile.open(archive) as without:
        assert [name for name in without.getnames() if name.startswith("keys/")] == []
    for key in ("secret-key", "checkpoint-key"):
        assert (restored.data / key).read_bytes() == (office.data / key).read_bytes()
        assert (restored.data / key).stat().st_mode & 0o777 == 0o600
    assert (restored.data.parent / "whole.tar").stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_over(office: Office, archive: Path) -> None:
    assert "Đã có tệp" in office.refuses("backup", archive)
    assert "không trống" in office.refuses("restore", archive)


Parts = dict[str, bytes]


@pytest.fixture
def empty(tmp_path: Path, settings: Any) -> Path:
    """An empty data folder of this very process, whose database no refused archive may touch."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return tmp_path / "data"


def read(path: Path) -> Parts:
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def pack(path: Path, parts: Parts, *more: tarfile.TarInfo) -> None:
    with tarfile.open(path, "w") as tar:
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        for member in more:
            tar.addfile(member)


def changed(parts: Parts) -> Parts:
    entry = "database/trail.entry.jsonl"
    return parts | {entry: parts[entry].replace(b'"act": "rounds.open"', b'"act": "rounds.extend"')}


def without_a_part(parts: Parts) -> Parts:
    return {name: content for name, content in parts.items() if not name.startswith("files/")}


def file_under_another_name(parts: Parts) -> Parts:
    name = next(name for name in parts if name.startswith("files/"))
    told = json.loads(parts["manifest.json"])
    told["parts"]["files/" + "0" * 64] = told["parts"].pop(name)
    kept = {one: content for one, content in parts.items() if one != name}
    return kept | {"files/" + "0" * 64: parts[name], "manifest.json": json.dumps(told).encode()}


def other_version(parts: Parts) -> Parts:
    told = json.loads(parts["manifest.json"])
    return parts | {"manifest.json": json.dumps(told | {"migrations": []}).encode()}


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (changed, "database/trail.entry.jsonl đã bị thay đổi"),
        (without_a_part, "thừa hoặc thiếu phần"),
        (file_under_another_name, "đã bị thay đổi"),
        (other_version, "phiên bản khác"),
        (lambda parts: parts | {"../../etc/cron.d/x": b"x"}, "phần lạ"),
        (lambda parts: parts | {"/tmp/x": b"x"}, "phần lạ"),
        (lambda parts: parts | {"files/../x": b"x"}, "phần lạ"),
        (lambda parts: parts | {"manifest.json": b"[]"}, "bản kê"),
        (lambda parts: {"manifest.json": b""}, "bản kê"),
    ],
)
def test_a_damaged_archive_is_refused_with_a_sentence(
    archive: Path, tmp_path: Path, empty: Path, damage: Callable[[Parts], Parts], why: str
) -> None:
    pack(tmp_path / "damaged.tar", damage(read(archive)))

    with pytest.raises(Refused, match=why):
        restore(tmp_path / "damaged.tar")

    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_only_plain_files_are_taken(archive: Path, tmp_path: Path, empty: Path, kind: bytes) -> None:
    trick = tarfile.TarInfo("files/" + "0" * 64)
    trick.type, trick.linkname = kind, "/etc/passwd"
    pack(tmp_path / "trick.tar", read(archive), trick)

    with pytest.raises(Refused, match="phần lạ"):
        restore(tmp_path / "trick.tar")


@pytest.mark.parametrize("length", [0, 100, 20_000])
def test_half_an_archive_is_refused(archive: Path, tmp_path: Path, empty: Path, length: int) -> None:
    (tmp_path / "half.tar").write_bytes(archive.read_bytes()[:length])

    with pytest.raises(Refused, match="không dùng được"):
        restore(tmp_path / "half.tar")


@pytest.mark.any_database
def test_evidence_that_rotted_on_disk_is_not_backed_up_as_sound(office: Office, tmp_path: Path) -> None:
    elsewhere = Office(shutil.copytree(office.data, tmp_path / "data"))
    rotten = next(path for path in (elsewhere.data / "files").rglob("*") if path.is_file())
    rotten.write_bytes(b"x")

    assert "không còn đúng nội dung" in elsewhere.refuses("backup", tmp_path / "rotten.tar")
    assert not (tmp_path / "rotten.tar").exists()


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a new database beside the tests' own."""
    import psycopg

    url = os.environ["DATABASE_URL"]
    there = url.replace("/office?", "/postgres?")
    with psycopg.connect(there, autocommit=True) as server:
        server.execute("CREATE DATABASE elsewhere")
        yield url.replace("/office?", "/elsewhere?")
        server.execute("DROP DATABASE elsewhere")


@pytest.mark.skipif(not ON_POSTGRESQL, reason="only where there is a PostgreSQL")
def test_from_sqlite_to_postgresql_and_back(archive: Path, tmp_path: Path, empty_database: str) -> None:
    there, back = Office(tmp_path / "there", empty_database), Office(tmp_path / "back")

    assert "nguyên vẹn" in there.does("restore", archive)
    there.python(WRITE_MORE)
    there.does("backup", tmp_path / "there.tar")
    back.does("restore", tmp_path / "there.tar")

    assert back.told() == there.told()
    assert "không trống" in Office(tmp_path / "again", empty_database).refuses("restore", archive)
