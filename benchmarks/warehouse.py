"""A year of very many dossiers, counted by unit and month: our expressions beside hand-written SQL on one DuckDB.

python -m benchmarks.warehouse [DOSSIERS] [FOLDER]

A million dossiers unless told otherwise; the issue's full size is 100000000, with some 4 GB of disk. A FOLDER that
holds such a ledger already is measured as it is.
"""

import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from benchmarks.dossiers import MONTHS, write_year
from parindex.onestop.register import DossierReader
from parindex.onestop.rows import DossierRow
from parindex.onestop.warehouse.columns import dossier_sums
from parindex.onestop.warehouse.engines import DuckDB, Row
from parindex.onestop.warehouse.form import DOSSIERS, Month, moment
from parindex.onestop.warehouse.moments import DAY, OFFSET
from parindex.onestop.warehouse.scores import month_scores, opened

DEFAULT = 1_000_000
LAW = Path(__file__).parents[1] / "one-stop"
HAND = Path(__file__).with_suffix(".sql")
COLUMNS = [field.name for field in fields(DossierRow)]
COUNTED = [*COLUMNS, "used_online", "payable_used"]
Found = dict[tuple[str, str], tuple[int, ...]]


class Sides:
    """Both sides over one connection, one memory limit, the same tables of the law, the same months."""

    def __init__(self, ledger: Path) -> None:
        self.engine = DuckDB()
        around = {month: DossierReader(ledger / month.folder, LAW) for month in MONTHS}
        _, self.tables = opened(ledger, self.engine, around)

    def ours(self) -> Found:
        return _found(self.engine.rows(dossier_sums(self.tables)))

    def hand(self) -> Found:
        rows: list[Row] = []
        for month in MONTHS:
            self.engine.show(month)
            answer = self.engine.connection.con.execute(self._query(month))
            names = [column[0] for column in answer.description]
            rows += [{"month": month.name, **dict(zip(names, row, strict=True))} for row in answer.fetchall()]
        return _found(rows)

    def _query(self, month: Month) -> str:
        return HAND.read_text(encoding="utf-8").format(
            month=month.name,
            starts=moment(month.period.start),
            ends=moment(month.period.end) + 1,
            offset=OFFSET,
            one_day=DAY,
            grain=self.tables.clocks.grain,
            sums=", ".join(f"sum({name})::hugeint as {name}" for name in COLUMNS),
        )


def _found(rows: list[Row]) -> Found:
    return {
        (str(row["month"]), str(row["unit"])): tuple(int(str(row[name] or 0)) for name in COUNTED) for row in rows
    }


def _seconds(work: Callable[[], Found]) -> tuple[float, float, Found]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return time.perf_counter() - wall, time.process_time() - cpu, found


def measure(ledger: Path, repeats: int) -> None:
    sides = Sides(ledger)
    wall: dict[str, list[float]] = {"ours": [], "hand": []}
    cpu: dict[str, list[float]] = {"ours": [], "hand": []}
    for _ in range(repeats):
        found = {}
        for name, work in (("ours", sides.ours), ("hand", sides.hand)):
            seconds, worked, found[name] = _seconds(work)
            wall[name].append(seconds)
            cpu[name].append(worked)
        assert found["ours"] == found["hand"], "the two sides count otherwise"
    print(f"{len(found['ours']):,} units × months, {len(COUNTED)} columns: the same on both sides")
    for name in wall:
        print(
            f"{name:5} median {statistics.median(wall[name]):8.2f} s, processor {statistics.median(cpu[name]):8.2f} s"
        )
    for what, times in (("time", wall), ("processor time", cpu)):
        print(f"ours ÷ hand, {what}: {statistics.median(times['ours']) / statistics.median(times['hand']):.2f}")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def increment(ledger: Path) -> None:
    """The last month alone: its time, and the bytes that lie in what it reads."""
    last = MONTHS[-1]
    sizes = {
        month: sum(file.stat().st_size for file in (ledger / month.folder / DOSSIERS).iterdir()) for month in MONTHS
    }
    start = time.perf_counter()
    month_scores(ledger, DuckDB(), months=[last], law=LAW)
    seconds = time.perf_counter() - start
    read, held = sizes[last] / 1e6, sum(sizes.values()) / 1e6
    print(f"{last.name} alone: {seconds:.1f} s, 1 of {len(sizes)} folders, {read:,.1f} of {held:,.1f} MB of dossiers")


def main() -> None:
    dossiers = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    with tempfile.TemporaryDirectory() as temporary:
        ledger = Path(sys.argv[2] if len(sys.argv) > 2 else temporary) / "ledger"
        if not ledger.exists():
            free = shutil.disk_usage(ledger.parent).free
            assert free > dossiers * 100, f"{free / 1e9:.0f} GB of disk are too few for {dossiers:,} dossiers"
            start = time.perf_counter()
            write_year(ledger, dossiers)
            print(f"{dossiers:,} dossiers of a year made in {time.perf_counter() - start:.0f} s")
        measure(ledger, repeats=3 if dossiers <= DEFAULT else 1)
        increment(ledger)


if __name__ == "__main__":
    main()
