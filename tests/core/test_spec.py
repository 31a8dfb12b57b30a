"""Worked examples, a sentence each: tests/spec/<edition>.yaml held against rubrics/<edition>.

The sentences are shown as tables in docs/method/worked-examples.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from parindex.rubric.model import Edition, Item
from parindex.rubric.read import adopted
from parindex.rubric.rules import Given
from parindex.sheet.cells import Raw, read_cell
from parindex.words import Words

ROOT = Path(__file__).parents[2]
SPECS = sorted((ROOT / "tests/spec").glob("*.yaml"))


@dataclass(frozen=True, kw_only=True)
class Example:
    """One example. `because` states how another item stands, where this one branches on it."""

    says: str
    item: str
    points: str
    outcome: str = "answered"
    answer: str = ""
    numerator: str = ""
    denominator: str = ""
    because: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def raw(self) -> Raw:
        return Raw(self.outcome, self.answer, self.numerator, self.denominator)


def examples(spec: Path) -> list[Example]:
    """Every scalar is read as text, so that `yes` and `10` are what a ledger would hold."""
    lines: list[dict[str, Any]] = yaml.load(spec.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [Example(**line) for line in lines]


def without_marks(sentence: str) -> str:
    """As pytest can show it in the name of a test, which it keeps to ASCII."""
    letters = unicodedata.normalize("NFD", sentence.replace("đ", "d").replace("Đ", "D"))
    return letters.encode("ascii", "ignore").decode()


@cache
def edition(name: str) -> Edition:
    return adopted(ROOT / "rubrics" / name)


def item_of(name: str, code: str) -> Item:
    found = edition(name).item(code)
    assert found is not None, f"the edition {name} has no item {code}"
    return found


def fact(name: str, item: Item, example: Example) -> str:
    """What the item branches on, as the example states it."""
    wanted = [item.branches_on] if item.branches_on else []
    assert list(example.because) == wanted, f"«{example.says}»: because must name {wanted}"
    if not item.branches_on:
        return ""
    cell = read_cell(
        item_of(name, item.branches_on), Raw(**({"outcome": "answered"} | example.because[item.branches_on]))
    )
    assert not isinstance(cell, Words), f"«{example.says}»: {cell}"
    return cell.fact


@pytest.mark.parametrize(
    ("name", "example"),
    [
        pytest.param(spec.stem, example, id=without_marks(f"{spec.stem}: {example.item} {example.says}"))
        for spec in SPECS
        for example in examples(spec)
    ],
)
def test_the_example_earns_what_its_sentence_says(name: str, example: Example) -> None:
    item = item_of(name, example.item)

    cell = read_cell(item, example.raw, fact(name, item, example))

    assert not isinstance(cell, Words), f"«{example.says}» is refused: {cell}"
    assert cell.points == Fraction(example.points), (
        f"«{example.says}»: {example.item} earns {cell.points}, and {example.points} is expected"
    )


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_every_item_that_is_answered_has_an_example(spec: Path) -> None:
    shown = {example.item for example in examples(spec)}

    answered = [
        item.code
        for item in edition(spec.stem).leaves()
        if not item.from_survey and not isinstance(item.scored_by, Given)
    ]

    assert [code for code in answered if code not in shown] == [], f"write an example of each in {spec.name}"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_no_sentence_stands_twice(spec: Path) -> None:
    sentences = [(example.item, example.says) for example in examples(spec)]

    assert sorted(set(sentences)) == sorted(sentences)
