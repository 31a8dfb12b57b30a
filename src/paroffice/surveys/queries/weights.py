"""What each answer weighs: equally, by the design, or so that each stratum counts as many as live in it."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from django.db.models import Count

from parindex.errors import Finding, Incomplete
from parindex.survey.calibration import FROZEN_DECIMALS, Margin, frozen, post_stratified
from parindex.survey.design import Design, Lonely
from paroffice.pages.language import readers_language
from paroffice.refused import Refused
from paroffice.surveys.models import Cell, Response, State, Survey, Weighting


def weight_of(survey: Survey, cell: Cell) -> Decimal:
    """Of an answer in the cell, as it counts now."""
    if survey.weighting == Weighting.EQUAL:
        return Decimal(1)
    return cell.weight if cell.settled is None else cell.settled


def settled_weights(survey: Survey) -> dict[int, Decimal]:
    """For each cell that somebody answered in, the weight that meets the stratum's population. Raises `Refused`."""
    found = Response.objects.filter(cell__stratum__survey=survey, set_aside="").values(
        "cell", "cell__weight", "cell__stratum", "cell__stratum__population", "cell__stratum__label"
    )
    rows = list(found.annotate(answers=Count("pk")).order_by("cell__stratum__label", "cell__cluster"))
    if not rows:
        return {}
    strata = list(dict.fromkeys(row["cell__stratum"] for row in rows))
    totals = {row["cell__stratum"]: row["cell__stratum__population"] or 0 for row in rows}
    place = {stratum: number for number, stratum in enumerate(strata)}
    repeated = [(row, place[row["cell__stratum"]]) for row in rows for _ in range(row["answers"])]
    codes = np.array([at for _row, at in repeated])
    design = Design.of(
        strata=codes,
        clusters=np.arange(len(codes)),
        weights=[float(row["cell__weight"]) for row, _at in repeated],
        lonely=Lonely.CERTAINTY,
    )
    names = [row["cell__stratum__label"] for row in rows]
    margin = Margin.of(", ".join(dict.fromkeys(names))[:80], codes, [totals[stratum] for stratum in strata])
    try:
        weights = frozen(post_stratified(design, margin).weights, FROZEN_DECIMALS)
    except Incomplete as incomplete:
        raise _unfit(incomplete.findings[0]) from None
    first = np.cumsum([0, *(row["answers"] for row in rows)])[:-1]
    return {
        row["cell"]: Decimal(int(weights[at])).scaleb(-FROZEN_DECIMALS) for row, at in zip(rows, first, strict=True)
    }


def unsettled() -> Iterator[Survey]:
    """Closed surveys whose settled weights are not those that their answers and numbers of people give."""
    closed = Survey.objects.filter(state=State.CLOSED, weighting=Weighting.CALIBRATED)
    for survey in closed.select_related("round").order_by("pk"):
        stored = Cell.objects.filter(stratum__survey=survey).values_list("pk", "settled")
        try:
            again = settled_weights(survey)
        except Refused:
            yield survey
        else:
            if any(again.get(pk) != settled for pk, settled in stored):
                yield survey


def _unfit(finding: Finding) -> Refused:
    return Refused(finding.problem.said_in(readers_language()), finding.remedy.said_in(readers_language()))
