"""How each response bears on the share of an item's points that its unit earned: what sampling errors are made of.

The influence of a response on a mean is its weight times its distance from the mean over the sum of weights; the
variance of a share is that of the sum of influences over the clusters of the design (docs/method/survey.md).
"""

from math import lcm

import numpy as np

from parindex.rubric.model import Questionnaire
from parindex.survey.design import Floats
from parindex.survey.points import Cell, EarnedShares
from parindex.survey.responses import Responses


def influence_on(shares: EarnedShares, questionnaire: Questionnaire, responses: Responses) -> Floats:
    """Of every response on its unit's share."""
    influence = np.zeros(len(responses))
    for cell in shares.cells:
        influence += _of_cell(cell, questionnaire, responses, len(shares.floats))
    return influence


def _of_cell(cell: Cell, questionnaire: Questionnaire, responses: Responses, units: int) -> Floats:
    options = questionnaire.options[questionnaire.questions[cell.question].options].values()
    weights = [option.weight for option in options]
    # a cell's factor is already divided by the common scale of its options' weights
    factor = float(cell.factor * lcm(*(weight.denominator for weight in weights if weight is not None)))
    worth = np.array([*(np.nan if weight is None else float(weight) for weight in weights), np.nan])
    chosen = worth[responses.answers[cell.question]]
    held = ~np.isnan(chosen)
    if cell.group is not None:
        held &= responses.group == list(questionnaire.groups).index(cell.group)
    weight = np.where(held, responses.weights / responses.weight_scale, 0.0)
    value = np.where(held, chosen, 0.0)
    below = np.bincount(responses.unit, weight, units)
    safe = np.where(below > 0, below, 1.0)
    mean = np.bincount(responses.unit, weight * value, units) / safe
    return np.asarray(factor * weight * (value - mean[responses.unit]) / safe[responses.unit])
