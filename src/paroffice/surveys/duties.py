"""What waits in a survey: to be begun, sealed, collected, checked, closed."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from paroffice.pages.offers import Duty
from paroffice.people.models import Person
from paroffice.people.policy import allows, grants_in_force
from paroffice.rounds.models import Step, Window
from paroffice.surveys.models import State, Survey


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    """Of surveys that are not closed, for those who can take the next step. Two queries, however many surveys."""
    grants = grants_in_force(person, at)
    if not allows(grants, "surveys.see", None):
        return
    surveys = list(Survey.objects.exclude(state=State.CLOSED).select_related("round"))
    windows = Window.objects.filter(round__in=[one.round_id for one in surveys], step=Step.SURVEY)
    closes = {window.round_id: window.closes_at for window in windows}
    for survey in surveys:
        until = closes.get(survey.round_id)
        if survey.state == State.PREPARING and allows(grants, "surveys.prepare", None):
            yield _duty(survey, _("Chuẩn bị điều tra xã hội học"), _("Chuẩn bị"), "survey", until, at)
        elif survey.state == State.FIELD and until is not None and until <= at:
            if allows(grants, "surveys.close", None):
                yield _duty(survey, _("Khóa sổ điều tra xã hội học"), _("Khóa sổ"), "survey", until, at)
        elif survey.state == State.FIELD and allows(grants, "surveys.collect", None):
            yield _duty(survey, _("Thu phiếu điều tra xã hội học"), _("Thu phiếu"), "survey-field", until, at)


def _duty(survey: Survey, title: str, act: str, page: str, until: datetime | None, at: datetime) -> Duty:
    late = until is not None and until <= at
    address = reverse(page, args=[survey.round_id])
    return Duty(title=title, about=str(survey.round), act=act, address=address, until=until, pressing=late)
