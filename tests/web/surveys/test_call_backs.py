"""Re-checks: drawn from those asked by a late seed, once; told in sums; held against what came in, never by person."""

import csv
import io

import pytest
from django.urls import reverse

from paroffice.refused import Refused
from paroffice.surveys.actions import checking, drawing
from paroffice.surveys.models import CallBackDraw, Drawn, Standing
from paroffice.surveys.queries.call_backs import asked_in, chosen_by, recalled, to_be_called
from paroffice.trail.models import Entry
from tests.web.conftest import NOON
from tests.web.surveys.conftest import Fieldwork
from tests.web.surveys.test_drawing import draw, framed, plan

__all__ = ["framed"]


@pytest.fixture
def drawn(framed: Fieldwork) -> Fieldwork:
    """Twenty of eighty are asked about each unit, and the books are open."""
    plan(framed, 20)
    draw(framed)
    framed.seal()
    return framed


def draw_again(work: Fieldwork, count: int = 6, seed: str = "77", by: object = None) -> CallBackDraw:
    return checking.draw_call_backs(
        survey=work.survey, stratum=work.here, count=count, seed=seed, by=by or work.xuan, at=NOON  # type: ignore[arg-type]
    )  # fmt: skip


def tell(work: Fieldwork, called: int, reached: int, confirmed: int) -> None:
    checking.tell_call_back(
        survey=work.survey, stratum=work.here, called=called, reached=reached, confirmed=confirmed, by=work.xuan,
        at=NOON,
    )  # fmt: skip


def test_whoever_has_frame_draw_and_seed_calls_the_same_people(drawn: Fieldwork) -> None:
    made = draw_again(drawn)

    people = to_be_called(made)
    assert len({one.number for one in people}) == 6
    assert {one.number for one in people} <= {one.number for one in asked_in(drawn.here)}
    assert chosen_by("77", 6, asked_in(drawn.here)[::-1], drawn.here.label) == people
    assert chosen_by("78", 6, asked_in(drawn.here), drawn.here.label) != people
    assert Entry.objects.get(act="surveys.draw_call_backs").after == {"seed": "77", "drawn": 6}


@pytest.mark.parametrize(
    ("count", "seed", "says"), [(0, "77", "20 người"), (21, "77", "20 người"), (6, "x", "một số")]
)
def test_a_draw_that_makes_no_sense_is_refused(drawn: Fieldwork, count: int, seed: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        draw_again(drawn, count, seed)
    assert not CallBackDraw.objects.exists()


def test_it_is_drawn_once_by_who_checks_and_while_the_books_are_open(drawn: Fieldwork) -> None:
    with pytest.raises(Refused):
        draw_again(drawn, by=drawn.cast.auditor)
    draw_again(drawn)
    with pytest.raises(Refused, match="đã rút người"):
        draw_again(drawn, seed="78")

    drawn.close()
    with pytest.raises(Refused, match="khóa sổ"):
        draw_again(drawn)


def test_nobody_is_replaced_once_call_backs_are_drawn(drawn: Fieldwork) -> None:
    draw_again(drawn)
    someone = Drawn.objects.filter(listed__stratum=drawn.here, standing=Standing.ASKED).first()
    assert someone is not None

    with pytest.raises(Refused, match="phúc tra"):
        drawing.replace(drawn=someone, reason="đã chuyển đi", by=drawn.xuan, at=NOON)


def test_no_more_are_called_than_were_drawn(drawn: Fieldwork) -> None:
    draw_again(drawn)
    tell(drawn, 4, 4, 4)

    with pytest.raises(Refused, match="rút 6 người"):
        tell(drawn, 3, 3, 3)
    tell(drawn, 2, 1, 1)
    assert [(one.called, one.reached, one.confirmed) for one in recalled(drawn.survey)] == [(6, 5, 5)]


@pytest.mark.parametrize(("confirmed", "flagged"), [(10, False), (9, False), (4, True)])
def test_fewer_confirming_than_answers_came_is_seen_in_sums(drawn: Fieldwork, confirmed: int, flagged: bool) -> None:
    """18 of 20 answered. Of 10 reached 9 confirm: no less than 90 %. Of 10 reached 4: at most 69 % (Wilson)."""
    for code in drawn.cards(drawn.here, 18):
        drawn.answer(code)
    tell(drawn, 10, 10, confirmed)

    (told,) = recalled(drawn.survey)
    assert (told.confirmed_percent, told.came_percent, told.too_few) == (10 * confirmed, 90, flagged)


def test_the_page_draws_lists_and_compares(drawn: Fieldwork) -> None:
    client, page = drawn.cast.as_("dung"), reverse("survey-quality", args=[drawn.cast.round.pk])
    people = reverse("survey-call-backs", args=[drawn.cast.round.pk, drawn.here.pk])
    client.force_login(drawn.xuan)
    assert client.get(people).status_code == 404, "nobody was drawn yet"
    sent = {"act": "draw", "stratum": str(drawn.here.pk), "count": "6", "seed": "77"}
    assert client.post(page, sent).status_code == 302

    rows = list(csv.DictReader(io.StringIO(client.get(people).content.decode("utf-8-sig"))))
    assert [row["ma"] for row in rows] == [one.number for one in to_be_called(CallBackDraw.objects.get())]
    assert all(row["ho_ten"] for row in rows)
    tell(drawn, 6, 5, 0)
    assert "số khởi tạo 77" in client.get(page).content.decode()

    client.force_login(drawn.cast.dung)
    assert client.get(people).status_code == 404, "names are for those who check"
