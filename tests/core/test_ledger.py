"""Very many dossiers: a ledger's figures are those of the arithmetic, to the last dossier."""

import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.cli import main
from parindex.errors import Incomplete, Unreadable
from parindex.onestop.register import read_register
from parindex.onestop.scores import UnitScore, unit_scores
from parindex.onestop.warehouse import form, parts
from parindex.onestop.warehouse.engines import DuckDB, Spark
from parindex.onestop.warehouse.form import Month
from parindex.onestop.warehouse.scores import MonthScores, month_scores
from parindex.onestop.warehouse.write import write_ledger
from tests.core.ledgers import MONTHS, by_the_arithmetic, write_law, write_register
from tests.core.onestop import REGISTER

DIFFERENT = "«{unit}», {month}: {column} is {found}, but dossier by dossier {counted}"
MARCH = Month("2026-03")


def differences(found: list[MonthScores], counted: dict[Month, tuple[UnitScore, ...]]) -> list[str]:
    """Every sum that an engine has otherwise than the arithmetic."""
    assert tuple(month.month for month in found) == MONTHS
    return [
        DIFFERENT.format(
            unit=expected.unit, month=month.month.name, column=name, found=one.sums[name], counted=expected.sums[name]
        )
        for month in found
        for one, expected in zip(month.scores, counted[month.month], strict=True)
        for name in expected.sums
        if one.sums[name] != expected.sums[name] or one.score != expected.score
    ]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(rng=st.randoms(use_true_random=False), dossiers=st.integers(1, 80))
def test_the_ledger_has_the_figures_of_the_arithmetic_to_the_last_dossier(rng: Random, dossiers: int) -> None:
    """Holidays, compensatory and half days, several supplements, payments, apologies, open and withdrawn dossiers."""
    with TemporaryDirectory() as temporary:
        place = Path(temporary)
        write_law(place / "one-stop")
        write_register(place / "register", rng, dossiers)

        write_ledger(place / "register", place / "ledger")

        found = month_scores(place / "ledger", DuckDB())
        assert differences(found, by_the_arithmetic(place / "register", place / "one-stop")) == []


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of two thousand nasty dossiers, and its ledger."""
    place = tmp_path_factory.mktemp("nasty")
    write_law(place / "one-stop")
    write_register(place / "register", Random(766), 2000)
    write_ledger(place / "register", place / "ledger")
    return place


@pytest.fixture(scope="module")
def counted(place: Path) -> dict[Month, tuple[UnitScore, ...]]:
    return by_the_arithmetic(place / "register", place / "one-stop")


def test_two_thousand_nasty_dossiers_are_counted_alike(
    place: Path, counted: dict[Month, tuple[UnitScore, ...]]
) -> None:
    found = month_scores(place / "ledger", DuckDB())

    assert differences(found, counted) == []
    sums = [one.sums for month in found for one in month.scores]
    for told in (
        "ended_early",
        "ended_on_time",
        "ended_late",
        "open_in_time",
        "open_late",
        "carried_over",
        "on_time",
    ):
        assert all(of_unit[told] > 0 for of_unit in sums[1:]) or told == "carried_over", told


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_cluster_of_two_workers_counts_alike(
    place: Path, counted: dict[Month, tuple[UnitScore, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same expressions on a real Spark: a master and two workers, each a process of its own."""
    if shutil.which("java") is None:
        assert not os.environ.get("CI"), "java is missing: scripts/debian.py openjdk-17-jre-headless"
        pytest.skip("java is missing: left out, the ledger on a Spark cluster")
    from tests.core.spark_cluster import HOST, WORKERS, cluster

    monkeypatch.setenv("SPARK_LOCAL_IP", HOST)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    with cluster(place / "cluster") as master:
        engine = Spark(master, SMALL | {"spark.driver.host": HOST, "spark.driver.bindAddress": HOST})
        try:
            found = month_scores(place / "ledger", engine)
            executors = engine.session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
        finally:
            engine.session.stop()

    assert executors == WORKERS
    assert differences(found, counted) == []


SMALL = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.executor.memory": "768m",
}
"""So few dossiers are sooner counted than a plan for many is compiled."""


def test_a_month_is_counted_without_reading_another(place: Path, tmp_path: Path) -> None:
    """Of the other months not even the rows are there."""
    ledger = tmp_path / "ledger"
    shutil.copytree(place / "ledger", ledger)
    whole = month_scores(ledger, DuckDB(), law=place / "one-stop")
    for month in (MONTHS[0], MONTHS[2]):
        shutil.rmtree(ledger / month.folder / "dossiers")

    [april] = month_scores(ledger, DuckDB(), months=[MONTHS[1]], law=place / "one-stop")

    assert [one.sums for one in april.scores] == [one.sums for one in whole[1].scores]


def test_what_a_month_leaves_open_is_carried_over_into_the_next(place: Path) -> None:
    """Column 6 of Biểu II.06a is column 11 of the period before."""
    months = month_scores(place / "ledger", DuckDB(), by_unit=False)

    for before, after in pairwise(months):
        assert list(after.scores[0].report.flaws_after(before.scores[0].report, "II.06a")) == []


def test_all_units_of_a_month_add_what_was_counted(place: Path) -> None:
    [whole], [units] = (
        month_scores(place / "ledger", DuckDB(), months=[MARCH], by_unit=by_unit) for by_unit in (False, True)
    )

    assert whole.scores[0].sums["handled"] == sum(one.sums["handled"] for one in units.scores)


