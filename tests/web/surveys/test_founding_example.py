"""The founding example's 20.83, from its responses through the office: the same as from its plain files, exactly."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parindex.index.round import Round as PlainRound
from parindex.index.round import sound_round
from parindex.rounding import printed
from parindex.survey.points import earned_shares
from paroffice.demo.before import example_before
from paroffice.demo.survey import ASKED_LAST, survey_going_on, survey_over
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.rounds.actions import open_round
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import Time
from paroffice.rubrics.actions import adopt
from paroffice.rubrics.frozen import files_of
from paroffice.rubrics.queries import law_of
from paroffice.surveys.actions import field, taking
from paroffice.surveys.models import Survey
from paroffice.surveys.queries import percentages_of, responses_of, seeds_of
from paroffice.surveys.queries.points import points_of
from tests.web.conftest import NOON, PAPER, person

EXAMPLE = Path(__file__).parents[3] / "examples" / "kim-son-2018"
RUBRIC = EXAMPLE.parents[1] / "rubrics" / "ninh-binh-districts-2018"


@pytest.fixture(scope="module")
def plain() -> PlainRound:
    return sound_round(EXAMPLE)


@pytest.fixture(scope="module")
def before(plain: PlainRound, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the year before."""
    return example_before(EXAMPLE, plain.about, tmp_path_factory.mktemp("before") / "example")


@pytest.fixture
def held(db: None, plain: PlainRound, before: Path) -> Round:
    """A round of last year with all units, surveyed and closed; this year's goes on. The demo's own road."""
    people = {"dung": person("dung", Role.ROUND_OFFICE), "xuan": person("xuan", Role.SURVEY_OFFICER)}
    Grant.objects.update(starts_on=date(2018, 1, 1))
    units = [Unit.objects.create(code=one.code, name=one.name, block=one.block) for one in plain.units]
    edition = adopt(files=files_of(RUBRIC), by=people["dung"], at=NOON)
    time = Time(opens_at=NOON, closes_at=NOON + timedelta(days=9))
    rounds = [
        open_round(
            year=year, title=str(year), edition=edition, windows=[(Step.SELF_ASSESSMENT, "", time)], units=units,
            by=people["dung"], at=NOON,
        )
        for year in (2017, 2018)
    ]  # fmt: skip
    survey_over(before, rounds[0], people, NOON - timedelta(days=365))
    survey_going_on(EXAMPLE, rounds[1], people, NOON)
    return rounds[0]


def same_points(survey: Survey, plain: PlainRound) -> bool:
    """Whether every leaf of every unit has the points that it has in the plain files, exactly."""
    assert plain.shares is not None
    found = {one.unit.code: one for one in points_of(survey)}
    return all(
        leaf.points == leaf.item.most * plain.shares[leaf.item.code].exact(place)
        for place, unit in enumerate(plain.units)
        for leaf in found[unit.code].leaves
    )


def test_the_points_are_those_of_the_plain_round(held: Round, before: Path) -> None:
    survey = Survey.objects.get(round=held)

    assert survey.state == "closed"
    assert same_points(survey, sound_round(before))


def test_no_other_year_has_the_published_points(held: Round) -> None:
    found = {one.unit.code: one.points for one in points_of(Survey.objects.get(round=held))}

    assert str(printed(found["kim-son"] or 0, 2)) == "19.13"


def test_a_visitors_card_brings_the_answer_that_this_year_lacks(held: Round, plain: PlainRound) -> None:
    """It weighs as the example's answers do: 20.83."""
    survey = Survey.objects.get(round__year=2018)
    xuan, dung = (Person.objects.get(username=name) for name in ("xuan", "dung"))
    with (EXAMPLE / "survey/responses.csv").open(encoding="utf-8") as stream:
        last = [row for row in csv.DictReader(stream) if row["stratum"] == ASKED_LAST][-1]
    stratum = survey.strata.get(label=ASKED_LAST)
    ((code, _cluster),) = field.issue_cards(survey=survey, stratum=stratum, count=1, by=xuan, at=NOON)

    taking.place_of.cache_clear()
    sent = taking.Sent(replies={name: [reply] for name, reply in last.items() if name.startswith("N") and reply})
    assert taking.answer(code=code, sent=sent, at=NOON) == []
    survey = field.close(survey=survey, by=dung, at=NOON)

    found = {one.unit.code: one.points for one in points_of(survey)}
    assert str(printed(found["kim-son"] or 0, 2)) == "20.83"
    assert same_points(survey, plain)


def test_responses_percentages_and_seed_mean_what_the_plain_files_mean(held: Round, before: Path) -> None:
    plain = sound_round(before)
    codes = [unit.code for unit in plain.units]
    responses, percentages, law = responses_of(held, codes), percentages_of(held, codes), law_of(held.edition)

    assert responses is not None
    assert plain.responses is not None
    assert plain.shares is not None
    assert law.survey is not None
    assert len(responses) == len(plain.responses)
    assert set(responses.strata) == set(plain.responses.strata)
    for item in law.leaves():
        if getattr(item.scored_by, "questions", None):
            again = earned_shares(item.scored_by, law.survey, responses, len(codes))
            assert [again.exact(place) for place in range(8)] == [plain.shares[item.code].exact(p) for p in range(8)]
    assert [percentages["sipas"].exact(p) for p in range(8)] == [plain.shares["9.2.1"].exact(p) for p in range(8)]
    assert seeds_of(held) == {"survey_draw": "20181019"}


def test_a_figure_from_outside_carries_the_document_that_says_so(held: Round) -> None:
    survey = Survey.objects.get(round__year=2018)
    unit = Unit.objects.get(code="kim-son")
    client, page = Client(), reverse("survey", args=[survey.round_id])
    client.force_login(Person.objects.get(username="xuan"))
    file = SimpleUploadedFile("sipas.pdf", PAPER)
    said = {"act": "percentages", "figure": "sipas", f"percent-{unit.pk}": "81,4", "source": "12/BC-SNV"}

    assert client.post(page, said | {"document": file}).status_code == 302

    stated = survey.percentages.get(unit=unit)
    assert (stated.told, stated.source) == ("81.4", "12/BC-SNV")
    link = reverse("survey-source", args=[survey.round_id, stated.pk])
    assert link in client.get(page).content.decode()
    assert b"".join(client.get(link)) == PAPER
    other = survey.percentages.exclude(unit=unit).first()
    assert client.get(reverse("survey-source", args=[survey.round_id, other.pk])).status_code == 404


def test_a_unit_that_too_few_answered_for_has_no_points_and_says_so(held: Round) -> None:
    """This year's survey, of which Kim Sơn's answers of one group are set aside one and all."""
    from paroffice.surveys.models import Response

    survey = Survey.objects.get(round__year=2018)
    Response.objects.filter(cell__stratum__label="kim-son-hdnd").update(set_aside="speed")
    found = {one.unit.code: one for one in points_of(survey)}

    lacking = [leaf for leaf in found["kim-son"].leaves if leaf.points is None]
    assert found["kim-son"].points is None
    assert lacking
    assert all(leaf.answers == 0 and leaf.least > 0 for leaf in lacking)
    assert found["dong-may"].points is not None
