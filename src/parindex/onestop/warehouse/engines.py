"""What evaluates the expressions: DuckDB within this process, or a Spark cluster."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from parindex.errors import NeedsExtra
from parindex.onestop.warehouse.form import DOSSIERS, FEEDBACK, Month

MEMORY = "3GB"
"""What DuckDB keeps in memory before it writes to disk; the process itself needs some more."""
SPARK_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a month is a name, not a date
    "spark.ui.enabled": "false",
}
Row = Mapping[str, object]


class Engine(Protocol):
    """Holds tables and answers expressions over them. `one_by_one` where months are better evaluated apart."""

    one_by_one: bool

    def dossiers(self, ledger: Path, months: Sequence[Month]) -> ir.Table: ...

    def feedback(self, ledger: Path, months: Sequence[Month]) -> ir.Table: ...

    def table(self, name: str, rows: pa.Table) -> ir.Table: ...

    def rows(self, expression: ir.Table) -> list[Row]: ...


class DuckDB:
    """Embedded. A month at a time keeps memory small, and loses nothing: months share no row."""

    one_by_one = True

    def __init__(self, memory: str = MEMORY) -> None:
        self.connection = ibis.duckdb.connect(memory_limit=memory, preserve_insertion_order=False)

    def dossiers(self, ledger: Path, months: Sequence[Month]) -> ir.Table:
        return self._read([str(ledger / month.folder / DOSSIERS / "*.parquet") for month in months])

    def feedback(self, ledger: Path, months: Sequence[Month]) -> ir.Table:
        return self._read([str(ledger / month.folder / FEEDBACK) for month in months])

    def _read(self, paths: list[str]) -> ir.Table:
        return self.connection.read_parquet(paths, hive_partitioning=True, hive_types_autocast=False)

    def table(self, name: str, rows: pa.Table) -> ir.Table:
        return ibis.memtable(rows)

    def rows(self, expression: ir.Table) -> list[Row]:
        found: list[Row] = expression.to_pyarrow().to_pylist()
        return found


class Spark:
    """A cluster, by the address of its master; every worker must reach the ledger under the same path."""

    one_by_one = False

    def __init__(self, master: str | None = None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise NeedsExtra("spark") from None
        builder = SparkSession.builder.appName("parindex")
        for name, value in SPARK_SETTINGS.items():
            builder = builder.config(name, value)
        if master is not None:
            builder = builder.master(master)
        self.session = builder.getOrCreate()
        self.connection = ibis.pyspark.connect(self.session)

    def dossiers(self, ledger: Path, months: Sequence[Month]) -> ir.Table:
        return self._read("dossiers", ledger, [str(ledger / month.folder / DOSSIERS) for month in months])

    def feedback(self, ledger: Path, months: Sequence[Month]) -> ir.Table:
        return self._read("feedback", ledger, [str(ledger / month.folder / FEEDBACK) for month in months])

    def _read(self, name: str, ledger: Path, paths: list[str]) -> ir.Table:
        frame = self.session.read.option("basePath", str(ledger)).parquet(*paths)
        frame.createOrReplaceTempView(name)
        return self.connection.table(name)

    def table(self, name: str, rows: pa.Table) -> ir.Table:
        self.session.createDataFrame(rows).createOrReplaceTempView(name)
        return self.connection.table(name)

    def rows(self, expression: ir.Table) -> list[Row]:
        found: list[Row] = expression.to_pyarrow().to_pylist()
        return found
