"""Survey means with standard errors, of parindex and of R's `survey`: `python -m benchmarks.survey_means`.

1,000,000 generated responses in 50 strata and 5,000 clusters, overall and by 63 units. Both sides hold the numbers
in memory when the clock starts, and each times the design and the estimates apart; medians of repeats. The figures
of the two are held against each other to six digits. R is timed inside R, by system.time.
"""

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from parindex.survey.design import Design, Domains
from parindex.survey.estimates import Estimates, mean

ROWS, STRATA, CLUSTERS, UNITS, SEED = 1_000_000, 50, 5_000, 63, 20261123
REPEATS, REPEATS_IN_R = 15, 3
SIX_DIGITS = 1e-6
STEPS = ("design", "mean", "mean by unit")

Columns = dict[str, np.ndarray]
IN_R = """
suppressPackageStartupMessages(library(survey))
args <- commandArgs(TRUE); n <- as.integer(args[2]); repeats <- as.integer(args[3])
column <- function(name) readBin(file.path(args[1], name), "double", n)
data <- data.frame(stratum = column("stratum"), cluster = column("cluster"), unit = column("unit"),
                   weight = column("weight"), share = column("share"))
seconds <- function(work) median(sapply(seq_len(repeats), function(i) system.time(work())[["elapsed"]]))
describe <- function() svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, data = data)
cat("seconds design", seconds(describe), "\n")
design <- describe()
cat("seconds mean", seconds(function() overall <<- svymean(~share, design)), "\n")
cat("seconds mean by unit", seconds(function() each <<- svyby(~share, ~unit, design, svymean)), "\n")
cat("version", R.version$major, R.version$minor, as.character(packageVersion("survey")), "\n")
cat("values", sprintf("%.15g", c(coef(overall), coef(each))), "\n")
cat("errors", sprintf("%.15g", c(SE(overall), SE(each))), "\n")
"""


def responses() -> Columns:
    """Clusters nested in strata, units across both; answers worth 1, 0.6, 0.2, 0, alike within a cluster."""
    rng = np.random.default_rng(SEED)
    cluster = np.sort(rng.integers(0, CLUSTERS, ROWS))
    liking = rng.normal(0.6, 0.15, CLUSTERS)[cluster] + rng.normal(0, 0.3, ROWS)
    order = rng.permutation(ROWS)
    columns = {
        "stratum": cluster // (CLUSTERS // STRATA),
        "cluster": cluster,
        "unit": rng.integers(0, UNITS, ROWS),
        "weight": np.round(rng.uniform(5, 50, ROWS), 6),
        "share": np.select([liking > 0.8, liking > 0.5, liking > 0.2], [1.0, 0.6, 0.2], 0.0),
    }
    return {name: column[order] for name, column in columns.items()}


def described(columns: Columns) -> Design:
    return Design.of(strata=columns["stratum"], clusters=columns["cluster"], weights=columns["weight"])


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    return statistics.median(_timed(work) for _ in range(repeats))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ours(columns: Columns) -> tuple[dict[str, float], list[Estimates]]:
    design, units = described(columns), Domains.of(columns["unit"], UNITS)
    share = columns["share"]
    times = {
        "design": seconds(lambda: described(columns)),
        "mean": seconds(lambda: mean(design, share)),
        "mean by unit": seconds(lambda: mean(design, share, units)),
    }
    return times, [mean(design, share), mean(design, share, units)]


def in_r(columns: Columns) -> dict[str, list[str]] | None:
    """What R prints, by the first words of its lines; None where R or its package is absent."""
    rscript = shutil.which("Rscript")
    if rscript is None or subprocess.run([rscript, "-e", "library(survey)"], capture_output=True).returncode:
        return None
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, column in columns.items():
            column.astype(np.float64).tofile(folder / name)
        (folder / "means.R").write_text(IN_R)
        command = [rscript, str(folder / "means.R"), str(folder), str(ROWS), str(REPEATS_IN_R)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return _lines(printed)


def _lines(printed: str) -> dict[str, list[str]]:
    lines = [line.split() for line in printed.splitlines()]
    times = {" ".join(line[1:-1]): line[-1:] for line in lines if line[0] == "seconds"}
    return times | {line[0]: line[1:] for line in lines if line[0] != "seconds"}


def furthest(estimates: list[Estimates], theirs: dict[str, list[str]]) -> float:
    """The largest relative difference of a value or a standard error."""
    values = np.concatenate([one.values for one in estimates]), np.concatenate([one.errors for one in estimates])
    other = np.array(theirs["values"], dtype=float), np.array(theirs["errors"], dtype=float)
    return max(float(np.abs(one / two - 1).max()) for one, two in zip(values, other, strict=True))


def main() -> None:
    columns = responses()
    print(
        f"{ROWS:,} generated responses, {STRATA} strata, {CLUSTERS:,} clusters, {UNITS} units; NumPy {np.__version__}"
    )
    times, estimates = ours(columns)
    theirs = in_r(columns)
    if theirs is None:
        print("R with its package survey is not installed here, so only parindex is timed.")
        for step in STEPS:
            print(f"{step:14} {times[step]:9.4f} s")
        return
    difference = furthest(estimates, theirs)
    print(f"R {'.'.join(theirs['version'][:2])}, survey {theirs['version'][2]}; the largest relative difference of")
    print(f"{2 * (UNITS + 1)} figures is {difference:.1e}; medians of {REPEATS} and {REPEATS_IN_R} runs")
    if difference > SIX_DIGITS:
        raise SystemExit("the two sides do not agree to six digits")
    print(f"{'':14} {'parindex':>11} {'R survey':>11} {'R / parindex':>14}")
    for step in STEPS:
        other = float(theirs[step][0])
        print(f"{step:14} {times[step]:9.4f} s {other:9.3f} s {other / times[step]:14.0f}")


if __name__ == "__main__":
    main()
