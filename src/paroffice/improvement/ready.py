"""What reform plans have ready for an item of a sheet: what closed a task on it, and the issued plan itself."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from parindex.rubric.compare.lineage import lineage_of
from paroffice.assessments.models import Assessment
from paroffice.assessments.offers import Ready
from paroffice.evidence.models import Verdict, Version
from paroffice.improvement.models import Plan, PlanState, PlanTask, TaskState
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.queries import law_of


def ready(assessment: Assessment, code: str) -> Iterator[Ready]:
    """One query. A task proves only rounds after the one that took its points, a plan the round of its year."""
    year, plans = assessment.round.year, dict[int, Plan]()
    for task in _told(assessment):
        since = task.round.year + 1 if task.round else task.plan.year
        closed = task.state == TaskState.CLOSED and since <= year and _may_prove(task.evidence)
        if closed and code in _continued(task.items, task.edition, assessment):
            address = reverse("plan-task", args=[task.plan.unit.code, task.plan.year, task.pk])
            yield Ready(version=task.evidence, pages=task.pages, says=task.title, address=address)
        if task.plan.leaf and task.plan.year == year and _may_prove(task.plan.signed):
            plans[task.plan_id] = task.plan
    for plan in plans.values():
        if code in _continued([plan.leaf], plan.edition, assessment):
            says = _("Kế hoạch cải cách hành chính năm %(year)s") % {"year": plan.year}
            address = reverse("plan", args=[plan.unit.code, plan.year])
            yield Ready(version=plan.signed, pages="", says=says, address=address)


def _told(assessment: Assessment) -> QuerySet[PlanTask]:
    """The unit's closed tasks, and those of its issued plan: it has some, so its paper comes with them."""
    wanted = Q(state=TaskState.CLOSED) | Q(plan__state=PlanState.ISSUED, plan__year=assessment.round.year)
    found = PlanTask.objects.filter(wanted, plan__unit=assessment.unit_id).order_by("-ended_at", "-pk")
    return found.select_related(
        "plan__unit", "plan__edition", "plan__signed__document", "round", "edition", "evidence__document"
    )


def _may_prove(version: Version | None) -> bool:
    return version is not None and version.document.withdrawn_at is None and version.verdict != Verdict.INFECTED


def _continued(codes: list[str], edition: AdoptedEdition, assessment: Assessment) -> set[str]:
    """Their codes in the edition of the sheet: the same, or what continues them."""
    if edition.pk == assessment.round.edition_id:
        return set(codes)
    future = lineage_of(law_of(edition), law_of(assessment.round.edition)).future
    return {new for code in codes for new in future.get(code, ())}