def test_parts_hold_whole_dossiers_however_small_they_are(place: Path) -> None:
    register = place / "register"

    found = list(parts.parts(register, register / "events.csv", part_bytes=4000))

    codes = [{line.value.dossier for line in kept} for kept, _ in found]
    assert len(found) > 10
    assert sum(map(len, codes)) == len(set.union(*codes)) == 2000
    assert all(
        line.value.dossier in of_part for (_, lines), of_part in zip(found, codes, strict=True) for line in lines
    )


def test_the_ledger_is_written_as_its_form_says(tmp_path: Path) -> None:
    [month] = write_ledger(REGISTER, tmp_path / "ledger")

    table = pq.read_table(tmp_path / "ledger" / month.folder / "dossiers" / "part-0.parquet")
    first = table.to_pylist()[0]
    assert table.schema == form.DOSSIER_COLUMNS
    assert first["dossier"] == "DM-001"
    assert [event["kind"] for event in first["events"]] == [0, 3, 7, 11]
    assert first["events"][0]["at"] == 1_772_457_300_000_000  # 2 March 2026, 13:15 UTC, 20:15 in Vietnam


def test_the_command_says_of_a_ledger_what_it_says_of_its_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    law = ["--law", str(REGISTER.parents[1] / "one-stop")]
    assert main(["to-ledger", str(REGISTER), str(tmp_path / "ledger"), *law]) == 0
    capsys.readouterr()

    codes = [
        main(["service-index", str(REGISTER), "--detail", "components"]),
        main(
            [
                "service-index",
                "--ledger",
                str(tmp_path / "ledger"),
                "--by",
                "unit,month",
                "--detail",
                "components",
                *law,
            ]
        ),
    ]

    of_register, of_ledger = capsys.readouterr().out.split("Sổ theo dõi hồ sơ của hai")[1:]
    assert codes == [0, 0]
    assert of_ledger == of_register


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main([*arguments, "--lang", "en"]) == 1
    return capsys.readouterr().err


def test_what_is_not_a_ledger_or_stands_in_it_already_is_refused(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = str(place / "ledger")

    assert "holds 2026-03, 2026-04, 2026-05 already" in refused(
        ["to-ledger", str(place / "register"), ledger], capsys
    )
    assert "does not hold" in refused(["service-index", "--ledger", str(tmp_path)], capsys)
    assert "does not hold 2026-07" in refused(["service-index", "--ledger", ledger, "--month", "2026-07"], capsys)
    assert "do not add up" in refused(["service-index", "--ledger", ledger, "--by", "unit"], capsys)
    assert "in a ledger only" in refused(["service-index", str(REGISTER), "--by", "month"], capsys)
    assert "either" in refused(["service-index"], capsys)


def test_half_a_month_is_not_written(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "register", tmp_path / "register")
    period = tmp_path / "register" / "period.yaml"
    period.write_text(period.read_text(encoding="utf-8").replace("2026-05-31", "2026-05-14"), encoding="utf-8")

    with pytest.raises(Unreadable, match="whole months"):
        write_ledger(tmp_path / "register", tmp_path / "ledger", place / "one-stop")


def test_a_register_with_a_flaw_leaves_no_month_behind(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "register", tmp_path / "register")
    with (tmp_path / "register" / "events.csv").open("a", encoding="utf-8") as events:
        events.write("HS-9999,2026-03-02 09:00,received,\n")

    with pytest.raises(Unreadable, match="no dossier «HS-9999»"):
        write_ledger(tmp_path / "register", tmp_path / "ledger", place / "one-stop")
    assert list((tmp_path / "ledger").iterdir()) == []


def test_a_dossier_beyond_the_calendar_is_refused_and_not_guessed(tmp_path: Path) -> None:
    """As of a single dossier: `Incomplete`, and nobody is on time by accident."""
    place = tmp_path
    write_law(place / "one-stop")
    write_register(place / "register", Random(1), 200)
    for year in (place / "one-stop" / "calendars" / "minh-hoa").glob("*.yaml"):
        year.unlink()
    odd = (place / "one-stop" / "calendars" / "ngay-la" / "2026.yaml").read_text(encoding="utf-8")
    early = odd.replace("year: 2026", "year: 2025").replace("2026-", "2025-")
    (place / "one-stop" / "calendars" / "minh-hoa" / "2025.yaml").write_text(early, encoding="utf-8")
    write_ledger(place / "register", place / "ledger")

    with pytest.raises(Incomplete, match="cannot be measured"):
        month_scores(place / "ledger", DuckDB())


def test_without_the_extra_the_command_names_it() -> None:
    hide = "import sys; sys.modules['pyarrow'] = None; sys.modules['ibis'] = None; "
    run = "from parindex.cli import main; sys.exit(main(['service-index', '--ledger', 'x', '--lang', 'en']))"

    done = subprocess.run([sys.executable, "-c", hide + run], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "pip install 'parindex[warehouse]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_example_as_a_ledger_is_the_example(tmp_path: Path) -> None:
    law = REGISTER.parents[1] / "one-stop"
    write_ledger(REGISTER, tmp_path / "ledger", law)

    [month] = month_scores(tmp_path / "ledger", DuckDB(), law=law)

    counted = unit_scores(read_register(REGISTER))
    assert [(one.sums, one.figures, one.score) for one in month.scores] == [
        (one.sums, one.figures, one.score) for one in counted
    ]
