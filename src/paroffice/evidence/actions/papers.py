"""Files of the office's own: decisions, signed records, photographs taken on the spot."""

from datetime import datetime

from django.core.files import File
from django.db import transaction

from paroffice.evidence.actions.taking import kept
from paroffice.evidence.models import Paper
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.rounds.actions import stream_of
from paroffice.rounds.models import Round
from paroffice.trail import actions as trail

PASSPORT = ("name", "kind", "sha256", "size", "pages", "signatures")
"""What of a file's passport stays with a paper of the office."""


def keep_paper(*, round_: Round, file: File, act: str, unit: Unit | None, by: Person, at: datetime) -> Paper:
    """The file in the store, for one who holds the right `act` of the room that needs it.

    It lies whole on disk before the database speaks of it. Kept and then not used, it is a file that nobody is shown.
    """
    policy.ask(by, act, unit, at)
    taken = kept(file)
    with transaction.atomic():
        paper = Paper.objects.create(
            round=round_, stored_by=by, stored_at=at, **{name: taken[name] for name in PASSPORT}
        )
        told = {"sha256": paper.sha256, "size": paper.size, "name": paper.name}
        stream = stream_of(round_, "papers")
        trail.leave(stream=stream, act="evidence.keep_paper", subject=f"paper:{paper.pk}", by=by, at=at, after=told)
    return paper
