"""How fast each unit answers, as the trail tells it. One query."""

from collections.abc import Iterable

from django.db.models import Count, Min

from paroffice.assessments.models import Assessment
from paroffice.desk.forecast import Pace
from paroffice.rounds.actions import stream_of
from paroffice.trail.models import Entry


def paces(assessments: Iterable[Assessment]) -> dict[int, Pace]:
    """By the sheet; none for one in which nothing was answered."""
    streams = {stream_of(one.round, f"assessments:{one.unit.code}"): one.pk for one in assessments}
    told = Entry.objects.filter(stream__in=streams, act="assessments.answer").order_by()
    found = told.values("stream").annotate(items=Count("subject", distinct=True), since=Min("at"))
    return {streams[one["stream"]]: Pace(items=one["items"], since=one["since"]) for one in found}
