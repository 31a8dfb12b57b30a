"""What may follow what in the life of a dossier: one plain table of the national portal's codes."""

from django.utils.translation import gettext as _

from paroffice.onestop.models import State
from paroffice.refused import Refused

NEXT: dict[tuple[State, str], State] = {
    (State.SUBMITTED, "receive"): State.RECEIVED,
    (State.SUBMITTED, "refuse"): State.NOT_RECEIVED,
    (State.SUBMITTED, "ask_supplement"): State.TO_SUPPLEMENT,
    (State.SUBMITTED, "withdraw"): State.WITHDRAWN,
    (State.RECEIVED, "transfer"): State.WORKED_ON,
    (State.RECEIVED, "finish_at_once"): State.DONE,
    (State.RECEIVED, "withdraw"): State.WITHDRAWN,
    (State.WORKED_ON, "transfer"): State.WORKED_ON,
    (State.WORKED_ON, "ask_supplement"): State.TO_SUPPLEMENT,
    (State.WORKED_ON, "ask_payment"): State.TO_PAY,
    (State.WORKED_ON, "extend"): State.WORKED_ON,
    (State.WORKED_ON, "apologise"): State.WORKED_ON,
    (State.WORKED_ON, "stop"): State.STOPPED,
    (State.WORKED_ON, "finish"): State.DONE,
    (State.WORKED_ON, "withdraw"): State.WITHDRAWN,
    (State.TO_SUPPLEMENT, "receive"): State.RECEIVED,
    (State.TO_SUPPLEMENT, "complete"): State.WORKED_ON,
    (State.TO_SUPPLEMENT, "refuse"): State.NOT_RECEIVED,
    (State.TO_SUPPLEMENT, "stop"): State.STOPPED,
    (State.TO_SUPPLEMENT, "withdraw"): State.WITHDRAWN,
    (State.TO_PAY, "pay"): State.WORKED_ON,
    (State.TO_PAY, "stop"): State.STOPPED,
    (State.TO_PAY, "withdraw"): State.WITHDRAWN,
    (State.STOPPED, "return"): State.RETURNED,
    (State.DONE, "return"): State.RETURNED,
}
BEFORE_RECEPTION = frozenset({"receive", "refuse"})
AFTER_RECEPTION = frozenset({"complete", "stop"})
"""Of a dossier that waits for a supplement: what may follow depends on whether it was received before."""
WAITING = (State.TO_SUPPLEMENT, State.TO_PAY)


def may_follow(state: int, act: str, *, received: bool) -> bool:
    if (State(state), act) not in NEXT:
        return False
    if State(state) is not State.TO_SUPPLEMENT:
        return True
    return act not in (BEFORE_RECEPTION if received else AFTER_RECEPTION)


def after(state: int, act: str, *, received: bool) -> State:
    """Raises `Refused` where the act cannot follow."""
    if not may_follow(state, act, received=received):
        raise Refused(
            _("Hồ sơ đang ở trạng thái «%(state)s» nên không làm được việc này.") % {"state": State(state).label},
            _("Hãy tải lại trang để xem trạng thái mới."),
        )
    return NEXT[State(state), act]
