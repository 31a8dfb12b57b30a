"""Many at once in an appraisal: one wins, the others hear of it, and nothing is lost, changed or counted twice."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db.models import QuerySet

from parindex.sheet.cells import Raw
from paroffice.appraisals.actions import challenges, councils, replies, rulings, seconds, steps
from paroffice.appraisals.models import (
    Appraisal,
    Case,
    Challenge,
    Reopening,
    Reply,
    Ruling,
    SecondScore,
    State,
)
from paroffice.refused import Refused
from paroffice.rounds.models import Step, Window
from paroffice.trail.models import Entry
from paroffice.trail.queries import all_breaks
from tests.web.appraisals.conftest import APPRAISING, CLAIMS, Group, rule_all
from tests.web.appraisals.test_council import conduct
from tests.web.appraisals.test_replies import AGAIN, CUT, REPLYING
from tests.web.conftest import CLOSES
from tests.web.test_concurrency import Deed, Impatient, at_once, impatient, kinds, rows_are_locked

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["impatient", "rows_are_locked"]
INSTANT = timedelta(microseconds=1)


def ruling(group: Group, appraisal: Appraisal, code: str = "1.2", number: int = 0, at: datetime = APPRAISING) -> Deed:
    return partial(
        rulings.rule, appraisal=appraisal, code=code, raw=CLAIMS[code], grounds=rulings.Grounds(reason="Trang 2."),
        number=number, by=group.chi, at=at,
    )  # fmt: skip


def replying(group: Group, text: str = "Đủ 95.", at: datetime = REPLYING) -> Deed:
    return partial(
        replies.reply, appraisal=group.here, code="1.2", agrees=False, text=text, edits=0, by=group.cast.an, at=at
    )


def telling(group: Group, at: datetime = APPRAISING) -> Deed:
    return partial(steps.tell, appraisal=group.here, by=group.son, at=at)


def freezing(group: Group) -> Deed:
    return partial(councils.freeze_block, round_=group.cast.round, block="units", by=group.kien, at=AGAIN)


def acts(group: Group, ending: str = "here") -> list[str]:
    """The deeds on a unit's appraisal, in their order."""
    found: QuerySet[Entry] = Entry.objects.filter(stream__endswith=f":appraisals:{ending}")
    return list(found.order_by("number").values_list("act", flat=True))


@pytest.fixture
def ruled(group: Group) -> Group:
    """Every first mark is given, 1.2 cut."""
    for appraisal in (group.here, group.there):
        rule_all(group, appraisal, CUT)
    return group


@pytest.fixture
def told(ruled: Group) -> Group:
    for appraisal in (ruled.here, ruled.there):
        steps.tell(appraisal=appraisal, by=ruled.son, at=APPRAISING)
    return ruled


@pytest.fixture
def settled(told: Group) -> Group:
    for appraisal in (told.here, told.there):
        steps.settle(appraisal=appraisal, by=told.son, at=AGAIN)
    return told


# Rulings


def test_of_twenty_who_rule_the_same_item_one_ruling_stands(group: Group) -> None:
    results = at_once([ruling(group, group.here)] * 20)

    assert kinds(results) == {"Ruling": 1, "RuledMeanwhile": 19}
    assert Ruling.objects.get().number == 1
    assert acts(group) == ["appraisals.rule.appraised"]


def test_of_twenty_who_rule_again_one_takes_the_place_of_what_stood(group: Group) -> None:
    ruling(group, group.here)()

    results = at_once([ruling(group, group.here, number=1)] * 20)

    assert kinds(results) == {"Ruling": 1, "RuledMeanwhile": 19}
    assert list(Ruling.objects.order_by("number").values_list("number", "stands")) == [(1, False), (2, True)]


def test_those_who_rule_different_items_all_do(group: Group) -> None:
    results = at_once([ruling(group, one, code) for one in (group.here, group.there) for code in CLAIMS])

    assert kinds(results) == {"Ruling": 2 * len(CLAIMS)}
    assert list(all_breaks([])) == []


