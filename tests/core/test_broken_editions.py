"""One small broken edition per mistake: each lies over `broken/sound` and is told in one finding, with its place."""

import shutil
from pathlib import Path

import pytest

from parindex.errors import errors_among
from parindex.rubric.read import read_edition
from parindex.rubric.tree import MOST_BYTES

BROKEN = Path(__file__).parent / "broken"
MISTAKES = sorted(folder.name for folder in BROKEN.iterdir() if (folder / "finding.txt").exists())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BROKEN / "sound", tmp_path / "edition"))


def told(folder: Path) -> list[str]:
    edition, findings = read_edition(folder)
    errors = errors_among(findings)
    assert (edition is None) == bool(errors)
    assert all(str(finding.remedy) and finding.remedy.said_in("vi") for finding in errors)
    return [f"{finding.where}: {finding.problem}" for finding in errors]


def test_the_sound_edition_has_no_findings(folder: Path) -> None:
    edition, findings = read_edition(folder)

    assert edition is not None
    assert findings == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place(folder: Path, mistake: str) -> None:
    shutil.copytree(BROKEN / mistake, folder, dirs_exist_ok=True)
    expected = (folder / "finding.txt").read_text(encoding="utf-8").strip()

    lines = told(folder)

    assert any(line.startswith(expected) for line in lines), lines


def test_every_mistake_in_a_file_is_told_at_once(folder: Path) -> None:
    text = (folder / "1-field.yaml").read_text(encoding="utf-8")
    text = (
        text.replace("points: 12", "points: twelve")
        .replace("evidence:", "evidense:")
        .replace("below: 90%", "below: 0.9")
    )
    (folder / "1-field.yaml").write_text(text, encoding="utf-8")

    assert [line.split(": ")[0] for line in told(folder)] == ["1-field.yaml:3", "1-field.yaml:8", "1-field.yaml:25"]


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\xff\xfe",
        "tiêu đề".encode("utf-16"),
        b"[" * 100_000,
        b"- " * 100_000,
        b"{a: " * 5_000,
        b"a: &a [" + b"*a, " * 1_000 + b"]",
        b"!!python/object/apply:os.system ['touch /tmp/owned']",
        b"a: !!binary aGVsbG8=",
        b"x" * (MOST_BYTES + 1),
        b"\xef\xbb\xbf",
        b"%YAML 9.9\n---\na: b\n",
        b"a: b\n\ta: c",
        b"code: " + b"9" * 1_000_000,
        b"? a\n",
        b"~",
        b"null",
    ],
    ids=range(16),
)
def test_hostile_content_ends_in_a_finding(folder: Path, content: bytes) -> None:
    for name in ("cover.yaml", "1-field.yaml", "survey.yaml", "en.yaml"):
        sound = (folder / name).read_bytes()
        (folder / name).write_bytes(content)

        assert told(folder)

        (folder / name).write_bytes(sound)


def test_a_file_that_is_no_file_ends_in_a_finding(folder: Path) -> None:
    (folder / "1-field.yaml").unlink()
    (folder / "1-field.yaml").mkdir()

    assert told(folder)


def test_a_huge_file_is_refused_without_being_read(folder: Path) -> None:
    with (folder / "cover.yaml").open("wb") as stream:
        stream.truncate(100_000_000)

    assert told(folder) == ["cover.yaml: the file is larger than 4000000 bytes"]
