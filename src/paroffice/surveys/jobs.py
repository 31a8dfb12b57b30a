"""The box is emptied once a day."""

from datetime import datetime, timedelta

from paroffice.jobs.regular import every
from paroffice.surveys.actions.box import empty_box
from paroffice.surveys.models import State, Survey


@every(timedelta(days=1))
def empty_boxes(at: datetime) -> None:
    for survey in Survey.objects.select_related("round").filter(state=State.FIELD):
        empty_box(survey=survey, at=at)
