"""The answer of the year before, where it can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q

from parindex.rubric.compare import Standing
from parindex.rubric.compare.lineage import Trend, lineage_of, trends_of
from parindex.rubric.model import Edition, Item
from parindex.sheet.cells import Cell, read_cell
from parindex.sheet.check import fact_among
from paroffice.assessments.models import Answer, Assessment
from paroffice.assessments.offline import answer_in_words
from paroffice.people.models import Succession
from paroffice.rubrics.queries import law_of, law_to_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """How an item stood in an earlier year's sheet of the unit, or of one it succeeds."""

    assessment: Assessment
    item: Item
    answer: Answer
    says: str
    points: Fraction | None
    standing: Standing


def earlier_of(assessment: Assessment, code: str) -> list[Earlier]:
    """The latest earlier sheets' answers that this item continues: two queries, the second where there is something.

    Of joined or split items each past part is told; what the edition calls not comparable is told as such.
    """
    sheets = _latest_sheets(assessment)
    new = law_of(assessment.round.edition)
    pasts = {sheet.pk: _trend(sheet, new, code) for sheet in sheets}
    wanted = Q()
    for sheet in sheets:
        trend = pasts[sheet.pk]
        wanted |= Q(assessment=sheet, item__in=_with_facts(sheet, trend)) if trend else Q()
    if not wanted:
        return []
    answers = list(Answer.objects.filter(wanted))
    return [one for sheet in sheets if pasts[sheet.pk] for one in _told(sheet, pasts[sheet.pk], answers)]


def _latest_sheets(assessment: Assessment) -> list[Assessment]:
    """Those of the nearest earlier year: the unit's own, or its predecessors'."""
    unit = assessment.unit_id
    mine = Q(unit=unit) | Q(unit__in=Succession.objects.filter(heir=unit).values("predecessor"))
    before = Assessment.objects.filter(mine, round__year__lt=assessment.round.year)
    found = list(before.select_related("unit", "round__edition").order_by("-round__year", "-round__opened_at", "pk"))
    return [one for one in found if one.round_id == found[0].round_id]


def _trend(sheet: Assessment, new: Edition, code: str) -> Trend | None:
    old = law_of(sheet.round.edition)
    found = next((one for one in trends_of(new, lineage_of(old, new)) if one.new_code == code), None)
    return found if found is not None and found.old_codes else None


def _with_facts(sheet: Assessment, trend: Trend) -> set[str]:
    """The old items, and those they branch on."""
    law = law_of(sheet.round.edition)
    items = [item for item in (law.item(code) for code in trend.old_codes) if item is not None]
    return {item.code for item in items} | {item.branches_on for item in items if item.branches_on}


def _told(sheet: Assessment, trend: Trend, answers: list[Answer]) -> Iterator[Earlier]:
    law = law_to_read(sheet.round.edition)
    held = {one.item: one for one in answers if one.assessment_id == sheet.pk}
    raws = {code: one.raw for code, one in held.items()}
    for code in trend.old_codes:
        item, answer = law.item(code), held.get(code)
        if item is None or answer is None:
            continue
        fact = fact_among(law, item, raws)
        cell = read_cell(item, answer.raw, fact)
        yield Earlier(
            assessment=sheet,
            item=item,
            answer=answer,
            says=answer_in_words(item.rule(fact), answer.raw),
            points=cell.points if isinstance(cell, Cell) else None,
            standing=trend.standing,
        )
