"""A rule in words, for those who answer, appraise or read: one line a level, in either language."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from parindex.rounding import Number, number, percent, shortest
from parindex.rubric.rules import (
    AllOrNothing,
    Band,
    Bands,
    BandsLinear,
    Better,
    Branch,
    Checklist,
    Choice,
    ComparePrevious,
    CountBands,
    Deduct,
    Given,
    Metric,
    Per,
    PointsRule,
    RatioRule,
    Rule,
    Share,
    Survey,
    UpTo,
    WhenZero,
)
from parindex.words import Listed, Words, listed, words

FACTS = {
    "yes": words("met in full"),
    "answered": words("answered"),
    "not_met": words("not met"),
    "not_proven": words("not proven"),
    "not_applicable": words("not applicable"),
}
"""What another item can state besides its levels."""


def describe(rule: Rule, points: Fraction) -> Iterator[Words]:
    """What the rule pays for what, line by line. `points` is the item's maximum."""
    match rule:
        case Choice():
            yield from _choice(rule)
        case AllOrNothing():
            yield words("{points} points when met in full, else 0: {says}", points=number(points), says=rule.says)
        case Checklist():
            yield words("The sum of what is met:")
            for mark in rule.marks:
                yield words(
                    "[{mark}] {points} points: {says}", mark=mark.mark, points=number(mark.points), says=mark.says
                )
        case RatioRule():
            yield from _ratio(rule, points)
        case CountBands():
            yield words("By the number of: {counts}", counts=rule.counts)
            yield from _rows(rule, "")
        case _:
            yield from _others(rule, points)


def _others(rule: Rule, points: Fraction) -> Iterator[Words]:
    match rule:
        case Deduct():
            yield from _deduct(rule)
        case ComparePrevious():
            yield words(
                "The share {above} ÷ {below}, this year against last year",
                above=rule.numerator,
                below=rule.denominator,
            )
            better = words("higher") if rule.better is Better.HIGHER else words("lower")
            yield words("{points} points when it is {better}, else 0", points=number(points), better=better)
            yield from _excess(rule)
        case PointsRule():
            yield from _judged(rule, points)
        case Branch() | Metric() | Survey():
            yield from _indirect(rule, points)


def _judged(rule: PointsRule, points: Fraction) -> Iterator[Words]:
    match rule:
        case UpTo():
            yield words(
                "0 to {points} points at the appraiser's judgement: {says}", points=number(points), says=rule.says
            )
        case Given():
            yield words("0 to {points} points, given by: {by}", points=number(points), by=rule.by)
    if rule.step is not None:
        yield words("in steps of {step} points", step=number(rule.step))


def _facts(facts: tuple[str, ...]) -> Listed:
    return listed(FACTS.get(fact, f"«{fact}»") for fact in facts)


def _excess(rule: RatioRule | ComparePrevious) -> Iterator[Words]:
    if rule.may_exceed:
        yield words("the numerator may be larger than the denominator")


def _indirect(rule: Branch | Metric | Survey, points: Fraction) -> Iterator[Words]:
    match rule:
        case Branch():
            for case in rule.cases:
                yield words("When item {other} stands at {facts}:", other=rule.on, facts=_facts(case.when))
                yield from describe(case.scored_by, points)
            yield words("Otherwise:")
            yield from describe(rule.otherwise, points)
        case Metric():
            yield words("The figure «{figure}» of the one-stop shop:", figure=rule.figure)
            yield from describe(rule.scored_by, points)
        case Survey():
            yield from _survey(rule, points)


def _survey(rule: Survey, points: Fraction) -> Iterator[Words]:
    if rule.percent_from is not None:
        yield words("{points} points × the percentage «{figure}»", points=number(points), figure=rule.percent_from)
        return
    yield words(
        "{points} points × the mean weight of the valid answers to: {questions}",
        points=number(points),
        questions=", ".join(rule.questions),
    )
    if any(weight != 1 for weight in rule.questions.values()):
        yield words("weights of the questions: {weights}", weights=_weights(rule.questions))
    if rule.groups:
        yield words("means by group of respondents, weighted: {weights}", weights=_weights(rule.groups))
    if rule.at_least_answers != 1:
        yield words("at least {count} valid answers to each question", count=number(Fraction(rule.at_least_answers)))


def _weights(weights: Mapping[str, Fraction]) -> Listed:
    """Codes with their weights."""
    return listed(
        (words("{code} × {weight}", code=code, weight=number(each)) for code, each in weights.items()), "; "
    )


def _choice(rule: Choice) -> Iterator[Words]:
    yield words("One of:")
    for level in rule.levels:
        paid = (
            words("up to {points}", points=number(level.most))
            if level.up_to is not None
            else words("{points}", points=number(level.most))
        )
        yield words("[{mark}] {points} points: {says}", mark=level.level, points=paid, says=level.says)
        if level.step is not None:
            yield words("[{mark}] in steps of {step} points", mark=level.level, step=number(level.step))


def _ratio(rule: RatioRule, points: Fraction) -> Iterator[Words]:
    yield words("The share {above} ÷ {below}", above=rule.numerator, below=rule.denominator)
    match rule:
        case Share():
            yield words(
                "0 points up to {none_at}, {points} points from {full_at}, a straight line between",
                none_at=percent(rule.none_at),
                points=number(points),
                full_at=percent(rule.full_at),
            )
        case BandsLinear():
            yield words(
                "0 points below {floor}; from there share ÷ {full_at} × {points}; {points} points from {full_at}",
                floor=percent(rule.nothing_below),
                full_at=percent(rule.full_at),
                points=number(points),
            )
            if rule.decimals is not None:
                yield words("rounded half-up to {decimals} decimals in this item", decimals=rule.decimals)
        case Bands():
            yield from _rows(rule, "%")
    yield from _excess(rule)
    if rule.zero_denominator is not WhenZero.REFUSE:
        paid = points if rule.zero_denominator is WhenZero.FULL else Fraction(0)
        yield words("{points} points when the denominator is zero", points=number(paid))


def _rows(rule: Bands | CountBands, sign: str) -> Iterator[Words]:
    for row in rule.rows:
        yield words("{bounds}: {points} points", bounds=_bounds(row, sign), points=number(row.points))
    if rule.otherwise is not None:
        yield words("otherwise: {points} points", points=number(rule.otherwise))
    if rule.gap is not None:
        yield words("other figures: the decision states no points")


def _bounds(row: Band, sign: str) -> Words:
    """The ends as a decision prints them: `≥ 90%, < 100%`."""
    factor = 100 if sign else 1
    marked = (("=", row.exactly), ("≥", row.at_least), (">", row.above), ("<", row.below), ("≤", row.at_most))
    ends = [
        words("{mark} {figure}", mark=mark, figure=Number(shortest(end * factor), sign))
        for mark, end in marked
        if end is not None
    ]
    return ends[0] if len(ends) == 1 else words("{low}, {high}", low=ends[0], high=ends[1])


def _deduct(rule: Deduct) -> Iterator[Words]:
    unit = words("event") if rule.per is Per.EVENT else words("day")
    yield words("Taken away by the number of: {counts}", counts=rule.counts)
    if rule.first is not None:
        yield words(
            "{points} points for the first {covers} ({unit})",
            points=number(rule.first.points),
            covers=rule.first.covers,
            unit=unit,
        )
        yield words("{points} points for each further {unit}", points=number(rule.each), unit=unit)
    else:
        yield words("{points} points for each {unit}", points=number(rule.each), unit=unit)
    if rule.most is not None:
        yield words("at most {points} points", points=number(rule.most))
    if rule.waivable:
        yield words("waived for a reason accepted in writing")
