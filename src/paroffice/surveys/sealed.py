"""What is fixed when a survey is sealed: one text without names, whose SHA-256 is the seal.

It is told again at any time as it stood at the seal: replacements, answers and weights that came later are not in it.
So whoever has the text draws the same people again, and a database that was changed by hand tells another one.
"""

import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256

from django.db.models import Q

from paroffice.surveys.models import Cell, Drawn, Standing, State, Survey
from paroffice.surveys.models.frame import ALONE


def sealed_text(survey: Survey) -> str:
    """Conduct, questionnaires, plan, frame (numbers, no names), draw, cells, in an order that no database decides."""
    parts = [_conduct(survey), _forms(survey), _plan(survey), _frame(survey), _draw(survey), _cells(survey)]
    return json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sealed_digest(survey: Survey) -> str:
    return sha256(sealed_text(survey).encode()).hexdigest()


def broken_seals() -> Iterator[Survey]:
    """Surveys that are no longer as they were sealed."""
    for one in Survey.objects.exclude(state=State.PREPARING).select_related("round").order_by("pk"):
        if sealed_digest(one) != one.digest:
            yield one


def cells_of(survey: Survey) -> dict[tuple[int, str], Decimal]:
    """By stratum and cluster, what an answer weighs: for each cluster drawn, or for a stratum without a draw."""
    cells = {
        (one.listed.stratum_id, one.listed.stratum.cluster_for(one.listed.cluster)): one.weight
        for one in Drawn.objects.filter(listed__survey=survey).select_related("listed__stratum").order_by("-place")
        if _first_standing(one) == Standing.ASKED
    }
    covered = {stratum for stratum, _cluster in cells}
    for stratum in survey.strata.filter(asked__gt=0).exclude(pk__in=covered):
        whole = stratum.population
        weight = Decimal(whole) / stratum.asked if whole else Decimal(1)
        cells[stratum.pk, ALONE] = weight.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)
    return cells


def _first_standing(one: Drawn) -> Standing:
    """As it was drawn: who stands in for somebody was a reserve."""
    reserve = one.stands_in_for_id is not None or one.standing == Standing.RESERVE
    return Standing.RESERVE if reserve else Standing.ASKED


def _conduct(survey: Survey) -> list[object]:
    return [survey.weighting, survey.fewest, survey.fast_seconds, survey.seed]


def _forms(survey: Survey) -> list[list[object]]:
    found = survey.questionnaires.all()
    forms = [[one.group, one.block, one.title, one.paging, one.definition] for one in found]
    return sorted(forms, key=lambda form: (form[0], form[1]))


def _plan(survey: Survey) -> list[list[object]]:
    found = survey.strata.select_related("unit").order_by()
    plan = [[one.label, one.unit.code, one.group, one.population, one.asked, one.clusters] for one in found]
    return sorted(plan, key=lambda line: str(line[0]))


def _frame(survey: Survey) -> list[list[object]]:
    found = survey.frame.order_by().values_list("number", "stratum__label", "cluster")
    return sorted((list(row) for row in found), key=lambda line: str(line[0]))


def _draw(survey: Survey) -> list[list[object]]:
    found = Drawn.objects.filter(listed__survey=survey).select_related("listed").order_by("place")
    return [[one.listed.number, one.place, str(one.weight), _first_standing(one).value] for one in found]


def _cells(survey: Survey) -> list[list[object]]:
    """As they are stored, for by them answers weigh. A stratum without a frame may get others after the seal."""
    sealed = Q(stratum__in=survey.frame.values("stratum")) | Q(stratum__asked__gt=0, cluster=ALONE)
    found = Cell.objects.filter(sealed, stratum__survey=survey).order_by()
    return sorted(
        [label, cluster, str(weight)]
        for label, cluster, weight in found.values_list("stratum__label", "cluster", "weight")
    )
