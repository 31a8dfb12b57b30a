"""Which rules hold at which date: regimes in order, each stating what it changes, each rule with source and mark."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from fractions import Fraction


class Mark(StrEnum):
    """How sure a rule is, best first."""

    VERIFIED = "V"  # read in the rule's text
    IMPLEMENTED = "I"  # seen in systems that implement it
    SECONDARY = "S"  # from a summary
    ASSUMED = "?"  # not verified

    def weaker(self, other: "Mark") -> "Mark":
        return max(self, other, key=list(Mark).index)


class LimitUnit(StrEnum):
    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    CLOCK_HOURS = "clock_hours"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A time limit; `same_day` has no amount."""

    amount: Fraction
    unit: LimitUnit

    @property
    def in_working_time(self) -> bool:
        return self.unit not in (LimitUnit.CALENDAR_DAYS, LimitUnit.CLOCK_HOURS)

    @property
    def in_hours(self) -> bool:
        return self.unit in (LimitUnit.WORKING_HOURS, LimitUnit.CLOCK_HOURS)


class AfterSupplement(StrEnum):
    RESTART = "restart"  # the limit begins again, from zero
    RESUME = "resume"  # the clock goes on where it stopped


class DayCount(StrEnum):
    START_EXCLUDED = "start_excluded"  # the day after reception is the first
    START_INCLUDED = "start_included"  # the day of reception is the first


class ClosedEnd(StrEnum):
    """Where calendar days end on a day on which the office is closed."""

    NEXT_WORKING_DAY = "next_working_day"
    AS_IT_FALLS = "as_it_falls"


class PaymentWait(StrEnum):
    RUNS = "runs"  # the legal clock runs while payment is awaited
    STOPS = "stops"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules that clocks ask for. Where nothing is known, none is claimed: `None`."""

    supplement_notice: Limit
    after_supplement: AfterSupplement
    supplements_allowed: int
    extensions_allowed: int
    extension_days_ahead: int
    transfer_until: time
    day_count: DayCount
    closed_end: ClosedEnd
    payment_wait: PaymentWait
    late_reception_from: time | None = None
    online_answer: Limit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A rule's value with where it stands and how sure that is."""

    value: object
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """From `since` on, until the next. `rest` says how sure it is that the rules not stated here went on."""

    name: str
    instrument: str
    since: date
    mark: Mark
    rest: Mark
    stated: Mapping[str, Cited]
    note: str | None = None

    @property
    def rules(self) -> Rules:
        return Rules(**{name: rule.value for name, rule in self.stated.items()})  # type: ignore[arg-type]

    def assumed(self) -> Iterator[str]:
        """The rules that are not verified here."""
        return (name for name, rule in self.stated.items() if rule.mark is Mark.ASSUMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimes:
    """In the order of their dates."""

    regimes: tuple[Regime, ...]

    def on(self, day: date) -> Regime | None:
        """The regime in force that day, or None before the first."""
        return next((regime for regime in reversed(self.regimes) if regime.since <= day), None)

    def named(self, name: str) -> Regime | None:
        return next((regime for regime in self.regimes if regime.name == name), None)


def carried_on(regimes: Sequence[Regime]) -> Regimes:
    """Each regime takes over the rules that it does not state from the one before, as sure as its `rest` says."""
    carried: list[Regime] = []
    stands: Mapping[str, Cited] = {}
    for regime in sorted(regimes, key=lambda regime: regime.since):
        kept = {name: replace(rule, mark=rule.mark.weaker(regime.rest)) for name, rule in stands.items()}
        stands = kept | dict(regime.stated)
        carried.append(replace(regime, stated=stands))
    return Regimes(regimes=tuple(carried))
