"""Emptying the box: slips become answers under new keys, many at a time and in an order of chance."""

from collections import Counter
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from paroffice.surveys.actions.common import trace
from paroffice.surveys.models import Response, Slip, Survey

FEWEST = 10
"""A box with fewer slips waits: an answer that comes out alone could be told from its moment."""
MOST_AT_ONCE = 5000
SAID = ("cell_id", "questionnaire_id", "day", "way", "pace", "collector", "replies")


@transaction.atomic
def empty_box(*, survey: Survey, at: datetime, all_of_it: bool = False) -> int:
    """How many came out. Called by the nightly job, and with `all_of_it` when the survey closes.

    Keys are random and new; rows are written in the order of their keys, all in one transaction. So neither a key,
    nor a row's place in its table, nor the transaction that wrote it tells which slip it was.
    """
    moved: Counter[str] = Counter()
    while slips := list(
        Slip.objects.select_for_update().filter(cell__stratum__survey=survey).order_by("key")[:MOST_AT_ONCE]
    ):
        if len(slips) + moved.total() < FEWEST and not all_of_it:
            break
        answers = [Response(key=uuid4(), **{name: getattr(slip, name) for name in SAID}) for slip in slips]
        Response.objects.bulk_create(sorted(answers, key=lambda one: one.key.hex))
        Slip.objects.filter(pk__in=[slip.pk for slip in slips]).delete()
        moved.update(slip.day.isoformat() for slip in slips)
    if moved:
        trace(survey, "surveys.empty_box", f"survey:{survey.pk}", None, at, after=dict(sorted(moved.items())))
    return moved.total()
