"""The quality of answers: rules flag, people decide; what is set aside is in no figure and no export."""

import pytest

from paroffice.people.models import Role
from paroffice.refused import Refused
from paroffice.surveys.actions import bringing, checking, drawing, framing, keying, taking
from paroffice.surveys.actions.box import empty_box
from paroffice.surveys.actions.field import void_cards
from paroffice.surveys.frame_in import Line
from paroffice.surveys.models import Drawn, Keying, Response, Slip, Way, Why
from paroffice.surveys.queries import plain_files, responses_of
from paroffice.surveys.queries.points import points_of
from paroffice.surveys.queries.progress import held_against_plan
from paroffice.surveys.queries.published import open_rows
from paroffice.surveys.queries.quality import checked, is_straight
from paroffice.surveys.questions.form import Asked, Choice, Form, Kind
from tests.web.conftest import NOON, person
from tests.web.surveys.conftest import Fieldwork

FAST, USUAL = 0.5, 9.0


@pytest.fixture
def answered(in_the_field: Fieldwork) -> Fieldwork:
    """Twelve answers here, three of them in half a second; two there."""
    for place, code in enumerate(in_the_field.cards(in_the_field.here, 12)):
        in_the_field.answer(code, "A", FAST if place < 3 else USUAL)
    for code in in_the_field.cards(in_the_field.there, 2):
        in_the_field.answer(code, "D", USUAL)
    empty_box(survey=in_the_field.survey, at=NOON)
    return in_the_field


def flagged(fieldwork: Fieldwork) -> dict[str, tuple[int, int]]:
    return {one.why.value: (one.flagged, one.aside) for one in checked(fieldwork.survey)}


def test_what_is_set_aside_is_in_no_figure_and_no_export(answered: Fieldwork) -> None:
    assert flagged(answered)["speed"] == (3, 0)

    assert checking.set_aside(survey=answered.survey, why=Why.SPEED, by=answered.xuan, at=NOON) == 3

    assert flagged(answered)["speed"] == (0, 3)
    responses = responses_of(answered.cast.round)
    assert responses is not None
    assert len(responses) == 11
    assert plain_files(answered.cast.round)["survey/responses.csv"].count("\n") == 12
    assert ("here", "citizens", "Q1", "A", "9", "no") in list(open_rows(answered.survey))
    total = held_against_plan(answered.survey).total
    assert (total.counted, total.aside) == (11, 3)

    assert checking.bring_back(survey=answered.survey, why=Why.SPEED, by=answered.xuan, at=NOON) == 3
    assert not Response.objects.exclude(set_aside="").exists()


def test_a_small_cell_is_withheld_whole(answered: Fieldwork) -> None:
    """Two answered about the second unit, and fewer than five are not published."""
    there = [row for row in open_rows(answered.survey) if row[0] == "there"]

    assert there == [("there", "citizens", "Q1", "", "", "yes")]


def test_one_choice_all_the_way_down_is_flagged() -> None:
    choices = {"m": (Choice(code="A", says={"vi": "a"}), Choice(code="B", says={"vi": "b"}))}
    asked = tuple(Asked(name=f"Q{n}", kind=Kind.ONE, says={"vi": "?"}, choices="m") for n in range(6))
    form = Form(languages=("vi",), choices=choices, questions=asked)

    assert is_straight(form, {f"Q{n}": "A" for n in range(6)})
    assert not is_straight(form, {f"Q{n}": "A" for n in range(4)})
    assert not is_straight(form, {f"Q{n}": "AB"[n % 2] for n in range(6)})


def test_an_interviewer_with_too_many_forms_in_a_day_is_flagged(in_the_field: Fieldwork) -> None:
    answers = [
        bringing.Brought(name=f"f{n}", stratum="here-citizens", replies={"Q1": "A"}, collector=f"dt{n % 45 // 44}")
        for n in range(45)
    ]
    bringing.bring_answers(survey=in_the_field.survey, answers=answers, source="f", by=in_the_field.xuan, at=NOON)
    empty_box(survey=in_the_field.survey, at=NOON)

    assert flagged(in_the_field)["collector"] == (44, 0)


def test_the_same_file_comes_in_once(in_the_field: Fieldwork) -> None:
    answers = [bringing.Brought(name=f"f{n}", stratum="here-citizens", replies={"Q1": "A"}) for n in range(20)]
    bring = {"survey": in_the_field.survey, "answers": answers, "source": "f", "by": in_the_field.xuan, "at": NOON}

    assert bringing.bring_answers(**bring) == 20
    assert bringing.bring_answers(**bring) == 0
    assert Slip.objects.count() == 20


