"""One person, one answer, no name: nothing in the database joins a token to what was said with it."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, models

from paroffice.refused import Refused
from paroffice.rounds.models import Window
from paroffice.surveys.actions import box, taking
from paroffice.surveys.actions.taking import Answered, Forged, Sent
from paroffice.surveys.models import Receipt, Response, Slip, Token
from paroffice.trail.models import Entry
from tests.web.conftest import NOON
from tests.web.surveys.conftest import ALL_ANSWER, Fieldwork
from tests.web.test_concurrency import at_once, kinds

TOLD_IN_COMMON = {"cell", "questionnaire"}
"""What a token and an answer may both say: where they belong and what was asked."""


def columns(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize("answer", [Slip, Response])
def test_no_column_joins_a_token_to_an_answer(answer: type[models.Model]) -> None:
    assert columns(Token) & columns(answer) - {"key"} == TOLD_IN_COMMON
    assert columns(Receipt) == {"key"}


@pytest.mark.parametrize("model", [Slip, Response, Token, Receipt])
def test_nothing_about_an_answer_counts_up_or_knows_a_moment(model: type[models.Model]) -> None:
    kept = model._meta.concrete_fields

    assert not [one.name for one in kept if isinstance(one, models.AutoField | models.DateTimeField)]
    assert model._meta.pk is not None
    assert model._meta.pk.name == "key"


def test_a_token_answers_once(in_the_field: Fieldwork) -> None:
    (code,) = in_the_field.cards(in_the_field.here, 1)

    in_the_field.answer(code.lower().replace("-", " "))

    with pytest.raises(Answered):
        in_the_field.answer(code)
    assert Slip.objects.count() == 1


def test_a_token_that_nobody_issued_is_not_there(in_the_field: Fieldwork) -> None:
    in_the_field.cards(in_the_field.here, 1)

    for forged in ("", "0000-0000-0000-0000-0000", Token.objects.get().key, "x" * 10_000):
        with pytest.raises(Forged):
            in_the_field.answer(forged)
    assert not Slip.objects.exists()


def test_an_answer_leaves_no_trace_of_its_own(in_the_field: Fieldwork) -> None:
    codes = in_the_field.cards(in_the_field.here, 12)
    before = Entry.objects.count()

    for code in codes:
        in_the_field.answer(code)
    assert Entry.objects.count() == before

    box.empty_box(survey=in_the_field.survey, at=NOON)
    told = Entry.objects.latest("pk")
    assert (told.act, told.after, told.origin) == ("surveys.empty_box", {"2026-11-02": 12}, "")


def test_an_answer_has_another_key_in_and_out_of_the_box(in_the_field: Fieldwork) -> None:
    for code in in_the_field.cards(in_the_field.here, 12):
        in_the_field.answer(code)
    keys = set(Slip.objects.values_list("key", flat=True))

    box.empty_box(survey=in_the_field.survey, at=NOON)

    assert not Slip.objects.exists()
    assert Response.objects.count() == 12
    assert keys.isdisjoint(Response.objects.values_list("key", flat=True))


def test_answers_leave_the_box_many_at_a_time_or_when_it_is_closed(in_the_field: Fieldwork) -> None:
    for code in in_the_field.cards(in_the_field.here, box.FEWEST - 1):
        in_the_field.answer(code)

    assert box.empty_box(survey=in_the_field.survey, at=NOON) == 0
    in_the_field.close()
    assert Response.objects.count() == box.FEWEST - 1


def test_the_rows_of_answers_lie_in_the_order_of_their_keys(in_the_field: Fieldwork) -> None:
    """`rowid` on SQLite, `ctid` on PostgreSQL: where a row lies would tell when it came.

    Rows of tests before this one leave gaps in PostgreSQL's table, which new rows fill: it begins with an empty one.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE surveys_response CASCADE")
    for code in in_the_field.cards(in_the_field.here, 30):
        in_the_field.answer(code)
    box.empty_box(survey=in_the_field.survey, at=NOON)

    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM surveys_response ORDER BY {place}")
        lying = [str(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT key FROM surveys_token ORDER BY key")
        tokens = [row[0] for row in cursor.fetchall()]
    assert lying == sorted(lying)
    assert tokens == sorted(tokens)


@pytest.mark.django_db(transaction=True)
def test_not_even_the_transaction_of_a_row_says_which_token_it_came_with(in_the_field: Fieldwork) -> None:
    """On PostgreSQL `xmin` names the transaction that wrote a row: token and slip share one, answers share another."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no transaction beside a row")
    for code in in_the_field.cards(in_the_field.here, 12):
        in_the_field.answer(code)
    box.empty_box(survey=in_the_field.survey, at=NOON)

    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM surveys_response")
        of_answers = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT xmin::text FROM surveys_token")
        of_tokens = {row[0] for row in cursor.fetchall()}
    assert len(of_answers) == 1
    assert of_answers.isdisjoint(of_tokens)


@pytest.mark.django_db(transaction=True)
def test_a_hundred_identical_submissions_are_one_answer(in_the_field: Fieldwork) -> None:
    (code,) = in_the_field.cards(in_the_field.here, 1)
    sending = partial(taking.answer, code=code, sent=Sent(replies=ALL_ANSWER), at=NOON)

    results = kinds(at_once([sending] * 100))

    assert results == Counter(list=1, Answered=99)
    assert Slip.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_answer_is_lost_between_the_last_and_the_closing(in_the_field: Fieldwork) -> None:
    codes = in_the_field.cards(in_the_field.here, 30)
    sending = [partial(taking.answer, code=code, sent=Sent(replies=ALL_ANSWER), at=NOON) for code in codes]

    results = kinds(at_once([*sending[:15], in_the_field.close, *sending[15:]]))

    assert results["list"] == Response.objects.count() == Token.objects.filter(spent=True).count()
    assert not Slip.objects.exists()


def test_an_answer_comes_only_while_the_survey_is_open(in_the_field: Fieldwork) -> None:
    early, late = in_the_field.cards(in_the_field.here, 2)
    Window.objects.filter(step="survey").update(closes_at=NOON - timedelta(hours=1))
    with pytest.raises(Refused):
        in_the_field.answer(early)

    in_the_field.close()
    with pytest.raises(Refused):
        in_the_field.answer(late)
    assert not Token.objects.filter(spent=True).exists()


def test_a_page_of_a_counter_sent_twice_is_one_answer(in_the_field: Fieldwork) -> None:
    from paroffice.surveys.actions.field import set_up_counter

    code = set_up_counter(
        survey=in_the_field.survey, cell=in_the_field.here.cells.get(), name="Quầy 1", by=in_the_field.xuan, at=NOON
    )
    for page in ("a", "a", "b"):
        sent = Sent(replies=ALL_ANSWER, seconds=0.5)
        assert taking.answer_at_counter(code=code, page=page, sent=sent, at=NOON) == []

    assert sorted(Slip.objects.values_list("way", "pace")) == [("kiosk", "fast"), ("kiosk", "fast")]
