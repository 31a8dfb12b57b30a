"""The figures of very many dossiers: a ledger as Parquet by month, and one set of expressions for DuckDB and Spark.

Nothing here decides anything: each expression says in columns what `rows.py` and the clocks say of one dossier. The
extra `warehouse` brings what the modules of this folder import; this door to them opens without it, and says so.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from parindex.errors import NeedsExtra

if TYPE_CHECKING:
    from parindex.onestop.warehouse.form import Month
    from parindex.onestop.warehouse.scores import MonthScores


def to_ledger(register: Path, ledger: Path, law: Path | None = None, events: Path | None = None) -> "list[Month]":
    """As `write.write_ledger`. Raises `NeedsExtra` where the extra is not installed."""
    try:
        from parindex.onestop.warehouse.write import write_ledger
    except ImportError:
        raise NeedsExtra("warehouse") from None
    return write_ledger(register, ledger, law, events)


def ledger_scores(
    ledger: Path,
    *,
    spark: bool = False,
    master: str | None = None,
    months: Sequence[str] = (),
    by_unit: bool = True,
    law: Path | None = None,
) -> "list[MonthScores]":
    """As `scores.month_scores`, on DuckDB or on Spark. Raises `NeedsExtra` where the extra is not installed."""
    try:
        from parindex.onestop.warehouse.engines import DuckDB, Engine, Spark
        from parindex.onestop.warehouse.form import Month
        from parindex.onestop.warehouse.scores import month_scores
    except ImportError:
        raise NeedsExtra("warehouse") from None
    engine: Engine = Spark(master) if spark else DuckDB()
    return month_scores(ledger, engine, months=[Month(name) for name in months], by_unit=by_unit, law=law)
