"""Random answers that random editions can score, and ledgers made of them."""

import csv
import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st

from parindex.rounding import shortest
from parindex.rubric.answers import Asks, Outcome
from parindex.rubric.model import Edition, Item
from parindex.rubric.rules import Checklist, Choice, Deduct, Rule
from parindex.sheet.cells import Raw, fact_of, read_answer, read_cell
from parindex.sheet.ledger import Ledger, LedgerName, items_in
from parindex.sheet.read import HEADER, read_ledger
from parindex.words import Words

Sheet = dict[str, Raw]
COUNTS = st.integers(0, 120)
STEPS = st.integers(0, 8)


@st.composite
def sheets(draw: st.DrawFn, edition: Edition, *, apply_all: bool = False) -> Sheet:
    """One unit's answers to every item of the final ledger; what a rule refuses becomes *not met*."""
    sheet: Sheet = {}
    for item in sorted(items_in(edition, LedgerName.FINAL), key=lambda item: item.branches_on is not None):
        sheet[item.code] = draw(raws(item, fact_in_sheet(edition, item, sheet), apply_all=apply_all))
    return sheet


def fact_in_sheet(edition: Edition, item: Item, sheet: Mapping[str, Raw]) -> str:
    if item.branches_on is None:
        return ""
    other = edition.item(item.branches_on)
    assert other is not None
    raw = sheet[other.code]
    answer = read_answer(other.rule(""), raw) if raw.outcome == "answered" else None
    assert not isinstance(answer, Words)
    return fact_of(raw.outcome, answer)


@st.composite
def raws(draw: st.DrawFn, item: Item, fact: str, *, apply_all: bool) -> Raw:
    outcomes = [Outcome.ANSWERED] * 5 + [Outcome.NOT_MET, Outcome.NOT_PROVEN]
    if item.not_applicable_when is not None and not apply_all:
        outcomes.append(Outcome.NOT_APPLICABLE)
    rule = item.rule(fact)
    if isinstance(rule, Deduct) and rule.waivable:
        outcomes.append(Outcome.WAIVED)
    outcome = draw(st.sampled_from(outcomes))
    raw = Raw(outcome.value) if outcome is not Outcome.ANSWERED else draw(answers(rule, item.most))
    return Raw(Outcome.NOT_MET.value) if isinstance(read_cell(item, raw, fact), Words) else raw


@st.composite
def answers(draw: st.DrawFn, rule: Rule, points: Fraction) -> Raw:
    above, below = sorted((draw(COUNTS), draw(COUNTS)))
    if draw(st.booleans()):
        above, below = above * 997, below * 997
    match rule.asks:
        case Asks.LEVEL:
            assert isinstance(rule, Choice)
            level = draw(st.sampled_from(rule.levels))
            awarded = "" if level.up_to is None else f":{shortest(_part(draw(STEPS), level.most))}"
            return Raw("answered", level.level + awarded)
        case Asks.YES:
            return Raw("answered", "yes")
        case Asks.MARKS:
            assert isinstance(rule, Checklist)
            met = draw(st.sets(st.sampled_from([mark.mark for mark in rule.marks]), min_size=1))
            return Raw("answered", ";".join(sorted(met)))
        case Asks.COUNT:
            return Raw("answered", str(draw(COUNTS)))
        case Asks.POINTS:
            return Raw("answered", shortest(_part(draw(STEPS), points)))
        case Asks.COMPARISON:
            return Raw("answered", "30/60", str(above), str(below))
    return Raw("answered", "", str(above), str(below))


def _part(eighths: int, points: Fraction) -> Fraction:
    return points * eighths / 8


def ledger_of(edition: Edition, units: Mapping[str, Sheet], name: LedgerName = LedgerName.FINAL) -> Ledger:
    """Through a CSV file and back, as a round is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(HEADER)
            writer.writerows((unit, code, *raw, "") for unit, sheet in units.items() for code, raw in sheet.items())
        ledger, findings = read_ledger(path, name, edition, tuple(units), path.name)
    assert ledger is not None, findings
    return ledger
