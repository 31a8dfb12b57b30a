"""How often each option was chosen: by unit, question and group; counted, and weighted in exact integers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parindex.rubric.model import Questionnaire
from parindex.survey.responses import Responses, Whole

LARGEST_EXACT = 2**53
"""Sums of whole numbers below this are exact in floats."""

Exact = NDArray[Any]
"""Whole numbers: int64, or Python's own where those could overflow."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """One question's answers. Forms with a weight of zero were set aside and are not counted.

    `counts` and `weighted` are units × groups × options, in the order of the round and the questionnaire; `weighted`
    sums weights in a common scale, so that only their ratios mean something.
    """

    question: str
    groups: tuple[str, ...]
    options: tuple[str, ...]
    counts: Whole
    weighted: Exact

    def small_cells(self, fewer_than: int) -> NDArray[np.bool_]:
        """Units × groups where some but fewer than that many answered: too few to publish what they said."""
        answered = self.counts.sum(axis=2)
        return np.asarray((answered > 0) & (answered < fewer_than))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally(Counted):
    """With the silent ones: `blank`, units × groups, left the question empty or were not asked."""

    blank: Whole


def tally(question: str, questionnaire: Questionnaire, responses: Responses, units: int) -> Tally:
    """The answers to one question, over all of the round's `units`."""
    groups, options = tuple(questionnaire.groups), tuple(questionnaire.options[_asked(questionnaire, question)])
    shape = (units, len(groups), len(options) + 1)
    columns = responses.answers[question].astype(np.int64) + 1
    cells = (responses.unit * shape[1] + responses.group) * shape[2] + columns
    counted = cells[responses.weights > 0]
    counts = np.bincount(counted, minlength=int(np.prod(shape))).reshape(shape)
    return Tally(
        question=question,
        groups=groups,
        options=options,
        counts=counts[:, :, 1:].astype(np.int64),
        blank=counts[:, :, 0].astype(np.int64),
        weighted=exact_sums(cells, responses.weights, int(np.prod(shape))).reshape(shape)[:, :, 1:],
    )


def _asked(questionnaire: Questionnaire, question: str) -> str:
    return questionnaire.questions[question].options


def exact_sums(cells: Whole, weights: Whole, many: int) -> Exact:
    """The sum of the whole-number weights in each of `many` cells, exactly."""
    if not len(weights) or int(weights.max()) * len(weights) < LARGEST_EXACT:
        return np.bincount(cells, weights, many).astype(np.int64)
    sums = np.zeros(many, dtype=object)
    np.add.at(sums, cells, weights.astype(object))
    return sums
