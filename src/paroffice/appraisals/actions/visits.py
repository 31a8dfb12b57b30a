"""Inspections on the spot: planned, noted, concluded with a record that both sides signed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.appraisals.actions.common import locked, trace
from paroffice.appraisals.models import Appraisal, Sighting, State, Visit
from paroffice.appraisals.queries import is_member, law_for, tied_units
from paroffice.appraisals.workflow import require_state
from paroffice.evidence.models import Paper
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused

BEFORE_SETTLING = (State.APPRAISING, State.TOLD)


@transaction.atomic
def plan_visit(
    *,
    appraisal: Appraisal,
    on: date,
    place: str,
    leader: Person,
    members: Sequence[Person],
    items: Sequence[str],
    by: Person,
    at: datetime,
) -> Visit:
    """Where, when, who, and which items to look at."""
    held = locked(appraisal)
    policy.ask(by, "appraisals.visit", held.assessment.unit, at)
    require_state(held.state, *BEFORE_SETTLING)
    known = {item.code for item in law_for(held).leaves() if not item.from_survey}
    if not place.strip() or not items or not set(items) <= known:
        raise Refused(_("Kế hoạch kiểm tra còn thiếu."), _("Hãy ghi địa điểm và chọn ít nhất một mục."))
    for person in (leader, *members):
        _require_may_go(held, person, at)
    visit = Visit.objects.create(
        appraisal=held, on=on, place=place.strip(), leader=leader, items=list(items), planned_by=by, planned_at=at
    )
    visit.members.set(members)
    after = {"on": on.isoformat(), "items": list(items), "people": [one.username for one in (leader, *members)]}
    trace(held, "appraisals.plan_visit", f"visit:{visit.pk}", by, at, after=after)
    return visit


@transaction.atomic
def note_sighting(
    *, visit: Visit, item: str, text: str, photos: Sequence[Paper], by: Person, at: datetime
) -> Sighting:
    """What was seen, by one who went."""
    held = locked(visit.appraisal)
    policy.ask(by, "appraisals.visit", held.assessment.unit, at)
    if by.pk != visit.leader_id and not visit.members.filter(pk=by.pk).exists():
        raise Refused(_("Bạn không ở trong đoàn kiểm tra này."), _("Hãy nhờ một thành viên của đoàn ghi."))
    _require_open_visit(visit)
    if item not in visit.items or any(photo.round_id != held.assessment.round_id for photo in photos):
        raise NotVisible
    if not text.strip():
        raise Refused(_("Chưa ghi điều đã thấy."), _("Hãy ghi ngắn gọn, kèm ảnh nếu có."))
    seen = Sighting.objects.create(visit=visit, item=item, text=text.strip(), by=by, at=at)
    seen.photos.set(photos)
    after = {"visit": visit.pk, "text": seen.text, "photos": [photo.sha256 for photo in photos]}
    trace(held, "appraisals.note_sighting", item, by, at, after=after)
    return seen


@transaction.atomic
def conclude_visit(
    *, visit: Visit, agrees: bool, reservation: str, spoke_for_unit: str, record: Paper, by: Person, at: datetime
) -> Visit:
    """The record, signed by both sides, with the unit's agreement or reservation."""
    held = locked(visit.appraisal)
    policy.ask(by, "appraisals.visit", held.assessment.unit, at)
    _require_open_visit(visit)
    if record.round_id != held.assessment.round_id:
        raise NotVisible
    if not spoke_for_unit.strip() or (not agrees and not reservation.strip()):
        raise Refused(
            _("Biên bản còn thiếu."), _("Hãy ghi đại diện đơn vị, và ý kiến bảo lưu nếu đơn vị không đồng ý.")
        )
    visit.unit_agrees, visit.reservation, visit.spoke_for_unit = agrees, reservation.strip(), spoke_for_unit.strip()
    visit.record, visit.concluded_at = record, at
    visit.save(update_fields=["unit_agrees", "reservation", "spoke_for_unit", "record", "concluded_at"])
    after = {"agrees": agrees, "reservation": visit.reservation, "record": record.sha256}
    trace(held, "appraisals.conclude_visit", f"visit:{visit.pk}", by, at, after=after)
    return visit


def _require_may_go(appraisal: Appraisal, person: Person, at: datetime) -> None:
    unit = appraisal.assessment.unit
    if unit.pk in tied_units(person, at) or not is_member(person, appraisal.assessment.round, at):
        raise Refused(
            _("%(who)s không đi kiểm tra %(unit)s được.") % {"who": person, "unit": unit},
            _("Hãy chọn thành viên tổ công tác không có liên quan đến đơn vị."),
        )


def _require_open_visit(visit: Visit) -> None:
    if visit.concluded_at is not None:
        raise Refused(_("Đợt kiểm tra này đã kết thúc."), _("Biên bản đã ký không sửa được."))
