"""What is known of procedures, dossiers, feedback and units beside the events: facts as they were stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from parindex.onestop.calendar import ONE_DAY, midnight
from parindex.onestop.events import Event, EventKind
from parindex.onestop.regime import Limit

INSTANT = timedelta(microseconds=1)


class Level(StrEnum):
    """The level of government that handles a procedure."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Channel(StrEnum):
    """How a dossier came in: codes 1, 2, 3 of the national portal."""

    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first to the last day, both included."""

    since: date
    until: date

    @property
    def start(self) -> datetime:
        return midnight(self.since)

    @property
    def end(self) -> datetime:
        """The last instant of the last day."""
        return midnight(self.until + ONE_DAY) - INSTANT

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    code: str
    name: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One version of a procedure. `online` is its service level, 1 to 4; levels 3 and 4 take dossiers online."""

    code: str
    version: str
    name: str
    field: str
    level: Level
    limit: Limit
    announced_by: Level
    announced_on: date
    effective_on: date
    published_on: date | None = None
    complete: bool = False
    online: int = 1
    payable: bool = False
    pays_online: bool = False
    one_stop: bool = True
    process_approved: bool = False

    @property
    def takes_online(self) -> bool:
        return self.online >= 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What a dossier keeps from its reception, and what was done with it; its times are in its events."""

    code: str
    unit: str
    procedure: Procedure
    regime: str
    calendar: str
    events: Sequence[Event]
    channel: Channel = Channel.DIRECT
    synced: bool = False
    fee: int = 0
    paid_online: bool = False
    result_required: bool = True
    result_electronic: bool = False
    components: int = 0
    components_digitised: int = 0
    reused: bool = False
    population_data: bool = False
    disliked: bool = False

    @property
    def received_at(self) -> datetime | None:
        return min((event.at for event in self.events if event.kind is EventKind.RECEIVED), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A reflection or petition (phản ánh, kiến nghị) on the handling of procedures; false ones are left out."""

    unit: str
    received_at: datetime
    answered_at: datetime | None = None
    satisfied: bool | None = None
