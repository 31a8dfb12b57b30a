"""How the files of a register are written: one record for period.yaml, one for a line of each table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from parindex.onestop.events import Event, EventKind
from parindex.onestop.facts import Channel, Dossier, Feedback, Level, Period, Procedure, Unit
from parindex.onestop.service_index import Assumptions
from parindex.onestop.service_shapes import ASSUMPTIONS
from parindex.onestop.shapes import Day, LimitOf, Moment
from parindex.rubric.answers import Ratio
from parindex.rubric.shape import Key, OneOf, Points, Record, Text, Whole, YesNo

SAME = (
    "unit",
    "regime",
    "calendar",
    "channel",
    "synced",
    "fee",
    "paid_online",
    "result_required",
    "result_electronic",
    "components",
    "components_digitised",
    "reused",
    "population_data",
    "disliked",
)
"""What a line of dossiers.csv and a dossier both say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What period.yaml says."""

    title: str
    since: date
    until: date
    service_index: str
    calendar: str
    illustrative: bool = False
    note: str | None = None
    assumes: Assumptions = field(default_factory=Assumptions)

    @property
    def period(self) -> Period:
        return Period(since=self.since, until=self.until)


ABOUT = Record(
    About,
    title=Text(),
    since=Day(),
    until=Day(),
    service_index=Text(),
    calendar=Text(),
    illustrative=Key(YesNo(), False),
    note=Key(Text(), None),
    assumes=Key(ASSUMPTIONS, Assumptions()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A figure that the dossiers cannot give, as its source gives it."""

    unit: str
    figure: str
    numerator: Fraction
    denominator: Fraction
    source: str

    @property
    def ratio(self) -> Ratio:
        return Ratio(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """A line of events."""

    dossier: str
    at: datetime
    event: EventKind
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A line of dossiers.csv."""

    dossier: str
    unit: str
    procedure: str
    version: str
    regime: str
    calendar: str
    channel: Channel
    synced: bool
    fee: int
    paid_online: bool
    result_required: bool
    result_electronic: bool
    components: int
    components_digitised: int
    reused: bool
    population_data: bool
    disliked: bool

    def dossier_of(self, procedure: Procedure, events: Sequence[Event]) -> Dossier:
        same = {name: getattr(self, name) for name in SAME}
        return Dossier(code=self.dossier, procedure=procedure, events=events, **same)


UNIT = Record(Unit, code=Text(), name=Text(), level=OneOf(Level))
PROCEDURE = Record(
    Procedure,
    code=Text(),
    version=Text(),
    name=Text(),
    field=Text(),
    level=OneOf(Level),
    limit=LimitOf(),
    announced_by=OneOf(Level),
    announced_on=Day(),
    effective_on=Day(),
    published_on=Key(Day(), None),
    complete=Key(YesNo(), False),
    online=Key(Whole(), 1),
    payable=Key(YesNo(), False),
    pays_online=Key(YesNo(), False),
    one_stop=Key(YesNo(), True),
    process_approved=Key(YesNo(), False),
)
KEPT = Record(
    Kept,
    dossier=Text(),
    unit=Text(),
    procedure=Text(),
    version=Text(),
    regime=Text(),
    calendar=Text(),
    channel=Key(OneOf(Channel), Channel.DIRECT),
    synced=Key(YesNo(), False),
    fee=Key(Whole(), 0),
    paid_online=Key(YesNo(), False),
    result_required=Key(YesNo(), True),
    result_electronic=Key(YesNo(), False),
    components=Key(Whole(), 0),
    components_digitised=Key(Whole(), 0),
    reused=Key(YesNo(), False),
    population_data=Key(YesNo(), False),
    disliked=Key(YesNo(), False),
)
HAPPENED = Record(Happened, dossier=Text(), at=Moment(), event=OneOf(EventKind), due=Key(Moment(), None))
FEEDBACK = Record(
    Feedback,
    unit=Text(),
    received_at=Moment(),
    answered_at=Key(Moment(), None),
    satisfied=Key(YesNo(), None),
)
DECLARED = Record(Declared, unit=Text(), figure=Text(), numerator=Points(), denominator=Points(), source=Text())
