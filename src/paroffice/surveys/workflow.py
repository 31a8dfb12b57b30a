"""What may follow what in a survey: one plain table."""

from django.utils.translation import gettext as _

from paroffice.refused import Refused
from paroffice.surveys.models import State

NEXT: dict[tuple[State, str], State] = {
    (State.PREPARING, "seal"): State.FIELD,
    (State.FIELD, "close"): State.CLOSED,
}


def after(state: str, act: str) -> State:
    """Raises `Refused` where the act cannot follow."""
    following = NEXT.get((State(state), act))
    if following is None:
        raise _not_now(state)
    return following


def require(state: str, *allowed: State) -> None:
    if State(state) not in allowed:
        raise _not_now(state)


def _not_now(state: str) -> Refused:
    return Refused(
        _("Cuộc điều tra %(state)s nên không làm được việc này.") % {"state": State(state).label},
        _("Hãy tải lại trang để xem tình trạng mới."),
    )
