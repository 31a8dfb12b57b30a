"""Tells the store of documents which tasks a document closed, and which plan it is."""

from django.urls import reverse
from django.utils.translation import gettext as _

from paroffice.evidence.models import Document
from paroffice.evidence.uses import Use, told_by
from paroffice.improvement.models import Plan, PlanTask


@told_by
def closed_by(document: Document) -> list[Use]:
    found = PlanTask.objects.filter(evidence__document=document).select_related("plan__unit", "ended_by")
    return [
        Use(
            version=task.evidence_id,
            says=_("Nhiệm vụ «%(title)s» của kế hoạch năm %(year)s") % {"title": task.title, "year": task.plan.year},
            link=reverse("plan-task", args=[task.plan.unit.code, task.plan.year, task.pk]),
            pages=task.pages,
            quote="",
            put_by=str(task.ended_by),
            put_at=task.ended_at,
            taken_back=False,
        )
        for task in found
    ]


@told_by
def plans_in(document: Document) -> list[Use]:
    found = Plan.objects.filter(signed__document=document).select_related("unit", "issued_by")
    return [
        Use(
            version=plan.signed_id,
            says=_("Kế hoạch cải cách hành chính năm %(year)s") % {"year": plan.year},
            link=reverse("plan", args=[plan.unit.code, plan.year]),
            pages="",
            quote="",
            put_by=str(plan.issued_by),
            put_at=plan.issued_at,
            taken_back=False,
        )
        for plan in found
    ]
