"""What is done with a document after it was stored: read where it is a scan, looked at by a scanner. And sweeping."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from paroffice.evidence import actions, child, store
from paroffice.evidence.models import Version
from paroffice.evidence.passport import pages_without_text
from paroffice.evidence.recognise import MOST_SECONDS, program
from paroffice.evidence.scanner import Unreachable, infection_in
from paroffice.jobs.later import Later
from paroffice.jobs.regular import every


@task()
def recognise(pk: int) -> None:
    """Reads the pages that have no text. Done again, it changes nothing."""
    version, tesseract = Version.objects.get(pk=pk), program()
    pages = ",".join(map(str, pages_without_text(version.text, version.pages)))
    place = store.place_of(Path(settings.FILES), version.sha256)
    if tesseract is None:
        return actions.recognition_failed(version=version, why="absent")
    try:
        told = child.run("recognise", str(place), version.kind, pages, tesseract, seconds=MOST_SECONDS)
    except child.Stopped:
        return actions.recognition_failed(version=version, why="stopped")
    read = {int(page): (text, percent) for page, (text, percent) in json.loads(told).items()}
    return actions.keep_recognised(version=version, read=read, at=timezone.now())


@task()
def scan(pk: int) -> None:
    """Asks the scanner. Where it does not answer, that is said, and it is asked again later."""
    version = Version.objects.get(pk=pk)
    if not settings.CLAMD:
        return
    try:
        with store.opened(Path(settings.FILES), version.sha256) as content:
            found = infection_in(content, settings.CLAMD)
    except Unreachable as away:
        actions.scanner_away(version=version)
        raise Later(str(away)) from None
    actions.judge(version=version, found=found, at=timezone.now())


@every(timedelta(minutes=15))
def sweep(at: datetime) -> None:
    actions.sweep(at=at)


@every(timedelta(hours=1))
def catch_up(at: datetime) -> None:
    """What was stored while there was no scanner or no tesseract gets its turn."""
    actions.catch_up(scanner=bool(settings.CLAMD), tesseract=program() is not None)
