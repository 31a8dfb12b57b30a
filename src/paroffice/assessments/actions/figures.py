"""What was declared for an item that names a figure of the one-stop unit, held against the sealed extract."""

from collections.abc import Iterator
from datetime import datetime

from parindex.rubric.model import Item
from parindex.rubric.rules import Metric
from paroffice.assessments.models import Assessment
from paroffice.assessments.queries import law_for
from paroffice.onestop.actions.feed import dispute
from paroffice.onestop.queries.feed import newest_own
from paroffice.people.models import Person


def figure_of(item: Item) -> str | None:
    """The figure that an item names, or None."""
    return item.scored_by.figure if isinstance(item.scored_by, Metric) else None


def open_disputes(assessment: Assessment, by: Person, at: datetime) -> None:
    """One for each declared ratio that is not the sealed one, the rows attached. Within the caller's transaction."""
    sealed = newest_own(assessment.round, assessment.unit)
    if not sealed:
        return
    named = dict(_named(assessment))
    for said in assessment.answers.filter(item__in=list(named), outcome="answered"):
        extract = sealed.get(named[said.item])
        if extract is not None:
            declared = {"numerator": said.numerator, "denominator": said.denominator}
            dispute(extract=extract, item=said.item, **declared, by=by, at=at)


def _named(assessment: Assessment) -> Iterator[tuple[str, str]]:
    for item in law_for(assessment).leaves():
        if (figure := figure_of(item)) is not None:
            yield item.code, figure
