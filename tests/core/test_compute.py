"""From a ledger to figures: hand-made cases, then laws."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from parindex.errors import Incomplete
from parindex.index.compute import compute_index
from parindex.index.settle import Figure
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Answers, Caps, NotApplicable, Prints
from parindex.rubric.rules import AllOrNothing, Band, Bands, BandsLinear, Branch, Case, Deduct, Gap, Survey, UpTo
from tests.core.small import SHARE, edition, item, ledger

YES = AllOrNothing(says="done")
LATE = Deduct(counts="days", each=Fraction(1), waivable=True)


class Fixed:
    """Shares of a survey item as given."""

    def __init__(self, *shares: str) -> None:
        self.shares = [Fraction(share) for share in shares]

    @property
    def floats(self) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        return np.array([float(share) for share in self.shares])

    @property
    def error(self) -> float:
        return 2.0**-52

    def exact(self, unit: int) -> Fraction:
        return self.shares[unit]


def test_parts_and_total_are_each_rounded_once(tmp_path: Path) -> None:
    """Three leaves of 0.025/3 make 0.025, printed 0.03; a sum of rounded leaves would read 0.03 only by luck."""
    rubric = edition(item("1", "0.025"), item("2", "0.025"), item("3", "0.025"), item("4", "99.925"))
    marks = ledger(tmp_path, rubric, {"u": {"1": "1/3", "2": "1/3", "3": "1/3", "4": "not_met"}})

    index = compute_index(rubric, marks, None)

    assert index.exact(Figure.POINTS, 0) == Fraction("0.025")
    assert index.figure(Figure.POINTS).printed(2) == ["0.03"]


def test_a_total_may_differ_from_its_printed_parts(tmp_path: Path) -> None:
    """As in the ministries' table of 2023: 61.86 + 28.10 stands beside 89.95."""
    rubric = edition(item("1", "70"), item("S", "30", Survey(questions={"Q": Fraction(1)})))
    marks = ledger(tmp_path, rubric, {"u": {"1": "61855/70000"}})

    index = compute_index(rubric, marks, {"S": Fixed("28.096/30".replace("28.096/30", "28096/30000"))})

    assert index.figure(Figure.APPRAISAL).printed(2) == ["61.86"]
    assert index.figure(Figure.SURVEY).printed(2) == ["28.10"]
    assert index.figure(Figure.POINTS).printed(2) == ["89.95"]


def test_what_does_not_apply_leaves_the_whole_scale(tmp_path: Path) -> None:
    """Thanh Hóa 2023: 68.32 points, 16 points removed, published as 81.33 %."""
    rubric = edition(item("1", "84"), item("2", "16"))
    marks = ledger(tmp_path, rubric, {"u": {"1": "6832/8400", "2": "not_applicable"}})

    index = compute_index(rubric, marks, None)

    assert index.figure(Figure.POINTS).printed(2) == ["68.32"]
    assert index.figure(Figure.POSSIBLE).printed(2) == ["84.00"]
    assert index.figure(Figure.INDEX).printed(2) == ["81.33"]


def test_what_does_not_apply_is_rebased_inside_the_appraisal_block(tmp_path: Path) -> None:
    """40 of 60 left is 80/1.2 …: 40/60 × 70 = 46.666…, then the survey's 24 unscaled: 70.67 of 100."""
    rubric = edition(
        item("1", "60"),
        item("2", "10"),
        item("S", "30", Survey(questions={"Q": Fraction(1)})),
        not_applicable=NotApplicable.APPRAISAL_BLOCK,
    )
    marks = ledger(tmp_path, rubric, {"u": {"1": "40/60", "2": "not_applicable"}})

    index = compute_index(rubric, marks, {"S": Fixed("0.8")})

    assert index.figure(Figure.INDEX).printed(2) == ["70.67"]


@pytest.mark.parametrize("mode", [NotApplicable.WHOLE_SCALE, NotApplicable.APPRAISAL_BLOCK])
def test_without_a_survey_the_appraisal_becomes_the_index(tmp_path: Path, mode: NotApplicable) -> None:
    """Nam Định 2020: 62.62 of 70 is 89.457…; the province printed 89.45, half-up prints 89.46."""
    rubric = edition(item("1", "70"), item("S", "30", Survey(questions={"Q": Fraction(1)})), not_applicable=mode)
    marks = ledger(tmp_path, rubric, {"u": {"1": "6262/7000"}})

    index = compute_index(rubric, marks, None)

    assert index.figure(Figure.INDEX).printed(2) == ["89.46"]


def test_bonus_and_penalty_stop_at_their_caps(tmp_path: Path) -> None:
    """80 + min(2 + 2, 3) - min(9, 5) = 78."""
    rubric = edition(
        item("1", "100"),
        bonus=[item("B1", "2", YES), item("B2", "2", YES)],
        penalty=[item("P", None, LATE, answered_by=Answers.AUTHORITY)],
        caps=Caps(bonus=Fraction(3), penalty=Fraction(5)),
    )
    marks = ledger(tmp_path, rubric, {"u": {"1": "80/100", "B1": "yes", "B2": "yes", "P": "9"}})

    index = compute_index(rubric, marks, None)

    assert [index.figure(figure).printed(0)[0] for figure in Figure] == ["80", "0", "3", "5", "78", "100", "78"]


