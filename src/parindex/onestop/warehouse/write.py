"""A register of plain files as a ledger: streamed, checked as a register is, a month written whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from parindex.errors import Finding, Unreadable
from parindex.onestop.events import course, in_order
from parindex.onestop.facts import Dossier, Period
from parindex.onestop.register import DossierReader, events_file
from parindex.onestop.register_shapes import ABOUT
from parindex.onestop.warehouse.form import (
    DOSSIER_COLUMNS,
    DOSSIERS,
    FEEDBACK,
    FEEDBACK_COLUMNS,
    Month,
    dossier_cells,
    feedback_cells,
    months_of,
)
from parindex.onestop.warehouse.parts import parts
from parindex.rubric.write import yaml_text
from parindex.words import words

ROWS_AT_ONCE = 50_000
COMPRESSION = "zstd"


def write_ledger(register: Path, ledger: Path, law: Path | None = None, events: Path | None = None) -> list[Month]:
    """Adds the months of a register's period to a ledger; returns them. Raises `Unreadable` with its findings.

    A register of a month holds, as always, also what was carried over into it.
    """
    reader = DossierReader(register, law)
    reader.refuse_flaws()
    months = _whole_months(reader.around.about.period)
    _refuse_what_stands(ledger, months)
    ledger.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ledger, prefix=".writing-") as place:
        _write_months(reader, Path(place), months, events or events_file(register))
        for month in months:
            (Path(place) / month.folder).rename(ledger / month.folder)
    return months


def _write_months(reader: DossierReader, place: Path, months: list[Month], events: Path) -> None:
    with ExitStack() as closed:
        writers = [closed.enter_context(_MonthWriter(place, month)) for month in months]
        for kept, happened in parts(reader.folder, events):
            dossiers = reader.dossiers(kept, happened)
            for writer in writers if not reader.flaws else ():
                writer.add(dossiers)
    reader.refuse_flaws()
    for month in months:
        _write_around(reader, place / month.folder, month, alone=len(months) == 1)


def _whole_months(period: Period) -> list[Month]:
    months = months_of(period)
    if (months[0].period.since, months[-1].period.until) != (period.since, period.until):
        problem = words("a ledger is kept by months, and the period is not one of whole months")
        remedy = words("write «since» and «until» as the first and last day of months")
        raise Unreadable([Finding(where="period.yaml", problem=problem, remedy=remedy)])
    return months


def _refuse_what_stands(ledger: Path, months: Iterable[Month]) -> None:
    standing = [month for month in months if (ledger / month.folder).exists()]
    if standing:
        problem = words("the ledger holds {months} already", months=", ".join(month.name for month in standing))
        remedy = words("a month that is over does not change; to write it anew, take its folder away first")
        raise Unreadable([Finding(where=str(ledger), problem=problem, remedy=remedy)])


class _MonthWriter:
    """Takes dossiers and writes those that the month handled."""

    def __init__(self, place: Path, month: Month) -> None:
        self.period: Period = month.period
        folder = place / month.folder / DOSSIERS
        folder.mkdir(parents=True)
        self.file = pq.ParquetWriter(folder / "part-0.parquet", DOSSIER_COLUMNS, compression=COMPRESSION)
        self.cells: list[dict[str, object]] = []

    def __enter__(self) -> "_MonthWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        if raised is None:
            self._flush()
        self.file.close()

    def add(self, dossiers: Iterable[Dossier]) -> None:
        for dossier in dossiers:
            known = course(dossier.events, self.period.end)
            if known is None or (known.end is not None and known.end.at < self.period.start):
                continue
            happened = in_order(event for event in dossier.events if event.at <= self.period.end)
            self.cells.append(dossier_cells(dossier, happened))
            if len(self.cells) == ROWS_AT_ONCE:
                self._flush()

    def _flush(self) -> None:
        self.file.write_table(pa.Table.from_pylist(self.cells, DOSSIER_COLUMNS))
        self.cells = []


def _write_around(reader: DossierReader, folder: Path, month: Month, *, alone: bool) -> None:
    """What stands around the dossiers: plain files as they were, and the month's feedback.

    What was declared for several months together says nothing of one of them.
    """
    period = month.period
    whole = replace(reader.around.about, since=period.since, until=period.until)
    (folder / "period.yaml").write_text(yaml_text(ABOUT, whole), encoding="utf-8")
    for name in ("units.csv", "procedures.csv", *(("declared.csv",) if alone else ())):
        if (reader.folder / name).exists():
            shutil.copyfile(reader.folder / name, folder / name)
    cells = [feedback_cells(one) for one in reader.around.feedback if period.holds(one.received_at)]
    pq.write_table(pa.Table.from_pylist(cells, FEEDBACK_COLUMNS), folder / FEEDBACK, compression=COMPRESSION)
