"""Whether the answers and submissions that stand are those of which the trail tells."""

from collections.abc import Iterator
from typing import Any

from paroffice.assessments.ledger import is_intact
from paroffice.assessments.models import Answer, Submission
from paroffice.trail.models import Entry


def departures() -> Iterator[str]:
    """The object of each answer or submission that was changed, added or removed past the trail."""
    yield from _answers()
    yield from _submissions()


def _answers() -> Iterator[str]:
    told = {subject: after for subject, after in _deeds("assessments.answer")}
    for one in Answer.objects.order_by("pk").iterator():
        subject = f"assessment:{one.assessment_id}:{one.item}"
        if told.pop(subject, None) != one.told():
            yield subject
    yield from told


def _submissions() -> Iterator[str]:
    told = {(subject, after["number"]): after["digest"] for subject, after in _deeds("assessments.submit")}
    for one in Submission.objects.order_by("pk").iterator():
        subject = f"assessment:{one.assessment_id}"
        if told.pop((subject, one.number), None) != one.digest or not is_intact(one):
            yield f"{subject}, {one.number}"
    yield from (f"{subject}, {number}" for subject, number in told)


def _deeds(act: str) -> Iterator[tuple[str, Any]]:
    """In the order in which they were done."""
    return Entry.objects.filter(act=act).order_by("pk").values_list("subject", "after").iterator()
