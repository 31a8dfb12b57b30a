"""How partner agencies keep their time."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from paroffice.onestop.models import Task

LOOKS_BACK = timedelta(days=365)


def kept_time(tasks: QuerySet[Task], at: datetime) -> list[dict[str, object]]:
    """Of each agency over the last year: asked, answered in time, answered late, still owed past the deadline."""
    asked = tasks.filter(given_at__gte=at - LOOKS_BACK).values("agency__name")
    answered = Q(answered_at__isnull=False)
    counted = asked.annotate(
        asked=Count("pk"),
        in_time=Count("pk", filter=answered & Q(answered_at__lte=F("due_at"))),
        late=Count("pk", filter=answered & Q(answered_at__gt=F("due_at"))),
        owed=Count("pk", filter=~answered & Q(due_at__lt=at, dossier__ended_at=None)),
    )
    return list(counted.order_by("-owed", "-late", "agency__name"))
