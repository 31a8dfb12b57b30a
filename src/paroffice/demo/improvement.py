"""What the first unit does about its lost points: a plan, tasks on their way, one late, one closed. Invented."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from paroffice.demo.result import paper
from paroffice.evidence import actions as evidence
from paroffice.evidence.models import Version
from paroffice.improvement.actions import plans, tasks
from paroffice.improvement.models import PlanTask
from paroffice.people.models import Person, Unit
from paroffice.results.losses import losses_of
from paroffice.rounds.models import Round

NUMBER = "07/KH-UBND (minh họa)"
PLANNED = (
    ("Hướng dẫn người dân nộp hồ sơ trực tuyến (minh họa)", "Tài liệu hướng dẫn, điểm hỗ trợ", "ly", 40),
    ("Bố trí máy lấy số ở bộ phận một cửa (minh họa)", "Biên bản nghiệm thu", "an", -12),
    ("Tập huấn công chức một cửa ở xã (minh họa)", "Báo cáo kết quả lớp học", "an", -60),
    ("Công khai lại thủ tục trên trang của huyện (minh họa)", "Danh mục đã công khai", "an", 20),
)
"""For the largest losses in turn: what, its product, whose, due so many days from now."""


def plan_for(unit: Unit, result_of: Round, people: dict[str, Person], now: datetime) -> None:
    """Begun ten days after publication, issued a month later."""
    an, ly, begun = people["an"], people["ly"], now - timedelta(days=225)
    plan = plans.begin(unit=unit, year=result_of.year + 1, by=an, at=begun)
    lost = losses_of(result_of, unit)[: len(PLANNED)]
    made: list[PlanTask] = []
    for (title, product, owner, days), one in zip(PLANNED, lost, strict=True):
        wanted = plans.Wanted(
            field=one.item.code.partition(".")[0], title=title, product=product, owner=people[owner],
            due_on=timezone.localdate(now + timedelta(days=days)), items=[one.item.code], round=result_of,
            reason=one.reason,
        )  # fmt: skip
        made.append(plans.add_task(plan=plan, wanted=wanted, by=an, at=begun))
    issued = now - timedelta(days=195)
    signed = _kept(unit, f"Kế hoạch cải cách hành chính năm {plan.year} (minh họa)", NUMBER, an, issued)
    plans.issue(
        plan=plan, number=NUMBER, issued_on=timezone.localdate(issued), signed=signed, leaf="1.1.2", by=ly, at=issued
    )
    _carried_out(unit, made, people, now)


def _carried_out(unit: Unit, made: list[PlanTask], people: dict[str, Person], now: datetime) -> None:
    an, done = people["an"], now - timedelta(days=70)
    said = ("Đã soạn tài liệu, đang mở điểm hỗ trợ ở xã (minh họa).", "Chờ bố trí kinh phí (minh họa).")
    for task, text, percent in zip(made, said, (60, 30), strict=False):
        tasks.report(task=task, percent=percent, text=text, by=task.owner, at=now - timedelta(days=30))
    tasks.report(task=made[2], percent=100, text="Đã mở hai lớp (minh họa).", by=an, at=done)
    proof = _kept(unit, "Báo cáo kết quả lớp tập huấn một cửa (minh họa)", "211/BC-UBND (minh họa)", an, done)
    tasks.close(task=made[2], evidence=proof, pages="1", by=an, at=done)


def _kept(unit: Unit, title: str, number: str, by: Person, at: datetime) -> Version:
    file = ContentFile(paper(title, number, at).read(), name="van-ban.pdf")
    return evidence.upload(
        unit=unit, file=file, by=by, at=at, title=title, number=number, issued_on=timezone.localdate(at)
    )
