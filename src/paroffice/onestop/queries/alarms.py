"""What must happen to a dossier by when, before its due moment: an answer, a transfer, a request, an apology."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parindex.errors import Incomplete
from parindex.onestop.calendar import local, midnight
from parindex.onestop.clocks.index import IndexClock
from parindex.onestop.clocks.legal import LegalClock, extended_in_time
from parindex.onestop.deadline import Terms, answer_due, due_of, transfer_due
from paroffice.onestop.clocks import terms_of
from paroffice.onestop.models import Channel, Dossier, State

Clocks = tuple[LegalClock, IndexClock]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """`by` is the last moment at which it is in time. What need not be done goes when that has passed."""

    says: str | Promise
    by: datetime
    must: bool = True
    missed: bool = False


def alarms_of(dossier: Dossier, clocks: Clocks | None, at: datetime) -> list[Alarm]:
    """Those that hold now; none where the calendar does not reach."""
    terms = terms_of(dossier)
    try:
        found = list(_before(dossier, terms) if clocks is None else _after(dossier, clocks[0], terms))
    except Incomplete:
        return []
    return [replace(one, missed=at > one.by) for one in found if one.must or at <= one.by]


def can_extend(dossier: Dossier, legal: LegalClock, at: datetime) -> bool:
    """Whether an apology still moves the due moment (Decree 61/2018, 19.9)."""
    rules = terms_of(dossier).rules
    in_time = extended_in_time(at, legal.due, rules.extension_days_ahead)
    return in_time and len(legal.extensions) < rules.extensions_allowed


def _before(dossier: Dossier, terms: Terms) -> Iterator[Alarm]:
    """An online submission is answered within eight working hours (Decree 45/2020, 11)."""
    answer = answer_due(dossier.submitted_at, terms.calendar, terms.rules)
    if dossier.state == State.SUBMITTED and dossier.channel == Channel.ONLINE and answer is not None:
        yield Alarm(says=_("trả lời người nộp trực tuyến"), by=answer)


def _after(dossier: Dossier, legal: LegalClock, terms: Terms) -> Iterator[Alarm]:
    if dossier.state == State.RECEIVED and dossier.received_at is not None:
        moved = transfer_due(dossier.received_at, terms.calendar, terms.rules)
        yield Alarm(says=_("chuyển bộ phận giải quyết"), by=moved)
    if dossier.state not in (State.RECEIVED, State.WORKED_ON):
        return
    if dossier.supplements < terms.rules.supplements_allowed:
        notice = due_of(terms.rules.supplement_notice, legal.legs[-1].started_at, terms.calendar, terms.rules)
        yield Alarm(says=_("nếu chưa đủ điều kiện, yêu cầu bổ sung"), by=notice, must=False)
    if len(legal.extensions) < terms.rules.extensions_allowed:
        last = local(legal.due).date() - timedelta(days=terms.rules.extension_days_ahead)
        by = midnight(last + timedelta(days=1)) - timedelta(minutes=1)
        yield Alarm(says=_("nếu sẽ chậm, xin lỗi và hẹn lại"), by=by, must=False)
