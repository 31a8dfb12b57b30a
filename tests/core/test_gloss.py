"""A gloss says an adopted edition in another language: for reading, beneath its own translation, outside its law."""

import shutil
from pathlib import Path

import pytest

from parindex.errors import Weight
from parindex.rubric.read import adopted, read_edition
from parindex.rubric.translate import in_language, sections
from parindex.rubric.write import digest

RUBRICS = Path(__file__).parents[2] / "rubrics"
SOUND = Path(__file__).parent / "broken" / "sound"
GLOSSED = sorted(path.parent.parent.name for path in RUBRICS.glob("*/gloss/en.yaml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SOUND, tmp_path / "sound")
    (tmp_path / "sound/gloss").mkdir()
    return tmp_path / "sound"


def glossed(folder: Path, text: str) -> Path:
    (folder / "gloss/en.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_gloss_leaves_the_law_and_its_digest_as_they_were_adopted(folder: Path) -> None:
    before = adopted(folder)

    after = adopted(glossed(folder, "Kế hoạch đã ban hành: The issued plan\n"))

    assert (after, digest(after)) == (before, digest(before))


def test_a_text_is_read_as_its_gloss_says_it(folder: Path) -> None:
    edition = in_language(
        adopted(glossed(folder, "Kế hoạch đã ban hành: The issued plan\ntrong tháng 12: in December\n")), "en"
    )

    item = edition.item("1.1")
    assert item is not None
    assert item.evidence == "The issued plan"
    assert "says='in December'" in repr(item.scored_by)
    assert in_language(edition, "vi").item("1.1") == item


def test_the_adopted_translation_goes_before_a_gloss() -> None:
    edition = adopted(RUBRICS / "ninh-binh-districts-2018")
    title = edition.fields[0].title
    assert title is not None

    edition.glosses["en"][title] = "something else"

    assert in_language(edition, "en").fields[0].title == "Steering of administrative reform"


def test_a_flaw_of_a_gloss_is_told_and_stops_nothing(folder: Path) -> None:
    edition, findings = read_edition(glossed(folder, "Không có câu này: This is nowhere\n"))

    assert edition is not None
    (told,) = [one for one in findings if one.where.startswith("gloss/")]
    assert told.weight is Weight.WARNING
    assert "stands nowhere in the edition" in told.said_in("en")


@pytest.mark.parametrize("text", ["- a\n- b\n", "a: [b]\n", "a: b: c\n", "? [x]\n: y\n"])
def test_a_gloss_that_is_none_is_told_and_stops_nothing(folder: Path, text: str) -> None:
    edition, findings = read_edition(glossed(folder, text))

    assert edition is not None
    assert [one.weight for one in findings if one.where.startswith("gloss/")] == [Weight.WARNING]


@pytest.mark.parametrize("name", GLOSSED)
def test_a_shipped_gloss_leaves_nothing_in_the_original(name: str) -> None:
    original = adopted(RUBRICS / name)

    read = {text for section in sections(in_language(original, "en")) for text in section.texts}

    assert read.isdisjoint(text for section in sections(original) for text in section.texts)
