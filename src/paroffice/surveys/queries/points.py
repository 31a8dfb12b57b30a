"""From answers to points, unit by unit and item by item, each with its margin; or the reason why there are none.

Points are exact (`parindex.survey.points`); margins come from the design (`parindex.survey.estimates`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from parindex.errors import Incomplete
from parindex.rubric.model import Edition, Item
from parindex.rubric.model import Questionnaire as Law
from parindex.rubric.rules import Survey as SurveyRule
from parindex.survey.calibration import Margin, post_stratified
from parindex.survey.design import Design, Domains, Floats, Lonely, design_of
from parindex.survey.estimates import total
from parindex.survey.influence import influence_on
from parindex.survey.points import EarnedShares, earned_shares
from parindex.survey.responses import Responses
from paroffice.people.models import Unit
from paroffice.rubrics.queries import law_to_read
from paroffice.surveys.models import Survey, Weighting
from paroffice.surveys.queries.figures import percentages_of, responses_of

LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """An item of one unit. `points` None: too few answered, and `answers` of `least` says how many did."""

    item: Item
    points: Fraction | None
    margin: float | None
    answers: int | None
    least: int

    @property
    def from_outside(self) -> bool:
        """Taken from a percentage measured elsewhere."""
        return self.answers is None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPoints:
    unit: Unit
    leaves: list[Leaf]

    @property
    def points(self) -> Fraction | None:
        """Of all survey items together; None while one of them lacks."""
        given = [leaf.points for leaf in self.leaves]
        return None if None in given or not given else sum((one for one in given if one is not None), Fraction(0))

    @property
    def most(self) -> Fraction:
        return sum((leaf.item.most for leaf in self.leaves), Fraction(0))


def points_of(survey: Survey) -> list[UnitPoints]:
    """Of every unit of the round."""
    law = law_to_read(survey.round.edition)
    units = [one.unit for one in survey.round.participants.select_related("unit").order_by("pk")]
    items = [item for item in law.leaves() if item.from_survey]
    columns = _columns(survey, law, items, [unit.code for unit in units])
    found = [
        UnitPoints(unit=unit, leaves=[columns[item.code][place] for item in items])
        for place, unit in enumerate(units)
    ]
    return sorted(found, key=lambda one: one.unit.order_key)


def _columns(survey: Survey, law: Edition, items: Sequence[Item], codes: Sequence[str]) -> dict[str, list[Leaf]]:
    responses, measured = responses_of(survey.round, codes), percentages_of(survey.round, codes)
    design = None if responses is None else design_for(survey, responses)
    columns = {}
    for item in items:
        rule = item.scored_by
        assert isinstance(rule, SurveyRule)
        if rule.percent_from is not None:
            held = measured.get(rule.percent_from)
            shares = [None if held is None else held.exact(place) for place in range(len(codes))]
            columns[item.code] = [_leaf(item, share, None, None, 0) for share in shares]
        elif responses is None or law.survey is None or design is None:
            columns[item.code] = [_leaf(item, None, None, 0, rule.at_least_answers) for _code in codes]
        else:
            earned = earned_shares(rule, law.survey, responses, len(codes))
            margins = margins_of(earned, law.survey, responses, design)
            columns[item.code] = _answered(item, rule, earned, margins)
    return columns


def _answered(item: Item, rule: SurveyRule, earned: EarnedShares, margins: Floats) -> list[Leaf]:
    least = max(rule.at_least_answers, 1)
    return [
        _leaf(
            item,
            None if place in earned.refused else earned.exact(place),
            None if np.isnan(margins[place]) else float(margins[place]),
            int(earned.answers[place]),
            least,
        )
        for place in range(len(margins))
    ]


def _leaf(item: Item, share: Fraction | None, margin: float | None, answers: int | None, least: int) -> Leaf:
    return Leaf(
        item=item,
        points=None if share is None else item.most * share,
        margin=None if margin is None or share is None else margin * float(item.most),
        answers=answers,
        least=least,
    )


def design_for(survey: Survey, responses: Responses) -> Design:
    """The design that the answers state; a stratum of one cluster counts as wholly drawn."""
    design = design_of(responses, lonely=Lonely.CERTAINTY)
    if survey.weighting != Weighting.CALIBRATED or survey.closed_at is None:
        return design
    populations = dict(survey.strata.values_list("label", "population"))
    totals = [populations.get(label) or 0 for label in responses.strata]
    try:
        return post_stratified(design, Margin.of("", responses.stratum, totals))
    except Incomplete:
        return design


def margins_of(earned: EarnedShares, law: Law, responses: Responses, design: Design) -> Floats:
    """Half the width of a 95 % interval of the share, by unit; NaN where the answers do not tell."""
    influence = influence_on(earned, law, responses)
    each = np.divide(influence, design.weights, out=np.zeros(len(influence)), where=design.weights > 0)
    found = total(design, each, Domains.of(responses.unit, len(earned.floats)))
    low, high = found.interval(LEVEL)
    return np.asarray((high - low) / 2)
