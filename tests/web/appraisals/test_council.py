"""Challenges, second opinions, and the council that closes a block."""

from decimal import Decimal
from fractions import Fraction

import pytest

from parindex.errors import Finding
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.actions import challenges, councils, seconds
from paroffice.appraisals.actions.rulings import Grounds
from paroffice.appraisals.actions.steps import settle, tell
from paroffice.appraisals.draw import lot, share_for
from paroffice.appraisals.models import Case, SecondScore, State
from paroffice.appraisals.queries import marks_of
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Step, Window
from tests.web.appraisals.conftest import APPRAISING, CLAIMS, Group, rule_all
from tests.web.appraisals.test_replies import AGAIN, CUT, REPLYING
from tests.web.conftest import CLOSES, NOON


def conduct(group: Group, **other: object):
    given = {
        "round_": group.cast.round, "challenge": True, "second_share": Decimal("0.5"), "risk_bands": [],
        "seed": "xổ số 23/11/2026", "alike_rulings": 20, "alike_minutes": 10, "by": group.cast.dung, "at": NOON,
    } | other  # fmt: skip
    return seconds.set_conduct(**given)  # type: ignore[arg-type]


@pytest.fixture
def settled(group: Group) -> Group:
    for appraisal in (group.here, group.there):
        rule_all(group, appraisal, CUT)
        tell(appraisal=appraisal, by=group.son, at=APPRAISING)
        settle(appraisal=appraisal, by=group.son, at=AGAIN)
    return group


def decided(
    group: Group, case: Case, raw: Raw = CLAIMS["1.2"], *, reason: str = "Hội đồng xem lại bản gốc.", **other: object
):
    given = {"number": 0, "by": group.kien, "at": AGAIN} | other
    meeting = councils.call_meeting(
        round_=group.cast.round, on=AGAIN.date(), agenda="Các mục còn khác", by=group.kien, at=AGAIN
    )
    return councils.decide(case=case, meeting=meeting, raw=raw, grounds=Grounds(reason=reason), **given)  # type: ignore[arg-type]


def case(group: Group) -> Case:
    return councils.bring_case(
        appraisal=group.here, item="1.2", question="Tính cả nhiệm vụ lùi hạn?", by=group.son, at=AGAIN
    )


def test_the_councils_mark_is_final_and_the_others_stay(settled: Group) -> None:
    decided(settled, case(settled))

    marks = marks_of(settled.here)
    item = marks.law.item("1.2")
    assert item is not None
    shown = [marks.cell(item, ledger) for ledger in (LedgerName.APPRAISED, LedgerName.AFTER_REPLY, LedgerName.FINAL)]
    assert [cell.points for cell in shown if cell] == [2, 2, 4]


def test_a_decision_without_a_reason_is_refused(settled: Group) -> None:
    with pytest.raises(Refused, match="lý do"):
        decided(settled, case(settled), reason=" ")


def test_a_case_is_decided_once(settled: Group) -> None:
    brought = case(settled)
    decided(settled, brought)

    with pytest.raises(Refused, match="đã quyết định"):
        decided(settled, brought, number=1)


def test_only_the_council_decides(settled: Group) -> None:
    brought = case(settled)

    for person in (settled.chi, settled.son, settled.cast.an, settled.cast.dung):
        with pytest.raises(Refused):
            decided(settled, brought, by=person)


def test_a_block_freezes_when_every_unit_is_settled_and_every_case_decided(settled: Group) -> None:
    brought = case(settled)
    with pytest.raises(Refused, match=r"Huyện Đây 1\.2"):
        councils.freeze_block(round_=settled.cast.round, block="units", by=settled.kien, at=AGAIN)
    decided(settled, brought)

    frozen = councils.freeze_block(round_=settled.cast.round, block="units", by=settled.kien, at=AGAIN)

    assert {one.state for one in frozen} == {State.FROZEN}


def test_a_block_with_an_unsettled_unit_does_not_freeze(group: Group) -> None:
    with pytest.raises(Refused, match="Huyện Đây"):
        councils.freeze_block(round_=group.cast.round, block="units", by=group.kien, at=AGAIN)


def test_what_is_frozen_is_opened_by_two_persons_and_a_reason(settled: Group) -> None:
    councils.freeze_block(round_=settled.cast.round, block="units", by=settled.kien, at=AGAIN)
    with pytest.raises(Refused, match="lý do"):
        councils.ask_to_reopen(appraisal=settled.here, reason="", by=settled.kien, at=AGAIN)
    asked = councils.ask_to_reopen(appraisal=settled.here, reason="Sai số liệu gốc", by=settled.kien, at=AGAIN)
    with pytest.raises(Refused, match="hai người"):
        councils.reopen(reopening=asked, by=settled.kien, at=AGAIN)

    assert councils.reopen(reopening=asked, by=settled.son, at=AGAIN).state == State.SETTLED


