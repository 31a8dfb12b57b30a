"""What the head keeps of the centre: staff, equipment, meetings and notes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.onestop.actions.common import centre_of, known, law_now, needed, text, trace
from paroffice.onestop.models import CentreRecord, Holding, RecordKind, Staff
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Who is named, as it was typed; `sent_by` is the agency, `serves_since` the first day in the public service."""

    name: str
    title: str
    field: str = ""
    phone: str = ""
    head: bool = False
    sent_by: str = ""
    serves_since: date | None = None
    reserve: bool = False


@transaction.atomic
def name_staff(*, unit: Unit, who: Worker, on: date, by: Person, at: datetime) -> Staff:
    """Somebody who works at the centre from that day on, or stands ready at the agency that would send them."""
    policy.ask(by, "onestop.run", unit, at)
    centre_of(unit)
    problem, remedy = _("Chưa ghi họ tên, chức danh."), _("Hãy ghi đủ họ tên và chức danh.")
    _require_sound(who, on)
    made = Staff.objects.create(
        unit=unit, name=needed(who.name, problem, remedy, 200), title=needed(who.title, problem, remedy, 200),
        field=text(who.field, 200), phone=text(who.phone, 40), head=who.head, sent_by=text(who.sent_by, 200),
        serves_since=who.serves_since, reserve=who.reserve, starts_on=on,
    )  # fmt: skip
    told = {"title": made.title, "head": made.head, "reserve": made.reserve}
    trace(unit, "onestop.name_staff", f"staff:{made.pk}", by, at, after=told)
    return made


def _require_sound(who: Worker, on: date) -> None:
    if who.reserve and (who.head or not text(who.sent_by)):
        raise Refused(
            _("Người dự phòng phải thuộc một cơ quan cử."), _("Hãy ghi cơ quan cử; người phụ trách không dự phòng.")
        )
    if who.serves_since is not None and who.serves_since > on:
        raise Refused(_("Ngày bắt đầu công tác sau ngày đến đây."), _("Hãy xem lại hai ngày."))


@transaction.atomic
def end_staff(*, staff: Staff, on: date, by: Person, at: datetime) -> Staff:
    """The last day at the centre; the line stays."""
    held = Staff.objects.select_for_update(of=("self",)).select_related("unit").get(pk=staff.pk)
    policy.ask(by, "onestop.run", held.unit, at)
    if on < held.starts_on or held.ends_on is not None:
        raise Refused(_("Ngày thôi làm không hợp lệ, hoặc đã ghi."), _("Hãy tải lại trang."))
    held.ends_on = on
    held.save(update_fields=["ends_on"])
    trace(held.unit, "onestop.end_staff", f"staff:{held.pk}", by, at, after={"on": on.isoformat()})
    return held


@transaction.atomic
def count_holding(*, unit: Unit, code: str, count: int, note: str, on: date, by: Person, at: datetime) -> Holding:
    """How many there are of a line of the decree's list."""
    policy.ask(by, "onestop.run", unit, at)
    if code not in {one.code for one in known(law_now()).equipment}:
        raise NotVisible
    made = Holding.objects.create(unit=unit, code=code, count=count, note=text(note, 300), counted_on=on, by=by)
    trace(unit, "onestop.count_holding", f"holding:{made.pk}", by, at, after={"code": code, "count": count})
    return made


@transaction.atomic
def record(*, unit: Unit, kind: str, on: date, content: str, by: Person, at: datetime) -> CentreRecord:
    """A meeting, or the month's note on staff."""
    policy.ask(by, "onestop.run", unit, at)
    if kind not in RecordKind.values:
        raise NotVisible
    said = needed(content, _("Chưa ghi nội dung."), _("Hãy ghi nội dung."))
    made = CentreRecord.objects.create(unit=unit, kind=kind, on=on, content=said, by=by, at=at)
    trace(unit, "onestop.record", f"record:{made.pk}", by, at, after={"kind": kind, "on": on.isoformat()})
    return made
