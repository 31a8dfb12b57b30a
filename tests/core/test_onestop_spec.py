"""Worked examples of limits and clocks, a sentence each; shown as tables in docs/method/one-stop-examples."""

from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from parindex.onestop.clocks.index import index_clock
from parindex.onestop.clocks.legal import legal_clock
from parindex.onestop.deadline import answer_due, due_of, transfer_due
from tests.core.onestop import at, calendar, event, limit, rules, terms
from tests.core.test_spec import without_marks

SPEC = Path(__file__).parents[1] / "spec" / "onestop"
LOOKED_AT = "2026-06-30 12:00"


def examples(name: str) -> list[Any]:
    lines = yaml.load((SPEC / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [pytest.param(line, id=without_marks(line["says"])) for line in lines]


def written(moment: datetime | None) -> str:
    return "none" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("example", examples("deadlines.yaml"))
def test_the_due_moment_is_what_the_sentence_says(example: dict[str, Any]) -> None:
    start, changed = at(example["at"]), rules(example.get("rules"))
    found = {
        "due": lambda: due_of(limit(example["limit"]), start, calendar(), changed),
        "transfer": lambda: transfer_due(start, calendar(), changed),
        "answer": lambda: answer_due(start, calendar(), changed),
    }
    asked = [name for name in found if name in example]

    assert len(asked) == 1
    assert written(found[asked[0]]()) == example[asked[0]]


@pytest.mark.parametrize("example", examples("clocks.yaml"))
def test_the_two_clocks_read_what_the_sentence_says(example: dict[str, Any]) -> None:
    events = [event(text) for text in example["events"]]
    kept, as_of = terms(example["limit"], example.get("rules")), at(example.get("as_of", LOOKED_AT))

    legal, index = legal_clock(events, kept, as_of), index_clock(events, kept, as_of)

    if legal is None or index is None:
        assert (example["legal"], example["index"]) == ("none", "none")
        return
    assert (written(legal.due), legal.timeliness) == (example["legal_due"], example["legal"])
    assert (written(index.due), "on_time" if index.on_time else "late") == (example["index_due"], example["index"])
    assert [irregular.what for irregular in legal.irregular] == example.get("irregular", [])
    if "used" in example:
        assert index.used == timedelta(minutes=int(Fraction(example["used"]) * 60))


@pytest.mark.parametrize("name", ["deadlines.yaml", "clocks.yaml"])
def test_no_sentence_stands_twice(name: str) -> None:
    sentences = [example.values[0]["says"] for example in examples(name)]

    assert sorted(set(sentences)) == sorted(sentences)