def test_after_freezing_nothing_is_decided(settled: Group) -> None:
    councils.freeze_block(round_=settled.cast.round, block="units", by=settled.kien, at=AGAIN)

    with pytest.raises(Refused):
        case(settled)


def challenged(group: Group, code: str = "1.1", **other: object):
    Window.objects.get_or_create(
        round=group.cast.round, step=Step.CHALLENGE, defaults={"opens_at": CLOSES, "closes_at": AGAIN}
    )
    given = {
        "appraisal": group.here, "unit": group.cast.there, "text": "Kế hoạch ban hành sau ngày ghi.",
        "by": group.cast.binh, "at": REPLYING,
    } | other  # fmt: skip
    return challenges.challenge(code=code, **given)  # type: ignore[arg-type]


@pytest.fixture
def told(group: Group) -> Group:
    rule_all(group, group.here, CUT)
    tell(appraisal=group.here, by=group.son, at=APPRAISING)
    return group


def test_a_peer_challenges_what_was_granted_and_the_duty_goes_round(told: Group) -> None:
    conduct(told)
    asked = challenged(told)
    with pytest.raises(Refused, match="chưa trả lời phản biện"):
        settle(appraisal=told.here, by=told.son, at=AGAIN)
    challenges.answer_challenge(challenge=asked, answer="Ngày ký ở trang 1.", by=told.cast.an, at=REPLYING)
    with pytest.raises(Refused, match="chưa kết luận phản biện"):
        settle(appraisal=told.here, by=told.son, at=AGAIN)

    ruled = challenges.rule_challenge(challenge=asked, upheld=False, reason="Ngày ký đúng.", by=told.chi, at=AGAIN)

    assert ruled.upheld is False
    assert settle(appraisal=told.here, by=told.son, at=AGAIN).state == State.SETTLED


def test_nobody_challenges_where_the_round_does_not_allow_it(told: Group) -> None:
    conduct(told, challenge=False)

    with pytest.raises(NotVisible):
        challenged(told)


def test_nobody_challenges_their_own_unit_or_what_earned_nothing(told: Group) -> None:
    conduct(told)

    with pytest.raises(NotVisible):
        challenged(told, unit=told.cast.here, by=told.cast.an)
    with pytest.raises(NotVisible):
        challenged(told, "3.1")
    with pytest.raises(Refused):
        challenged(told, by=told.cast.an)


def test_the_draw_is_that_of_the_seed(group: Group) -> None:
    """Anyone can repeat it: an item is drawn where its lot falls below the share."""
    conduct(group)
    drawn = seconds.draw_seconds(round_=group.cast.round, by=group.cast.dung, at=APPRAISING)

    codes = {(one.appraisal.assessment.unit.code, one.item) for one in drawn}
    items = ("1.1", "1.2", "1.3", "1.4", "2.1", "3.1")
    assert codes == {
        (unit, item) for unit in ("here", "there") for item in items
        if lot("xổ số 23/11/2026", unit, item) < Fraction(1, 2)
    }  # fmt: skip
    assert {one.given_to for one in drawn} == {group.mai}


def test_the_draw_is_made_once_and_freezes_the_conduct(group: Group) -> None:
    conduct(group)
    seconds.draw_seconds(round_=group.cast.round, by=group.cast.dung, at=APPRAISING)

    with pytest.raises(Refused, match="Đã rút mẫu"):
        seconds.draw_seconds(round_=group.cast.round, by=group.cast.dung, at=APPRAISING)
    with pytest.raises(Refused):
        conduct(group, second_share=Decimal("0"))


def test_a_second_score_is_blind_once_and_never_a_mark(group: Group) -> None:
    conduct(group, second_share=Decimal(1))
    seconds.draw_seconds(round_=group.cast.round, by=group.cast.dung, at=APPRAISING)
    score = SecondScore.objects.get(appraisal=group.here, item="1.2")
    given = {"score": score, "raw": CUT["1.2"], "at": APPRAISING}

    assert isinstance(seconds.score_second(**given, reason="", by=group.mai), Finding)
    with pytest.raises(Refused):
        seconds.score_second(**given, reason="Trang 2", by=group.chi)
    assert isinstance(seconds.score_second(**given, reason="Trang 2", by=group.mai), SecondScore)
    with pytest.raises(Refused, match="đã được chấm"):
        seconds.score_second(**given, reason="Trang 3", by=group.mai)
    assert marks_of(group.here).rulings == {}


def test_units_cut_more_are_checked_more() -> None:
    bands = [{"cut": "0.05", "share": "0.2"}, {"cut": "0.10", "share": "0.5"}]

    shares = [share_for(cut, Fraction(1, 10), bands) for cut in (None, Fraction(0), Fraction(1, 20), Fraction(1, 5))]

    assert shares == [Fraction(1, 10), Fraction(1, 10), Fraction(1, 5), Fraction(1, 2)]