def test_a_re_check_is_told_in_numbers_that_add_up(answered: Fieldwork) -> None:
    told = {"survey": answered.survey, "stratum": answered.here, "by": answered.xuan, "at": NOON}
    checking.tell_call_back(called=10, reached=8, confirmed=7, **told)

    with pytest.raises(Refused):
        checking.tell_call_back(called=10, reached=8, confirmed=9, **told)


def test_a_paper_form_goes_into_the_box_when_two_people_typed_the_same(in_the_field: Fieldwork) -> None:
    (code,) = in_the_field.cards(in_the_field.here, 1)
    yen = person("yen", Role.SURVEY_OFFICER)

    def key(by: object, reply: str) -> keying.Keyed:
        return keying.key_form(code=code, replies={"Q1": [reply]}, by=by, at=NOON)  # type: ignore[arg-type]

    assert not key(in_the_field.xuan, "A").in_the_box
    assert not key(in_the_field.xuan, "A").in_the_box, "one person twice is not two"
    assert key(yen, "D").differs == ["Q1"]
    with pytest.raises(Refused, match="phiếu giấy"):
        in_the_field.close()

    assert key(yen, "A").in_the_box
    assert not Keying.objects.exists()
    assert Slip.objects.get().way == "paper"


def test_a_card_that_is_voided_while_its_form_is_typed_is_refused_with_a_sentence(
    in_the_field: Fieldwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = in_the_field.cards(in_the_field.here, 1)
    token = taking.token_for(code)
    monkeypatch.setattr(taking, "token_for", lambda _code: token)
    void_cards(survey=in_the_field.survey, stratum=in_the_field.here, by=in_the_field.xuan, at=NOON)

    with pytest.raises(taking.Forged):
        keying.key_form(code=code, replies={"Q1": ["A"]}, by=in_the_field.xuan, at=NOON)
    assert not Keying.objects.exists()


def test_of_a_group_drawn_one_and_all_nothing_is_left_to_chance(fieldwork: Fieldwork) -> None:
    """Of twelve of twenty-four, 1 - 12/24 of the variance is left; of twelve of twelve, none. But nobody is drawn
    without replacement where clusters are, where none was drawn, or where a counter takes whoever comes."""
    lines = [Line(number=f"n{place}", unit="here", group="citizens") for place in range(24)]
    framing.preview_frame(survey=fieldwork.survey, lines=lines, file_name="ds.csv", by=fieldwork.xuan, at=NOON)
    framing.take_frame(survey=fieldwork.survey, by=fieldwork.xuan, at=NOON)
    fieldwork.conduct()
    here = fieldwork.survey.strata.filter(label="here-citizens")
    here.update(asked=12)
    drawing.draw(survey=fieldwork.survey, by=fieldwork.xuan, at=NOON)
    fieldwork.seal()
    for place, code in enumerate(fieldwork.cards(fieldwork.here, 12)):
        fieldwork.answer(code, "A" if place < 8 else "D")
    empty_box(survey=fieldwork.survey, at=NOON)

    def margin(**changed: object) -> float:
        here.update(**{"population": 24, "clusters": None} | changed)
        (found,) = [one for one in points_of(fieldwork.survey) if one.unit == fieldwork.cast.here]
        assert found.margin is not None
        return found.margin

    by_chance = margin(population=None)
    assert margin() == pytest.approx(by_chance * 0.5**0.5)
    assert margin(population=12) == 0
    assert margin(clusters=4) == by_chance
    Response.objects.filter(pk=Response.objects.first().pk).update(way=Way.KIOSK)
    assert margin() == by_chance
    Response.objects.update(way=Way.PAPER)
    Drawn.objects.all().delete()
    assert margin() == by_chance


def test_only_those_who_check_set_aside_and_only_in_the_field(answered: Fieldwork) -> None:
    with pytest.raises(Refused):
        checking.set_aside(survey=answered.survey, why=Why.SPEED, by=answered.cast.auditor, at=NOON)

    answered.close()
    with pytest.raises(Refused, match="khóa sổ"):
        checking.set_aside(survey=answered.survey, why=Why.SPEED, by=answered.xuan, at=NOON)
