"""A reform plan begun, filled with tasks, issued under its signed paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.assessments.texts import line, paragraphs
from paroffice.evidence.models import Version
from paroffice.evidence.queries import has_broken_signature, is_paged
from paroffice.improvement.actions.common import locked_plan, require_colleague, require_own, trace
from paroffice.improvement.models import Plan, PlanState, PlanTask
from paroffice.improvement.workflow import plan_after
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Participant, Round
from paroffice.rubrics.queries import law_of

YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a task is to be; `round` is the one whose result took the points that it wins back."""

    field: str
    title: str
    product: str
    owner: Person | None
    due_on: date | None
    items: Sequence[str] = ()
    round: Round | None = None
    reason: str = ""


@transaction.atomic
def begin(*, unit: Unit, year: int, by: Person, at: datetime) -> Plan:
    """An empty plan, over the edition of the unit's latest round; where there is one for the year, that one."""
    policy.ask(by, "improvement.plan", unit, at)
    part = Participant.objects.filter(unit=unit).select_related("round__edition")
    latest = part.order_by("-round__year", "-round__opened_at").first()
    if latest is None:
        raise Refused(_("Đơn vị chưa tham gia đợt đánh giá nào."), _("Hãy chờ thường trực mở đợt đánh giá."))
    if year not in YEARS:
        raise Refused(_("Năm của kế hoạch không đọc được."), _("Hãy ghi năm bằng bốn chữ số."))
    said = {"edition": latest.round.edition, "begun_by": by, "begun_at": at}
    plan, made = Plan.objects.get_or_create(unit=unit, year=year, defaults=said)
    if made:
        trace(unit, "begin", f"plan:{plan.pk}", by, at, after={"year": year, "edition": plan.edition.digest})
    return plan


@transaction.atomic
def add_task(*, plan: Plan, wanted: Wanted, by: Person, at: datetime) -> PlanTask:
    """Raises `Refused` for what is missing. To an issued plan only the leader adds."""
    held = locked_plan(plan, "improvement.plan", by, at)
    if held.state == PlanState.ISSUED:
        policy.ask(by, "improvement.issue", held.unit, at)
    title, product = line(wanted.title), line(wanted.product)
    if not title or not product or len(title) > 500 or len(product) > 300:
        raise Refused(_("Nhiệm vụ hoặc sản phẩm còn trống hoặc quá dài."), _("Hãy ghi ngắn gọn cả hai phần."))
    if wanted.due_on is None or wanted.due_on < timezone.localtime(at).date():
        raise Refused(_("Hạn chưa ghi hoặc đã qua."), _("Hãy ghi một ngày từ hôm nay trở đi."))
    edition = wanted.round.edition if wanted.round else held.edition
    _require_known(held, wanted, edition_codes={item.code for item in law_of(edition).leaves()}, at=at)
    task = PlanTask.objects.create(
        plan=held, field=wanted.field, title=title, product=product, owner=wanted.owner, due_on=wanted.due_on,
        edition=edition, items=list(wanted.items), round=wanted.round, reason=paragraphs(wanted.reason), made_by=by,
        made_at=at,
    )  # fmt: skip
    trace(held.unit, "add_task", f"plan_task:{task.pk}", by, at, after=_told(task))
    return task


def _require_known(plan: Plan, wanted: Wanted, edition_codes: set[str], at: datetime) -> None:
    """A field and items that there are, an owner who works for the unit, a round that scored it."""
    if wanted.field not in {group.code for group in law_of(plan.edition).fields}:
        raise NotVisible
    if not set(wanted.items) <= edition_codes:
        raise NotVisible
    if wanted.round and not wanted.round.participants.filter(unit=plan.unit).exists():
        raise NotVisible
    require_colleague(wanted.owner, plan.unit, at)


def _told(task: PlanTask) -> dict[str, object]:
    return {
        "title": task.title,
        "person": task.owner.username,
        "due_on": task.due_on.isoformat(),
        "items": task.items,
    }


@transaction.atomic
def issue(
    *, plan: Plan, number: str, issued_on: date | None, signed: Version | None, leaf: str, by: Person, at: datetime
) -> Plan:
    """By the leader, under number and date, with its signed paper out of the unit's store."""
    held = locked_plan(plan, "improvement.issue", by, at)
    state = plan_after(held.state, "issue")
    if not held.tasks.exists():
        raise Refused(_("Kế hoạch chưa có nhiệm vụ nào."), _("Hãy thêm nhiệm vụ rồi ban hành."))
    named = line(number)
    if not named or len(named) > 60 or issued_on is None or issued_on > timezone.localtime(at).date():
        raise Refused(
            _("Số, ký hiệu hoặc ngày ban hành còn thiếu hoặc không đúng."), _("Hãy ghi như trên bản đã ký.")
        )
    version = require_own(signed, held.unit)
    if not is_paged(version) or has_broken_signature(version):
        raise Refused(
            _("Bản đã ký phải là PDF hoặc ảnh quét, chữ ký số còn nguyên vẹn."), _("Hãy chọn tài liệu khác.")
        )
    if leaf and law_of(held.edition).item(leaf) is None:
        raise NotVisible
    held.state, held.number, held.issued_on, held.signed, held.leaf = state, named, issued_on, version, leaf
    held.issued_at, held.issued_by = at, by
    held.save()
    after = {"number": named, "issued_on": issued_on.isoformat(), "sha256": version.sha256, "items": [leaf]}
    trace(held.unit, "issue", f"plan:{held.pk}", by, at, after=after)
    return held
