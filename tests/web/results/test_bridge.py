"""The office determines what anyone determines from the plain files: to the last figure and rank."""

import pytest

from parindex.index.round import sound_round
from parindex.index.settle import Figure
from parindex.publish.result import Detail, Result, as_data
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.models import Appraisal
from paroffice.appraisals.models import State as Appraised
from paroffice.people.models import Unit
from paroffice.results.bridge import Unsound, computed
from paroffice.results.models import SurveyFigures
from paroffice.results.rows import files_of
from tests.web.results.example import EXAMPLE, Example

pytestmark = pytest.mark.django_db


def test_the_example_in_the_office_computes_what_its_plain_files_compute(example: Example) -> None:
    """Published: Kim Sơn 86.38 of 100, 65.55 appraised and 20.83 surveyed (its report of 2018, as in examples/)."""
    plain = sound_round(EXAMPLE)
    expected = as_data(Result(plain, plain.index()), Detail.LEAVES)

    found = computed(example.round)

    figures = {name: found.result.printed[name][0] for name in (Figure.INDEX, Figure.APPRAISAL, Figure.SURVEY)}
    assert figures == {Figure.INDEX: "86.38", Figure.APPRAISAL: "65.55", Figure.SURVEY: "20.83"}
    assert (found.data["ledger"], found.data["edition"]) == (expected["ledger"], expected["edition"])
    assert [_bare(unit) for unit in found.data["units"]] == [_bare(unit) for unit in expected["units"]]


def _bare(unit: object) -> object:
    """Without the notes of the example's later ledgers: here what was said there stands as rulings."""
    assert isinstance(unit, dict)
    return unit | {"leaves": [leaf | {"note": None} for leaf in unit["leaves"]]}


def test_a_ledger_counts_once_it_is_closed_for_every_unit(example: Example) -> None:
    last = Appraisal.objects.order_by("-pk")[:1].get()
    Appraisal.objects.filter(pk=last.pk).update(state=Appraised.SETTLED, frozen_at=None, frozen_by=None)

    found = computed(example.round)

    assert found.index.ledger.name is LedgerName.AFTER_REPLY
    assert LedgerName.FINAL not in found.round.ledgers


def test_without_the_survey_no_index_is_guessed(example: Example) -> None:
    SurveyFigures.objects.all().update(stands=False)

    with pytest.raises(Unsound) as raised:
        computed(example.round)

    assert {finding.where for finding in raised.value.findings} == {"survey/percentages.csv", "survey/responses.csv"}


def test_a_unit_that_did_not_take_part_is_not_in_the_ranking(example: Example) -> None:
    Unit.objects.create(code="xa-moi", name="Xã mới lập", block=example.units[0].block)

    found = computed(example.round)

    assert "xa-moi" not in found.places
    assert {place.of for place in found.result.places.values()} == {8}


def test_the_files_say_whence_a_draw_came_and_how_far_the_trail_had_come(example: Example) -> None:
    SurveyFigures.objects.update(seed="20181123")

    files = files_of(example.round)

    assert b'  survey_draw: "20181123"' in files["round.yaml"]
    assert files["trail.csv"].decode().splitlines()[1].startswith(f"round:{example.round.pk}:rounds,1,")


def test_the_bridge_asks_as_many_questions_for_many_units_as_for_few(
    example: Example, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        files_of(example.round)
