"""parindex beside pandas and beside only reading the same files: `python -m benchmarks.national_round`.

Warm process, files on disk to the ranked JSON of units, medians of interleaved repeats; peak memory in a process of
its own. The two results are held against each other, so that both sides have done the same work.
"""

import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.nation import KINDS, edition, write_nation
from benchmarks.national_pandas import ranked_json
from parindex.index.round import sound_round
from parindex.publish.result import Detail, Result
from parindex.publish.tables import json_text

REPEATS = 7
FILES = ("units.csv", "ledgers/self.csv", "ledgers/final.csv", "survey/responses.csv", "survey/percentages.csv")


def with_parindex(folder: Path) -> str:
    round_ = sound_round(folder)
    return json_text(Result(round_, round_.index()), Detail.UNITS)


def with_pandas(folder: Path) -> str:
    return ranked_json(folder, kinds())


def only_reading(folder: Path) -> int:
    """The bound: every row of the same files through the standard csv module, and nothing else."""
    rows = 0
    for name in FILES:
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            for _ in csv.reader(stream):
                rows += 1
    return rows


def kinds() -> dict[str, str]:
    """The rule of each answered leaf, by the short names of this benchmark."""
    listed = [kind for kind, _, times in KINDS for _ in range(times)]
    named = {f"1.{place}": kind for place, kind in enumerate(listed, 1)}
    return named | {"3.1": "choice", "3.2": "yes", "4.1": "penalty", "4.2": "penalty", "4.3": "penalty"}


def timed(work: Callable[[Path], object], folder: Path) -> float:
    start = time.perf_counter()
    work(folder)
    return time.perf_counter() - start


PEAK = (
    "print([line for line in open('/proc/self/status') if line.startswith('VmHWM')][0].split()[1], file=sys.stderr)"
)
"""The process's own high water in kilobytes; `ru_maxrss` would keep that of the parent it was forked from."""


def peak_memory(work: str, *arguments: str) -> float:
    """Megabytes, of a fresh process that does the work once."""
    command = [sys.executable, "-c", f"import sys; {work}; {PEAK}", *arguments]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stderr.split()[-1]) / 1024


def check_agreement(folder: Path) -> float:
    """The largest difference between the two indices; ranks may differ only where floats cannot tell."""
    ours = {unit["unit"]: float(unit["index"]) for unit in json.loads(with_parindex(folder))["units"]}
    theirs = {unit["unit"]: unit["index"] for unit in json.loads(with_pandas(folder))}
    return max(abs(ours[unit] - theirs[unit]) for unit in ours)


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "nation"
        write_nation(folder)
        leaves = sum(1 for _ in edition().leaves())
        rows = only_reading(folder)
        print(f"a generated nation: 3,321 units x {leaves} leaves, {rows:,} rows in {len(FILES)} files")
        print(f"largest difference of the printed indices: {check_agreement(folder):.4f}")
        sides = {
            "parindex (exact)": with_parindex,
            "pandas (floats)": with_pandas,
            "csv (only reading)": only_reading,
        }
        seconds: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(REPEATS):
            for name, work in sides.items():
                seconds[name].append(timed(work, folder))
        medians = {name: statistics.median(times) for name, times in seconds.items()}
        for name, times in seconds.items():
            print(f"{name:20} median {medians[name]:.3f} s  ({min(times):.3f} to {max(times):.3f}, {REPEATS} runs)")
        ours = medians["parindex (exact)"]
        print(f"parindex / pandas  {ours / medians['pandas (floats)']:.2f}")
        print(f"parindex / reading {ours / medians['csv (only reading)']:.2f}")
        ours = peak_memory(
            "from parindex.cli import main; main(sys.argv[1:])", "compute", str(folder), "--format", "json"
        )
        theirs = peak_memory(
            "from pathlib import Path; from benchmarks import national_round as b; b.with_pandas(Path(sys.argv[1]))",
            str(folder),
        )
        print(f"peak memory: parindex {ours:.0f} MB, pandas {theirs:.0f} MB")


if __name__ == "__main__":
    main()
