"""What evaluates the expressions: DuckDB within this process, or a Spark cluster."""

import shutil
import tempfile
import warnings
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from parindex.errors import NeedsExtra
from parindex.onestop.warehouse.form import DOSSIER_COLUMNS, DOSSIERS, FEEDBACK, FEEDBACK_COLUMNS, Month

MEMORY = "2.5GB"
"""What DuckDB keeps in memory before it writes to disk; the process itself needs some more."""
SPARK_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a month is a name, not a date
    "spark.ui.enabled": "false",
}
Row = Mapping[str, object]
ibis.options.sql.fuse_selects = False  # both engines flatten nested selects themselves, and far quicker


def _named(name: str, schema: pa.Schema) -> ir.Table:
    return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)


def _by_month(schema: pa.Schema) -> pa.Schema:
    """With the month, which is the name of the folder."""
    return schema.append(pa.field("month", pa.string()))


OPENED = _named("dossiers", _by_month(DOSSIER_COLUMNS)), _named("feedback", _by_month(FEEDBACK_COLUMNS))


class Engine(Protocol):
    """Opens months of a ledger, holds tables beside them, and answers expressions over both."""

    def open(self, ledger: Path, months: Sequence[Month]) -> tuple[ir.Table, ir.Table]:
        """The dossiers and the feedback of these months; no other file is touched."""
        ...

    def table(self, name: str, rows: pa.Table) -> ir.Table: ...

    def view(self, name: str, expression: ir.Table) -> ir.Table:
        """The expression under a name: nothing is evaluated, but what is built on it stays short."""
        ...

    def rows(self, expression: ir.Table) -> list[Row]: ...


class DuckDB:
    """Embedded. It takes one month after the other: memory stays small, and months share no row."""

    def __init__(self, memory: str = MEMORY) -> None:
        spill = tempfile.mkdtemp(prefix="parindex-")
        weakref.finalize(self, shutil.rmtree, spill, ignore_errors=True)
        self.connection = ibis.duckdb.connect(
            memory_limit=memory, temp_directory=spill, preserve_insertion_order=False
        )
        self.ledger, self.months, self.named = Path(), list[Month](), dict[str, str]()

    def open(self, ledger: Path, months: Sequence[Month]) -> tuple[ir.Table, ir.Table]:
        self.ledger, self.months = ledger, list(months)
        self.show(self.months[0])
        return OPENED

    def table(self, name: str, rows: pa.Table) -> ir.Table:
        self.connection.con.register(name, rows)
        return _named(name, rows.schema)

    def view(self, name: str, expression: ir.Table) -> ir.Table:
        self.named[name] = f"{name} as ({self.connection.compile(expression)})"
        return ibis.table(expression.schema(), name=name)

    def rows(self, expression: ir.Table) -> list[Row]:
        query = self._query(expression)
        found: list[Row] = []
        for month in self.months:
            self.show(month)
            answer = self.connection.con.execute(query)
            names = [column[0] for column in answer.description]
            found += [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        return found

    def _query(self, expression: ir.Table) -> str:
        """With what was named before it: what of that is used twice is evaluated once, which no view would be."""
        named = "with " + ", ".join(self.named.values()) if self.named else ""
        return f"{named} select * from ({self.connection.compile(expression)})"

    def show(self, month: Month) -> None:
        """From now on, this month is what the expressions see."""
        folder = self.ledger / month.folder
        for name, files in (("dossiers", folder / DOSSIERS / "*.parquet"), ("feedback", folder / FEEDBACK)):
            parquet = self.connection.con.read_parquet(str(files), hive_partitioning=True)
            parquet.create_view(name, replace=True)


class Spark:
    """A cluster, by the address of its master; every worker reaches the ledger under the same path."""

    def __init__(self, master: str | None = None, settings: Mapping[str, str] | None = None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise NeedsExtra("spark") from None
        builder = SparkSession.builder.appName("parindex")
        for name, value in {**SPARK_SETTINGS, **(settings or {})}.items():
            builder = builder.config(name, value)
        if master is not None:
            builder = builder.master(master)
        self.session = builder.getOrCreate()
        self.connection = ibis.pyspark.connect(self.session)

    def open(self, ledger: Path, months: Sequence[Month]) -> tuple[ir.Table, ir.Table]:
        for name, within in (("dossiers", DOSSIERS), ("feedback", FEEDBACK)):
            paths = [str(ledger / month.folder / within) for month in months]
            frame = self.session.read.option("basePath", str(ledger)).parquet(*paths)
            frame.createOrReplaceTempView(name)
        return OPENED

    def table(self, name: str, rows: pa.Table) -> ir.Table:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
            frame = self.session.createDataFrame(rows)  # by Arrow, straight into the JVM: no worker needs Python
        frame.hint("broadcast").createOrReplaceTempView(name)  # the law is small: it goes to the dossiers
        return _named(name, rows.schema)

    def view(self, name: str, expression: ir.Table) -> ir.Table:
        self.session.sql(self.connection.compile(expression)).createOrReplaceTempView(name)
        return ibis.table(expression.schema(), name=name)

    def rows(self, expression: ir.Table) -> list[Row]:
        query = self.connection.compile(expression)
        return [row.asDict() for row in self.session.sql(query).collect()]
