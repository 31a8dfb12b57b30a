"""Rulings: why a mark was given, by which article, on which page of the evidence. A line a unit, item and ledger."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from parindex.errors import Finding, Unreadable, first_of
from parindex.rubric.model import Edition
from parindex.sheet.ledger import LedgerName
from parindex.sheet.read import Table, read_table
from parindex.words import Words, words

HEADER = ("unit", "item", "ledger", "ground", "reason", "evidence")


Rulings = Mapping[tuple[str, str], tuple["Ruling", ...]]
"""By unit and item; of one item, ledger after ledger as the file tells them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """`ground` is the article or rule it rests on, `evidence` where the proof is found; either may be empty."""

    ledger: LedgerName
    ground: str
    reason: str
    evidence: str


def read_rulings(
    path: Path, edition: Edition, units: Collection[str], shown_as: str
) -> tuple[Rulings, list[Finding]]:
    """The rulings in a CSV file; none, where some line has a flaw."""
    try:
        table = read_table(path, HEADER, shown_as)
    except Unreadable as unreadable:
        return {}, list(unreadable.findings)
    items = {item.code for item in edition.leaves() if not item.from_survey}
    findings = first_of(_flaws(table, items, frozenset(units), shown_as))
    if findings:
        return {}, findings
    rulings: dict[tuple[str, str], tuple[Ruling, ...]] = {}
    for unit, item, name, ground, reason, evidence in zip(*table.columns, strict=True):
        ruling = Ruling(ledger=LedgerName(name), ground=ground, reason=reason, evidence=evidence)
        rulings[unit, item] = (*rulings.get((unit, item), ()), ruling)
    return rulings, []


def _flaws(table: Table, items: Collection[str], units: Collection[str], shown_as: str) -> Iterator[Finding]:
    ledgers = {name.value for name in LedgerName}
    seen: set[tuple[str, str, str]] = set()
    for line, (unit, item, ledger, _, reason, _) in enumerate(zip(*table.columns, strict=True), 2):
        where = f"{shown_as}:{line}"
        if unit not in units:
            problem = words("there is no unit «{unit}» in this round", unit=unit[:80])
            yield _found(where, problem, words("use a code of units.csv"))
        if item not in items:
            problem = words("«{item}» is no item that a person marks", item=item[:80])
            yield _found(where, problem, words("use the code of an item that the survey does not score"))
        if ledger not in ledgers:
            problem = words("«{name}» is named here but not defined", name=ledger[:80])
            yield _found(where, problem, words("use one of: {choices}", choices=", ".join(sorted(ledgers))))
        if not reason.strip():
            yield _found(where, words("the ruling gives no reason"), words("write why the mark was given"))
        if (unit, item, ledger) in seen:
            yield _found(where, words("this ruling stands twice"), words("keep one of the two"))
        seen.add((unit, item, ledger))


def _found(where: str, problem: Words, remedy: Words) -> Finding:
    return Finding(where=where, problem=problem, remedy=remedy)
