"""The form of a ledger of dossiers: a folder a month, with everything that the figures of that month need.

month=2026-03/period.yaml, units.csv, procedures.csv, declared.csv    as in a register
month=2026-03/dossiers/*.parquet    every dossier handled in the month, its events within its row
month=2026-03/feedback.parquet      the feedback received in it

A dossier stands in each month that handled it, with its events up to that month's end. So a month is read alone, and
once it is over it is never read again. Moments are whole microseconds since 1970 in UTC, which every engine counts
alike.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from parindex.onestop.calendar import ONE_DAY
from parindex.onestop.events import PLACES, Event
from parindex.onestop.facts import Dossier, Feedback, Period

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z", re.ASCII)
DOSSIERS, FEEDBACK = "dossiers", "feedback.parquet"
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

EVENT = pa.struct([("at", pa.int64()), ("kind", pa.int8()), ("due", pa.int64())])
"""`kind` is the place of the kind in `EventKind`: 0 submitted, 1 supplement requested … 11 returned."""
DOSSIER_COLUMNS = pa.schema(
    [
        ("dossier", pa.string()),
        ("unit", pa.string()),
        ("procedure", pa.string()),
        ("version", pa.string()),
        ("regime", pa.string()),
        ("calendar", pa.string()),
        ("channel", pa.string()),
        ("synced", pa.bool_()),
        ("fee", pa.int64()),
        ("paid_online", pa.bool_()),
        ("result_required", pa.bool_()),
        ("result_electronic", pa.bool_()),
        ("components", pa.int64()),
        ("components_digitised", pa.int64()),
        ("reused", pa.bool_()),
        ("population_data", pa.bool_()),
        ("disliked", pa.bool_()),
        ("events", pa.list_(EVENT)),
    ]
)
FEEDBACK_COLUMNS = pa.schema(
    [
        ("unit", pa.string()),
        ("received_at", pa.int64()),
        ("answered_at", pa.int64()),
        ("satisfied", pa.bool_()),
    ]
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month by its name, `2026-03`."""

    name: str

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(f"{day:%Y-%m}")

    @property
    def period(self) -> Period:
        since = date.fromisoformat(f"{self.name}-01")
        return Period(since=since, until=(since + 31 * ONE_DAY).replace(day=1) - ONE_DAY)

    @property
    def folder(self) -> str:
        return f"month={self.name}"


def months_of(period: Period) -> list[Month]:
    """The months that a period touches, in order."""
    first = period.since.replace(day=1)
    days = (first + ONE_DAY * number for number in range((period.until - first).days + 1))
    return sorted({Month.of(day) for day in days})


def months_in(ledger: Path) -> Iterator[Month]:
    """The months that a ledger holds, in order."""
    for folder in sorted(ledger.glob("month=*")):
        name = folder.name.removeprefix("month=")
        if MONTH.match(name):
            yield Month(name)


def moment(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def dossier_cells(dossier: Dossier, events: tuple[Event, ...]) -> dict[str, object]:
    """The row of a dossier, with these of its events, in order."""
    kept = {name: getattr(dossier, name) for name in DOSSIER_COLUMNS.names if hasattr(dossier, name)}
    return kept | {
        "dossier": dossier.code,
        "procedure": dossier.procedure.code,
        "version": dossier.procedure.version,
        "channel": dossier.channel.value,
        "events": [event_cells(event) for event in events],
    }


def event_cells(event: Event) -> dict[str, int | None]:
    due = None if event.due is None else moment(event.due)
    return {"at": moment(event.at), "kind": PLACES[event.kind], "due": due}


def feedback_cells(feedback: Feedback) -> dict[str, object]:
    answered = None if feedback.answered_at is None else moment(feedback.answered_at)
    return {
        "unit": feedback.unit,
        "received_at": moment(feedback.received_at),
        "answered_at": answered,
        "satisfied": feedback.satisfied,
    }
