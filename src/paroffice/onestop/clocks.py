"""A dossier's two clocks, by the law that it keeps. Everything about time is asked here."""

from collections.abc import Iterable
from datetime import datetime

from parindex.onestop.clocks.index import IndexClock, both_clocks
from parindex.onestop.clocks.legal import LegalClock
from parindex.onestop.deadline import Terms
from parindex.onestop.events import Event, EventKind
from parindex.onestop.shapes import read_limit
from paroffice.onestop.law import KEPT, KnownLaw
from paroffice.onestop.models import Dossier, Happened


def law_of(dossier: Dossier) -> KnownLaw:
    return KEPT.law(dossier.law.digest, dossier.law.files)


def terms_of(dossier: Dossier) -> Terms:
    """Limit, calendar and rules as they were at its reception."""
    known = law_of(dossier)
    regime, limit = known.regimes.named(dossier.regime), read_limit(dossier.version.limit)
    assert regime is not None, "a dossier keeps a regime of its law"
    assert limit is not None, "a dossier is received for a procedure that states its limit"
    return Terms(limit=limit, calendar=known.calendars[dossier.calendar], rules=regime.rules)


def as_events(happened: Iterable[Happened]) -> list[Event]:
    return [Event(at=one.at, kind=EventKind(one.kind), due=one.due) for one in happened]


def clocks_of(dossier: Dossier, at: datetime) -> tuple[LegalClock, IndexClock] | None:
    """Both, or None before reception. Raises `Incomplete` where the calendar does not reach."""
    return both_clocks(as_events(dossier.events.all()), terms_of(dossier), at)
