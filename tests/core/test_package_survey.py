"""What of a survey leaves in a package: all of it counted, exactly; to the public no cell in which few answered."""

import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.errors import Unreadable
from parindex.index.round import Round, sound_round
from parindex.publish.package.contents import Kind, laid_out
from parindex.publish.package.manifest import read_json
from parindex.publish.package.seal import seal
from parindex.publish.package.survey import counted_survey
from parindex.publish.package.verify import Verdict, verify
from parindex.rubric.rules import Survey
from parindex.survey.tallies import Counted
from parindex.survey.withheld import withheld
from tests.core.packages import KEY, RESPONSES, UNITS, answered, changed, opened, round_folder, signed_again

ITEMS = ("2", "3")
FEW = [*answered("a", 6), *answered("b", 7, Q1="fair"), *answered("c", 4, Q1="fair"), *answered("c", 8, "staff")]
"""Four citizens of c: too few for item 2, which takes only citizens, and for item 3 too, which takes all together."""


def resealed(package: bytes, folder: Path) -> Round:
    laid_out(opened(package), folder)
    return sound_round(folder)


def shares(round_: Round) -> list[Fraction]:
    assert round_.shares is not None
    return [round_.shares[item].exact(unit) for item in ITEMS for unit in range(len(round_.units))]


OPTION = st.sampled_from(["good", "fair", "none", ""])
WEIGHT = st.sampled_from(["1", "0", "0.000001", "2.5", "999999999"])


