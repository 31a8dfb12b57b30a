"""The group's words on a unit."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.appraisals.actions.common import locked, trace
from paroffice.appraisals.models import Appraisal, Remark, State
from paroffice.appraisals.models.remark import Kind
from paroffice.appraisals.queries import is_member, law_for, tied_units
from paroffice.appraisals.workflow import require_state
from paroffice.assessments.models import Proof
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused


@transaction.atomic
def remark(
    *,
    appraisal: Appraisal,
    kind: Kind,
    text: str,
    items: Sequence[str],
    proofs: Sequence[Proof],
    by: Person,
    at: datetime,
) -> Remark:
    """A strength, a shortcoming or a recommendation, tied to the items it speaks of."""
    held = _open(appraisal, by, at)
    known = {item.code for item in law_for(held).leaves()}
    if not text.strip() or not items:
        raise Refused(_("Nhận xét còn thiếu."), _("Hãy ghi nội dung và chọn ít nhất một mục."))
    if not set(items) <= known or any(proof.assessment_id != held.assessment_id for proof in proofs):
        raise NotVisible
    said = Remark.objects.create(appraisal=held, kind=kind, text=text.strip(), items=list(items), by=by, at=at)
    said.proofs.set(proofs)
    trace(held, "appraisals.remark", f"remark:{said.pk}", by, at, after={"kind": kind.value, "text": said.text})
    return said


@transaction.atomic
def take_back_remark(*, remark: Remark, by: Person, at: datetime) -> None:
    """No longer said; it stays on record."""
    held = _open(remark.appraisal, by, at)
    if Remark.objects.filter(pk=remark.pk, taken_back_at=None).update(taken_back_at=at):
        trace(held, "appraisals.take_back_remark", f"remark:{remark.pk}", by, at)


def _open(appraisal: Appraisal, by: Person, at: datetime) -> Appraisal:
    """Until the council has frozen the marks, a member of the group without a tie to the unit may speak."""
    held = locked(appraisal)
    policy.ask(by, "appraisals.rule", held.assessment.unit, at)
    require_state(held.state, State.APPRAISING, State.TOLD, State.SETTLED)
    if held.assessment.unit_id in tied_units(by, at) or not is_member(by, held.assessment.round, at):
        raise Refused(_("Bạn không nhận xét đơn vị này được."), _("Tổ trưởng sẽ phân công người khác."))
    return held
