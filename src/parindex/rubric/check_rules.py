"""What is wrong with one item's rule: rows out of reach, gaps, overlaps, more points than the item has."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from parindex.errors import Finding, Weight
from parindex.rounding import number, shortest
from parindex.rubric.model import Item
from parindex.rubric.pieces import ZERO, Interval
from parindex.rubric.rules import (
    AllOrNothing,
    Band,
    Bands,
    BandsLinear,
    Branch,
    Checklist,
    Choice,
    ChoiceLevel,
    CountBands,
    Deduct,
    FigureRule,
    Gap,
    Metric,
    PointsRule,
    Rule,
    Share,
    banded,
)
from parindex.words import Words, words


def check_rule(item: Item) -> Iterator[Finding]:
    """Every finding on the item's rule, and on those inside it."""
    findings = [finding for rule in inner_rules(item.scored_by) for finding in _check(item, rule)]
    yield from findings
    if not findings or all(finding.weight is Weight.WARNING for finding in findings):
        yield from _maximum(item)


def _maximum(item: Item) -> Iterator[Finding]:
    """Of all that the rule can pay, the most must be just the item's points."""
    paid = [most for rule in inner_rules(item.scored_by) if (most := _most(rule, item.most)) is not None]
    if not paid or item.points is None:
        return
    if max(paid) > item.most:
        yield _found(
            item.where,
            words(
                "{points} points exceed the {most} of {code}",
                points=number(max(paid)),
                most=number(item.most),
                code=item.code,
            ),
            words("lower them, or raise the item's points"),
        )
    elif max(paid) < item.most:
        yield _found(
            item.where,
            words("no answer earns all {most} points of {code}", most=number(item.most), code=item.code),
            words("correct the rows, or the item's points"),
        )


def _most(rule: Rule, points: Fraction) -> Fraction | None:
    """The most a rule can pay, where its own rows say so."""
    match rule:
        case Choice():
            return max(level.most for level in rule.levels)
        case Checklist():
            return sum((mark.points for mark in rule.marks), ZERO)
        case FigureRule():
            return rule.pieces(points).largest(rule.domain)
    return None


def inner_rules(rule: Rule) -> tuple[Rule, ...]:
    """The rules that really score: those of a branch or metric in its place."""
    if isinstance(rule, Branch):
        return rule.rules()
    return (rule.scored_by,) if isinstance(rule, Metric) else (rule,)


def never_falls(item: Item) -> bool:
    """True when the checker can promise that a larger figure, or one more mark, never earns less."""
    return all(_rises(rule, item.most) for rule in inner_rules(item.scored_by))


def _rises(rule: Rule, points: Fraction) -> bool:
    if isinstance(rule, Deduct):
        return False
    if isinstance(rule, FigureRule):
        return rule.pieces(points).never_falls()
    return isinstance(rule, AllOrNothing | Checklist | PointsRule)


def _check(item: Item, rule: Rule) -> Iterator[Finding]:
    match rule:
        case Choice():
            yield from _choice(item, rule)
        case Checklist():
            yield from _checklist(item, rule)
        case Bands() | CountBands():
            yield from _bands(item, rule)
        case Share() | BandsLinear():
            yield from _line(item, rule)
        case Deduct():
            yield from _deduction(item, rule)


def _line(item: Item, rule: Share | BandsLinear) -> Iterator[Finding]:
    remedy = words("correct the two bounds")
    if isinstance(rule, Share) and rule.none_at >= rule.full_at:
        yield _found(item.where, words("none_at must lie below full_at"), remedy)
    if isinstance(rule, BandsLinear) and (rule.nothing_below > rule.full_at or not rule.full_at):
        yield _found(item.where, words("nothing_below must not lie above full_at"), remedy)
    if (
        isinstance(rule, BandsLinear)
        and rule.decimals is not None
        and (item.most * 10**rule.decimals).denominator != 1
    ):
        yield _found(
            item.where,
            words(
                "{points} points cannot be reached in {decimals} decimals",
                points=number(item.most),
                decimals=rule.decimals,
            ),
            words("write as many decimals as the maximum has, or more"),
        )


def _deduction(item: Item, rule: Deduct) -> Iterator[Finding]:
    if not rule.each:
        yield _found(item.where, words("a deduction of zero says nothing"), words("write what each one costs"))
    if rule.first is not None and not rule.first.covers:
        yield _found(item.where, words("the first deduction covers no event"), words("write how many it covers"))


