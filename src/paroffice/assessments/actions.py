"""What a unit does with its sheet. Only this module writes it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from parindex.errors import Finding
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Answers, Item
from parindex.sheet.cells import Raw, read_cell
from parindex.words import Words, words
from paroffice.assessments.models import Answer, Assessment, Proof, State
from paroffice.assessments.offline import Change
from paroffice.assessments.queries import fact_of_other, law_for, unanswered
from paroffice.assessments.workflow import after, require_writable
from paroffice.evidence.models import Version
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.actions import stream_of
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import require_open
from paroffice.trail import actions as trail

EXPLAINED = (Outcome.NOT_PROVEN.value, Outcome.NOT_APPLICABLE.value)


class ChangedMeanwhile(Refused):
    """Somebody else changed the same item since it was read. `theirs` is what stands now."""

    def __init__(self, theirs: Answer) -> None:
        self.theirs = theirs
        super().__init__(
            f"{theirs.changed_by} vừa sửa mục này.", "Hãy xem bản đang có, rồi lưu lại nếu vẫn giữ ý của bạn."
        )


class NotImported(Refused):
    """A file of changes refused as a whole; `findings` says what stands against which of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            f"Chưa ghi thay đổi nào: có {len(self.findings)} mục không ghi được.",
            "Hãy xuất bảng mới, ghi lại các mục ấy rồi nạp lại.",
        )


@transaction.atomic
def begin(*, round_: Round, unit: Unit, at: datetime, by: Person | None = None) -> Assessment:
    """The unit's sheet in a round, made the first time it is asked for. Only units that take part have one."""
    if not round_.participants.filter(unit=unit).exists():
        raise NotVisible
    assessment, made = Assessment.objects.get_or_create(round=round_, unit=unit)
    if made:
        _trace(assessment, "assessments.begin", unit.code, by, at, None, None)
    return assessment


@transaction.atomic
def answer(
    *, assessment: Assessment, code: str, raw: Raw, note: str, edits: int, by: Person, at: datetime
) -> Answer | Finding:
    """Saves how one item stands, or says what is wrong with it. `edits` is what the writer had read; 0 for nothing.

    Raises `ChangedMeanwhile` when somebody else was quicker.
    """
    locked = _locked(assessment, "assessments.answer", by, at)
    item = _own_item(locked, code)
    flaw = _flaw(locked, item, raw, note)
    if flaw is not None:
        return Finding(where=code, problem=flaw, remedy=words("correct it and save again"))
    standing = Answer.objects.select_for_update().filter(assessment=locked, item=code).first()
    if standing is not None and standing.edits != edits:
        raise ChangedMeanwhile(standing)
    before = None if standing is None else _told(standing)
    held = raw._asdict() | {
        "note": note,
        "edits": standing.edits + 1 if standing else 1,
        "changed_by": by,
        "changed_at": at,
    }
    saved, _ = Answer.objects.update_or_create(assessment=locked, item=code, defaults=held)
    _trace(locked, "assessments.answer", code, by, at, before, _told(saved))
    return saved


@transaction.atomic
def import_sheet(*, assessment: Assessment, changes: Sequence[Change], by: Person, at: datetime) -> list[Answer]:
    """Saves the changes of a file, each as `answer` does: all of them, or none and `NotImported` is raised."""
    locked = _locked(assessment, "assessments.answer", by, at)
    branching = {item.code for item in law_for(locked).leaves() if item.branches_on is not None}
    in_order = sorted(changes, key=lambda change: change.code in branching)
    outcomes = [_imported(locked, change, by, at) for change in in_order]
    findings = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
    if findings:
        raise NotImported(findings)
    _trace(locked, "assessments.import_sheet", "", by, at, None, {"items": [change.code for change in in_order]})
    return [outcome for outcome in outcomes if isinstance(outcome, Answer)]


def _imported(assessment: Assessment, change: Change, by: Person, at: datetime) -> Answer | Finding:
    """A change saved, or why it cannot be, whoever stands in its way."""
    code, raw, note, edits = change
    try:
        return answer(assessment=assessment, code=code, raw=raw, note=note, edits=edits, by=by, at=at)
    except ChangedMeanwhile as changed:
        return Finding(
            where=code,
            problem=words("{who} vừa sửa mục này", who=changed.theirs.changed_by),
            remedy=words("xuất bảng mới rồi nạp lại"),
        )


