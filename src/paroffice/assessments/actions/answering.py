"""Answers, item by item or a file of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parindex.errors import Finding
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Item
from parindex.sheet.cells import Raw, read_cell
from parindex.sheet.check import fact_among
from parindex.words import Words
from paroffice.assessments.actions.ground import ChangedMeanwhile, open_row, own_item, trace
from paroffice.assessments.models import Answer, Assessment
from paroffice.assessments.offline import MOST_NOTE, Change
from paroffice.assessments.queries import law_for
from paroffice.assessments.texts import paragraphs
from paroffice.assessments.words import told
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round

EXPLAINED = (Outcome.NOT_PROVEN.value, Outcome.NOT_APPLICABLE.value)


class NotImported(Refused):
    """A file of changes refused as a whole; `findings` says what stands against which of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        count = len(self.findings)
        super().__init__(
            ngettext(
                "Chưa ghi thay đổi nào: có %(count)d mục không ghi được.",
                "Chưa ghi thay đổi nào: có %(count)d mục không ghi được.",
                count,
            )
            % {"count": count},
            _("Hãy xuất bảng mới, ghi lại các mục ấy rồi nạp lại."),
        )


@transaction.atomic
def begin(*, round_: Round, unit: Unit, at: datetime, by: Person | None = None) -> Assessment:
    """The unit's sheet in a round, made the first time it is asked for. Only units that take part have one."""
    if not round_.participants.filter(unit=unit).exists():
        raise NotVisible
    assessment, made = Assessment.objects.get_or_create(round=round_, unit=unit)
    if made:
        trace(assessment, "assessments.begin", unit.code, by, at, None, None)
    return assessment


@transaction.atomic
def answer(
    *, assessment: Assessment, code: str, raw: Raw, note: str, edits: int, by: Person, at: datetime
) -> Answer | Finding:
    """Saves how one item stands, or says what is wrong with it. `edits` is what the writer had read; 0 for nothing.

    What already stands so is left as it is. Raises `ChangedMeanwhile` when somebody else was quicker.
    """
    locked = open_row(assessment, "assessments.answer", by, at)
    item, note = own_item(locked, code), paragraphs(note)
    flaw = _flaw(locked, item, raw, note)
    if flaw is not None:
        return Finding(where=code, problem=flaw, remedy=told(_("Hãy sửa rồi lưu lại.")))
    standing = Answer.objects.select_for_update().filter(assessment=locked, item=code).first()
    if standing is not None and standing.edits != edits:
        raise ChangedMeanwhile(standing)
    if standing is not None and (standing.raw, standing.note) == (raw, note):
        return standing
    held = raw._asdict() | {"note": note, "changed_by": by, "changed_at": at}
    held["edits"] = standing.edits + 1 if standing else 1
    before = None if standing is None else standing.told()
    saved, _made = Answer.objects.update_or_create(assessment=locked, item=code, defaults=held)
    trace(locked, "assessments.answer", code, by, at, before, saved.told())
    return saved


@transaction.atomic
def import_sheet(*, assessment: Assessment, changes: Sequence[Change], by: Person, at: datetime) -> list[Answer]:
    """Saves the changes of a file, each as `answer` does: all of them, or none and `NotImported` is raised."""
    locked = open_row(assessment, "assessments.answer", by, at)
    branching = {item.code for item in law_for(locked).leaves() if item.branches_on is not None}
    in_order = sorted(changes, key=lambda change: change.code in branching)
    outcomes = [_imported(locked, change, by, at) for change in in_order]
    findings = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
    if findings:
        raise NotImported(findings)
    trace(locked, "assessments.import_sheet", "", by, at, None, {"items": [change.code for change in in_order]})
    return [outcome for outcome in outcomes if isinstance(outcome, Answer)]


def _imported(assessment: Assessment, change: Change, by: Person, at: datetime) -> Answer | Finding:
    """A change saved, or why it cannot be, whoever stands in its way."""
    code, raw, note, edits = change
    try:
        return answer(assessment=assessment, code=code, raw=raw, note=note, edits=edits, by=by, at=at)
    except ChangedMeanwhile as changed:
        return Finding(where=code, problem=told(changed.problem), remedy=told(_("xuất bảng mới rồi nạp lại")))


def _flaw(assessment: Assessment, item: Item, raw: Raw, note: str) -> Words | None:
    if raw.outcome in EXPLAINED and not note:
        return told(_("Tình trạng này cần giải trình: hãy ghi lý do ở ô Giải trình."))
    if len(note) > MOST_NOTE:
        return told(_("Giải trình dài quá {most} ký tự."), most=MOST_NOTE)
    cell = read_cell(item, raw, _fact(assessment, item))
    return cell if isinstance(cell, Words) else None


def _fact(assessment: Assessment, item: Item) -> str:
    """What the item branches on, as the sheet stands."""
    if item.branches_on is None:
        return ""
    other = Answer.objects.filter(assessment=assessment, item=item.branches_on).first()
    return "" if other is None else fact_among(law_for(assessment), item, {other.item: other.raw})
