"""The paper of a reform plan, as Word to be finished and signed, and as PDF: its tasks, and how they stand."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parindex.publish.documents.pdf import pdf_of
from parindex.publish.documents.word import word_of
from parindex.rounding import about
from paroffice.assessments.report import dated
from paroffice.improvement.models import Plan, PlanState, PlanTask, Progress, TaskState
from paroffice.improvement.queries import Content, Shown, contents_of, shown_on, tasks_of
from paroffice.improvement.shortcomings import Shortcomings, shortcomings_of

OFFICIAL = "vi"
"""The language of a paper that is signed, whatever its reader chose."""
TEMPLATE = "ke-hoach-cai-cach.docx"
"""An office's own template lies under this name in the folder `templates` of its data."""
DOTS = "……………"
Lines = dict[str, Any]


def as_pdf(plan: Plan, at: datetime) -> bytes:
    with translation.override(OFFICIAL):
        template = files("paroffice.improvement").joinpath("documents/plan.typ").read_text(encoding="utf-8")
        return pdf_of(template, content_of(plan, at), timestamp=int(at.timestamp()))


def as_word(plan: Plan, at: datetime) -> bytes:
    with translation.override(OFFICIAL):
        return word_of(_word_template(), content_of(plan, at))


def _word_template() -> bytes:
    """The office's own where it laid one down, else the one that comes with the program."""
    own = Path(settings.DATA) / "templates" / TEMPLATE
    if own.is_file():
        return own.read_bytes()
    return files("paroffice.improvement").joinpath("documents", "plan.docx").read_bytes()


def content_of(plan: Plan, at: datetime) -> Lines:
    """Everything the paper says, as text; tasks that were dropped are not in it."""
    day = timezone.localtime(at).date()
    tasks = [shown_on(one, day) for one in tasks_of(plan).exclude(state=TaskState.DROPPED)]
    lost, reports = shortcomings_of(plan.unit, at, day), _last_reports(plan)
    issued = plan.state == PlanState.ISSUED
    return {
        "illustrative": plan.edition.illustrative,
        "draft": not issued,
        "above": "",
        "issuer": plan.unit.name,
        "number": _("Số: %(number)s") % {"number": plan.number or _("……/KH-……")},
        "dated": dated(DOTS, plan.issued_on),
        "title": _("Cải cách hành chính năm %(year)s") % {"year": plan.year},
        "contents": list(_contents(contents_of(plan, tasks), lost, reports)),
        "post": _("Thủ trưởng đơn vị"),
        "signer": "",
        "day": dated("", day).partition(", ")[2],
        "source": _("Lập từ kế hoạch số %(key)s của hệ thống, lúc %(at)s; bộ chỉ số: %(law)s")
        % {"key": plan.pk, "at": f"{timezone.localtime(at):%H:%M %d/%m/%Y}", "law": plan.edition.title},
    }


def _last_reports(plan: Plan) -> dict[int, str]:
    """The newest report on each task."""
    told = Progress.objects.filter(task__plan=plan).order_by("at", "pk").values_list("task_id", "text")
    return dict(told)


def _contents(contents: Sequence[Content], lost: Shortcomings, reports: dict[int, str]) -> Iterator[Lines]:
    number = 0
    for content in contents:
        rows = []
        for one in content.tasks:
            number += 1
            rows.append(_row(str(number), one, lost, reports))
        yield {"title": f"{content.group.code}. {content.group.title or ''}", "tasks": rows}


def _row(number: str, one: Shown, lost: Shortcomings, reports: dict[int, str]) -> Lines:
    task = one.task
    return {
        "number": number,
        "title": task.title,
        "product": task.product,
        "owner": str(task.owner),
        "due": f"{task.due_on:%d/%m/%Y}",
        "mends": _mends(task, lost),
        "come": "–" if one.percent is None else f"{one.percent} %",
        "state": _state(one),
        "said": _said(task, reports),
    }


def _mends(task: PlanTask, lost: Shortcomings) -> str:
    """Which items it is to win back, with their points as far as the result is at hand."""
    if not task.items:
        return ""
    codes, points = ", ".join(task.items), lost.points_on(task)
    if points is None:
        return _("Khắc phục mục %(codes)s") % {"codes": codes}
    return _("Khắc phục mục %(codes)s, đã mất %(points)s điểm") % {
        "codes": codes, "points": about(points).said_in(OFFICIAL),
    }  # fmt: skip


def _state(one: Shown) -> str:
    return _("quá hạn") if one.late else str(TaskState(one.task.state).label)


def _said(task: PlanTask, reports: dict[int, str]) -> str:
    parts = (reports.get(task.pk, ""), str(task.evidence.document) if task.evidence else "")
    return "; ".join(part for part in parts if part) or "–"
