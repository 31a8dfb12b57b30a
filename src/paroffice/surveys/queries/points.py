"""From answers to points, unit by unit and item by item, each with its margin; or the reason why there are none.

Points are exact (`parindex.survey.points`); margins come from the design (`parindex.survey.estimates`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from parindex.errors import Incomplete
from parindex.index.percentages import Percentages
from parindex.rubric.model import Item
from parindex.rubric.model import Questionnaire as Law
from parindex.rubric.rules import Survey as SurveyRule
from parindex.survey.calibration import Margin, post_stratified
from parindex.survey.design import Design, Domains, Floats, Lonely, design_of
from parindex.survey.estimates import total
from parindex.survey.influence import influence_on
from parindex.survey.points import earned_shares
from parindex.survey.responses import Responses
from paroffice.people.models import Unit
from paroffice.rubrics.queries import law_to_read
from paroffice.surveys.models import Response, Survey, Way, Weighting, Why
from paroffice.surveys.queries.figures import percentages_of, responses_of
from paroffice.surveys.queries.progress import Progress, Tally, held_against_plan, sum_of

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
    margin: float | None
    count: Tally

    @property
    def points(self) -> Fraction | None:
        """Of all survey items together; None while one of them lacks."""
        given = [leaf.points for leaf in self.leaves]
        return None if None in given or not given else sum((one for one in given if one is not None), Fraction(0))

    @property
    def lacking(self) -> int:
        return sum(leaf.points is None for leaf in self.leaves)

    @property
    def most(self) -> Fraction:
        return sum((leaf.item.most for leaf in self.leaves), Fraction(0))


def points_of(survey: Survey, progress: Progress | None = None) -> list[UnitPoints]:
    """Of every unit of the round, beside how many of its people answered."""
    law = law_to_read(survey.round.edition)
    units = [one.unit for one in survey.round.participants.select_related("unit").order_by("pk")]
    items = [item for item in law.leaves() if item.from_survey]
    codes = [unit.code for unit in units]
    rows = (progress or held_against_plan(survey)).rows
    answered = _Answered.of(survey, law.survey, codes)
    measured = percentages_of(survey.round, codes)
    columns = {item.code: list(_column(item, answered, measured, len(units))) for item in items}
    margins = answered.margins(sum(answered.influences.values())) if answered and answered.influences else None
    found = [
        UnitPoints(
            unit=unit,
            leaves=[columns[item.code][place] for item in items],
            margin=None if margins is None or np.isnan(margins[place]) else float(margins[place]),
            count=sum_of(row.count for row in rows if row.stratum.unit_id == unit.pk),
        )
        for place, unit in enumerate(units)
    ]
    return sorted(found, key=lambda one: one.unit.order_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    """The answers with their design; `influences` gathers how each bears on the points of the items asked so far."""

    law: Law
    responses: Responses
    design: Design
    units: int
    influences: dict[str, Floats]

    @classmethod
    def of(cls, survey: Survey, law: Law | None, codes: Sequence[str]) -> "_Answered | None":
        responses = responses_of(survey.round, codes)
        if law is None or responses is None:
            return None
        design = design_for(survey, responses)
        return cls(law=law, responses=responses, design=design, units=len(codes), influences={})

    def margins(self, influence: Floats) -> Floats:
        """Half the width of a 95 % interval, by unit; NaN where the answers do not tell."""
        weights = self.design.weights
        each = np.divide(influence, weights, out=np.zeros(len(weights)), where=weights > 0)
        low, high = total(self.design, each, Domains.of(self.responses.unit, self.units)).interval(LEVEL)
        return np.asarray((high - low) / 2)


def _column(
    item: Item, answered: _Answered | None, measured: Mapping[str, Percentages], units: int
) -> Iterator[Leaf]:
    """The item for every unit."""
    rule = item.scored_by
    assert isinstance(rule, SurveyRule)
    least = max(rule.at_least_answers, 1)
    if rule.percent_from is not None:
        held = measured.get(rule.percent_from)
        shares = [None if held is None else held.exact(place) for place in range(units)]
        yield from (_leaf(item, share, None, None, 0) for share in shares)
    elif answered is None:
        yield from (_leaf(item, None, None, 0, least) for _unit in range(units))
    else:
        earned = earned_shares(rule, answered.law, answered.responses, units)
        influence = float(item.most) * influence_on(earned, answered.law, answered.responses)
        answered.influences[item.code] = influence
        for place, margin in enumerate(answered.margins(influence).tolist()):
            share = None if place in earned.refused else earned.exact(place)
            yield _leaf(item, share, None if margin != margin else margin, int(earned.answers[place]), least)


def _leaf(item: Item, share: Fraction | None, margin: float | None, answers: int | None, least: int) -> Leaf:
    return Leaf(
        item=item,
        points=None if share is None else item.most * share,
        margin=None if share is None else margin,
        answers=answers,
        least=least,
    )


def design_for(survey: Survey, responses: Responses) -> Design:
    """The design that the answers state; a stratum of one cluster counts as wholly drawn.

    Where people were drawn without replacement and not clusters, nothing is left to chance of a group that was asked
    one and all.
    """
    answers = np.bincount(responses.stratum, minlength=len(responses.strata))
    drawn_of = _people_drawn_of(survey)
    whole = np.array([drawn_of.get(label, np.inf) for label in responses.strata], dtype=np.float64)
    design = design_of(responses, np.where(whole >= answers, whole, np.inf), Lonely.CERTAINTY)
    if survey.weighting != Weighting.CALIBRATED or survey.closed_at is None:
        return design
    known = dict(survey.strata.values_list("label", "population"))
    totals = np.array([known.get(label) or 0 for label in responses.strata], dtype=np.float64)
    try:
        return post_stratified(design, Margin.of("", responses.stratum, totals))
    except Incomplete:
        return design


def _people_drawn_of(survey: Survey) -> dict[str, int]:
    """Strata of whose frame people were drawn, each once, by how many there are.

    Not where clusters were drawn, nobody was, or answers came at a counter, where one person may answer many times.
    """
    at_counters = Response.objects.filter(cell__stratum__survey=survey, way=Way.KIOSK, set_aside=Why.COUNTS)
    found = survey.strata.filter(clusters=None, population__isnull=False, frame__drawn__isnull=False)
    found = found.exclude(pk__in=at_counters.values("cell__stratum")).distinct()
    return dict(found.order_by().values_list("label", "population"))
