"""An edition being written: read as far as it can be, written back as it is, begun from one that stands."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.rubric.compare import compare
from parindex.rubric.compare.lineage import Standing
from parindex.rubric.draft import amendment, outline_of, possible, rule_of, scale_of, texts_to_read, without_strays
from parindex.rubric.read import adopted, read_draft
from parindex.rubric.shape import Data, data_of
from parindex.rubric.shapes import COVER, FIELD, ITEM, QUESTIONNAIRE, TRANSLATION
from parindex.rubric.tree import parse_yaml
from parindex.rubric.write import yaml_of

ROOT = Path(__file__).parents[2]
SOUND = Path(__file__).parent / "broken" / "sound"
EDITIONS = [SOUND, *sorted(path for path in (ROOT / "rubrics").iterdir() if path.is_dir())]
BY_NAME = pytest.mark.parametrize("folder", EDITIONS, ids=lambda path: path.name)

KEYS = st.sampled_from(
    ["code", "title", "points", "items", "scored_by", "choice", "levels", "share", "x", "1.10", "yes"]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=12)
DATA = st.recursive(
    TEXTS | st.sampled_from(["yes", "1:30", "2026-01-01", "0x1F", "~", "# no", "- a", "a: b", "1_0", "1.0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(data=st.dictionaries(KEYS, DATA, min_size=1, max_size=4))
@pytest.mark.parametrize(
    "shape", [COVER, FIELD, ITEM, QUESTIONNAIRE, TRANSLATION], ids=lambda shape: shape.kind.__name__
)
def test_whatever_a_draft_says_is_written_so_that_it_reads_back(shape: object, data: Data) -> None:
    node, findings = parse_yaml(yaml_of(shape, data), "x.yaml")  # type: ignore[arg-type]

    assert findings == []
    assert node is not None
    assert data_of(node) == data


def field(text: str) -> object:
    return outline_of(parse_yaml(text, "1.yaml")[0])


@BY_NAME
def test_the_sum_of_a_draft_is_that_of_the_edition(folder: Path) -> None:
    edition = adopted(folder)
    trees = {name: parse_yaml((folder / f"{name}.yaml").read_text("utf-8"), name)[0] for name in edition.cover.fields}
    cover = parse_yaml((folder / "cover.yaml").read_text("utf-8"), "cover.yaml")[0]
    outlines = [outline for tree in trees.values() if (outline := outline_of(tree))]

    assert possible(outlines, cover) == edition.possible() == scale_of(cover)
    assert [outline.total for outline in outlines] == [group.total for group in edition.fields]


def test_what_cannot_be_read_counts_nothing_and_stops_nothing() -> None:
    outline = field(
        "code: '1'\nitems:\n- 3\n- {code: '1.1', points: two}\n- {code: '1.2', points: 2.5, scored_by: [x]}\n"
    )

    assert outline is not None
    assert outline.total == 2.5  # type: ignore[attr-defined]
    assert [(part.path, part.code) for part in outline.all()] == [((), "1"), ((1,), "1.1"), ((2,), "1.2")]  # type: ignore[attr-defined]
    assert rule_of(outline.parts[1]) is None  # type: ignore[attr-defined]


@BY_NAME
def test_an_amendment_is_the_same_law_and_every_item_stays_comparable(folder: Path) -> None:
    edition = adopted(folder)

    told = compare(edition, amendment(edition, "next"))

    assert {change.what for change in told.changes} <= {"cover.edition", "cover.replaces"}
    assert {trend.standing for trend in told.trends} == {Standing.COMPARABLE}


def test_a_draft_of_sound_form_is_given_with_its_flaws(tmp_path: Path) -> None:
    for path in SOUND.glob("*.yaml"):
        text = path.read_text("utf-8").replace("points: 12", "points: 13")
        (tmp_path / path.name).write_text(text, "utf-8")

    edition, findings = read_draft(tmp_path)

    assert edition is not None
    assert [finding.where for finding in findings] == ["1-field.yaml:1"]


def test_a_draft_that_lacks_a_file_is_not_given(tmp_path: Path) -> None:
    for path in SOUND.glob("*.yaml"):
        if path.name != "2-bonus.yaml":
            (tmp_path / path.name).write_bytes(path.read_bytes())

    assert read_draft(tmp_path)[0] is None


def test_a_translation_loses_what_is_no_longer_there() -> None:
    tree = parse_yaml("code: '1'\ntitle: A\nitems:\n- {code: '1.1', title: B, evidence: paper}\n", "1.yaml")[0]
    said: Data = {"title": "T", "titles": {"1": "a", "1.2": "gone"}, "says": {"paper": "p", "else": "gone"}}

    assert without_strays(said, {"1": tree}) == {"title": "T", "titles": {"1": "a"}, "says": {"paper": "p"}}


def test_while_a_file_cannot_be_read_no_translation_is_lost() -> None:
    said: Data = {"titles": {"9": "kept"}}

    assert without_strays(said, {"1": None}) == said


def test_only_what_a_reader_reads_is_to_be_translated() -> None:
    text = """
code: '1'
items:
- code: '1.1'
  title: T
  points: 2
  evidence: paper
  was: ['0.1']
  scored_by: {choice: {levels: [{level: a, says: all of it, points: 2}, {level: b, says: nothing, points: 0}]}}
"""
    outline = field(text)

    assert outline is not None
    assert list(texts_to_read(outline)) == ["paper", "all of it", "nothing"]  # type: ignore[arg-type]
