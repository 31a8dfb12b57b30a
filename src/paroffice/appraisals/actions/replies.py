"""The unit's word on its first marks."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.words import words
from paroffice.appraisals.actions.common import locked, trace
from paroffice.appraisals.models import Appraisal, Reply, ReplyProof, State
from paroffice.appraisals.queries import marks_of
from paroffice.appraisals.workflow import require_state
from paroffice.evidence.models import Version
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Step
from paroffice.rounds.queries import require_open


class RepliedMeanwhile(Refused):
    """A colleague changed the same reply since it was read. `theirs` is what stands now."""

    def __init__(self, theirs: Reply) -> None:
        self.theirs = theirs
        super().__init__(
            _("%(who)s vừa sửa giải trình này.") % {"who": theirs.by},
            _("Hãy xem bản đang có, rồi lưu lại nếu vẫn giữ ý của bạn."),
        )


@transaction.atomic
def reply(
    *, appraisal: Appraisal, code: str, agrees: bool, text: str, edits: int, by: Person, at: datetime
) -> Reply | Finding:
    """Agrees to a mark that departs from the claim, or disagrees and says why. `edits` is what was read."""
    held = _open_to_reply(appraisal, by, at)
    if code not in {item.code for item in marks_of(held).departed()}:
        raise NotVisible
    if not agrees and not text.strip():
        return Finding(
            where=code,
            problem=words(_("không đồng ý thì phải nêu lý do")),
            remedy=words(_("hãy viết giải trình và đính kèm tài liệu chứng minh")),
        )
    standing = held.replies.select_for_update().filter(item=code).first()
    if standing is not None and standing.edits != edits:
        raise RepliedMeanwhile(standing)
    before = None if standing is None else _told(standing)
    said = {"agrees": agrees, "text": text.strip(), "edits": edits + 1 if standing else 1, "by": by, "at": at}
    saved, _made = Reply.objects.update_or_create(appraisal=held, item=code, defaults=said)
    trace(held, "appraisals.reply", code, by, at, before, _told(saved))
    return saved


@transaction.atomic
def prove_reply(*, reply: Reply, version: Version, pages: str, by: Person, at: datetime) -> ReplyProof:
    """A document of the unit put forward with its reply."""
    held = _open_to_reply(reply.appraisal, by, at)
    if version.document.unit_id != held.assessment.unit_id or version.document.withdrawn_at is not None:
        raise NotVisible
    proof = ReplyProof.objects.create(reply=reply, version=version, pages=pages.strip(), put_by=by, put_at=at)
    told = {"version": version.pk, "sha256": version.sha256, "pages": proof.pages}
    trace(held, "appraisals.prove_reply", reply.item, by, at, after=told)
    return proof


@transaction.atomic
def take_back_proof(*, proof: ReplyProof, by: Person, at: datetime) -> None:
    """No longer put forward; it stays on record."""
    held = _open_to_reply(proof.reply.appraisal, by, at)
    if ReplyProof.objects.filter(pk=proof.pk, taken_back_at__isnull=True).update(taken_back_at=at):
        trace(held, "appraisals.take_back_proof", proof.reply.item, by, at, before={"version": proof.version_id})


def _open_to_reply(appraisal: Appraisal, by: Person, at: datetime) -> Appraisal:
    """The appraisal, locked: the unit has been told, may reply, and has time to."""
    held = locked(appraisal)
    policy.ask(by, "appraisals.reply", held.assessment.unit, at)
    if held.state == State.APPRAISING:
        raise NotVisible
    require_state(held.state, State.TOLD)
    require_open(held.assessment.round, held.assessment.unit, Step.REPLY, at)
    return held


def _told(reply: Reply) -> dict[str, object]:
    return {"agrees": reply.agrees, "text": reply.text, "edits": reply.edits}
