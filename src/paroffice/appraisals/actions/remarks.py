"""The group's words on a unit: said, tied to what shows them, put in order, taken back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.appraisals.actions.common import locked, trace
from paroffice.appraisals.models import Appraisal, Remark, Sighting, State
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
    sightings: Sequence[Sighting] = (),
) -> Remark:
    """A strength, a shortcoming or a recommendation, tied to the items it speaks of and to what shows it."""
    held = _open(appraisal, by, at)
    order = [item.code for item in law_for(held).leaves()]
    if not text.strip() or not items:
        raise Refused(_("Nhận xét còn thiếu."), _("Hãy ghi nội dung và chọn ít nhất một mục."))
    if not set(items) <= set(order):
        raise NotVisible
    last = held.remarks.filter(kind=kind.value).order_by("-place").values_list("place", flat=True).first() or 0
    spoken_of = [code for code in order if code in set(items)]
    said = Remark.objects.create(
        appraisal=held, kind=kind, text=text.strip(), items=spoken_of, place=last + 1, by=by, at=at
    )
    _tie(held, said, proofs, sightings)
    after = {"kind": kind.value, "text": said.text, "items": spoken_of} | _told(said)
    trace(held, "appraisals.remark", f"remark:{said.pk}", by, at, after=after)
    return said


@transaction.atomic
def show_by(
    *, remark: Remark, proofs: Sequence[Proof], sightings: Sequence[Sighting], by: Person, at: datetime
) -> Remark:
    """Which documents and sightings show what the remark says; those before are let go."""
    held, said = _standing(remark, by, at)
    before = _told(said)
    _tie(held, said, proofs, sightings)
    trace(held, "appraisals.show_remark", f"remark:{said.pk}", by, at, before=before, after=_told(said))
    return said


@transaction.atomic
def move_up(*, remark: Remark, by: Person, at: datetime) -> None:
    """One place before the one above it of its kind; the first stays where it is."""
    held, said = _standing(remark, by, at)
    same = list(held.remarks.filter(kind=said.kind, taken_back_at=None))
    place = [one.pk for one in same].index(said.pk)
    same.insert(max(place - 1, 0), same.pop(place))
    for number, one in enumerate(same, 1):
        Remark.objects.filter(pk=one.pk).update(place=number)
    trace(held, "appraisals.move_remark", f"remark:{said.pk}", by, at, after={"place": max(place, 1)})


@transaction.atomic
def take_back_remark(*, remark: Remark, by: Person, at: datetime) -> None:
    """No longer said; it stays on record."""
    held = _open(remark.appraisal, by, at)
    if Remark.objects.filter(pk=remark.pk, taken_back_at=None).update(taken_back_at=at):
        trace(held, "appraisals.take_back_remark", f"remark:{remark.pk}", by, at)


def _standing(remark: Remark, by: Person, at: datetime) -> tuple[Appraisal, Remark]:
    held = _open(remark.appraisal, by, at)
    said = held.remarks.filter(pk=remark.pk, taken_back_at=None).first()
    if said is None:
        raise Refused(_("Nhận xét này đã được rút."), _("Hãy tải lại trang."))
    return held, said


def _tie(appraisal: Appraisal, said: Remark, proofs: Sequence[Proof], sightings: Sequence[Sighting]) -> None:
    """Only what was put forward in this sheet or seen on a visit to this unit."""
    strange = any(proof.assessment_id != appraisal.assessment_id for proof in proofs)
    if strange or any(one.visit.appraisal_id != appraisal.pk for one in sightings):
        raise NotVisible
    said.proofs.set(proofs)
    said.sightings.set(sightings)


def _told(said: Remark) -> dict[str, object]:
    proofs, sightings = said.proofs.order_by("pk"), said.sightings.order_by("pk")
    return {
        "proofs": list(proofs.values_list("pk", flat=True)),
        "sightings": list(sightings.values_list("pk", flat=True)),
    }


def _open(appraisal: Appraisal, by: Person, at: datetime) -> Appraisal:
    """Until the council has frozen the marks, a member of the group without a tie to the unit may speak."""
    held = locked(appraisal)
    policy.ask(by, "appraisals.rule", held.assessment.unit, at)
    require_state(held.state, State.APPRAISING, State.TOLD, State.SETTLED)
    if held.assessment.unit_id in tied_units(by, at) or not is_member(by, held.assessment.round, at):
        raise Refused(_("Bạn không nhận xét đơn vị này được."), _("Tổ trưởng sẽ phân công người khác."))
    return held
