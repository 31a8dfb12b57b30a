"""How each point came to be, in words: the answer, the rule, what it earned, what was asked in proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parindex.index.compute import Index
from parindex.index.round import Round
from parindex.rounding import Number, about, about_percent, number
from parindex.rubric.answers import Outcome
from parindex.rubric.describe import describe
from parindex.rubric.model import Item
from parindex.rubric.rules import Survey
from parindex.sheet.cells import Cell, read_cell
from parindex.sheet.check import fact_for
from parindex.sheet.describe import ledger_words, stands
from parindex.sheet.ledger import Ledger, LedgerName
from parindex.sheet.rulings import Ruling
from parindex.words import Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How an item stands in one ledger."""

    ledger: LedgerName
    stands: Words
    points: Fraction
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One item of one unit: what it earned, and why."""

    item: Item
    points: Fraction
    outcome: Outcome
    stands: Words
    rule: tuple[Words, ...]
    marks: tuple[Mark, ...]
    rulings: tuple[Ruling, ...]
    note: str

    def lines(self) -> Iterator[Words]:
        """The whole story, a line each."""
        yield words(
            "{code} {title}: {points} of {most} points",
            code=self.item.code,
            title=self.item.title,
            points=about(self.points),
            most=_most(self.item),
        )
        yield words("  stands: {stands}", stands=self.stands)
        for line in self.rule:
            yield words("  rule: {line}", line=line)
        for mark in self.marks:
            yield _marked(mark)
        for ruling in self.rulings:
            yield _ruled(ruling)
        if self.item.evidence is not None:
            yield words("  evidence asked: {evidence}", evidence=self.item.evidence)
        if self.item.confirmed_by is not None:
            yield words("  confirmed by: {agency}", agency=self.item.confirmed_by)
        if self.item.legal_basis is not None:
            yield words("  legal basis: {basis}", basis=self.item.legal_basis)


def explain(round_: Round, index: Index, unit: int, item: Item) -> Explanation:
    """One item of one unit, from the ledger that the index was computed from."""
    earned = index.earned[item.code]
    outcome = list(Outcome)[int(earned.outcomes[unit])]
    points = earned.points.exact(unit)
    survey = isinstance(item.scored_by, Survey)
    cell = None if survey else cell_of(index.ledger, round_, unit, item)
    rule = item.rule("") if cell is None else cell.rule
    return Explanation(
        item=item,
        points=points,
        outcome=outcome,
        stands=_without_cell(item, points, outcome) if cell is None else stands(cell),
        rule=tuple(describe(rule, item.most)),
        marks=tuple(_marks(round_, unit, item)),
        rulings=round_.rulings.get((round_.units[unit].code, item.code), ()),
        note=index.ledger.note(unit, item.code),
    )


def cell_of(ledger: Ledger, round_: Round, unit: int, item: Item) -> Cell | None:
    """A unit's cell in a ledger, or None where the ledger has none or it cannot be scored."""
    raw = ledger.raw(unit, item.code)
    if raw is None:
        return None
    cell = read_cell(item, raw, fact_for(item, ledger, round_.edition, unit))
    return cell if isinstance(cell, Cell) else None


def _without_cell(item: Item, points: Fraction, outcome: Outcome) -> Words:
    if not item.from_survey:
        return words("an authority scores it, in a later ledger")
    if outcome is Outcome.NOT_APPLICABLE:
        return words("no survey was held")
    return words("the respondents gave {share} of the points", share=about_percent(points / item.most))


def _most(item: Item) -> Number:
    return Number("–") if item.points is None else number(item.points)


def _marks(round_: Round, unit: int, item: Item) -> Iterator[Mark]:
    for name, ledger in round_.ledgers.items():
        cell = cell_of(ledger, round_, unit, item)
        if cell is not None:
            yield Mark(ledger=name, stands=stands(cell), points=cell.points, note=ledger.note(unit, item.code))


def _marked(mark: Mark) -> Words:
    return words(
        "  {ledger}: {points} points, {stands}{note}",
        ledger=ledger_words(mark.ledger),
        points=about(mark.points),
        stands=mark.stands,
        note=f"; {mark.note}" if mark.note else "",
    )


def _ruled(ruling: Ruling) -> Words:
    return words(
        "  ruling in {ledger}: {reason}{ground}{evidence}",
        ledger=ledger_words(ruling.ledger),
        reason=ruling.reason,
        ground=f"; {ruling.ground}" if ruling.ground else "",
        evidence=f"; {ruling.evidence}" if ruling.evidence else "",
    )
