"""Inspections on the spot: planned, noted, laid before the unit, concluded with a record that both sides signed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.appraisals.actions.common import locked, trace
from paroffice.appraisals.models import Appraisal, Sighting, Stage, State, Visit
from paroffice.appraisals.queries import is_member, law_for, tied_units
from paroffice.appraisals.record import Heading, digest_of, lines_of
from paroffice.appraisals.workflow import require_stage, require_state
from paroffice.evidence.models import Paper
from paroffice.evidence.queries import has_broken_signature, is_paged
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused

BEFORE_SETTLING = (State.APPRAISING, State.TOLD)
WORD = ("unit_agrees", "reservation", "spoke_for_unit", "spoken_at", "spoken_by")
"""What the unit says of a record."""


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
    order = [item.code for item in law_for(held).leaves() if not item.from_survey]
    if not place.strip() or not items or not set(items) <= set(order):
        raise Refused(_("Kế hoạch kiểm tra còn thiếu."), _("Hãy ghi địa điểm và chọn ít nhất một mục."))
    for person in (leader, *members):
        _require_may_go(held, person, at)
    looked_at = [code for code in order if code in set(items)]
    visit = Visit.objects.create(
        appraisal=held, on=on, place=place.strip(), leader=leader, items=looked_at, planned_by=by, planned_at=at
    )
    visit.members.set([one for one in members if one.pk != leader.pk])
    after = {"on": on.isoformat(), "items": looked_at, "people": [one.username for one in (leader, *members)]}
    _leave(visit, "plan_visit", by, at, after=after)
    return visit


@transaction.atomic
def note_sighting(
    *, visit: Visit, item: str, text: str, photos: Sequence[Paper], by: Person, at: datetime
) -> Sighting:
    """What was seen, by one who went."""
    held = require_open_to_notes(visit=visit, item=item, by=by, at=at)
    if any(photo.round_id != held.appraisal.assessment.round_id for photo in photos):
        raise NotVisible
    if not text.strip():
        raise Refused(_("Chưa ghi điều đã thấy."), _("Hãy ghi ngắn gọn, kèm ảnh nếu có."))
    seen = Sighting.objects.create(visit=held, item=item, text=text.strip(), by=by, at=at)
    seen.photos.set(photos)
    after = {"visit": held.pk, "text": seen.text, "photos": [photo.sha256 for photo in photos]}
    trace(held.appraisal, "appraisals.note_sighting", item, by, at, after=after)
    return seen


@transaction.atomic
def require_open_to_notes(*, visit: Visit, item: str, by: Person, at: datetime) -> Visit:
    """The row, locked, of a visit that this person could note something of. Asked before a photograph is taken in."""
    held = _locked(visit, by, at)
    if by.pk != held.leader_id and not held.members.filter(pk=by.pk).exists():
        raise Refused(_("Bạn không ở trong đoàn kiểm tra này."), _("Hãy nhờ một thành viên của đoàn ghi."))
    _require_may_go(held.appraisal, by, at)
    require_stage(held.stage, Stage.PLANNED)
    require_state(held.appraisal.state, *BEFORE_SETTLING)
    if item not in held.items:
        raise NotVisible
    return held


@transaction.atomic
def lay_record(*, visit: Visit, heading: Heading, by: Person, at: datetime) -> Visit:
    """The record, sealed as it stands, before the unit: from now on the unit sees it, and nothing is added to it."""
    held = _led(visit, by, at)
    require_stage(held.stage, Stage.PLANNED)
    require_state(held.appraisal.state, *BEFORE_SETTLING)
    noted = set(held.sightings.values_list("item", flat=True))
    bare = [code for code in held.items if code not in noted]
    if bare:
        raise Refused(
            _("Chưa ghi điều đã thấy ở mục: %(items)s.") % {"items": ", ".join(bare[:12])},
            _("Mục nào không xem được thì ghi rõ vì sao."),
        )
    if not heading.met.strip():
        raise Refused(_("Chưa ghi đại diện đơn vị dự buổi kiểm tra."), _("Hãy ghi họ tên, chức vụ."))
    lines = lines_of(held, heading)
    held.stage, held.laid_at, held.laid_by = Stage.LAID, at, by
    held.lines, held.digest = lines, digest_of(lines)
    held.save(update_fields=["stage", "laid_at", "laid_by", "lines", "digest"])
    _leave(held, "lay_record", by, at, after={"digest": held.digest})
    return held


@transaction.atomic
def take_back_record(*, visit: Visit, by: Person, at: datetime) -> Visit:
    """Back to the notes, before both sides have signed; the unit's word on it falls with it."""
    held = _led(visit, by, at)
    require_stage(held.stage, Stage.LAID)
    before = {"digest": held.digest, "agrees": held.unit_agrees, "reservation": held.reservation}
    held.stage, held.laid_at, held.laid_by, held.lines, held.digest = Stage.PLANNED, None, None, {}, ""
    held.unit_agrees, held.reservation, held.spoke_for_unit, held.spoken_at, held.spoken_by = None, "", "", None, None
    held.save(update_fields=["stage", "laid_at", "laid_by", "lines", "digest", *WORD])
    _leave(held, "take_back_record", by, at, before=before)
    return held


