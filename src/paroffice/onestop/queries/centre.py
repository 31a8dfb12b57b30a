"""The centre against what the decree asks: its people, equipment line by line, meetings and notes in their time."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from parindex.onestop.papers import Equipment
from paroffice.onestop.models import CentreRecord, Holding, Level, RecordKind, Staff
from paroffice.people.models import Unit

EVERY = {RecordKind.MEETING: timedelta(days=92), RecordKind.STAFF_NOTE: timedelta(days=31)}
"""Meetings every three months, notes every month (Decree 61/2018, article 9)."""
MONTHS_SERVED, MONTHS_HERE = 36, 24
"""What who is sent has served before, but for communes; how long they stay at most (Decree 61/2018)."""


def lacks_of(one: Staff, level: Level, today: date) -> list[str]:
    """What the decree asks of somebody who is sent, and they have not. The head and reserves are not sent."""
    if one.head or one.reserve:
        return []
    found = []
    if level != Level.COMMUNE and one.serves_since is None:
        found.append(_("chưa ghi ngày bắt đầu công tác"))
    elif level != Level.COMMUNE and months_between(one.serves_since, one.starts_on) < MONTHS_SERVED:
        found.append(_("đến đây khi chưa đủ 3 năm công tác"))
    if months_between(one.starts_on, today) >= MONTHS_HERE:
        found.append(_("đã đủ 24 tháng ở đây"))
    return found


def agencies_without_reserve(staff: Iterable[Staff]) -> list[str]:
    """Each agency that sends somebody keeps one more ready (the same decree)."""
    sends = {one.sent_by for one in staff if one.sent_by and not one.reserve}
    return sorted(sends - {one.sent_by for one in staff if one.reserve})


def months_between(since: date, until: date) -> int:
    """Whole months."""
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


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
