"""The last click by one statement (PostgreSQL): it takes what the long road takes, and nothing else."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from paroffice.people.models import Unit
from paroffice.refused import Refused
from paroffice.rounds.models import Extension, Step, Window
from paroffice.surveys.actions import taking
from paroffice.surveys.actions.at_once import answer_at_once
from paroffice.surveys.actions.taking import Place, Sent
from paroffice.surveys.models import Response, Slip, Token
from tests.web.conftest import NOON
from tests.web.surveys.conftest import ALL_ANSWER, Fieldwork
from tests.web.surveys.test_answering import HIDDEN
from tests.web.test_concurrency import at_once, kinds

HOUR, SENT = timedelta(hours=1), Sent(replies=ALL_ANSWER)


@pytest.fixture(autouse=True)
def postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite goes the long road")


def place_of(work: Fieldwork) -> Place:
    return taking.place_of(work.here.cells.get().pk, work.survey.questionnaires.get().pk)


def windows(work: Fieldwork) -> Iterator[str]:
    """The dates of the survey as they may stand, one after the other."""
    window, unit = Window.objects.filter(step=Step.SURVEY), work.cast.here
    more = {"round": work.cast.round, "unit": unit, "given_by": work.cast.dung, "given_at": NOON, "reason": "lũ"}
    yield "open"
    window.update(opens_at=NOON, closes_at=NOON + HOUR)
    yield "opens now"
    window.update(opens_at=NOON - HOUR, closes_at=NOON)
    yield "closes now"
    Extension.objects.create(step=Step.SELF_ASSESSMENT, closes_at=NOON + HOUR, **more)
    yield "more time for another step"
    Extension.objects.create(step=Step.SURVEY, closes_at=NOON - HOUR / 2, **more)
    yield "less time than all have"
    Extension.objects.create(step=Step.SURVEY, closes_at=NOON + HOUR, **more)
    yield "more time"
    Window.objects.create(
        round=work.cast.round, step=Step.SURVEY, block=unit.block, opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR
    )
    yield "another window for its block, to come"
    window.filter(block=unit.block).update(opens_at=NOON - HOUR, closes_at=NOON - HOUR / 2)
    yield "the window of its block over, with more time"
    Unit.objects.filter(pk=unit.pk).update(block="other")
    yield "the same, its unit in another block by now"
    window.delete()
    yield "no window"


def takes(work: Fieldwork, at: datetime) -> bool:
    try:
        taking.require_time(place_of(work), at)
    except Refused:
        return False
    return True


def test_it_is_open_when_the_long_road_is(in_the_field: Fieldwork) -> None:
    codes = iter(in_the_field.cards(in_the_field.here, 10))
    put = partial(answer_at_once, place=place_of(in_the_field), sent=SENT, at=NOON)

    long, short = {}, {}
    for dates in windows(in_the_field):
        long[dates], short[dates] = takes(in_the_field, NOON), put(code=next(codes))

    assert short == long
    assert [dates for dates, taken in short.items() if taken] == [
        "open", "opens now", "more time", "the window of its block over, with more time",
        "the same, its unit in another block by now",
    ]  # fmt: skip
    assert Slip.objects.count() == Token.objects.filter(spent=True).count() == 5


def test_what_lacks_something_is_left_to_the_long_road(in_the_field: Fieldwork) -> None:
    (code,), (other,) = (in_the_field.cards(one, 1) for one in (in_the_field.here, in_the_field.there))
    put = partial(answer_at_once, place=place_of(in_the_field), at=NOON)

    assert not put(code=code, sent=Sent(replies={"Q1": ["no such choice"]}))
    assert not put(code=other, sent=SENT), "a card of another place"
    assert not put(code="0000-0000-0000-0000-0000", sent=SENT)
    in_the_field.close()
    assert not put(code=code, sent=SENT)
    assert not Token.objects.filter(spent=True).exists()


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_are_one_answer_and_none_comes_after_the_closing(in_the_field: Fieldwork) -> None:
    same, *codes = in_the_field.cards(in_the_field.here, 31)
    put = partial(answer_at_once, place=place_of(in_the_field), sent=SENT, at=NOON)

    assert Counter(at_once([partial(put, code=same)] * 100)) == Counter({True: 1, False: 99})

    sending = [partial(put, code=code) for code in codes]
    results = at_once([*sending[:15], in_the_field.close, *sending[15:]])
    assert kinds(results) == Counter(bool=30, NoneType=1)
    assert results.count(True) + 1 == Response.objects.count() == Token.objects.filter(spent=True).count()
    assert not Slip.objects.exists()


def test_the_last_click_asks_the_database_once_and_says_its_pace(in_the_field: Fieldwork) -> None:
    now = timezone.now()
    Window.objects.update(opens_at=now - HOUR, closes_at=now + HOUR)
    (code, late), client = in_the_field.cards(in_the_field.here, 2), Client()
    page = client.get(reverse("card", args=[code])).content.decode()
    carried = dict(HIDDEN.findall(page)) | {"act": "send", "q-Q1": "A"}

    with CaptureQueriesContext(connection) as asked:
        assert "Đã nhận câu trả lời" in client.post(reverse("respond"), carried).content.decode()

    assert len(asked) == 1
    assert Slip.objects.get().pace == "fast"
    forged = carried | {"code": late, "began": carried["began"].replace(".", "9.", 1)}
    assert client.post(reverse("respond"), forged).status_code == 200, "what is not ours is not read: the long road"
    assert sorted(Slip.objects.values_list("pace", flat=True)) == ["", "fast"]