def test_two_units_do_not_wait_for_each_other(group: Group, impatient: Impatient) -> None:
    assert kinds(impatient(ruling(group, group.here), ruling(group, group.there))) == {"Ruling": 2}


@pytest.mark.parametrize("attempt", range(3))
def test_no_first_mark_changes_after_the_unit_was_told(ruled: Group, attempt: int) -> None:
    again = [ruling(ruled, ruled.here, code, number=1) for code in ("1.1", "1.2", "1.3", "1.4")]

    results = at_once([*again[:2], telling(ruled), *again[2:]])

    assert isinstance(results[2], Appraisal), results[2]
    assert set(kinds(results)) <= {"Appraisal", "Ruling", "Refused"}
    assert acts(ruled)[-1] == "appraisals.tell"
    assert Ruling.objects.filter(appraisal=ruled.here, number=2).count() == kinds(results)["Ruling"]


def test_a_unit_is_told_once(ruled: Group) -> None:
    assert kinds(at_once([telling(ruled)] * 20)) == {"Appraisal": 1, "Refused": 19}
    assert acts(ruled).count("appraisals.tell") == 1


# Replies and challenges


def test_of_twenty_colleagues_who_reply_one_reply_is_kept(told: Group) -> None:
    results = at_once([replying(told, f"Lời {number}") for number in range(20)])

    assert kinds(results) == {"Reply": 1, "RepliedMeanwhile": 19}
    assert Reply.objects.get().edits == 1
    assert acts(told).count("appraisals.reply") == 1


@pytest.mark.parametrize("attempt", range(3))
def test_settling_overlooks_no_reply(told: Group, attempt: int) -> None:
    """Either the reply comes first and settling is refused for want of its answer, or it comes too late."""
    Window.objects.filter(step=Step.REPLY).update(closes_at=AGAIN)
    at = AGAIN - INSTANT
    settling = partial(steps.settle, appraisal=told.here, by=told.son, at=AGAIN)

    results = at_once([replying(told, at=at), settling])

    assert kinds(results)["Refused"] == 1
    assert Reply.objects.count() == kinds(results)["Reply"]
    told.here.refresh_from_db()
    assert told.here.state == (State.TOLD if Reply.objects.exists() else State.SETTLED)


def test_of_twenty_challenges_by_one_unit_one_is_kept(told: Group) -> None:
    conduct(told)
    Window.objects.create(
        round=told.cast.round, step=Step.CHALLENGE, opens_at=APPRAISING, closes_at=AGAIN + timedelta(days=1)
    )
    objecting = partial(
        challenges.challenge, appraisal=told.here, code="1.1", unit=told.cast.there, text="Chậm.", by=told.cast.binh,
        at=REPLYING,
    )  # fmt: skip

    assert kinds(at_once([objecting] * 20)) == {"Challenge": 1, "Refused": 19}
    assert Challenge.objects.count() == 1


# Second opinions


def test_second_opinions_are_drawn_once(ruled: Group) -> None:
    conduct(ruled)
    drawing = partial(seconds.draw_seconds, round_=ruled.cast.round, by=ruled.cast.dung, at=APPRAISING)

    results = at_once([drawing] * 10)

    assert kinds(results) == {"list": 1, "Refused": 9}
    assert SecondScore.objects.count() == len(next(one for one in results if isinstance(one, list)))


def test_of_twenty_second_scores_of_an_item_one_is_kept(group: Group) -> None:
    score = SecondScore.objects.create(appraisal=group.here, item="1.2", given_to=group.mai, drawn_at=APPRAISING)
    scoring = partial(seconds.score_second, score=score, raw=CLAIMS["1.2"], reason="Đủ.", by=group.mai, at=APPRAISING)

    assert kinds(at_once([scoring] * 20)) == {"SecondScore": 1, "Refused": 19}
    assert acts(group) == ["appraisals.score_second"]


