"""A year of very many dossiers, counted by unit and month: our expressions beside hand-written SQL on one DuckDB.

python -m benchmarks.warehouse [DOSSIERS] [FOLDER]

A million dossiers unless told otherwise; the full size is 100000000, with some 3 GB of disk. A FOLDER that holds such
a ledger already is measured as it is, and is kept; `DOSSIERS` then says only how often.
"""

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


class Spent:
    """What one side took, run by run."""

    def __init__(self, work: Callable[[], Found]) -> None:
        self.work, self.wall, self.cpu, self.peak = work, list[float](), list[float](), 0

    def run(self) -> Found:
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        wall, cpu = time.perf_counter(), time.process_time()
        found = self.work()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)
        self.peak = max(self.peak, _peak())
        return found

    def __str__(self) -> str:
        wall, cpu = statistics.median(self.wall), statistics.median(self.cpu)
        return f"median {wall:8.2f} s, processor {cpu:8.2f} s, peak memory {self.peak:,} MB"


def _peak() -> int:
    """Megabytes that the process held at most since its peak was last begun anew."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


def measure(ledger: Path, repeats: int) -> None:
    sides = Sides(ledger)
    ours, hand = Spent(sides.ours), Spent(sides.hand)
    for _ in range(repeats):
        found = ours.run()
        assert found == hand.run(), "the two sides count otherwise"
    handled = sum(numbers[COUNTED.index("handled")] for numbers in found.values())
    print(
        f"{len(found):,} units × months, {handled:,} dossiers handled, {len(COUNTED)} columns: the same on both sides"
    )
    print(f"ours  {ours}\nhand  {hand}")
    for what, one, other in (("time", ours.wall, hand.wall), ("processor time", ours.cpu, hand.cpu)):
        print(f"ours ÷ hand, {what}: {statistics.median(one) / statistics.median(other):.2f}")


def increment(ledger: Path) -> None:
    """The last month alone, from the files to the points: its time, and the bytes that lie in what it reads."""
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
