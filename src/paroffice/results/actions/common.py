"""What every action of the room begins and ends with."""

from datetime import datetime

from django.core.files import File
from django.utils.translation import gettext as _

from paroffice.evidence.actions.papers import keep_paper
from paroffice.evidence.models import Paper
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.results.models import Result
from paroffice.rounds.actions import stream_of
from paroffice.rounds.models import Round
from paroffice.trail import actions as trail


def locked(result: Result) -> Result:
    return Result.objects.select_for_update(of=("self",)).select_related("round__edition").get(pk=result.pk)


def trace(
    round_: Round, act: str, subject: str, by: Person, at: datetime, before: object = None, after: object = None
) -> None:
    """All deeds on a round's result stand in one stream."""
    trail.leave(
        stream=stream_of(round_, "results"), act=f"results.{act}", subject=subject, by=by, at=at, before=before,
        after=after,
    )  # fmt: skip


def signed_paper(round_: Round, file: File | None, right: str, by: Person, at: datetime) -> Paper:
    """A signed paper taken into the store, for one who holds the right. Raises `Refused` where it is none."""
    if file is None:
        raise Refused(_("Chưa có tệp văn bản đã ký."), _("Hãy chọn tệp PDF hoặc ảnh quét của văn bản."))
    paper = keep_paper(round_=round_, file=file, act=right, unit=None, by=by, at=at)
    if paper.kind != "application/pdf" and not paper.kind.startswith("image/"):
        raise Refused(_("Văn bản đã ký phải là PDF hoặc ảnh quét."), _("Hãy chọn tệp khác."))
    return paper
