"""What may follow what in a reform plan and its tasks: two plain tables."""

from django.utils.translation import gettext as _

from paroffice.improvement.models import PlanState, TaskState
from paroffice.refused import Refused

PLAN: dict[tuple[str, str], PlanState] = {(PlanState.DRAFT, "issue"): PlanState.ISSUED}
TASK: dict[tuple[str, str], TaskState] = {
    (TaskState.OPEN, "report"): TaskState.OPEN,
    (TaskState.OPEN, "postpone"): TaskState.OPEN,
    (TaskState.OPEN, "hand_over"): TaskState.OPEN,
    (TaskState.OPEN, "close"): TaskState.CLOSED,
    (TaskState.OPEN, "drop"): TaskState.DROPPED,
    (TaskState.CLOSED, "reopen"): TaskState.OPEN,
    (TaskState.DROPPED, "reopen"): TaskState.OPEN,
}


def plan_after(state: str, act: str) -> PlanState:
    """Raises `Refused` where the act cannot follow."""
    following = PLAN.get((state, act))
    if following is None:
        raise Refused(
            _("Kế hoạch %(state)s nên không làm được việc này.") % {"state": PlanState(state).label},
            _("Hãy tải lại trang để xem tình trạng mới."),
        )
    return following


def task_after(state: str, act: str) -> TaskState:
    """Raises `Refused` where the act cannot follow."""
    following = TASK.get((state, act))
    if following is None:
        raise Refused(
            _("Nhiệm vụ này %(state)s nên không làm được việc này.") % {"state": TaskState(state).label},
            _("Hãy tải lại trang để xem tình trạng mới."),
        )
    return following
