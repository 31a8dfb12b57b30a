"""What may follow what in the life of a result: a plain table."""

from django.utils.translation import gettext as _

from paroffice.refused import Refused
from paroffice.results.models import State

NEXT: dict[tuple[State, str], State] = {
    (State.DRAFT, "compute"): State.DRAFT,
    (State.DRAFT, "freeze"): State.FROZEN,
    (State.FROZEN, "set_aside"): State.DRAFT,
    (State.FROZEN, "publish"): State.PUBLISHED,
}
"""A published version never changes: a correction is a new one."""


def after(state: str, act: str) -> State:
    """Raises `Refused` where the act cannot follow."""
    following = NEXT.get((State(state), act))
    if following is None:
        raise Refused(
            _("Kết quả này là %(state)s nên không làm được việc này.") % {"state": State(state).label},
            _("Hãy tải lại trang để xem tình trạng mới."),
        )
    return following
