"""How the working group appraised the year before, from its decision to the council: invented."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from parindex.index.round import Round as PlainRound
from parindex.publish.documents.pdf import FONTS
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals import record
from paroffice.appraisals.actions import body, councils, remarks, replies, steps, visits
from paroffice.appraisals.actions.rulings import Grounds, begin, rule
from paroffice.appraisals.marks import ruled_items
from paroffice.appraisals.models import Appraisal, Ruling, Sighting, Visit
from paroffice.appraisals.models.remark import Kind
from paroffice.appraisals.queries import law_for, marks_of
from paroffice.assessments.models import Assessment
from paroffice.evidence.actions import keep_paper
from paroffice.evidence.models import Paper
from paroffice.people.models import Person
from paroffice.rounds.models import Round

HELD = "3.3.2"
"""The item on which the first unit disagrees, and the group holds to its mark."""
SIGHTED = {
    HELD: "Đếm trên cổng thông tin: 312 thủ tục đăng đúng hạn; bảng niêm yết thiếu 27 thủ tục đất đai (minh họa).",
    "4.2.2": "Bộ phận một cửa có máy lấy số và màn hình; chưa lắp camera và thiết bị tra cứu (minh họa).",
}
"""What was seen on the spot, item by item."""
MET = "Bà Lý, Chủ tịch (minh họa)\nÔng An, chuyên viên Phòng Nội vụ (minh họa)"
CONCLUSION = "Mục 3.3.2 tính 312 thủ tục. Đề nghị bổ sung trang thiết bị của bộ phận một cửa (minh họa)."


def appraise(
    sheets: Sequence[Assessment],
    plain: PlainRound,
    people: dict[str, Person],
    officers: Sequence[Person],
    then: datetime,
) -> None:
    """The sheets of the year before, step by step, each at its time; the marks are those of the example."""
    establish(sheets[0].round, people, then)
    for place, sheet in enumerate(sheets):
        appraisal = begin(assessment=sheet, at=then + timedelta(days=31))
        visited = set(SIGHTED) if place == 0 else set()
        _rule(appraisal, plain, place, visited, people["chi"], then + timedelta(days=40))
        if visited:
            seen = _visit(appraisal, plain, people, then)
            _remark(appraisal, seen, people["chi"], then + timedelta(days=43))
        steps.tell(appraisal=appraisal, by=people["son"], at=then + timedelta(days=50))
        _reply(appraisal, plain, place, officers[place], then + timedelta(days=65))
        _rule_again(appraisal, plain, place, people["chi"], then + timedelta(days=80))
        steps.settle(appraisal=appraisal, by=people["son"], at=then + timedelta(days=95))
    _close(sheets[0].round, sheets[0].unit.block, people["kien"], then + timedelta(days=100))


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


def _rule(appraisal: Appraisal, plain: PlainRound, place: int, later: set[str], by: Person, at: datetime) -> None:
    """Every item as the example's first marks have it, save those ruled later; items that others branch on first.

    Where no visitor looks on and the group agrees with the claim, all at once: a demo is not waited for.
    """
    items = sorted(ruled_items(law_for(appraisal)), key=lambda item: item.branches_on is not None)
    first, own = plain.ledgers[LedgerName.APPRAISED], plain.ledgers[LedgerName.SELF]
    alike = {one.code for one in items if place and own.raw(place, one.code) in (None, first.raw(place, one.code))}
    Ruling.objects.bulk_create(
        Ruling(
            appraisal=appraisal, item=code, ledger=LedgerName.APPRAISED.value, number=1, departs=False, by=by, at=at,
            **_raw(plain, LedgerName.APPRAISED, place, code)._asdict(),
        )
        for code in sorted(alike)
    )  # fmt: skip
    for item in items:
        if item.code not in later | alike:
            _rule_one(appraisal, plain, place, item.code, by, at)


def _rule_one(
    appraisal: Appraisal,
    plain: PlainRound,
    place: int,
    code: str,
    by: Person,
    at: datetime,
    saw: Sighting | None = None,
) -> None:
    raw, claim = _raw(plain, LedgerName.APPRAISED, place, code), plain.ledgers[LedgerName.SELF].raw(place, code)
    cut = claim is not None and claim != raw
    reason = _said(plain.ledgers[LedgerName.APPRAISED].note(place, code)) if cut else ""
    grounds = Grounds(reason=reason, saw=saw)
    rule(appraisal=appraisal, code=code, raw=raw, grounds=grounds, number=0, by=by, at=at)


def _raw(plain: PlainRound, name: LedgerName, place: int, code: str) -> Raw:
    raw = plain.ledgers[name].raw(place, code)
    assert raw is not None, code
    return raw


def _said(note: str) -> str:
    return f"{note or 'Tài liệu bổ sung đủ căn cứ'} (minh họa)."


def _restored(plain: PlainRound, place: int) -> dict[str, Raw]:
    """What the group gave back after the reply."""
    codes = plain.ledgers[LedgerName.APPRAISED].items
    second = {code: _raw(plain, LedgerName.AFTER_REPLY, place, code) for code in codes}
    return {code: raw for code, raw in second.items() if raw != _raw(plain, LedgerName.APPRAISED, place, code)}


def _visit(appraisal: Appraisal, plain: PlainRound, people: dict[str, Person], then: datetime) -> dict[str, Sighting]:
    """Two items looked at on the spot, a photograph, the record, its signed file; what was seen, by item."""
    chi, on = people["chi"], timezone.localtime(then + timedelta(days=41)).replace(hour=9, minute=30)
    visit = visits.plan_visit(
        appraisal=appraisal, on=on.date(), place="Trụ sở UBND huyện (minh họa)", leader=chi, members=[people["son"]],
        items=list(SIGHTED), by=chi, at=then + timedelta(days=40),
    )  # fmt: skip
    seen = {}
    for code, text in SIGHTED.items():
        photos = [keep(appraisal, photograph(f"Mục {code}"), "appraisals.visit", chi, on)]
        seen[code] = visits.note_sighting(visit=visit, item=code, text=text, photos=photos, by=chi, at=on)
    for code, sighting in seen.items():
        _rule_one(appraisal, plain, 0, code, chi, on + timedelta(minutes=50), sighting)
    heading = record.Heading(number="05/BB-TCT (minh họa)", where="Kim Sơn", met=MET, conclusion=CONCLUSION)
    laid = visits.lay_record(visit=visit, heading=heading, by=chi, at=on + timedelta(hours=1))
    visits.speak(
        visit=laid, agrees=True, reservation="", spoke_for_unit="Lý (minh họa), Chủ tịch", digest=laid.digest,
        by=people["ly"], at=on + timedelta(minutes=75),
    )  # fmt: skip
    signed = SimpleUploadedFile("bien-ban-da-ky-minh-hoa.pdf", record.as_pdf(Visit.objects.get(pk=visit.pk)))
    paper = keep(appraisal, signed, "appraisals.visit", chi, on + timedelta(hours=2))
    visits.conclude_visit(visit=laid, record=paper, by=chi, at=on + timedelta(hours=2))
    return seen


def keep(appraisal: Appraisal, file: SimpleUploadedFile, act: str, by: Person, at: datetime) -> Paper:
    sheet = appraisal.assessment
    return keep_paper(round_=sheet.round, file=file, act=act, unit=sheet.unit, by=by, at=at)


def photograph(title: str) -> SimpleUploadedFile:
    """Not of anything: a drawn sheet that says so."""
    drawn = (
        '#set page(width: 120mm, height: 90mm, fill: rgb("#d8dee4"), margin: 8mm)\n'
        '#set text(font: "Tinos", size: 20pt)\n#align(center + horizon)[*Ảnh minh họa* \\ #sys.inputs.title]'
    )
    content = typst.compile(
        drawn.encode(), format="png", ppi=144, font_paths=[str(FONTS)], ignore_system_fonts=True,
        sys_inputs={"title": title},
    )  # fmt: skip
    assert isinstance(content, bytes)
    return SimpleUploadedFile("anh-minh-hoa.png", content)


def _remark(appraisal: Appraisal, seen: dict[str, Sighting], by: Person, at: datetime) -> None:
    for kind, text, item in (
        (Kind.STRENGTH, "Kế hoạch cải cách hành chính bám sát Nghị quyết 30c (minh họa).", "1.1.2"),
        (Kind.SHORTCOMING, "Chưa đăng đủ thủ tục trên cổng trong thời hạn (minh họa).", "3.3.2"),
        (Kind.RECOMMENDATION, "Trang bị bộ phận một cửa theo danh mục (minh họa).", "4.2.2"),
    ):
        sightings = [seen[item]] if item in seen else []
        remarks.remark(
            appraisal=appraisal, kind=kind, text=text, items=[item], proofs=[], sightings=sightings, by=by, at=at
        )


def _reply(appraisal: Appraisal, plain: PlainRound, place: int, by: Person, at: datetime) -> None:
    """The unit disagrees where it was given back later; the first unit also where the group then holds to it."""
    disputed = set(_restored(plain, place)) | ({HELD} if place == 0 else set())
    for item in marks_of(appraisal).departed():
        agrees = item.code not in disputed
        text = "" if agrees else "Tài liệu đính kèm chứng minh đủ (minh họa)."
        if place == 0 and item.code == HELD:
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
