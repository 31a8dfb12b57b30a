"""Ruling an item. A ruling takes the place of the one before it in its ledger; nothing is overwritten."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.rubric.model import Item
from parindex.sheet.cells import Raw, read_cell
from parindex.sheet.ledger import LedgerName
from parindex.words import Words, words
from paroffice.appraisals.actions.common import locked, trace
from paroffice.appraisals.models import Appraisal, Ruling, Sighting
from paroffice.appraisals.queries import is_member, items_to_rule, law_for, marks_of, tied_units
from paroffice.appraisals.workflow import ledger_in
from paroffice.assessments.models import Assessment, Proof
from paroffice.assessments.models import State as SheetState
from paroffice.evidence.words import folded
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Step
from paroffice.rounds.queries import require_open

WINDOWS = {LedgerName.APPRAISED: Step.APPRAISAL, LedgerName.AFTER_REPLY: Step.SECOND_APPRAISAL}


class RuledMeanwhile(Refused):
    """Somebody else ruled the same item since it was read. `theirs` is what stands now."""

    def __init__(self, theirs: Ruling) -> None:
        self.theirs = theirs
        super().__init__(
            _("%(who)s vừa kết luận mục này.") % {"who": theirs.by},
            _("Hãy xem kết luận đang có, rồi ghi lại nếu vẫn giữ ý của bạn."),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why a ruling is what it is: the reason, the document and its page, what was seen on the spot, why it differs
    from a like case."""

    reason: str = ""
    rests_on: Proof | None = None
    saw: Sighting | None = None
    pages: str = ""
    differs_because: str = ""


@transaction.atomic
def begin(*, assessment: Assessment, at: datetime) -> Appraisal:
    """The appraisal of a sheet that was handed over, made the first time it is asked for."""
    if assessment.state != SheetState.SUBMITTED:
        raise NotVisible
    appraisal, _made = Appraisal.objects.get_or_create(assessment=assessment)
    return appraisal


@transaction.atomic
def rule(
    *, appraisal: Appraisal, code: str, raw: Raw, grounds: Grounds, number: int, by: Person, at: datetime
) -> Ruling | Finding:
    """What the group holds of an item, in the ledger that the appraisal's state opens, or what is wrong with it.

    `number` is that of the ruling the writer had read; 0 for none. Raises `RuledMeanwhile` when somebody was quicker.
    """
    held = locked(appraisal)
    policy.ask(by, "appraisals.rule", held.assessment.unit, at)
    ledger = ledger_in(held.state)
    if ledger not in WINDOWS:
        raise Refused(_("Chỉ hội đồng kết luận sau khi đã chốt thẩm định."), _("Hãy đưa mục này ra hội đồng."))
    require_open(held.assessment.round, held.assessment.unit, WINDOWS[ledger], at)
    require_may_rule(held, code, by, at)
    return enter(held, ledger, code, raw, grounds, number, by, at)


def require_may_rule(appraisal: Appraisal, code: str, by: Person, at: datetime) -> None:
    """A member of the group, with a mandate for the item, with no tie to the unit."""
    round_, unit = appraisal.assessment.round, appraisal.assessment.unit
    if unit.pk in tied_units(by, at):
        raise Refused(
            _("Bạn có liên quan đến %(unit)s nên không thẩm định đơn vị này.") % {"unit": unit},
            _("Tổ trưởng sẽ phân công người khác."),
        )
    if not is_member(by, round_, at) or code not in items_to_rule(by, round_, unit, law_for(appraisal)):
        raise Refused(_("Bạn không được phân công thẩm định mục này."), _("Hãy hỏi tổ trưởng tổ công tác."))


def enter(
    appraisal: Appraisal,
    ledger: LedgerName,
    code: str,
    raw: Raw,
    grounds: Grounds,
    number: int,
    by: Person,
    at: datetime,
) -> Ruling | Finding:
    """Writes the ruling into the ledger. The appraisal is locked; who may was asked before."""
    item = _ruled_item(appraisal, code)
    marks = marks_of(appraisal)
    cell = read_cell(item, raw, marks.fact(item, ledger))
    if isinstance(cell, Words):
        return Finding(where=code, problem=cell, remedy=words(_("hãy sửa lại rồi ghi")))
    departs = marks.departs(item, cell, raw, ledger)
    if departs and not grounds.reason.strip():
        return Finding(
            where=code,
            problem=words(_("kết luận khác với mức trước đó mà chưa nêu lý do")),
            remedy=words(_("hãy ghi lý do, và trang tài liệu làm căn cứ")),
        )
    standing = appraisal.rulings.select_for_update().filter(item=code, ledger=ledger.value, stands=True).first()
    if standing is not None and standing.number != number:
        raise RuledMeanwhile(standing)
    return _put(appraisal, ledger, item, raw, grounds, departs, standing, by, at)


def _put(
    appraisal: Appraisal,
    ledger: LedgerName,
    item: Item,
    raw: Raw,
    grounds: Grounds,
    departs: bool,
    standing: Ruling | None,
    by: Person,
    at: datetime,
) -> Ruling:
    if standing is not None:
        Ruling.objects.filter(pk=standing.pk).update(stands=False)
    reason = grounds.reason.strip()
    ruling = Ruling.objects.create(
        appraisal=appraisal,
        item=item.code,
        ledger=ledger.value,
        number=standing.number + 1 if standing else 1,
        **raw._asdict(),
        departs=departs,
        reason=reason,
        searched=folded(reason),
        rests_on=_own_proof(appraisal, grounds),
        saw=_own_sighting(appraisal, item.code, grounds),
        pages=grounds.pages.strip(),
        differs_because=grounds.differs_because.strip(),
        by=by,
        at=at,
    )
    before = _told(standing) if standing else None
    trace(appraisal, f"appraisals.rule.{ledger.value}", item.code, by, at, before, _told(ruling))
    return ruling


def _ruled_item(appraisal: Appraisal, code: str) -> Item:
    item = law_for(appraisal).item(code)
    if item is None:
        raise NotVisible
    if item.from_survey:
        raise Refused(_("Mục này do điều tra xã hội học chấm."), _("Không cần thẩm định mục này."))
    return item


def _own_proof(appraisal: Appraisal, grounds: Grounds) -> Proof | None:
    """A document that was put forward in this very sheet."""
    if grounds.rests_on is not None and grounds.rests_on.assessment_id != appraisal.assessment_id:
        raise NotVisible
    return grounds.rests_on


def _own_sighting(appraisal: Appraisal, code: str, grounds: Grounds) -> Sighting | None:
    """What was seen of this very item on a visit to this unit."""
    saw = grounds.saw
    if saw is not None and (saw.item != code or saw.visit.appraisal_id != appraisal.pk):
        raise NotVisible
    return saw


def _told(ruling: Ruling) -> dict[str, object]:
    told: dict[str, object] = {**ruling.raw._asdict(), "reason": ruling.reason, "rests_on": ruling.rests_on_id}
    told |= {"saw": ruling.saw_id} if ruling.saw_id else {}
    return told | {"pages": ruling.pages, "differs_because": ruling.differs_because, "number": ruling.number}
