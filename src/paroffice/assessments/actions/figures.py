"""What was declared for an item that names a figure of the one-stop unit, held against the sealed extract."""

from datetime import datetime

from paroffice.assessments.models import Assessment
from paroffice.assessments.queries.figures import declared
from paroffice.onestop.actions.feed import dispute
from paroffice.onestop.queries.feed import newest_own
from paroffice.people.models import Person


def open_disputes(assessment: Assessment, by: Person, at: datetime) -> None:
    """One for each declared ratio that is not the sealed one, the rows attached. Within the caller's transaction.

    What is sealed later is held against the sheet by whoever seals it.
    """
    sealed = newest_own(assessment.round, assessment.unit)
    for figure, (item, numerator, denominator) in declared(assessment) if sealed else ():
        if extract := sealed.get(figure):
            dispute(extract=extract, item=item, numerator=numerator, denominator=denominator, by=by, at=at)
