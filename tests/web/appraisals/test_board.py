"""The bench, the board, precedents and agreement: what the group sees."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.sheet.cells import Raw
from paroffice.appraisals import bench, precedents
from paroffice.appraisals.actions import body
from paroffice.appraisals.actions.rulings import Grounds, rule
from paroffice.appraisals.agreement import alpha_of
from paroffice.appraisals.board import loads, longest_alike
from paroffice.appraisals.models import Conduct, State
from tests.web.appraisals.conftest import APPRAISING, CLAIMS, Group
from tests.web.appraisals.test_replies import CUT
from tests.web.conftest import CLOSES, NOON


def cut(
    group: Group, code: str = "1.2", raw: Raw = CUT["1.2"], reason: str = "Tính thiếu hồ sơ Thủ tục.", **other: object
):
    given = {"appraisal": group.here, "number": 0, "by": group.chi, "at": APPRAISING} | other
    return rule(code=code, raw=raw, grounds=Grounds(reason=reason), **given)  # type: ignore[arg-type]


def rows(group: Group, code: str = "1.2", who: str = "chi") -> list[bench.Row]:
    item = bench.item_to_read(group.cast.round, code)
    assert item is not None
    sheets = bench.handed_over(group.cast.round).order_by("unit__code")
    return bench.rows_of(list(sheets), item, getattr(group, who), APPRAISING)


def test_one_item_stands_across_all_units(group: Group) -> None:
    cut(group)

    here, there = rows(group)
    assert [row.unit.code for row in (here, there)] == ["here", "there"]
    assert (here.claim.points, here.held.points) == (4, 2)  # type: ignore[union-attr]
    assert there.held is None
    assert [row.undecided for row in (here, there)] == [False, True]
    assert bench.next_undecided([here, there], here.unit) is there


def test_the_bench_costs_the_same_for_many_units(group: Group) -> None:
    with CaptureQueriesContext(
        connection,
    ) as two:
        rows(group)
    type(group.there.assessment).objects.filter(pk=group.there.assessment.pk).update(
        state="open", submitted_at=None, submitted_by=None
    )
    with CaptureQueriesContext(connection) as one:
        rows(group)

    assert len(two) == len(one) <= 12


def test_who_has_no_mandate_reads_and_does_not_rule(group: Group) -> None:
    assert {row.writable for row in rows(group, who="hoa")} == {False}
    assert {row.writable for row in rows(group)} == {True}


def test_a_branch_is_scored_by_what_stands_beside_it(group: Group) -> None:
    """1.4 branches on the plan of 1.1: 3 of 4 classes give half of the line from 50 % on, 1 point of 2."""
    assert [row.claim.points for row in rows(group, "1.4") if row.claim] == [1, 1]


def test_the_surveys_items_have_no_bench(group: Group) -> None:
    assert bench.item_to_read(group.cast.round, "1.5") is None


def test_the_board_counts_what_each_owes(group: Group) -> None:
    """Chi has all six ruled items of two units; Hoa two units' item 1.3."""
    body.give_mandates(round_=group.cast.round, person=group.hoa, parts=["1.3"], by=group.cast.dung, at=NOON)
    cut(group)

    shown = {load.person.username: (load.owed, load.done, load.late) for load in loads(group.cast.round, APPRAISING)}

    assert shown["chi"] == (12, 1, False)
    assert shown["hoa"] == (2, 0, False)
    late = {load.person.username: load.late for load in loads(group.cast.round, CLOSES + timedelta(days=10))}
    assert late == {"chi": True, "hoa": True, "son": True, "mai": False}


@pytest.mark.parametrize(("departs", "seconds", "most"), [(False, 20, 5), (False, 70, 0), (True, 1, 0)])
def test_marks_that_repeat_the_claim_too_fast_raise_a_flag(departs: bool, seconds: int, most: int) -> None:
    """Five in two minutes are flagged; one every 70 seconds makes only two in any two minutes."""
    conduct = Conduct(alike_rulings=3, alike_minutes=2)
    moments = [(NOON + timedelta(seconds=seconds * number), departs) for number in range(5)]

    assert longest_alike(moments, conduct) == most


def test_precedents_are_found_without_accents(group: Group) -> None:
    cut(group)

    assert [one.item for one in precedents.search(group.cast.round, words="thu tuc")] == ["1.2"]
    assert not precedents.search(group.cast.round, words="dat dai")
    assert [one.item for one in precedents.search(group.cast.round, rule="bands")] == ["1.2"]
    assert not precedents.search(group.cast.round, item="1.1")


def test_a_like_case_that_was_ruled_otherwise_is_shown(group: Group) -> None:
    cut(group, "1.1", Raw("answered", "muon"))
    item = bench.item_to_read(group.cast.round, "1.1")
    assert item is not None

    like = precedents.ruled_otherwise(group.cast.there, group.cast.round, item, CLAIMS["1.1"], CLAIMS["1.1"])
    same = precedents.ruled_otherwise(
        group.cast.there, group.cast.round, item, CLAIMS["1.1"], Raw("answered", "muon")
    )

    assert [one.answer for one in like] == ["muon"]
    assert same == []


def test_alpha_is_one_in_full_agreement_and_unsaid_for_few() -> None:
    same = [(value / 10, value / 10) for value in range(11)]

    assert alpha_of(same) == pytest.approx(1)
    assert alpha_of(same[:9]) is None
    assert alpha_of([(1.0, 1.0)] * 20) is None


def test_alpha_is_that_of_the_definition() -> None:
    """1 - observed / expected disagreement, squared differences (Krippendorff 2011), written out plainly."""
    pairs = [(0.0, 0.5), (1.0, 1.0), (0.5, 0.5), (0.25, 0.0), (0.75, 1.0)] * 3
    values = [Fraction(value) for pair in pairs for value in pair]
    observed = sum((Fraction(a) - Fraction(b)) ** 2 for a, b in pairs) / len(pairs)
    expected = sum((a - b) ** 2 for a in values for b in values) / Fraction(len(values) * (len(values) - 1))

    assert alpha_of(pairs) == pytest.approx(float(1 - observed / expected))


def test_a_told_unit_waits_for_an_answer_to_its_disagreement(group: Group) -> None:
    from paroffice.appraisals.actions.replies import reply
    from paroffice.appraisals.actions.steps import tell
    from tests.web.appraisals.conftest import rule_all
    from tests.web.appraisals.test_replies import AGAIN, REPLYING

    rule_all(group, group.here, CUT)
    tell(appraisal=group.here, by=group.son, at=APPRAISING)
    assert not rows(group)[0].undecided
    reply(appraisal=group.here, code="1.2", agrees=False, text="Đủ 95.", edits=0, by=group.cast.an, at=REPLYING)

    waiting = rows(group)[0]
    assert waiting.undecided
    assert waiting.state is State.TOLD
    cut(group, number=0, at=AGAIN)
    assert not rows(group)[0].undecided
