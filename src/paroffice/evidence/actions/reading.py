"""What machines say of a stored file afterwards. They act, so no right is asked; each word is said once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django_tasks.base import Task

from paroffice.evidence import jobs
from paroffice.evidence.actions.documents import keep_found_text, trace
from paroffice.evidence.heading import UNSURE, heading_of
from paroffice.evidence.models import Recognition, Verdict, Version
from paroffice.evidence.passport import BETWEEN_PAGES
from paroffice.evidence.queries import whole_text
from paroffice.jobs.queries import queued

SURE_PERCENT = 85
"""Where a machine guessed worse than this on the first page, nothing it read there is sure."""
AT_ONCE = 200

Readings = dict[int, tuple[str, int]]
"""By page: what stands there, and how sure, in percent."""


@transaction.atomic
def keep_recognised(*, version: Version, read: Readings, at: datetime) -> None:
    """The text of a scan, once."""
    held = Recognition.objects.select_for_update().filter(version=version, recognised_at=None).first()
    if held is None:
        return
    held.pages = [page for page, (text, _) in sorted(read.items()) if text]
    held.percent = round(sum(percent for _, percent in read.values()) / max(len(read), 1))
    held.text = BETWEEN_PAGES.join(read.get(page, ("", 0))[0] for page in range(1, max(read, default=0) + 1))
    held.read, held.recognised_at, held.failed = _heading(read), at, ""
    held.save()
    locked = Version.objects.select_related("document__unit", "recognition").get(pk=version.pk)
    if locked.pk == locked.document.versions.order_by("-pk").values_list("pk", flat=True).first():
        keep_found_text(locked.document, whole_text(locked))
    told = {"pages": len(held.pages), "percent": held.percent}
    trace(locked.document, "evidence.recognise", f"version:{version.pk}", None, at, None, told)


def _heading(read: Readings) -> dict[str, dict[str, str]]:
    text, percent = read.get(1, ("", 0))
    doubt = {} if percent >= SURE_PERCENT else {"confidence": UNSURE}
    return {
        name: {"value": guess.value, "confidence": guess.confidence} | doubt
        for name, guess in heading_of(text).items()
    }


def recognition_failed(*, version: Version, why: str) -> None:
    Recognition.objects.filter(version=version, recognised_at=None).update(failed=why)


@transaction.atomic
def judge(*, version: Version, found: str, at: datetime) -> None:
    """The scanner's word. An infected file stays in its place and is given to nobody any more."""
    held = Version.objects.select_for_update(of=("self",)).select_related("document__unit").get(pk=version.pk)
    verdict = Verdict.INFECTED if found else Verdict.CLEAN
    if (held.verdict, held.found) == (verdict, found):
        return
    before = {"verdict": held.verdict}
    held.verdict, held.found, held.scanned_at = verdict, found, at
    held.save(update_fields=["verdict", "found", "scanned_at"])
    told = {"verdict": verdict.value, "found": found}
    trace(held.document, "evidence.judge", f"version:{held.pk}", None, at, before, told)


def scanner_away(*, version: Version) -> None:
    Version.objects.filter(pk=version.pk, verdict=Verdict.WAITING).update(verdict=Verdict.UNREACHABLE)


@transaction.atomic
def catch_up(*, scanner: bool, tesseract: bool) -> int:
    """Queues what waits and is not queued: stored before there was a scanner or tesseract, or before a restore."""
    if tesseract:
        Recognition.objects.filter(failed="absent").update(failed="")
    if scanner:
        Version.objects.filter(verdict=Verdict.NOT_SCANNED).update(verdict=Verdict.WAITING)
    unread = Recognition.objects.filter(recognised_at=None, failed="")
    unscanned = Version.objects.filter(verdict__in=[Verdict.WAITING, Verdict.UNREACHABLE])
    return _queue(jobs.recognise, unread) + (_queue(jobs.scan, unscanned) if scanner else 0)


def _queue(job: Task, waiting: QuerySet[Any]) -> int:
    """So many at a time as a worker does in an hour or so; the others have their turn after that."""
    known = queued(job)
    lacking = [pk for pk in waiting.order_by("pk").values_list("pk", flat=True) if pk not in known][:AT_ONCE]
    for pk in lacking:
        job.enqueue(pk)
    return len(lacking)
