"""Other agencies: shares of a joined-up procedure, opinions, and what was verified on the spot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.onestop import reach
from paroffice.onestop.actions.common import needed, trace
from paroffice.onestop.actions.events import locked
from paroffice.onestop.models import Dossier, State, Task, TaskKind, Verification
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one agency is to do, by when. `turn` orders paper; electronically all have turn 1."""

    agency: Unit
    content: str
    due: datetime
    lead: bool = False
    turn: int = 1


@transaction.atomic
def share_out(*, dossier: Dossier, shares: Sequence[Share], by: Person, at: datetime) -> list[Task]:
    """Liên thông: one lead; on paper one agency after another, electronically all at once (Decree 61/2018, 19.6)."""
    held = _worked_on(dossier, by, at)
    if held.tasks.filter(kind=TaskKind.SHARE).exists():
        raise Refused(_("Hồ sơ đã được chia việc liên thông."), _("Hãy xem các phần việc đã giao."))
    if sum(share.lead for share in shares) != 1:
        raise Refused(_("Phải có đúng một cơ quan chủ trì."), _("Hãy chọn một cơ quan chủ trì."))
    if len({share.agency.pk for share in shares}) < len(shares):
        raise Refused(_("Một cơ quan đứng hai lần."), _("Hãy gộp phần việc của cơ quan đó."))
    return [_ask(held, TaskKind.SHARE, share, by, at) for share in shares]


@transaction.atomic
def ask_opinion(*, dossier: Dossier, agency: Unit, content: str, due: datetime, by: Person, at: datetime) -> Task:
    """An opinion with its deadline; lateness is told to the head of the one-stop unit (19.5)."""
    held = _worked_on(dossier, by, at)
    return _ask(held, TaskKind.OPINION, Share(agency=agency, content=content, due=due), by, at)


def _worked_on(dossier: Dossier, by: Person, at: datetime) -> Dossier:
    held = locked(dossier)
    reach.ask(by, "onestop.work", held.unit, at)
    if held.state != State.WORKED_ON:
        raise Refused(_("Hồ sơ không ở bước giải quyết."), _("Hãy chuyển hồ sơ cho bộ phận giải quyết trước."))
    return held


def _ask(held: Dossier, kind: TaskKind, share: Share, by: Person, at: datetime) -> Task:
    content = needed(share.content, _("Chưa ghi nội dung giao."), _("Hãy ghi việc cần làm hoặc điều cần hỏi."))
    if share.due <= at:
        raise Refused(_("Hạn trả lời đã qua."), _("Hãy ghi hạn ở sau lúc này."))
    task = Task.objects.create(
        dossier=held, kind=kind, agency=share.agency, lead=share.lead, turn=share.turn, content=content,
        due_at=share.due, given_by=by, given_at=at,
    )  # fmt: skip
    told = {"task": task.pk, "agency": share.agency.code, "lead": share.lead, "turn": share.turn}
    trace(held.unit, "onestop.ask_agency", f"dossier:{held.pk}", by, at, after=told)
    return task


def is_its_turn(task: Task) -> bool:
    """On paper an agency begins when those before it have answered; the lead gives its word last of its turn."""
    return not task.dossier.tasks.filter(kind=task.kind, turn__lt=task.turn, answered_at=None).exists()


@transaction.atomic
def answer(*, task: Task, answer: str, by: Person, at: datetime) -> Task:
    """The agency's result or opinion, to whoever needs it and to the one-stop unit."""
    held = Task.objects.select_for_update(of=("self",)).select_related("agency", "dossier__unit").get(pk=task.pk)
    reach.ask(by, "onestop.assist", held.agency, at)
    if held.answered_at is not None:
        raise Refused(_("Cơ quan đã trả lời."), _("Hãy tải lại trang."))
    if not is_its_turn(held):
        raise Refused(_("Chưa đến lượt cơ quan này: hồ sơ giấy đang ở cơ quan trước."), _("Hãy chờ đến lượt."))
    held.answer = needed(answer, _("Chưa ghi kết quả."), _("Hãy ghi kết quả hoặc ý kiến."))
    held.answered_by, held.answered_at = by, at
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    told = {"task": held.pk, "late": at > held.due_at}
    trace(held.dossier.unit, "onestop.answer_task", f"dossier:{held.dossier_id}", by, at, after=told)
    return held


@transaction.atomic
def verify(
    *, dossier: Dossier, held_at: datetime, place: str, participants: str, content: str, by: Person, at: datetime
) -> Verification:
    """A verification leaves its record (19.3)."""
    held = _worked_on(dossier, by, at)
    problem, remedy = _("Biên bản xác minh còn thiếu."), _("Hãy ghi nơi, người tham gia và nội dung.")
    if held_at > at:
        raise Refused(_("Thời điểm xác minh ở tương lai."), _("Hãy ghi thời điểm đã xác minh."))
    made = Verification.objects.create(
        dossier=held, held_at=held_at, place=needed(place, problem, remedy, 300),
        participants=needed(participants, problem, remedy, 500), content=needed(content, problem, remedy),
        by=by, at=at,
    )  # fmt: skip
    trace(held.unit, "onestop.verify", f"dossier:{held.pk}", by, at, after={"verification": made.pk})
    return made
