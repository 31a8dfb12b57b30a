"""What reform plans have ready for an item of a sheet: what closed a task on it, and the issued plan itself."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from parindex.rubric.compare.lineage import lineage_of
from paroffice.assessments.models import Assessment
from paroffice.assessments.offers import Ready
from paroffice.evidence.models import Verdict
from paroffice.improvement.models import Plan, PlanState, PlanTask, TaskState
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.queries import law_of


def ready(assessment: Assessment, code: str) -> Iterator[Ready]:
    """Two queries. A task proves only rounds after the one that took its points, a plan the round of its year."""
    held = {"plan__unit": assessment.unit_id, "state": TaskState.CLOSED, "evidence__document__withdrawn_at": None}
    tasks = PlanTask.objects.filter(**held).exclude(evidence__verdict=Verdict.INFECTED)
    for task in tasks.select_related("plan__unit", "round", "edition", "evidence__document").order_by("-ended_at"):
        since = task.round.year + 1 if task.round else task.plan.year
        if since <= assessment.round.year and code in _continued(task.items, task.edition, assessment):
            address = reverse("plan-task", args=[task.plan.unit.code, task.plan.year, task.pk])
            yield Ready(version=task.evidence, pages=task.pages, says=task.title, address=address)
    issued = Plan.objects.filter(unit=assessment.unit_id, year=assessment.round.year, state=PlanState.ISSUED)
    issued = (
        issued.filter(signed__document__withdrawn_at=None).exclude(signed__verdict=Verdict.INFECTED).exclude(leaf="")
    )
    for plan in issued.select_related("unit", "edition", "signed__document"):
        if code in _continued([plan.leaf], plan.edition, assessment):
            says = _("Kế hoạch cải cách hành chính năm %(year)s") % {"year": plan.year}
            address = reverse("plan", args=[plan.unit.code, plan.year])
            yield Ready(version=plan.signed, pages="", says=says, address=address)


def _continued(codes: list[str], edition: AdoptedEdition, assessment: Assessment) -> set[str]:
    """Their codes in the edition of the sheet: the same, or what continues them."""
    if edition.pk == assessment.round.edition_id:
        return set(codes)
    future = lineage_of(law_of(edition), law_of(assessment.round.edition)).future
    return {new for code in codes for new in future.get(code, ())}
