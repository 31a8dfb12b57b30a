"""What the page of a plan looks up by task."""

from collections.abc import Mapping
from fractions import Fraction

from django import template

from paroffice.improvement.models import PlanTask

register = template.Library()


@register.filter
def of_task(points: Mapping[int, Fraction | None], task: PlanTask) -> Fraction | None:
    return points.get(task.pk)