def _found(where: str, problem: Words, remedy: Words, weight: Weight = Weight.ERROR) -> Finding:
    return Finding(where=where, problem=problem, remedy=remedy, weight=weight)


def _choice(item: Item, rule: Choice) -> Iterator[Finding]:
    yield from _twice(item, [(level.level, level.where) for level in rule.levels])
    for level in rule.levels:
        if (level.points is None) == (level.up_to is None):
            yield _found(
                level.where,
                words("the level «{level}» needs either points or up_to", level=level.level),
                words("write one of the two"),
            )
    yield from _steps(item, rule.levels)


def _steps(item: Item, levels: Sequence[ChoiceLevel]) -> Iterator[Finding]:
    for level in levels:
        if level.step is not None and (level.up_to is None or not level.step):
            yield _found(level.where, words("a step needs a range"), words("write up_to, or remove step"))


def _twice(item: Item, keys: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for key, where in keys:
        if key in seen:
            yield _found(
                where,
                words("{code}: «{key}» stands twice; the second cannot be reached", code=item.code, key=key),
                words("give each level its own word"),
            )
        seen.add(key)


def _checklist(item: Item, rule: Checklist) -> Iterator[Finding]:
    yield from _twice(item, [(mark.mark, mark.where) for mark in rule.marks])


def _bands(item: Item, rule: Bands | CountBands) -> Iterator[Finding]:
    malformed = [finding for row in rule.rows for finding in _row(item, row, rule.domain)]
    yield from malformed
    if malformed:
        return
    pieces = rule.pieces(item.most)
    for left, right in pieces.overlaps():
        yield _found(
            item.where,
            words(
                "{code}: the rows {left} and {right} overlap",
                code=item.code,
                left=_said(left),
                right=_said(right),
            ),
            words("let one end where the other begins: «below» on one side, «at_least» on the other"),
        )
    yield from _gaps(item, rule)


def _row(item: Item, row: Band, domain: Interval) -> Iterator[Finding]:
    lower = sum(end is not None for end in (row.at_least, row.above))
    upper = sum(end is not None for end in (row.below, row.at_most))
    if (
        lower > 1
        or upper > 1
        or (row.exactly is not None and lower + upper)
        or not (lower + upper or row.exactly is not None)
    ):
        yield _found(
            row.where,
            words("a row needs one lower end, one upper end, or one exact figure"),
            words("write at_least or above, below or at_most, or exactly alone"),
        )
        return
    interval = row.interval()
    if interval.up_to(domain).empty():
        yield _found(
            row.where,
            words(
                "{code}: no figure falls in the row {row}; it cannot be reached",
                code=item.code,
                row=_said(interval),
            ),
            words("correct its ends"),
        )


def _gaps(item: Item, rule: Bands | CountBands) -> Iterator[Finding]:
    gaps = banded(rule.rows, None, rule.domain).gaps(rule.domain)
    if isinstance(rule, CountBands):
        gaps = [gap for gap in gaps if _holds_a_whole_number(gap)]
    if rule.otherwise is not None and not gaps:
        yield _found(item.where, words("{code}: «otherwise» cannot be reached", code=item.code), words("remove it"))
    if rule.otherwise is not None:
        return
    if rule.gap is Gap.DECLARED and not gaps:
        yield _found(
            item.where,
            words("{code}: a gap is declared but there is none", code=item.code),
            words("remove «gap»"),
        )
    for gap in gaps:
        declared = rule.gap is Gap.DECLARED
        yield _found(
            item.where,
            words("{code}: no points are stated for figures {gap}", code=item.code, gap=_said(gap)),
            words("declared in the edition: nothing is guessed")
            if declared
            else words("add a row or «otherwise»; if the decision leaves it open, write gap: declared"),
            Weight.WARNING if declared else Weight.ERROR,
        )


def _holds_a_whole_number(gap: Interval) -> bool:
    first = Fraction(-(-gap.low.numerator // gap.low.denominator))
    candidate = first if gap.holds(first) else first + 1
    return gap.holds(candidate)


def _said(interval: Interval) -> str:
    """An interval in mathematical notation: `[9/10, 1)`."""
    left = "[" if interval.low_in else "("
    if interval.high is None:
        return f"{left}{shortest(interval.low)}, ∞)"
    return f"{left}{shortest(interval.low)}, {shortest(interval.high)}{']' if interval.high_in else ')'}"
