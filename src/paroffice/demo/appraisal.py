"""How the working group appraised the year before, from its decision to the council: invented."""

from datetime import date, datetime, timedelta

from parindex.sheet.cells import Raw
from paroffice.appraisals.actions import body, councils, remarks, replies, steps, visits
from paroffice.appraisals.actions.rulings import Grounds, begin, rule
from paroffice.appraisals.marks import ruled_items
from paroffice.appraisals.models import Appraisal
from paroffice.appraisals.models.remark import Kind
from paroffice.appraisals.queries import law_for, marks_of
from paroffice.assessments.models import Assessment
from paroffice.people.models import Person
from paroffice.rounds.models import Round

CUT = {"3.3.2": ("180", "Danh mục công bố có 339 thủ tục, trang 2; đơn vị đăng đúng hạn 180 (minh họa).")}
"""Items of which the group counted less: the numerator it found, and why."""
NONE_SEEN = Raw("not_met")
"""What the group holds where the unit claimed nothing."""


def appraise(earlier: Assessment, people: dict[str, Person], then: datetime) -> None:
    """The sheet of the year before, step by step, each at its time."""
    establish(earlier.round, people, then)
    appraisal = begin(assessment=earlier, at=then + timedelta(days=31))
    _rule(appraisal, people["chi"], then + timedelta(days=40))
    visit = visits.plan_visit(
        appraisal=appraisal, on=(then + timedelta(days=42)).date(), place="Trụ sở UBND huyện (minh họa)",
        leader=people["chi"], members=[], items=["3.3.2", "4.2.2"], by=people["chi"], at=then + timedelta(days=41),
    )  # fmt: skip
    visits.note_sighting(
        visit=visit, item="3.3.2", text="Bảng niêm yết thiếu 27 thủ tục lĩnh vực đất đai (minh họa).", photos=[],
        by=people["chi"], at=then + timedelta(days=42),
    )  # fmt: skip
    _remark(appraisal, people["chi"], then + timedelta(days=43))
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
        raw, reason = claims.get(item.code, NONE_SEEN), ""
        if item.code in CUT and raw.numerator:
            raw, reason = raw._replace(numerator=CUT[item.code][0]), CUT[item.code][1]
        said = Grounds(reason=reason)
        rule(appraisal=appraisal, code=item.code, raw=raw, grounds=said, number=0, by=by, at=at)


def _remark(appraisal: Appraisal, by: Person, at: datetime) -> None:
    for kind, text, item in (
        (Kind.STRENGTH, "Kế hoạch cải cách hành chính bám sát Nghị quyết 30c (minh họa).", "1.1.2"),
        (Kind.SHORTCOMING, "Chưa đăng đủ thủ tục trên cổng trong thời hạn (minh họa).", "3.3.2"),
        (Kind.RECOMMENDATION, "Trang bị bộ phận một cửa theo danh mục (minh họa).", "4.2.2"),
    ):
        remarks.remark(appraisal=appraisal, kind=kind, text=text, items=[item], proofs=[], by=by, at=at)


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
