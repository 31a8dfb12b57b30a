"""Small cells, and what has to go with them so that they cannot be reckoned from what else is published."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from parindex.rubric.rules import Survey
from parindex.survey.tallies import Counted

Units = NDArray[np.bool_]
Withheld = Mapping[str, Units]
"""By item or question: the units whose cells are left out."""


def withheld(rules: Mapping[str, Survey], counted: Mapping[str, Counted], fewest: int) -> tuple[Withheld, Withheld]:
    """The units whose cells are left out, by item and by question; only questions that score are shown at all.

    A question goes where fewer than `fewest`, but some, of a group answered it. With it goes the whole item, since
    its points are published and the one missing mean could be reckoned from the others; with the item all of its
    questions, and so on until nothing more follows.
    """
    codes = dict.fromkeys(code for rule in rules.values() for code in rule.questions)
    questions: dict[str, Units] = {code: np.asarray(counted[code].small_cells(fewest).any(axis=1)) for code in codes}
    while True:
        items = {item: _any_of(questions, rule.questions) for item, rule in rules.items()}
        wider = {code: _any_of(items, [item for item in rules if code in rules[item].questions]) for code in codes}
        if all((wider[code] == questions[code]).all() for code in codes):
            return items, questions
        questions = wider


def _any_of(held: Withheld, names: Iterable[str]) -> Units:
    return np.asarray(np.logical_or.reduce([held[name] for name in names]))
