"""The slow, obvious way to an index: one unit, one item at a time, in fractions, no arrays and no screening.

It shares nothing with the fast way but the rules' written meaning: each is scored here from its parameters alone.
"""

from collections.abc import Mapping
from fractions import Fraction

from parindex.rounding import round_half_up
from parindex.rubric.answers import Awarded, Comparison, Count, Level, Marks, Ratio
from parindex.rubric.model import Edition, Item, NotApplicable, Prints, Role
from parindex.rubric.rules import (
    Band,
    Bands,
    BandsLinear,
    Better,
    Checklist,
    Choice,
    ComparePrevious,
    CountBands,
    Deduct,
    Rule,
    Share,
    WhenZero,
)
from parindex.sheet.cells import Raw, fact_of, read_answer

Sheet = Mapping[str, Raw]
NOTHING = Fraction(0)


def slow_index(edition: Edition, sheet: Sheet, survey: Mapping[str, Fraction]) -> Fraction:
    """The index of one unit. `survey` holds the share of points of each survey item."""
    appraisal = surveyed = bonus = penalty = NOTHING
    appraisal_most = survey_most = appraisal_left = survey_left = NOTHING
    for field in edition.fields:
        for item in field.leaves():
            if item.from_survey:
                surveyed += item.most * survey[item.code]
                survey_most, survey_left = survey_most + item.most, survey_left + item.most
                continue
            points = slow_points(edition, item, sheet)
            if field.role is Role.BONUS:
                bonus += points
            elif field.role is Role.PENALTY:
                penalty += points
            else:
                appraisal += points
                appraisal_most += item.most
                if sheet[item.code].outcome != "not_applicable":
                    appraisal_left += item.most
    caps = edition.cover.caps
    bonus = bonus if caps.bonus is None else min(bonus, caps.bonus)
    penalty = penalty if caps.penalty is None else min(penalty, caps.penalty)
    inside = (caps.bonus or NOTHING) if caps.bonus_inside_scale else NOTHING
    full = Fraction(100) if edition.cover.index is Prints.PERCENT else edition.cover.scale
    if edition.cover.not_applicable is NotApplicable.APPRAISAL_BLOCK:
        rebased = appraisal * appraisal_most / appraisal_left
        index = (rebased + surveyed + bonus - penalty) / (appraisal_most + survey_most + inside) * full
    else:
        index = (appraisal + surveyed + bonus - penalty) / (appraisal_left + survey_left + inside) * full
    if index < caps.index_at_least:
        return caps.index_at_least
    if caps.index_at_most is not None and index > caps.index_at_most:
        return caps.index_at_most
    return index


def slow_points(edition: Edition, item: Item, sheet: Sheet) -> Fraction:
    raw = sheet[item.code]
    if raw.outcome != "answered":
        return NOTHING
    rule = item.rule(_fact(edition, item, sheet))
    answer = read_answer(rule, raw)
    return _scored(rule, answer, item.most)


def _fact(edition: Edition, item: Item, sheet: Sheet) -> str:
    if item.branches_on is None:
        return ""
    other = edition.item(item.branches_on)
    assert other is not None
    raw = sheet[other.code]
    answer = read_answer(other.rule(""), raw) if raw.outcome == "answered" else None
    return fact_of(raw.outcome, answer)  # type: ignore[arg-type]


def _scored(rule: Rule, answer: object, points: Fraction) -> Fraction:
    match rule, answer:
        case Choice(), Level(key=key, awarded=awarded):
            level = {level.level: level for level in rule.levels}[key]
            return awarded if level.points is None else level.points  # type: ignore[return-value]
        case Checklist(), Marks(keys=keys):
            return sum((mark.points for mark in rule.marks if mark.mark in keys), NOTHING)
        case Share() | Bands() | BandsLinear(), Ratio(denominator=0):
            return points if rule.zero_denominator is WhenZero.FULL else NOTHING
        case Share(), Ratio(numerator=above, denominator=below):
            return min(max(points * (above / below - rule.none_at) / (rule.full_at - rule.none_at), NOTHING), points)
        case BandsLinear(), Ratio(numerator=above, denominator=below):
            share = above / below
            raw = NOTHING if share < rule.nothing_below else min(points, share / rule.full_at * points)
            return raw if rule.decimals is None else round_half_up(raw, rule.decimals)
        case Bands(), Ratio(numerator=above, denominator=below):
            return _banded(rule.rows, rule.otherwise, above / below)
        case CountBands(), Count(number=number):
            return _banded(rule.rows, rule.otherwise, number)
        case Deduct(), Count(number=number):
            return _taken(rule, number)
        case ComparePrevious(), Comparison(current=now, previous=then):
            ahead = now.numerator * then.denominator - then.numerator * now.denominator
            return points if (ahead > 0 if rule.better is Better.HIGHER else ahead < 0) else NOTHING
        case _, Awarded(points=awarded):
            return awarded
    return points


def _banded(rows: tuple[Band, ...], otherwise: Fraction | None, figure: Fraction) -> Fraction:
    for row in rows:
        if (
            (row.exactly is None or figure == row.exactly)
            and (row.at_least is None or figure >= row.at_least)
            and (row.above is None or figure > row.above)
            and (row.below is None or figure < row.below)
            and (row.at_most is None or figure <= row.at_most)
        ):
            return row.points
    assert otherwise is not None
    return otherwise


def _taken(rule: Deduct, number: Fraction) -> Fraction:
    taken = NOTHING
    for nth in range(1, int(number) + 1):
        if rule.first is not None and nth <= rule.first.covers:
            taken = rule.first.points
        else:
            taken += rule.each
    return taken if rule.most is None else min(taken, rule.most)
