"""The founding example's survey: the year before closed, this year's one answer short. Invented."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from parindex.index.round import PERCENTAGES_FILE, RESPONSES_FILE
from parindex.sheet.read import read_table
from paroffice.people.models import Person, Unit
from paroffice.rounds.actions import set_window
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import Time
from paroffice.surveys.actions import bringing, drawing, field, preparing
from paroffice.surveys.actions.box import empty_box
from paroffice.surveys.answers_in import read_answers
from paroffice.surveys.models import Paging, Survey, Weighting
from paroffice.surveys.questions.form import Form, form_from

ASKED_LAST = "kim-son-doanh_nghiep"
"""The stratum whose last answer waits for a visitor."""
PEOPLE = {"so_nganh": 20, "hdnd": 40, "cong_chuc": 180, "nguoi_dan": 24_000, "doanh_nghiep": None}
"""How many there are in each unit (invented). Of firms nobody knows: so a visitor's answer weighs one, as those of
the example do, and not the six firms that it would stand for."""
ENGLISH_OPTIONS = {
    "A": "Good, very satisfied", "B": "Fairly good, satisfied", "C": "Average, not satisfied", "D": "Poor, unhappy",
    "K": "I do not know",
}  # fmt: skip
ENGLISH = {
    "H01": "How determined and dynamic are the district's leaders in administrative reform?",
    "H02": "How clear and close to practice are the district's directing documents?",
    "H03": "How feasible are the documents that the district issues?",
    "H04": "How promptly does the district settle problems in carrying documents out?",
    "H05": "How well does the district follow its working regulations?",
    "H06": "How well do the district's divisions work together?",
    "H07": "How competent are the district's civil servants?",
    "H08": "How responsible are the district's civil servants?",
    "H09": "How open and transparent is the district's spending?",
    "H10": "How effectively does the district use its budget?",
    "H11": "On the whole, how good is the result of the district's administrative reform?",
    "N01": "How easy are the procedures to understand and to carry out?",
    "N02": "How far did you have to hand in only the papers that are prescribed?",
    "N03": "How polite and attentive are the civil servants at the one-stop shop?",
    "N04": "How roomy and well equipped is the place where dossiers are received?",
    "N05": "How far are results returned on the promised day?",
    "N06": "How clearly and knowledgeably do the civil servants guide you?",
    "N07": "How free were you of being troubled or pressed for favours?",
    "N08": "How complete and easy to find is the information on the district's site?",
    "N09": "How convenient is handing in dossiers online?",
    "N10": "How satisfied are you with the district's administrative services?",
}


def survey_over(example: Path, round_: Round, people: Mapping[str, Person], then: datetime) -> None:
    """Of a round that began then: every answer of the example, and the books shut."""
    survey = _in_the_field(example, round_, people, then + timedelta(days=20))
    field.close(survey=survey, by=people["dung"], at=then + timedelta(days=60))


def survey_going_on(example: Path, round_: Round, people: Mapping[str, Person], now: datetime) -> None:
    """One answer short, which a visitor may give."""
    _in_the_field(example, round_, people, now - timedelta(days=3), one_short=True)


def _in_the_field(
    example: Path, round_: Round, people: Mapping[str, Person], at: datetime, *, one_short: bool = False
) -> Survey:
    time = Time(opens_at=at - timedelta(days=1), closes_at=at + timedelta(days=30))
    set_window(round_=round_, step=Step.SURVEY, block="", time=time, reason="", by=people["dung"], at=at)
    survey = preparing.begin(round_=round_, by=people["xuan"], at=at)
    conduct = preparing.Conduct(weighting=Weighting.DESIGN, fewest=5, fast_seconds=2, seed="20181019")
    preparing.set_conduct(survey=survey, conduct=conduct, by=people["xuan"], at=at)
    for one in survey.questionnaires.all():
        preparing.write_questionnaire(
            questionnaire=one, title=f"Phiếu hỏi: {one.title} (minh họa)", paging=Paging.EACH,
            form=in_english(form_from(one.definition)), edits=0, by=people["xuan"], at=at,
        )  # fmt: skip
    units = {one.unit.code: one.unit for one in round_.participants.select_related("unit")}
    answers = _answers(example, survey)
    if one_short:
        answers.remove([one for one in answers if one.stratum == ASKED_LAST][-1])
    _plan(survey, people["xuan"], at)
    survey = field.seal(survey=survey, by=people["dung"], at=at)
    bringing.bring_answers(survey=survey, answers=answers, source=RESPONSES_FILE, by=people["xuan"], at=at)
    empty_box(survey=survey, at=at, all_of_it=True)
    _percentages(example, survey, units, people["xuan"], at)
    return survey


def _answers(example: Path, survey: Survey) -> list[bringing.Brought]:
    """Those of the example that are about the round's units."""
    found, findings = read_answers(example / RESPONSES_FILE, survey, only_known=True)
    assert not findings, findings
    return found


def _plan(survey: Survey, by: Person, at: datetime) -> None:
    """As many as the example has answers, of invented populations."""
    asked = {"so_nganh": 20, "hdnd": 32, "cong_chuc": 56, "nguoi_dan": 240, "doanh_nghiep": 52}
    plan = {one.pk: (PEOPLE[one.group], asked[one.group], None) for one in survey.strata.all()}
    drawing.set_plan(survey=survey, plan=plan, by=by, at=at)


def _percentages(example: Path, survey: Survey, units: Mapping[str, Unit], by: Person, at: datetime) -> None:
    table = read_table(example / PERCENTAGES_FILE, ("unit", "figure", "percent", "source"), PERCENTAGES_FILE)
    rows: Sequence[tuple[str, ...]] = [row for row in zip(*table.columns, strict=True) if row[0] in units]
    percents = [(units[unit], Decimal(percent)) for unit, _figure, percent, _source in rows]
    preparing.state_percentages(survey=survey, figure="sipas", percents=percents, source=rows[0][3], by=by, at=at)


def in_english(form: Form) -> Form:
    """The form with its English beside the Vietnamese."""
    choices = {
        name: tuple(replace(one, says=one.says | {"en": ENGLISH_OPTIONS[one.code]}) for one in given)
        for name, given in form.choices.items()
    }
    questions = tuple(replace(one, says=one.says | {"en": ENGLISH[one.name]}) for one in form.questions)
    return Form(languages=("vi", "en"), choices=choices, questions=questions)
