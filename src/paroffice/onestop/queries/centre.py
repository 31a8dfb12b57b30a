"""The centre against what the decree asks: equipment line by line, meetings and notes in their time."""

from collections.abc import Sequence
from datetime import date, timedelta

from parindex.onestop.papers import Equipment
from paroffice.onestop.models import CentreRecord, Holding, RecordKind
from paroffice.people.models import Unit

EVERY = {RecordKind.MEETING: timedelta(days=92), RecordKind.STAFF_NOTE: timedelta(days=31)}
"""Meetings every three months, notes every month (Decree 61/2018, article 9)."""


def equipment_of(unit: Unit, listed: Sequence[Equipment]) -> list[tuple[Equipment, Holding | None]]:
    """Each line of the decree's list with its newest count."""
    newest: dict[str, Holding] = {}
    for one in Holding.objects.filter(unit=unit).order_by("counted_on", "pk"):
        newest[one.code] = one
    return [(line, newest.get(line.code)) for line in listed]


def overdue_records(unit: Unit, today: date) -> list[RecordKind]:
    """Of which the last lies too far back, or which there never was."""
    last: dict[str, date] = {}
    for kind, on in CentreRecord.objects.filter(unit=unit).order_by("on").values_list("kind", "on"):
        last[kind] = on
    return [kind for kind, every in EVERY.items() if today - last.get(kind.value, date.min) > every]
