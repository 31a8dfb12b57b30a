"""Many at once: one wins, the others hear of it, and nothing is lost or counted twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier, Event

import pytest
from django.db import connection, connections, transaction

from parindex.sheet.cells import Raw
from paroffice.assessments import actions
from paroffice.assessments.models import Answer, Assessment, State, Submission
from paroffice.people.models import Unit
from paroffice.refused import Refused
from paroffice.rounds.actions import ask_for_time, extend
from paroffice.rounds.models import ExtensionRequest, Participant, Step
from paroffice.trail.actions import leave
from paroffice.trail.models import Entry
from paroffice.trail.queries import all_breaks
from tests.web.conftest import CLOSES, NOON, Cast
from tests.web.test_assessments import ALL, NOTES, signed_paper

pytestmark = pytest.mark.django_db(transaction=True)

Deed = Callable[[], object]


@pytest.fixture
def rows_are_locked() -> None:
    """SQLite lets one write at a time, whatever it writes."""
    if connection.vendor != "postgresql":
        pytest.skip("only where rows are locked one by one")


def at_once(deeds: list[Deed]) -> list[object]:
    """What each deed returned or raised, all begun together, each on a connection of its own."""
    start = Barrier(len(deeds))

    def done(deed: Deed) -> object:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return deed()
        except Exception as raised:
            return raised
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(done, deeds))


def kinds(results: list[object]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def saving(cast: Cast, code: str, raw: Raw, edits: int = 0, note: str = "") -> Deed:
    return partial(
        actions.answer, assessment=cast.sheet, code=code, raw=raw, note=note, edits=edits, by=cast.an, at=NOON
    )


def submitting(cast: Cast) -> Deed:
    return partial(actions.submit, assessment=cast.sheet, paper=signed_paper(cast), by=cast.ly, at=NOON)


@pytest.fixture
def filled(cast: Cast) -> Cast:
    for code, raw in ALL.items():
        saving(cast, code, raw, note=NOTES.get(code, ""))()
    return cast


def test_of_twenty_who_answer_the_same_item_one_is_saved(cast: Cast) -> None:
    results = at_once([saving(cast, "1.3", Raw("answered", str(number))) for number in range(20)])

    assert kinds(results) == {"Answer": 1, "ChangedMeanwhile": 19}
    assert Answer.objects.get().edits == 1
    assert Entry.objects.filter(act="assessments.answer").count() == 1


def test_of_twenty_who_change_the_same_answer_one_is_saved(filled: Cast) -> None:
    results = at_once([saving(filled, "1.3", Raw("answered", str(number)), edits=1) for number in range(20)])

    assert kinds(results) == {"Answer": 1, "ChangedMeanwhile": 19}
    assert Answer.objects.get(item="1.3").edits == 2


def test_those_who_answer_different_items_are_all_saved(cast: Cast) -> None:
    results = at_once([saving(cast, code, ALL[code]) for code in ("1.1", "1.2", "1.3", "2.1")])

    assert kinds(results) == {"Answer": 4}
    assert list(all_breaks([])) == []


@pytest.mark.parametrize("attempt", range(3))
def test_no_answer_is_saved_after_the_sheet_was_submitted(filled: Cast, attempt: int) -> None:
    answers = [saving(filled, code, ALL[code], edits=1, note="bổ sung") for code in ("1.1", "1.2", "1.3", "2.1")]

    results = at_once([*answers[:2], submitting(filled), *answers[2:]])

    assert isinstance(results[2], Submission), results[2]
    assert set(kinds(results)) <= {"Submission", "Answer", "Refused"}
    acts = list(Entry.objects.filter(stream__endswith=":here").order_by("number").values_list("act", flat=True))
    assert acts[-1] == "assessments.submit"
    assert acts.count("assessments.answer") == len(ALL) + kinds(results)["Answer"]


def test_of_twenty_who_submit_one_does(filled: Cast) -> None:
    results = at_once([submitting(filled)] * 20)

    assert kinds(results) == {"Submission": 1, "Refused": 19}
    assert Entry.objects.filter(act="assessments.submit").count() == 1
    assert Assessment.objects.get(pk=filled.sheet.pk).state == State.SUBMITTED


def test_a_sheet_is_begun_once(cast: Cast) -> None:
    unit = Unit.objects.create(code="new", name="Huyện Mới", block="units")
    Participant.objects.create(round=cast.round, unit=unit, name=unit.name, block=unit.block)

    results = at_once([partial(actions.begin, round_=cast.round, unit=unit, at=NOON)] * 20)

    assert kinds(results) == {"Assessment": 20}
    assert Entry.objects.filter(act="assessments.begin", stream__endswith=":new").count() == 1


def leaving(stream: str, number: int) -> Deed:
    return partial(leave, stream=stream, act="x.y", subject=f"thing:{number}", by=None, at=NOON)


@pytest.mark.parametrize("begun", [False, True])
def test_fifty_writers_of_one_stream_leave_no_gap(begun: bool) -> None:
    if begun:
        leaving("s", 0)()

    results = at_once([leaving("s", number) for number in range(50 - begun)])

    assert kinds(results) == {"Entry": 50 - begun}
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 51))
    assert list(all_breaks([])) == []


@pytest.fixture
def impatient(rows_are_locked: None) -> Iterator[Callable[[Deed, Deed], list[object]]]:
    """Runs the second deed while the first is done but not yet committed; the second may not wait long."""

    def run(first: Deed, second: Deed) -> list[object]:
        done, go_on = Event(), Event()

        def holding() -> object:
            with transaction.atomic():
                result = first()
                done.set()
                go_on.wait(timeout=10)
            return result

        def hurried() -> object:
            done.wait(timeout=10)
            try:
                with transaction.atomic():
                    connection.cursor().execute("SET LOCAL lock_timeout = '2s'")
                    return second()
            finally:
                go_on.set()

        return at_once([holding, hurried])

    return run


Impatient = Callable[[Deed, Deed], list[object]]


def test_writers_of_one_stream_wait_for_each_other(impatient: Impatient) -> None:
    results = impatient(leaving("s", 1), leaving("s", 2))

    assert kinds(results) == {"Entry": 1, "OperationalError": 1}


def test_two_streams_do_not_wait_for_each_other(impatient: Impatient) -> None:
    results = impatient(leaving("s", 1), leaving("t", 1))

    assert kinds(results) == {"Entry": 2}


def test_two_units_do_not_wait_for_each_other(cast: Cast, impatient: Impatient) -> None:
    theirs = partial(
        actions.answer,
        assessment=cast.other_sheet,
        code="1.3",
        raw=ALL["1.3"],
        note="",
        edits=0,
        by=cast.binh,
        at=NOON,
    )

    assert kinds(impatient(saving(cast, "1.3", ALL["1.3"]), theirs)) == {"Answer": 2}


def test_returning_one_sheet_does_not_hold_up_the_round(filled: Cast, impatient: Impatient) -> None:
    submitting(filled)()
    returning = partial(
        actions.return_to_unit, assessment=filled.sheet, reason="Thiếu biểu 2", by=filled.dung, at=NOON
    )
    extending = partial(
        extend, round_=filled.round, unit=filled.here, step=Step.SELF_ASSESSMENT, closes_at=CLOSES + timedelta(days=1),
        reason="Công văn 15", by=filled.dung, at=NOON,
    )  # fmt: skip

    assert kinds(impatient(returning, extending)) == {"Assessment": 1, "Extension": 1}


def test_of_twenty_who_ask_for_time_one_request_waits(cast: Cast) -> None:
    asking = partial(
        ask_for_time, round_=cast.round, unit=cast.here, step=Step.SELF_ASSESSMENT,
        closes_at=CLOSES + timedelta(days=1), reason="Công văn 15", by=cast.an, at=NOON,
    )  # fmt: skip

    results = at_once([asking] * 20)

    assert kinds(results) == {"ExtensionRequest": 1, "Refused": 19}
    assert ExtensionRequest.objects.count() == 1


@pytest.mark.parametrize(("begins", "saved"), [(timedelta(microseconds=-1), True), (timedelta(0), False)])
def test_a_save_is_judged_by_the_moment_it_began(cast: Cast, begins: timedelta, saved: bool) -> None:
    """However long it then waits for its turn."""
    late = partial(
        actions.answer, assessment=cast.sheet, code="1.2", raw=ALL["1.2"], note="", edits=0, by=cast.ly,
        at=CLOSES + begins,
    )  # fmt: skip

    results = at_once([saving(cast, "1.3", ALL["1.3"]), late])

    assert isinstance(results[0], Answer)
    assert isinstance(results[1], Answer if saved else Refused)
