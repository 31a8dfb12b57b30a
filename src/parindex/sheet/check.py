"""What is wrong with the answers of a ledger that could be read: each cell against its item's rule."""

from collections.abc import Iterator, Mapping

from parindex.errors import Finding, first_of
from parindex.rubric.model import Edition, Item
from parindex.sheet.cells import Cell, Raw, fact_of, read_answer, read_cell
from parindex.sheet.ledger import Ledger, items_in
from parindex.words import Words, words


def check_ledger(ledger: Ledger, edition: Edition, shown_as: str) -> list[Finding]:
    """Every cell that its rule cannot score; where a cell is missing the reading has said so."""
    return first_of(_flaws(ledger, edition, shown_as))


def _flaws(ledger: Ledger, edition: Edition, shown_as: str) -> Iterator[Finding]:
    for item in items_in(edition, ledger.name):
        verdicts: dict[tuple[Raw, str], Cell | Words] = {}
        for unit in range(len(ledger.units)):
            raw = ledger.raw(unit, item.code)
            if raw is None:
                continue
            key = (raw, fact_for(item, ledger, edition, unit))
            if key not in verdicts:
                verdicts[key] = read_cell(item, *key)
            verdict = verdicts[key]
            if isinstance(verdict, Words):
                yield _finding(ledger, unit, item, verdict, shown_as)


def fact_for(item: Item, ledger: Ledger, edition: Edition, unit: int) -> str:
    """What the item branches on, for one unit; empty where it does not branch."""
    if item.branches_on is None:
        return ""
    return fact_among(edition, item, {item.branches_on: ledger.raw(unit, item.branches_on)})


def fact_among(edition: Edition, item: Item, raws: Mapping[str, Raw | None]) -> str:
    """What the item branches on, among the cells of one unit by their items' codes."""
    code = item.branches_on
    other, raw = (None, None) if code is None else (edition.item(code), raws.get(code))
    return "" if other is None or raw is None else fact_in(other, raw)


def fact_in(other: Item, raw: Raw) -> str:
    """The fact that a cell states."""
    answer = read_answer(other.rule(""), raw)
    return fact_of(raw.outcome, None if isinstance(answer, Words) or raw.outcome != "answered" else answer)


def _finding(ledger: Ledger, unit: int, item: Item, problem: Words, shown_as: str) -> Finding:
    line = ledger.line(unit, item.code)
    return Finding(
        where=f"{shown_as}:{0 if line is None else line + 2}",
        problem=words("{unit}, item {code}: {problem}", unit=ledger.units[unit], code=item.code, problem=problem),
        remedy=words("correct this line; `parindex explain` shows what the item asks"),
    )