@transaction.atomic
def prove(
    *, assessment: Assessment, code: str, version: Version, by: Person, at: datetime, pages: str = "", quote: str = ""
) -> Proof:
    """Puts a document of the unit forward for an item."""
    locked = _locked(assessment, "assessments.answer", by, at)
    _own_item(locked, code)
    if version.document.unit_id != locked.unit_id:
        raise NotVisible
    if version.document.withdrawn_at is not None:
        raise Refused("Tài liệu này đã được rút.", "Hãy chọn tài liệu khác.")
    proof = Proof.objects.create(
        assessment=locked, item=code, version=version, pages=pages, quote=quote, put_by=by, put_at=at
    )
    told = {"version": version.pk, "sha256": version.sha256, "pages": pages}
    _trace(locked, "assessments.prove", code, by, at, None, told)
    return proof


@transaction.atomic
def take_back(*, proof: Proof, by: Person, at: datetime) -> None:
    """A proof no longer put forward; it stays on record."""
    locked = _locked(proof.assessment, "assessments.answer", by, at)
    if Proof.objects.filter(pk=proof.pk, taken_back_at__isnull=True).update(taken_back_at=at):
        _trace(locked, "assessments.take_back", proof.item, by, at, {"version": proof.version_id}, None)


@transaction.atomic
def submit(*, assessment: Assessment, by: Person, at: datetime) -> Assessment:
    """Hands the sheet over; from then on it is locked."""
    locked = _locked(assessment, "assessments.submit", by, at, writable=False)
    state = after(locked.state, "submit")
    missing = unanswered(locked)
    if missing:
        shown = ", ".join(item.code for item in missing[:12])
        raise Refused(f"Còn {len(missing)} mục chưa trả lời: {shown}.", "Hãy trả lời đủ các mục rồi nộp.")
    before = {"state": locked.state}
    locked.state, locked.submitted_at, locked.submitted_by = state, at, by
    locked.save(update_fields=["state", "submitted_at", "submitted_by"])
    _trace(locked, "assessments.submit", "", by, at, before, {"state": state.value})
    return locked


@transaction.atomic
def return_to_unit(*, assessment: Assessment, reason: str, by: Person, at: datetime) -> Assessment:
    """The round office gives the sheet back to be mended."""
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("unit", "round__edition")
        .get(pk=assessment.pk)
    )
    policy.ask(by, "assessments.return", locked.unit, at)
    state = after(locked.state, "return")
    if not reason.strip():
        raise Refused("Trả lại phải có lý do.", "Hãy ghi điều đơn vị cần sửa.")
    locked.state, locked.returned_for = state, reason.strip()
    locked.save(update_fields=["state", "returned_for"])
    _trace(locked, "assessments.return", "", by, at, {"state": State.SUBMITTED.value}, {"reason": reason.strip()})
    return locked


def _locked(assessment: Assessment, act: str, by: Person, at: datetime, *, writable: bool = True) -> Assessment:
    """The row, locked; the person may, the window is open, the state allows."""
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("unit", "round__edition")
        .get(pk=assessment.pk)
    )
    policy.ask(by, act, locked.unit, at)
    require_open(locked.round, locked.unit, Step.SELF_ASSESSMENT, at)
    if writable:
        require_writable(locked.state)
    return locked


def _own_item(assessment: Assessment, code: str) -> Item:
    """An item that the unit itself answers."""
    item = law_for(assessment).item(code)
    if item is None:
        raise NotVisible
    if item.from_survey or item.answered_by is Answers.AUTHORITY:
        raise Refused("Mục này không do đơn vị tự chấm.", "Điều tra xã hội học hoặc cơ quan có thẩm quyền sẽ chấm.")
    return item


def _flaw(assessment: Assessment, item: Item, raw: Raw, note: str) -> Words | None:
    if raw.outcome in EXPLAINED and not note.strip():
        return words("write why: without proof, or where an item does not apply, an explanation is needed")
    cell = read_cell(item, raw, fact_of_other(assessment, item))
    return cell if isinstance(cell, Words) else None


def _told(answer: Answer) -> dict[str, str]:
    return {**answer.raw._asdict(), "note": answer.note}


def _trace(
    assessment: Assessment, act: str, item: str, by: Person | None, at: datetime, before: object, after: object
) -> None:
    subject = f"assessment:{assessment.pk}:{item}".rstrip(":")
    stream = stream_of(assessment.round, f"assessments:{assessment.unit.code}")
    trail.leave(stream=stream, act=act, subject=subject, by=by, at=at, before=before, after=after)
