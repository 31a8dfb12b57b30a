"""The cast of a survey: Xuân runs it; a frame of forty citizens about each of two units."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from paroffice.people.models import Person, Role
from paroffice.rounds.models import Step, Window
from paroffice.surveys.actions import field, preparing, taking
from paroffice.surveys.actions.taking import Sent
from paroffice.surveys.models import Stratum, Survey, Weighting
from paroffice.surveys.questions.form import Form, form_from
from tests.web.conftest import NOON, Cast, person

ALL_ANSWER = {"Q1": ["A"]}


@dataclass
class Fieldwork:
    """The cast of the office and a survey that is being prepared."""

    cast: Cast
    xuan: Person
    survey: Survey

    @property
    def here(self) -> Stratum:
        return self.survey.strata.get(label="here-citizens")

    @property
    def there(self) -> Stratum:
        return self.survey.strata.get(label="there-citizens")

    @property
    def form(self) -> Form:
        return form_from(self.survey.questionnaires.get().definition)

    def plan(self, asked: int = 30) -> None:
        self.survey.strata.update(asked=asked)

    def conduct(self, weighting: Weighting = Weighting.EQUAL, seed: str = "20261102", fewest: int = 5) -> None:
        conduct = preparing.Conduct(weighting=weighting, fewest=fewest, fast_seconds=2, seed=seed)
        preparing.set_conduct(survey=self.survey, conduct=conduct, by=self.xuan, at=NOON)
        self.survey.refresh_from_db()

    def seal(self) -> None:
        self.survey = field.seal(survey=self.survey, by=self.cast.dung, at=NOON)

    def cards(self, stratum: Stratum, count: int) -> list[str]:
        given = field.issue_cards(survey=self.survey, stratum=stratum, count=count, by=self.xuan, at=NOON)
        return [code for code, _cluster in given]

    def answer(self, code: str, reply: str = "A", seconds: float | None = None) -> None:
        sent = Sent(replies={"Q1": [reply]}, seconds=seconds)
        assert taking.answer(code=code, sent=sent, at=NOON) == []

    def close(self) -> None:
        self.survey = field.close(survey=self.survey, by=self.cast.dung, at=NOON)


@pytest.fixture
def fieldwork(cast: Cast) -> Fieldwork:
    taking.place_of.cache_clear()  # rows of the test before had the same numbers
    Window.objects.create(
        round=cast.round, step=Step.SURVEY, opens_at=NOON - timedelta(days=1), closes_at=NOON + timedelta(days=9)
    )
    xuan = person("xuan", Role.SURVEY_OFFICER)
    return Fieldwork(cast, xuan, preparing.begin(round_=cast.round, by=xuan, at=NOON))


@pytest.fixture
def in_the_field(fieldwork: Fieldwork) -> Fieldwork:
    """Sealed: thirty citizens are to answer about each unit."""
    fieldwork.plan()
    fieldwork.seal()
    return fieldwork
