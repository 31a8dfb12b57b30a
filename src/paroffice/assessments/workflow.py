"""What may follow what: one table."""

from django.utils.translation import gettext as _

from paroffice.assessments.models import State
from paroffice.refused import Refused

NEXT: dict[tuple[State, str], State] = {
    (State.OPEN, "submit"): State.SUBMITTED,
    (State.RETURNED, "submit"): State.SUBMITTED,
    (State.SUBMITTED, "return"): State.RETURNED,
}
WRITABLE = (State.OPEN, State.RETURNED)


def after(state: str, act: str) -> State:
    """Raises `Refused` where the act cannot follow."""
    following = NEXT.get((State(state), act))
    if following is None:
        raise Refused(
            _("Bản tự chấm %(state)s nên không làm được việc này.") % {"state": State(state).label},
            _("Hãy tải lại trang để xem tình trạng mới."),
        )
    return following


def require_writable(state: str) -> None:
    if State(state) not in WRITABLE:
        raise Refused(
            _("Bản tự chấm đã nộp nên được khóa."),
            _("Nếu cần sửa, hãy đề nghị thường trực đợt đánh giá trả lại kèm lý do."),
        )