# The council


def test_a_block_is_frozen_once(settled: Group) -> None:
    results = at_once([freezing(settled)] * 10)

    assert kinds(results) == {"list": 10}
    assert [acts(settled, unit).count("appraisals.freeze") for unit in ("here", "there")] == [1, 1]


@pytest.mark.parametrize("attempt", range(3))
def test_nothing_is_decided_or_brought_after_a_block_was_frozen(settled: Group, attempt: int) -> None:
    meeting = councils.call_meeting(
        round_=settled.cast.round, on=AGAIN.date(), agenda="Họp", by=settled.kien, at=AGAIN
    )
    bringing = partial(councils.bring_case, question="?", by=settled.son, at=AGAIN)
    case = bringing(appraisal=settled.here, item="1.2")
    deciding = partial(
        councils.decide, case=case, meeting=meeting, raw=Raw("answered", "", "95", "100"),
        grounds=rulings.Grounds(reason="Bản gốc."), number=0, by=settled.kien, at=AGAIN,
    )  # fmt: skip

    results = at_once([deciding, partial(bringing, appraisal=settled.there, item="1.3"), freezing(settled), deciding])

    assert sum(isinstance(one, Case) for one in (results[0], results[3])) == 1
    frozen = Appraisal.objects.filter(state=State.FROZEN).count()
    assert frozen == (2 if isinstance(results[2], list) else 0), results[2]
    assert not frozen or not Case.objects.filter(ruling=None).exists()
    assert Ruling.objects.filter(ledger="final").count() == 1
    assert not frozen or acts(settled)[-1] == "appraisals.freeze"


def test_no_ruling_is_left_in_a_frozen_block(settled: Group) -> None:
    late = [ruling(settled, one, "1.3", at=AGAIN) for one in (settled.here, settled.there)]

    results = at_once([*late, freezing(settled), *late])

    assert kinds(results) == {"Refused": 4, "list": 1}


def test_of_ten_who_ask_to_reopen_one_waits_and_one_other_agrees(settled: Group) -> None:
    freezing(settled)()
    asking = partial(councils.ask_to_reopen, appraisal=settled.here, reason="Sai.", by=settled.kien, at=AGAIN)
    assert kinds(at_once([asking] * 10)) == {"Reopening": 1, "Refused": 9}

    agreeing = partial(councils.reopen, reopening=Reopening.objects.get(), by=settled.son, at=AGAIN)

    assert kinds(at_once([agreeing] * 10)) == {"Appraisal": 1, "Refused": 9}
    assert acts(settled).count("appraisals.reopen") == 1


# To the microsecond


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (CLOSES - INSTANT, False),
        (CLOSES, True),
        (CLOSES + timedelta(days=10) - INSTANT, True),
        (CLOSES + timedelta(days=10), False),
    ],
    ids=["before it opens", "as it opens", "before it closes", "as it closes"],
)
def test_a_ruling_is_judged_by_the_moment_it_began(group: Group, at: datetime, kept: bool) -> None:
    """However long it then waits for its turn."""
    results = at_once([ruling(group, group.here, "1.1"), ruling(group, group.here, "1.3", at=at)])

    assert isinstance(results[0], Ruling)
    assert isinstance(results[1], Ruling if kept else Refused)


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (CLOSES + timedelta(days=10) - INSTANT, False),
        (CLOSES + timedelta(days=10), True),
        (CLOSES + timedelta(days=20) - INSTANT, True),
        (CLOSES + timedelta(days=20), False),
    ],
    ids=["before it opens", "as it opens", "before it closes", "as it closes"],
)
def test_a_reply_is_judged_by_the_moment_it_began(told: Group, at: datetime, kept: bool) -> None:
    answering = ruling(told, told.there, "1.2", at=AGAIN)

    results = at_once([answering, replying(told, at=at)])

    assert isinstance(results[0], Ruling)
    assert isinstance(results[1], Reply if kept else Refused)
