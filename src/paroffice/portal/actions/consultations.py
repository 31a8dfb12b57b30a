"""Everyone may comment on a draft while it is open; somebody reads a comment before everyone does."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.people.models import Person
from paroffice.people.policy import ask
from paroffice.portal import kept
from paroffice.portal.actions.letters import require_patience
from paroffice.portal.models import Comment, ConsultationPage, Portal
from paroffice.portal.models.consultation import CommentState
from paroffice.portal.trace import stream_of
from paroffice.refused import Refused
from paroffice.trail.actions import leave


@transaction.atomic
def comment(*, page: ConsultationPage, portal: Portal, said: Mapping[str, str], at: datetime) -> Comment:
    if not page.is_open(timezone.localdate(at)):
        raise Refused(_("Đã hết thời gian góp ý cho dự thảo này."), _("Hãy gửi văn bản tới cơ quan soạn thảo."))
    require_patience(at)
    words = {name: said.get(name, "") for name in ("name", "email", "text")}
    sent = Comment.objects.create(page=page, sent_at=at, **words)
    _leave(sent, portal, "comment", None, at, {"draft": page.title})
    return sent


def show(*, comment: Comment, portal: Portal, by: Person, at: datetime) -> Comment:
    return _decided(comment, portal, CommentState.SHOWN, "", by, at)


def keep_back(*, comment: Comment, portal: Portal, reason: str, by: Person, at: datetime) -> Comment:
    """Not shown, for a reason that is kept."""
    if not reason.strip():
        raise Refused(_("Chưa ghi lý do không đăng."), _("Hãy ghi lý do; người góp ý có quyền biết."))
    return _decided(comment, portal, CommentState.KEPT_BACK, reason.strip(), by, at)


@transaction.atomic
def _decided(comment: Comment, portal: Portal, state: CommentState, reason: str, by: Person, at: datetime) -> Comment:
    comment = Comment.objects.select_for_update(of=("self",)).select_related("page").get(pk=comment.pk)
    ask(by, "portal.answer", portal.unit, at)
    if comment.state == state:
        raise Refused(_("Ý kiến này đã được xử lý như vậy."), _("Không cần làm gì thêm."))
    before = comment.state
    comment.state, comment.reason, comment.seen_by, comment.seen_at = state.value, reason, by, at
    comment.save()
    _leave(comment, portal, f"comment_{state.value}", by, at, {"reason": reason}, {"state": before})
    transaction.on_commit(kept.renew)
    return comment


def _leave(
    comment: Comment, portal: Portal, act: str, by: Person | None, at: datetime,
    told: dict[str, object], before: dict[str, object] | None = None,
) -> None:  # fmt: skip
    stream, subject = stream_of(portal.unit.code), f"comment:{comment.pk}"
    leave(stream=stream, act=f"portal.{act}", subject=subject, by=by, at=at, before=before, after=told)
