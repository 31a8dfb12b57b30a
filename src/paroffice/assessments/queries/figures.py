"""What a unit declared for the items that name a figure of the one-stop unit."""

from collections.abc import Iterator

from parindex.rubric.model import Item
from parindex.rubric.rules import Metric
from paroffice.assessments.models import Assessment, State
from paroffice.assessments.queries.sheet import law_for
from paroffice.onestop.declared import Said
from paroffice.onestop.models import Extract, Source


def figure_of(item: Item) -> str | None:
    """The figure that an item names, or None."""
    return item.scored_by.figure if isinstance(item.scored_by, Metric) else None


def declared(assessment: Assessment) -> Iterator[tuple[str, Said]]:
    """Figure, and what stands in the sheet for each item that names it."""
    items = law_for(assessment).leaves()
    named = {item.code: figure for item in items if (figure := figure_of(item)) is not None}
    for said in assessment.answers.filter(item__in=list(named), outcome="answered"):
        yield named[said.item], (said.item, said.numerator, said.denominator)


def handed_over(extract: Extract) -> Iterator[Said]:
    """What was handed over of an extract of ours; a sheet still worked on says nothing yet."""
    if extract.source != Source.OWN:
        return
    sheets = Assessment.objects.filter(round=extract.round_id, unit=extract.unit_id, state=State.SUBMITTED)
    for sheet in sheets.select_related("round__edition"):
        yield from (said for figure, said in declared(sheet) if figure == extract.figure)
