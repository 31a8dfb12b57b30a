"""Official past results. If one of these moves, stop and say so."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from parindex.index.compute import compute_index
from parindex.index.rank import ranks
from parindex.index.screen import Screened
from parindex.index.settle import Figure
from parindex.rounding import printed
from parindex.rubric.model import Ties
from parindex.rubric.rules import Given
from tests.core.small import edition, item, ledger

HERE = Path(__file__).parent
CENT = Decimal("0.01")
MINISTRY_PARTS = ("appraisal_points", "survey_points")
PROVINCE_PARTS = ("appraisal_points", "sipas_points", "leader_survey_points", "socioeconomic_impact_points")


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


MINISTRIES = rows("vn_parindex_ministries_2023.csv")
PROVINCES = rows("vn_parindex_provinces_2020_top10.csv")


def off_by(row: dict[str, str], parts: tuple[str, ...], total: str) -> Decimal:
    return sum((Decimal(row[part]) for part in parts), Decimal(0)) - Decimal(row[total])


@pytest.mark.parametrize("row", MINISTRIES, ids=lambda row: row["ministry"])
def test_a_ministrys_parts_add_up_within_a_hundredth(row: dict[str, str]) -> None:
    assert abs(off_by(row, MINISTRY_PARTS, "total_published")) <= CENT


@pytest.mark.parametrize("row", PROVINCES, ids=lambda row: row["province"])
def test_a_provinces_parts_add_up_within_a_hundredth(row: dict[str, str]) -> None:
    assert abs(off_by(row, PROVINCE_PARTS, "index_published")) <= CENT


def test_the_published_parts_differ_from_the_total_in_both_directions() -> None:
    differences = [off_by(row, MINISTRY_PARTS, "total_published") for row in MINISTRIES]

    assert sum(difference == 0 for difference in differences) == 8
    assert {difference for difference in differences if difference} == {CENT, -CENT}


@pytest.mark.parametrize(
    ("table", "index"),
    [(MINISTRIES, "total_published"), (PROVINCES, "index_published")],
    ids=["ministries", "provinces"],
)
def test_ranks_come_out_as_published(table: list[dict[str, str]], index: str) -> None:
    exact = [Fraction(row[index]) for row in table]
    figure = Screened(
        np.array([float(value) for value in exact]), np.full(len(exact), 1e-9), lambda unit: exact[unit]
    )

    places = ranks(figure, {"all": range(len(exact))}, Ties.COMPETITION)

    assert [places[unit].rank for unit in range(len(exact))] == [int(row["rank_published"]) for row in table]


def test_the_ministries_mean_comes_out_as_published() -> None:
    total = sum((Fraction(row["total_published"]) for row in MINISTRIES), Fraction(0))

    assert printed(total / len(MINISTRIES), 2) == "84.38"


@pytest.mark.parametrize("row", MINISTRIES, ids=lambda row: row["ministry"])
def test_some_exact_parts_print_all_three_published_figures(row: dict[str, str], tmp_path: Path) -> None:
    """Exact parts within half a hundredth of the printed ones exist whose sum prints the published total, and the
    engine, given them, prints all three: it rounds each once, and never adds rounded parts."""
    appraised, surveyed = exact_parts(row)
    rubric = edition(item("A", "68.5", Given(by="thẩm định")), item("S", "31.5", Given(by="điều tra")))
    marks = ledger(tmp_path, rubric, {"u": {"A": str(appraised), "S": str(surveyed)}})

    index = compute_index(rubric, marks, None)
    parts = [index.together([one]).printed(2)[0] for one in rubric.leaves()]

    assert parts == [row["appraisal_points"], row["survey_points"]]
    assert index.figure(Figure.INDEX).printed(2) == [row["total_published"]]


def exact_parts(row: dict[str, str]) -> tuple[Decimal, Decimal]:
    """The printed parts, each moved by 0.004 against the difference that the printed total shows."""
    difference = off_by(row, MINISTRY_PARTS, "total_published")
    shift = -difference * Decimal("0.4")
    return Decimal(row["appraisal_points"]) + shift, Decimal(row["survey_points"]) + shift
