"""What happened to a dossier, as raw events: the only thing stored; every clock and figure is derived from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """In the order in which events of one moment are taken: what is asked and brought at once leaves nobody waiting,
    and what completes a dossier at its reception came before it."""

    SUBMITTED = "submitted"  # came in online, not yet checked
    SUPPLEMENT_REQUESTED = "supplement_requested"  # Mẫu 02
    SUPPLEMENT_COMPLETED = "supplement_completed"
    RECEIVED = "received"  # complete: code and due date exist (Mẫu 01)
    PAYMENT_REQUESTED = "payment_requested"
    PAYMENT_MADE = "payment_made"
    EXTENDED = "extended"  # apology and new date (Mẫu 04)
    FINISHED = "finished"  # result ready, a refusal after appraisal included
    REFUSED = "refused"  # not received (Mẫu 03)
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"  # result in the applicant's hands


PLACES = {kind: place for place, kind in enumerate(EventKind)}
ENDS = frozenset({EventKind.REFUSED, EventKind.FINISHED, EventKind.STOPPED, EventKind.WITHDRAWN, EventKind.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, at an aware moment. `due` is the new due moment that an extension promises."""

    at: datetime
    kind: EventKind
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A dossier's events up to a moment: before reception, after it, and how it ended if it did.

    The first end stands: were a later one taken, a report already sent would no longer meet the next.
    """

    as_of: datetime
    before: tuple[Event, ...]
    received_at: datetime
    after: tuple[Event, ...]
    end: Event | None

    @property
    def until(self) -> datetime:
        """The end, or the moment of looking."""
        return self.end.at if self.end else self.as_of


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """By time; of one moment in the order of a dossier's life. The order of the file says nothing."""
    return tuple(sorted(events, key=lambda event: (event.at, PLACES[event.kind], event.due or event.at)))


def course(events: Iterable[Event], as_of: datetime) -> Course | None:
    """What had happened by `as_of`, or None for a dossier that was not received by then."""
    happened = in_order(event for event in events if event.at <= as_of)
    start = next((place for place, event in enumerate(happened) if event.kind is EventKind.RECEIVED), None)
    if start is None:
        return None
    after = happened[start + 1 :]
    return Course(
        as_of=as_of,
        before=happened[:start],
        received_at=happened[start].at,
        after=after,
        end=next((event for event in after if event.kind in ENDS), None),
    )
