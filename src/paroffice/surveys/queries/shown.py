"""Which answers may be told, counted: no small cell, and none from which one could be reckoned beside the points."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from parindex.rubric.model import Edition
from parindex.rubric.rules import Survey as SurveyRule
from parindex.survey.tallies import Counted
from parindex.survey.withheld import withheld

Cells = NDArray[np.bool_]
"""Units × groups."""


def shown_cells(law: Edition, counted: Mapping[str, Counted], fewest: int) -> dict[str, Cells]:
    """By question. Points of items are published: of a unit, all questions of an item are told, or none.

    A question that scores nothing stands alone, and each of its cells.
    """
    rules = {item.code: rule for item in law.leaves() if isinstance(rule := item.scored_by, SurveyRule)}
    rules = {code: rule for code, rule in rules.items() if rule.questions}
    small = {code: one.small_cells(fewest) for code, one in counted.items()}
    _items, gone = withheld(rules, counted, fewest)
    return {code: ~(cells | gone[code][:, np.newaxis]) if code in gone else ~cells for code, cells in small.items()}
