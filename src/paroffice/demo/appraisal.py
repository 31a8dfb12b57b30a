"""How the working group appraised the year before, from its decision to the council: invented, as the example has it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from parindex.index.round import Round as PlainRound
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.actions import body, councils, remarks, replies, steps, visits
from paroffice.appraisals.actions.rulings import Grounds, begin, rule
from paroffice.appraisals.marks import ruled_items
from paroffice.appraisals.models import Appraisal
from paroffice.appraisals.models.remark import Kind
from paroffice.appraisals.queries import law_for, marks_of
from paroffice.assessments.models import Assessment
from paroffice.people.models import Person
from paroffice.rounds.models import Round

HELD = "3.3.2"
"""The item on which the first unit disagrees, and the group holds to its mark."""


def appraise(
    sheets: Sequence[Assessment], plain: PlainRound, people: dict[str, Person], officers: Sequence[Person], then: datetime
) -> None:
    """The sheets of the year before, step by step, each at its time."""
    round_ = sheets[0].round
    establish(round_, people, then)
    held = [begin(assessment=sheet, at=then + timedelta(days=31)) for sheet in sheets]
    for place, appraisal in enumerate(held):
        _rule(appraisal, plain, place, people["chi"], then + timedelta(days=40))
    _look(held[0], people["chi"], then)
    for place, appraisal in enumerate(held):
        steps.tell(appraisal=appraisal, by=people["son"], at=then + timedelta(days=50))
        _reply(appraisal, plain, place, officers[place], then + timedelta(days=65))
        _rule_again(appraisal, plain, place, people["chi"], then + timedelta(days=80))
        steps.settle(appraisal=appraisal, by=people["son"], at=then + timedelta(days=95))
    _close(round_, sheets[0].unit.block, people["kien"], then + timedelta(days=100))


def establish(round_: Round, people: dict[str, Person], at: datetime) -> None:
    """The working group of a round: Sơn leads it, Chi appraises, Mai scores a second time."""
    group = body.establish(
        round_=round_, number="12/QĐ-UBND (minh họa)", issued_on=at.date(), head=people["son"], starts_on=at.date(),
        by=people["dung"], at=at,
    )  # fmt: skip
    since = date(2018, 1, 1)
    for name, department in (("chi", "Sở Nội vụ"), ("son", "Sở Nội vụ"), ("mai", "Sở Tài chính")):
        person = people[name]
        body.join(group=group, person=person, department=department, starts_on=since, by=people["dung"], at=at)
    body.give_mandates(round_=round_, person=people["chi"], parts=[""], by=people["dung"], at=at)


def _rule(appraisal: Appraisal, plain: PlainRound, place: int, by: Person, at: datetime) -> None:
    """Every item as the example's first marks have it; items that others branch on first."""
    ledger, claims = plain.ledgers[LedgerName.APPRAISED], marks_of(appraisal).claims
    for item in sorted(ruled_items(law_for(appraisal)), key=lambda item: item.branches_on is not None):
        raw = _raw(plain, LedgerName.APPRAISED, place, item.code)
        reason = _said(ledger.note(place, item.code)) if claims.get(item.code, raw) != raw else ""
        rule(appraisal=appraisal, code=item.code, raw=raw, grounds=Grounds(reason=reason), number=0, by=by, at=at)


def _raw(plain: PlainRound, name: LedgerName, place: int, code: str) -> Raw:
    raw = plain.ledgers[name].raw(place, code)
    assert raw is not None, code
    return raw


def _said(note: str) -> str:
    return f"{note or 'Tài liệu bổ sung đủ căn cứ'} (minh họa)."


def _restored(plain: PlainRound, place: int) -> Mapping[str, Raw]:
    """What the group gave back after the reply."""
    codes = plain.ledgers[LedgerName.APPRAISED].items
    first = {code: _raw(plain, LedgerName.APPRAISED, place, code) for code in codes}
    second = {code: _raw(plain, LedgerName.AFTER_REPLY, place, code) for code in codes}
    return {code: raw for code, raw in second.items() if raw != first[code]}


def _look(appraisal: Appraisal, chi: Person, then: datetime) -> None:
    """The group visits the first unit, and says what it thinks of it."""
    visit = visits.plan_visit(
        appraisal=appraisal, on=(then + timedelta(days=42)).date(), place="Trụ sở UBND huyện (minh họa)",
        leader=chi, members=[], items=[HELD, "4.2.2"], by=chi, at=then + timedelta(days=41),
    )  # fmt: skip
    visits.note_sighting(
        visit=visit, item=HELD, text="Bảng niêm yết thiếu 27 thủ tục lĩnh vực đất đai (minh họa).", photos=[],
        by=chi, at=then + timedelta(days=42),
    )  # fmt: skip
    _remark(appraisal, chi, then + timedelta(days=43))


def _remark(appraisal: Appraisal, by: Person, at: datetime) -> None:
    for kind, text, item in (
        (Kind.STRENGTH, "Kế hoạch cải cách hành chính bám sát Nghị quyết 30c (minh họa).", "1.1.2"),
        (Kind.SHORTCOMING, "Chưa đăng đủ thủ tục trên cổng trong thời hạn (minh họa).", HELD),
        (Kind.RECOMMENDATION, "Trang bị bộ phận một cửa theo danh mục (minh họa).", "4.2.2"),
    ):
        remarks.remark(appraisal=appraisal, kind=kind, text=text, items=[item], proofs=[], by=by, at=at)


def _reply(appraisal: Appraisal, plain: PlainRound, place: int, by: Person, at: datetime) -> None:
    """The unit disagrees where it was given back later; the first unit also where the group then holds to it."""
    disputed = set(_restored(plain, place)) | ({HELD} if place == 0 else set())
    for item in marks_of(appraisal).departed():
        agrees = item.code not in disputed
        text = "" if agrees else "Tài liệu đính kèm chứng minh đủ (minh họa)."
        if item.code == HELD and place == 0:
            text = "27 thủ tục được công bố lại cuối năm, đăng đầu năm sau (minh họa)."
        replies.reply(appraisal=appraisal, code=item.code, agrees=agrees, text=text, edits=0, by=by, at=at)


def _rule_again(appraisal: Appraisal, plain: PlainRound, place: int, by: Person, at: datetime) -> None:
    """Each disagreement is answered: given back, or held to."""
    notes = plain.ledgers[LedgerName.AFTER_REPLY]
    answers = {code: (raw, _said(notes.note(place, code))) for code, raw in _restored(plain, place).items()}
    if place == 0:
        held = _raw(plain, LedgerName.APPRAISED, place, HELD)
        answers[HELD] = held, "Thời hạn tính từ ngày công bố; giữ kết luận (minh họa)."
    for code, (raw, reason) in answers.items():
        rule(appraisal=appraisal, code=code, raw=raw, grounds=Grounds(reason=reason), number=0, by=by, at=at)


def _close(round_: Round, block: str, kien: Person, at: datetime) -> None:
    councils.call_meeting(round_=round_, on=at.date(), agenda="Thông qua kết quả (minh họa)", by=kien, at=at)
    councils.freeze_block(round_=round_, block=block, by=kien, at=at)
