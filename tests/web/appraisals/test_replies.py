"""Telling the unit, its reply, the answer, and settling."""

from datetime import timedelta

import pytest

from parindex.errors import Finding
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.actions.replies import RepliedMeanwhile, reply
from paroffice.appraisals.actions.rulings import Grounds, rule
from paroffice.appraisals.actions.steps import settle, tell
from paroffice.appraisals.models import Reply, State
from paroffice.appraisals.queries import marks_of
from paroffice.refused import NotVisible, Refused
from tests.web.appraisals.conftest import APPRAISING, CLAIMS, Group, rule_all
from tests.web.conftest import CLOSES

REPLYING = CLOSES + timedelta(days=11)
AGAIN = CLOSES + timedelta(days=21)
CUT = {"1.2": Raw("answered", "", "80", "100")}


@pytest.fixture
def told(group: Group) -> Group:
    """The unit here knows its first marks: 1.2 was cut."""
    rule_all(group, group.here, CUT)
    tell(appraisal=group.here, by=group.son, at=APPRAISING)
    return group


def replied(
    group: Group, code: str = "1.2", *, agrees: bool = False, text: str = "Đủ 95, xem phụ lục.", **other: object
):
    given = {"appraisal": group.here, "edits": 0, "by": group.cast.an, "at": REPLYING} | other
    return reply(code=code, agrees=agrees, text=text, **given)  # type: ignore[arg-type]


def answered(group: Group, raw: Raw = CUT["1.2"], **other: object):
    given = {"appraisal": group.here, "number": 0, "by": group.chi, "at": AGAIN} | other
    return rule(code="1.2", raw=raw, grounds=Grounds(reason="Phụ lục không có tên 15 nhiệm vụ."), **given)  # type: ignore[arg-type]


def test_the_unit_is_told_only_when_every_item_is_ruled(group: Group) -> None:
    with pytest.raises(Refused, match="chưa có kết luận"):
        tell(appraisal=group.here, by=group.son, at=APPRAISING)


def test_only_the_head_tells(told: Group) -> None:
    rule_all(told, told.there)

    with pytest.raises(Refused):
        tell(appraisal=told.there, by=told.chi, at=APPRAISING)


def test_before_it_is_told_the_unit_has_nothing_to_reply_to(group: Group) -> None:
    rule_all(group, group.here, CUT)

    with pytest.raises(NotVisible):
        replied(group)


def test_a_unit_replies_to_what_was_cut_and_to_nothing_else(told: Group) -> None:
    assert isinstance(replied(told), Reply)
    with pytest.raises(NotVisible):
        replied(told, "1.1")


def test_to_disagree_one_says_why(told: Group) -> None:
    assert isinstance(replied(told, text=" "), Finding)
    assert isinstance(replied(told, agrees=True, text=""), Reply)


def test_two_colleagues_do_not_overwrite_each_others_reply(told: Group) -> None:
    replied(told)

    with pytest.raises(RepliedMeanwhile):
        replied(told, text="Khác", by=told.cast.ly)


@pytest.mark.parametrize("who", ["binh", "dung", "auditor", "administrator"])
def test_nobody_replies_for_another_unit(told: Group, who: str) -> None:
    with pytest.raises(Refused):
        replied(told, by=getattr(told.cast, who))


@pytest.mark.parametrize("moment", [REPLYING - timedelta(days=2), AGAIN])
def test_nobody_replies_outside_the_window(told: Group, moment: object) -> None:
    with pytest.raises(Refused, match="thời gian"):
        replied(told, at=moment)


def test_a_disagreement_must_be_answered_before_settling(told: Group) -> None:
    replied(told)

    with pytest.raises(Refused, match=r"1\.2 Chi: chưa trả lời giải trình"):
        settle(appraisal=told.here, by=told.son, at=AGAIN)
    answered(told)
    assert settle(appraisal=told.here, by=told.son, at=AGAIN).state == State.SETTLED


def test_a_reply_that_is_owed_blocks_settling_until_its_window_closes(told: Group) -> None:
    with pytest.raises(Refused, match="chưa giải trình"):
        settle(appraisal=told.here, by=told.son, at=REPLYING)

    assert settle(appraisal=told.here, by=told.son, at=AGAIN).state == State.SETTLED


def test_the_ledgers_stand_side_by_side(told: Group) -> None:
    """4 claimed, 2 appraised, 4 after the reply that proved it."""
    replied(told)
    answered(told, CLAIMS["1.2"])

    marks = marks_of(told.here)
    item = marks.law.item("1.2")
    assert item is not None
    shown = [marks.cell(item, ledger) for ledger in LedgerName]
    assert [cell.points for cell in shown if cell] == [4, 2, 4, 4]


def test_after_settling_only_the_council_rules(told: Group) -> None:
    settle(appraisal=told.here, by=told.son, at=AGAIN)

    with pytest.raises(Refused, match="hội đồng"):
        answered(told)