@st.composite
def responses(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Any, after one of each unit that can be scored."""
    rows = [row for unit in UNITS for row in answered(unit, 1)]
    for _ in range(draw(st.integers(0, 30))):
        group = draw(st.sampled_from(["citizens", "staff"]))
        place = (draw(st.sampled_from(["s", "t"])), draw(st.sampled_from(["c0", "x, y"])))
        said = [draw(OPTION), draw(OPTION) if group == "citizens" else "", draw(OPTION), draw(OPTION)]
        stratum, cluster = place[0], f'"{place[1]}"'
        rows.append((draw(st.sampled_from(UNITS)), group, stratum, cluster, draw(WEIGHT), *said))
    return rows


@given(responses(), st.sampled_from(Kind), st.integers(2, 8))
@settings(max_examples=60, deadline=None)
def test_counted_answers_give_the_same_exact_shares(rows: list[tuple[str, ...]], kind: Kind, fewest: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = round_folder(Path(temporary) / "round", rows)
        package = seal(folder, kind=kind, fewest=fewest)

        again = resealed(package, Path(temporary) / "again")

        assert shares(again) == shares(sound_round(folder))
        assert verify(package).holds


def test_the_councils_package_holds_every_cell_and_no_name_of_a_cluster(tmp_path: Path) -> None:
    rows = [*answered("a", 2), *answered("b", 1), *answered("c", 1)]

    text = counted_survey(folder := round_folder(tmp_path, rows), sound_round(folder), Kind.COUNCIL, 5)

    lines = text["survey/tallies.csv"].decode().splitlines()
    assert lines[:4] == [
        "unit,group,stratum,cluster,question,option,answers,weight",
        "a,citizens,s,0,Q1,good,1,1.5",
        "a,citizens,s,0,Q2,fair,1,1.5",
        "a,citizens,s,0,Q3,good,1,1.5",
    ]
    assert len(lines) == 1 + 4 * 4  # four who answered four questions each


def test_the_public_package_pools_strata_and_clusters_and_shows_only_what_scores(tmp_path: Path) -> None:
    package = seal(round_folder(tmp_path), kind=Kind.PUBLIC)

    lines = opened(package)["survey/tallies.csv"].decode().splitlines()

    assert lines[1:4] == ["a,citizens,,,Q1,good,6,9", "a,citizens,,,Q2,fair,6,9", "a,citizens,,,Q3,good,6,9"]
    assert not [line for line in lines if ",Q4," in line]
    assert "survey/shares.csv" not in opened(package)


def test_a_small_cell_is_withheld_its_share_stated_and_the_package_says_so(tmp_path: Path) -> None:
    package = seal(round_folder(tmp_path, FEW), kind=Kind.PUBLIC, key=KEY)
    parts = opened(package)

    told = verify(package)

    assert told.holds
    assert told.stated == 2
    assert read_json("manifest.json", parts["manifest.json"])["not_rederived"] == {"2": ["c"], "3": ["c"]}
    assert parts["survey/shares.csv"] == b"unit,item,share\nc,2,3/5\nc,3,1\n"  # all fair; all good
    assert not [line for line in parts["survey/tallies.csv"].decode().splitlines() if line.startswith("c,")]


def test_what_is_published_of_an_item_never_leaves_a_single_unknown() -> None:
    """A and B share Q2: Q1 is small, so A goes, so Q2 goes, so B goes, so Q3 goes; C stands alone and stays."""
    rules = {
        "A": Survey(questions={"Q1": Fraction(1), "Q2": Fraction(1)}),
        "B": Survey(questions={"Q2": Fraction(1), "Q3": Fraction(1)}),
        "C": Survey(questions={"Q4": Fraction(1)}),
    }
    counted = {code: _counted(code, 3 if code == "Q1" else 9) for code in ("Q1", "Q2", "Q3", "Q4")}

    items, questions = withheld(rules, counted, 5)

    assert {item: units.tolist() for item, units in items.items()} == {"A": [True], "B": [True], "C": [False]}
    assert [code for code, units in questions.items() if not units[0]] == ["Q4"]


def _counted(code: str, answers: int) -> Counted:
    cells = np.array([[[answers]]])
    return Counted(question=code, groups=("g",), options=("o",), counts=cells, weighted=cells)


def test_a_stated_share_that_is_another_does_not_follow(tmp_path: Path) -> None:
    package = seal(round_folder(tmp_path, FEW), kind=Kind.PUBLIC, key=KEY)

    told = verify(signed_again(changed(package, "survey/shares.csv", "c,2,3/5", "c,2,4/5")))

    assert told.verdict is Verdict.RESULT_DIFFERS
    assert told.findings[0].where == "result/leaves.csv:9"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("c,2,3/5", "a,2,3/5", "a share is stated that the tallies give"),
        ("c,2,3/5", "c,1,3/5", "a share is stated that the tallies give"),
        ("c,2,3/5", "c,3,3/5", "a share is stated that the tallies give"),
        ("c,2,3/5", "c,2,6/5", "«6/5» is not a share"),
        ("c,2,3/5", "c,2,3/0", "«3/0» is not a share"),
        ("c,2,3/5", "c,2,-3/5", "«-3/5» is not a share"),
        ("c,2,3/5\n", "", "0 valid answers for item 2"),
        ("unit,item", "item,unit", "the header is"),
    ],
)
def test_a_stated_share_stands_only_where_cells_were_withheld(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    package = seal(round_folder(tmp_path, FEW), kind=Kind.PUBLIC, key=KEY)

    told = verify(signed_again(changed(package, "survey/shares.csv", old, new)))

    assert told.verdict is Verdict.FLAWED_DATA
    assert any(problem in str(finding.problem) for finding in told.findings)


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        ("x,citizens,s,0,Q1,good,1,1.5", "there is no unit «x»"),
        ("a,strangers,s,0,Q1,good,1,1.5", "is not asked of group strangers"),
        ("a,staff,s,0,Q2,good,1,1.5", "is not asked of group staff"),
        ("a,citizens,s,0,Q9,good,1,1.5", "not an option of question Q9"),
        ("a,citizens,s,0,Q1,bad,1,1.5", "«bad» is not an option"),
        ("a,citizens,s,0,Q1,good,0,1.5", "«0» is not a number of answers"),
        ("a,citizens,s,0,Q1,good,1e9,1.5", "«1e9» is not a number of answers"),
        ("a,citizens,s,0,Q1,good,1,0", "«0» is not a weight"),
        ("a,citizens,s,0,Q1,good,1,-1", "«-1» is not a weight"),
        ("a,citizens,s,0,Q1,good,1,1000000000000", "is not a weight"),
        ("a,citizens,s,0,Q1,good,1,0.0000001", "is not a weight"),
        ("a,citizens,s,0,Q2,fair,1,1.5", "this cell stands twice"),
        ("a,citizens,s,0,Q1,good,1", "7 fields instead of 8"),
    ],
)
def test_a_flawed_tally_is_told_at_its_line(tmp_path: Path, new: str, problem: str) -> None:
    package = seal(round_folder(tmp_path), key=KEY)
    old = "a,citizens,s,0,Q1,good,1,1.5"

    told = verify(signed_again(changed(package, "survey/tallies.csv", old, new)))

    assert told.verdict is Verdict.FLAWED_DATA
    assert problem in " ".join(str(finding.problem) for finding in told.findings)


def test_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = seal(round_folder(tmp_path))
    monkeypatch.setattr("parindex.index.tallied.MOST_CELLS", 17)  # three units, two groups, three options

    assert verify(package).verdict is Verdict.FLAWED_DATA


def test_weights_beyond_the_range_of_floats_are_summed_exactly(tmp_path: Path) -> None:
    rows = [(*row[:4], "999999999.999999", *row[5:]) for row in RESPONSES]
    folder = round_folder(tmp_path / "round", rows)

    assert shares(resealed(seal(folder), tmp_path / "again")) == shares(sound_round(folder))


def test_responses_and_tallies_together_are_refused(tmp_path: Path) -> None:
    tallies = "unit,group,stratum,cluster,question,option,answers,weight\n"

    with pytest.raises(Unreadable, match="both here"):
        sound_round(round_folder(tmp_path, survey__tallies=tallies))


def test_a_councils_package_unpacked_can_be_sealed_for_the_public(tmp_path: Path) -> None:
    folder = round_folder(tmp_path / "round")
    resealed(seal(folder), tmp_path / "council")

    again, at_once = (seal(place, kind=Kind.PUBLIC) for place in (tmp_path / "council", folder))

    assert opened(again)["survey/tallies.csv"] == opened(at_once)["survey/tallies.csv"]
    assert verify(again).holds
    assert opened(seal(tmp_path / "council")) == opened(seal(folder))


def test_a_public_package_unpacked_is_not_sealed_again(tmp_path: Path) -> None:
    resealed(seal(round_folder(tmp_path / "round", FEW), kind=Kind.PUBLIC), tmp_path / "public")

    with pytest.raises(Unreadable, match="small cells are gone"):
        seal(tmp_path / "public")


def test_a_round_without_a_survey_is_sealed_without_its_answers(tmp_path: Path) -> None:
    folder = round_folder(tmp_path)
    (folder / "round.yaml").write_text("title: A round\nyear: 2026\nedition: small\nsurvey_not_held: a storm\n")

    package = seal(folder)

    assert verify(package).holds
    assert not [name for name in opened(package) if name.startswith("survey/")]
