"""How the working group appraised the year before, from its decision to the council: invented."""

from datetime import date, datetime, timedelta

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from parindex.publish.documents.pdf import FONTS
from parindex.sheet.cells import Raw
from paroffice.appraisals import record
from paroffice.appraisals.actions import body, councils, remarks, replies, steps, visits
from paroffice.appraisals.actions.rulings import Grounds, begin, rule
from paroffice.appraisals.marks import ruled_items
from paroffice.appraisals.models import Appraisal, Sighting, Visit
from paroffice.appraisals.models.remark import Kind
from paroffice.appraisals.queries import law_for, marks_of
from paroffice.assessments.models import Assessment
from paroffice.evidence.actions import keep_paper
from paroffice.evidence.models import Paper
from paroffice.people.models import Person
from paroffice.rounds.models import Round

CUT = {"3.3.2": ("180", "Danh mục công bố có 339 thủ tục, trang 2; đơn vị đăng đúng hạn 180 (minh họa).")}
"""Items of which the group counted less: the numerator it found, and why."""
SIGHTED = {
    "3.3.2": "Đếm trên cổng thông tin: 180 thủ tục đăng đúng hạn; bảng niêm yết thiếu 27 thủ tục đất đai (minh họa).",
    "4.2.2": "Bộ phận một cửa chưa có máy lấy số tự động; có 12 ghế chờ, 01 máy tra cứu (minh họa).",
}
"""What was seen on the spot, item by item."""
MET = "Bà Lý, Chủ tịch (minh họa)\nÔng An, chuyên viên Phòng Nội vụ (minh họa)"
CONCLUSION = "Mục 3.3.2 tính 180 thủ tục. Đề nghị bổ sung trang thiết bị của bộ phận một cửa (minh họa)."
NONE_SEEN = Raw("not_met")
"""What the group holds where the unit claimed nothing."""


def appraise(earlier: Assessment, people: dict[str, Person], then: datetime) -> None:
    """The sheet of the year before, step by step, each at its time."""
    establish(earlier.round, people, then)
    appraisal = begin(assessment=earlier, at=then + timedelta(days=31))
    _rule(appraisal, people["chi"], then + timedelta(days=40))
    seen = _visit(appraisal, people, then)
    _remark(appraisal, seen, people["chi"], then + timedelta(days=43))
    steps.tell(appraisal=appraisal, by=people["son"], at=then + timedelta(days=50))
    _reply(appraisal, people, then)
    steps.settle(appraisal=appraisal, by=people["son"], at=then + timedelta(days=95))
    _close(appraisal, people["kien"], then + timedelta(days=100))


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


def _rule(appraisal: Appraisal, by: Person, at: datetime) -> None:
    claims = marks_of(appraisal).claims
    for item in ruled_items(law_for(appraisal)):
        if item.code not in CUT:
            raw = claims.get(item.code, NONE_SEEN)
            rule(appraisal=appraisal, code=item.code, raw=raw, grounds=Grounds(), number=0, by=by, at=at)


def _visit(appraisal: Appraisal, people: dict[str, Person], then: datetime) -> dict[str, Sighting]:
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
    _rule_what_was_seen(appraisal, seen, chi, on + timedelta(minutes=50))
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


def _rule_what_was_seen(appraisal: Appraisal, seen: dict[str, Sighting], by: Person, at: datetime) -> None:
    claims = marks_of(appraisal).claims
    for code, (numerator, reason) in CUT.items():
        raw = claims[code]._replace(numerator=numerator)
        said = Grounds(reason=reason, saw=seen.get(code))
        rule(appraisal=appraisal, code=code, raw=raw, grounds=said, number=0, by=by, at=at)


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


def _reply(appraisal: Appraisal, people: dict[str, Person], then: datetime) -> None:
    """The unit disagrees with what was cut; the group looks again and holds to it."""
    for item in marks_of(appraisal).departed():
        text = "27 thủ tục được công bố lại cuối năm, đăng đầu năm sau (minh họa)."
        replies.reply(
            appraisal=appraisal, code=item.code, agrees=False, text=text, edits=0, by=people["an"],
            at=then + timedelta(days=65),
        )  # fmt: skip
        held = marks_of(appraisal).rulings
        first = next(iter(held.values()))[item.code]
        grounds = Grounds(reason="Thời hạn tính từ ngày công bố; giữ kết luận (minh họa).")
        rule(
            appraisal=appraisal, code=item.code, raw=first.raw, grounds=grounds, number=0, by=people["chi"],
            at=then + timedelta(days=80),
        )  # fmt: skip


def _close(appraisal: Appraisal, kien: Person, at: datetime) -> None:
    round_ = appraisal.assessment.round
    councils.call_meeting(round_=round_, on=at.date(), agenda="Thông qua kết quả (minh họa)", by=kien, at=at)
    councils.freeze_block(round_=round_, block=appraisal.assessment.unit.block, by=kien, at=at)
