"""What may follow what in an appraisal, and which ledger is written in which state: two plain tables."""

from django.utils.translation import gettext as _

from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.models import Stage, State
from paroffice.refused import Refused

NEXT: dict[tuple[State, str], State] = {
    (State.APPRAISING, "tell"): State.TOLD,
    (State.TOLD, "settle"): State.SETTLED,
    (State.SETTLED, "freeze"): State.FROZEN,
    (State.FROZEN, "reopen"): State.SETTLED,
}
WRITES: dict[State, LedgerName] = {
    State.APPRAISING: LedgerName.APPRAISED,
    State.TOLD: LedgerName.AFTER_REPLY,
    State.SETTLED: LedgerName.FINAL,
}
READ_BY_THE_UNIT: dict[State, tuple[LedgerName, ...]] = {
    State.APPRAISING: (),
    State.TOLD: (LedgerName.APPRAISED,),
    State.SETTLED: (LedgerName.APPRAISED, LedgerName.AFTER_REPLY),
    State.FROZEN: (LedgerName.APPRAISED, LedgerName.AFTER_REPLY, LedgerName.FINAL),
}
"""A ledger that is still being written is nobody's to read but the group's and the council's."""


def after(state: str, act: str) -> State:
    """Raises `Refused` where the act cannot follow."""
    following = NEXT.get((State(state), act))
    if following is None:
        raise _not_now(state)
    return following


def ledger_in(state: str) -> LedgerName:
    """The ledger that rulings enter in this state. Raises `Refused` where none is open."""
    ledger = WRITES.get(State(state))
    if ledger is None:
        raise _not_now(state)
    return ledger


def require_state(state: str, *allowed: State) -> None:
    if State(state) not in allowed:
        raise _not_now(state)


def require_stage(stage: str, wanted: Stage) -> None:
    """Of a visit. Raises `Refused`."""
    if Stage(stage) is not wanted:
        raise Refused(
            _("Đợt kiểm tra đang ở bước «%(stage)s» nên không làm được việc này.") % {"stage": Stage(stage).label},
            _("Hãy tải lại trang để xem tình trạng mới."),
        )


def _not_now(state: str) -> Refused:
    return Refused(
        _("Việc thẩm định đơn vị này %(state)s nên không làm được việc này.") % {"state": State(state).label},
        _("Hãy tải lại trang để xem tình trạng mới."),
    )
