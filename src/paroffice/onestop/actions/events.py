"""Adding a raw event, and what follows from it for the row: state, pile, due moment, how it ended."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from parindex.errors import Incomplete
from parindex.onestop.clocks.index import IndexClock
from parindex.onestop.clocks.legal import LegalClock
from parindex.onestop.events import EventKind
from paroffice.onestop import reach
from paroffice.onestop.actions import outside
from paroffice.onestop.actions.common import trace
from paroffice.onestop.clocks import clocks_of, terms_of
from paroffice.onestop.models import TRAY_OF, Dossier, Happened, State
from paroffice.onestop.workflow import after
from paroffice.people.models import Person
from paroffice.refused import Refused

MINUTE = timedelta(minutes=1)


def locked(dossier: Dossier) -> Dossier:
    """The row, held until the transaction ends."""
    return (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("unit__centre", "version__procedure", "law")
        .get(pk=dossier.pk)
    )


def begun(dossier: Dossier, right: str, act: str, by: Person, at: datetime) -> Dossier:
    """Held, allowed, and in a state that the act may follow; its new state is set but not yet saved."""
    held = locked(dossier)
    reach.ask(by, right, held.unit, at)
    held.state = after(held.state, act, received=held.received_at is not None)
    return held


def happen(
    dossier: Dossier, kind: EventKind, by: Person | None, at: datetime, *, due: datetime | None = None, note: str = ""
) -> Happened:
    """Adds an event. Nothing happens before what has already happened to the dossier."""
    last = dossier.events.order_by("-at").values_list("at", flat=True).first()
    if last is not None and at < last:
        raise Refused(_("Việc này sớm hơn việc đã ghi trước đó."), _("Hãy tải lại trang rồi làm lại."))
    return Happened.objects.create(dossier=dossier, kind=kind.value, at=at, due=due, note=note, by=by)


def settle(
    dossier: Dossier, act: str, by: Person | None, at: datetime, told: dict[str, object] | None = None
) -> Dossier:
    """Derives from the events what lists are found by, saves the row, leaves the trace."""
    dossier.tray = TRAY_OF[State(dossier.state)]
    try:
        clocks = clocks_of(dossier, at) if dossier.pk else None
    except Incomplete:
        raise _beyond_calendar() from None
    if clocks is not None:
        _derive(dossier, *clocks)
    elif dossier.state in (State.NOT_RECEIVED, State.WITHDRAWN):
        dossier.ended_at = at
    dossier.sort_at = dossier.ended_at or dossier.due_at or dossier.submitted_at
    dossier.save()
    after_it = {"state": dossier.state, "code": dossier.code or ""} | (told or {})
    trace(dossier.unit, f"onestop.{act}", f"dossier:{dossier.pk}", by, at, after=after_it)
    outside.write(dossier, act, at)
    return dossier


def _derive(dossier: Dossier, legal: LegalClock, index: IndexClock) -> None:
    dossier.received_at, dossier.due_at = index.started_at, legal.due
    dossier.ended_at = legal.end.at if legal.end else None
    dossier.timeliness = legal.timeliness.value if legal.end else ""
    if legal.end is not None:
        terms = terms_of(dossier)
        waited = sum((terms.time_between(one.since, one.until) for one in index.pauses), timedelta())
        dossier.office_minutes, dossier.applicant_minutes = index.used // MINUTE, waited // MINUTE


def _beyond_calendar() -> Refused:
    return Refused(
        _("Lịch làm việc chưa có các ngày cần để tính hạn."),
        _("Hãy nhờ cán bộ quản lý một cửa bổ sung lịch của năm sau: ngày nghỉ do cơ quan có thẩm quyền công bố."),
    )
