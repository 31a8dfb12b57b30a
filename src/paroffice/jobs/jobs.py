"""What the room itself does regularly."""

from datetime import datetime, timedelta

from paroffice.jobs import actions
from paroffice.jobs.queries import SILENCE
from paroffice.jobs.regular import every


@every(SILENCE)
def reap(at: datetime) -> None:
    actions.reap(at)


@every(timedelta(hours=6))
def prune(at: datetime) -> None:
    actions.prune(at)