def test_a_bonus_inside_the_scale_counts_in_what_is_possible(tmp_path: Path) -> None:
    """QĐ11: 85 standard + up to 15 bonus = 100; 68 + 3 of them is 71."""
    rubric = edition(
        item("1", "85"),
        bonus=[item("B", "20", UpTo(says="judged"))],
        caps=Caps(bonus=Fraction(15), bonus_inside_scale=True),
    )
    marks = ledger(tmp_path, rubric, {"u": {"1": "8/10", "B": "3"}})

    index = compute_index(rubric, marks, None)

    assert index.figure(Figure.POSSIBLE).printed(0) == ["100"]
    assert index.figure(Figure.INDEX).printed(2) == ["71.00"]


def test_the_index_has_a_floor_and_a_cap(tmp_path: Path) -> None:
    rubric = edition(
        item("1", "10"),
        bonus=[item("B", "5", YES)],
        penalty=[item("P", None, LATE)],
        caps=Caps(index_at_most=Fraction(100)),
    )
    marks = ledger(
        tmp_path,
        rubric,
        {"low": {"1": "0/1", "B": "not_met", "P": "3"}, "high": {"1": "1/1", "B": "yes", "P": "0"}},
    )

    index = compute_index(rubric, marks, None)

    assert index.figure(Figure.POINTS).printed(2) == ["-3.00", "15.00"]
    assert index.figure(Figure.INDEX).printed(2) == ["0.00", "100.00"]


def test_an_index_in_points_reads_on_its_own_scale(tmp_path: Path) -> None:
    """Hà Tĩnh's central agencies are scored on a scale of 60."""
    rubric = edition(item("1", "40"), item("2", "20"), index=Prints.POINTS)
    marks = ledger(tmp_path, rubric, {"u": {"1": "3/4", "2": "not_applicable"}})

    index = compute_index(rubric, marks, None)

    assert index.figure(Figure.INDEX).printed(2) == ["45.00"]


def test_the_three_zeros_are_counted_apart(tmp_path: Path) -> None:
    rubric = edition(item("1"), item("2"), item("3"), item("4"))
    marks = ledger(tmp_path, rubric, {"u": {"1": "not_met", "2": "not_proven", "3": "not_applicable", "4": "1/1"}})

    index = compute_index(rubric, marks, None)

    assert [int(index.count(outcome)[0]) for outcome in Outcome] == [1, 1, 1, 1, 0]


def test_a_waived_deduction_takes_nothing(tmp_path: Path) -> None:
    rubric = edition(item("1", "10"), penalty=[item("P", None, LATE)])
    marks = ledger(tmp_path, rubric, {"u": {"1": "1/1", "P": "waived"}})

    assert compute_index(rubric, marks, None).figure(Figure.INDEX).printed(0) == ["100"]


def test_a_branch_scores_by_the_fact_of_the_other_item(tmp_path: Path) -> None:
    """QĐ11 II.4.2: without a plan any class held earns 2; with a plan the share of planned classes counts."""
    planned = Bands(
        numerator="held",
        denominator="planned",
        rows=(
            Band(points=Fraction(5), at_least=Fraction(1)),
            Band(points=Fraction(4), at_least=Fraction("0.85"), below=Fraction(1)),
        ),
        gap=Gap.DECLARED,
    )
    rule = Branch(
        on="1", cases=(Case(when=("yes",), scored_by=planned),), otherwise=UpTo(says="held", step=Fraction(2))
    )
    rubric = edition(item("1", "3", YES), item("2", "5", rule))
    marks = ledger(tmp_path, rubric, {"planned": {"1": "yes", "2": "9/10"}, "bare": {"1": "not_met", "2": "2"}})

    index = compute_index(rubric, marks, None)

    assert [index.earned["2"].points.exact(unit) for unit in (0, 1)] == [4, 2]


def test_a_leaf_is_rounded_inside_only_where_its_rule_says_so(tmp_path: Path) -> None:
    """61/100 ÷ 0.85 × 10 = 7.17647…"""
    rounded = BandsLinear(
        numerator="a", denominator="b", nothing_below=Fraction("0.6"), full_at=Fraction("0.85"), decimals=2
    )
    plain = BandsLinear(numerator="a", denominator="b", nothing_below=Fraction("0.6"), full_at=Fraction("0.85"))
    rubric = edition(item("1", "10", rounded), item("2", "10", plain))
    marks = ledger(tmp_path, rubric, {"u": {"1": "61/100", "2": "61/100"}})

    index = compute_index(rubric, marks, None)

    assert index.earned["1"].points.exact(0) == Fraction("7.18")
    assert index.earned["2"].points.exact(0) == Fraction(122, 17)


def test_a_flawed_answer_refuses_the_whole_computation(tmp_path: Path) -> None:
    rubric = edition(item("1"), item("2"))
    marks = ledger(tmp_path, rubric, {"u": {"1": "3/2", "2": "1/0"}})

    with pytest.raises(Incomplete) as refused:
        compute_index(rubric, marks, None, "final.csv")

    assert [finding.where for finding in refused.value.findings] == ["final.csv:2", "final.csv:3"]


def test_a_unit_to_which_nothing_applies_is_refused(tmp_path: Path) -> None:
    rubric = edition(item("1"))
    marks = ledger(tmp_path, rubric, {"u": {"1": "not_applicable"}})

    with pytest.raises(Incomplete, match="nothing is left of the scale"):
        compute_index(rubric, marks, None)


def test_decimals_in_a_ratio_are_exact(tmp_path: Path) -> None:
    rubric = edition(item("1", "10"))
    marks = ledger(tmp_path, rubric, {"u": {"1": "0.1/0.3"}})

    assert compute_index(rubric, marks, None).exact(Figure.POINTS, 0) == Fraction(10, 3)


assert SHARE