@transaction.atomic
def speak(
    *, visit: Visit, agrees: bool, reservation: str, spoke_for_unit: str, digest: str, by: Person, at: datetime
) -> Visit:
    """The unit agrees to the record or reserves its opinion. `digest` is that of the record which was read."""
    appraisal = locked(visit.appraisal)
    policy.ask(by, "appraisals.agree", appraisal.assessment.unit, at)
    held = _row(visit, appraisal)
    require_stage(held.stage, Stage.LAID)
    if digest != held.digest:
        raise Refused(_("Biên bản đã được lập lại."), _("Hãy đọc bản mới rồi nêu ý kiến."))
    before = {"agrees": held.unit_agrees, "reservation": held.reservation}
    _take_word(held, agrees, reservation, spoke_for_unit)
    held.spoken_at, held.spoken_by = at, by
    held.save(update_fields=WORD)
    after = {"agrees": agrees, "reservation": held.reservation, "digest": digest}
    _leave(held, "speak_on_record", by, at, before=before, after=after)
    return held


@transaction.atomic
def require_concludable(*, visit: Visit, by: Person, at: datetime) -> Visit:
    """The row, locked, of a visit that this person could conclude now. Asked before the signed file is taken in."""
    held = _led(visit, by, at)
    require_stage(held.stage, Stage.LAID)
    return held


@transaction.atomic
def conclude_visit(
    *,
    visit: Visit,
    record: Paper,
    by: Person,
    at: datetime,
    agrees: bool | None = None,
    reservation: str = "",
    spoke_for_unit: str = "",
) -> Visit:
    """The record, signed by both sides. What the unit said here stands; else what it wrote on the paper is told."""
    held = require_concludable(visit=visit, by=by, at=at)
    if record.round_id != held.appraisal.assessment.round_id:
        raise NotVisible
    _require_signable(record)
    if held.spoken_at is None:
        if agrees is None:
            raise Refused(_("Chưa có ý kiến của đơn vị."), _("Hãy chọn ý kiến ghi trên biên bản đã ký."))
        _take_word(held, agrees, reservation, spoke_for_unit)
    held.stage, held.record, held.concluded_at, held.concluded_by = Stage.CONCLUDED, record, at, by
    held.save(update_fields=["stage", "record", "concluded_at", "concluded_by", *WORD])
    after = {"agrees": held.unit_agrees, "reservation": held.reservation, "record": record.sha256}
    _leave(held, "conclude_visit", by, at, after=after)
    return held


@transaction.atomic
def call_off(*, visit: Visit, reason: str, by: Person, at: datetime) -> Visit:
    """A visit that does not take place; what was noted stays on record."""
    held = _led(visit, by, at)
    require_stage(held.stage, Stage.PLANNED)
    if not reason.strip():
        raise Refused(_("Hủy kiểm tra phải có lý do."), _("Hãy ghi lý do."))
    held.stage, held.called_off_for = Stage.CALLED_OFF, reason.strip()
    held.save(update_fields=["stage", "called_off_for"])
    _leave(held, "call_off", by, at, after={"reason": held.called_off_for})
    return held


def _locked(visit: Visit, by: Person, at: datetime) -> Visit:
    appraisal = locked(visit.appraisal)
    policy.ask(by, "appraisals.visit", appraisal.assessment.unit, at)
    return _row(visit, appraisal)


def _row(visit: Visit, appraisal: Appraisal) -> Visit:
    """As it stands now; the appraisal, locked, holds it."""
    held = Visit.objects.select_related("leader").get(pk=visit.pk)
    held.appraisal = appraisal
    return held


def _led(visit: Visit, by: Person, at: datetime) -> Visit:
    """The row, locked, for its leader or the head of the group."""
    held = _locked(visit, by, at)
    if by.pk not in (held.leader_id, held.appraisal.assessment.round.working_group.head_id):
        raise Refused(_("Việc này của trưởng đoàn kiểm tra."), _("Hãy nhờ trưởng đoàn hoặc tổ trưởng."))
    return held


def _take_word(visit: Visit, agrees: bool, reservation: str, spoke_for_unit: str) -> None:
    if not spoke_for_unit.strip() or (not agrees and not reservation.strip()):
        raise Refused(
            _("Ý kiến của đơn vị còn thiếu."), _("Hãy ghi đại diện đơn vị, và ý kiến bảo lưu nếu không đồng ý.")
        )
    visit.unit_agrees = agrees
    visit.reservation, visit.spoke_for_unit = reservation.strip(), spoke_for_unit.strip()[:200]


def _require_signable(record: Paper) -> None:
    """A PDF or a scan; digital signatures, where there are some, must hold."""
    if not is_paged(record):
        raise Refused(_("Bản đã ký phải là PDF hoặc ảnh quét."), _("Hãy chọn lại tệp."))
    if has_broken_signature(record):
        raise Refused(
            _("Chữ ký số trên tệp không còn nguyên vẹn, hoặc tệp bị sửa sau khi ký."), _("Hãy chọn bản ký gốc.")
        )


def _require_may_go(appraisal: Appraisal, person: Person, at: datetime) -> None:
    unit = appraisal.assessment.unit
    if unit.pk in tied_units(person, at) or not is_member(person, appraisal.assessment.round, at):
        raise Refused(
            _("%(who)s không đi kiểm tra %(unit)s được.") % {"who": person, "unit": unit},
            _("Hãy chọn thành viên tổ công tác không có liên quan đến đơn vị."),
        )


def _leave(visit: Visit, act: str, by: Person, at: datetime, *, before: object = None, after: object = None) -> None:
    trace(visit.appraisal, f"appraisals.{act}", f"visit:{visit.pk}", by, at, before, after)
