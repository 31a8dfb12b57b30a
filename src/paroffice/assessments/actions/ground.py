"""What every action on a sheet stands on: the row locked, the person asked, the trace left."""

from datetime import datetime

from django.utils.translation import gettext as _

from parindex.rubric.model import Answers, Item
from paroffice.assessments.models import Answer, Assessment, Statement
from paroffice.assessments.queries import law_for
from paroffice.assessments.workflow import require_writable
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.actions import stream_of
from paroffice.rounds.models import Step
from paroffice.rounds.queries import require_open
from paroffice.trail import actions as trail


class ChangedMeanwhile(Refused):
    """Somebody else changed the same thing since it was read. `theirs` is what stands now."""

    def __init__(self, theirs: Answer | Statement) -> None:
        self.theirs = theirs
        super().__init__(
            _("%(who)s vừa sửa phần này.") % {"who": theirs.changed_by},
            _("Hãy xem bản đang có, rồi lưu lại nếu vẫn giữ ý của bạn."),
        )


def row_of(assessment: Assessment, act: str, by: Person, at: datetime) -> Assessment:
    """The row, locked, for one who may."""
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("unit", "round__edition")
        .get(pk=assessment.pk)
    )
    policy.ask(by, act, locked.unit, at)
    return locked


def open_row(assessment: Assessment, act: str, by: Person, at: datetime, *, writable: bool = True) -> Assessment:
    """The row, locked; the person may, the window is open, the state allows."""
    locked = row_of(assessment, act, by, at)
    require_open(locked.round, locked.unit, Step.SELF_ASSESSMENT, at)
    if writable:
        require_writable(locked.state)
    return locked


def own_item(assessment: Assessment, code: str) -> Item:
    """An item that the unit itself answers."""
    item = law_for(assessment).item(code)
    if item is None:
        raise NotVisible
    if item.from_survey or item.answered_by is Answers.AUTHORITY:
        raise Refused(
            _("Mục này không do đơn vị tự chấm."), _("Điều tra xã hội học hoặc cơ quan có thẩm quyền sẽ chấm.")
        )
    return item


def trace(
    assessment: Assessment, act: str, item: str, by: Person | None, at: datetime, before: object, after: object
) -> None:
    subject = f"assessment:{assessment.pk}:{item}".rstrip(":")
    stream = stream_of(assessment.round, f"assessments:{assessment.unit.code}")
    trail.leave(stream=stream, act=act, subject=subject, by=by, at=at, before=before, after=after)
