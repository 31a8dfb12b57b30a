"""The nine indicators of how dossiers are handled, 0, 1 or 2 points each (Circular 01/2018/TT-VPCP, articles 13–15).

Where the circular's table leaves a case open, the function says how it is read here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from parindex.onestop.deadline import Timeliness
from parindex.onestop.facts import Level
from parindex.rounding import round_half_up
from parindex.rubric.answers import Ratio

MOST = 2
INDICATORS = range(1, 10)
STAFF_INDICATORS = (1, 2, 3, 4, 7)
DECIMALS = 1
"""Article 15: each indicator is the mean of its dossiers, with one decimal."""

WHOLE_PROCESS_AT_LEAST = {
    Level.MINISTRY: Fraction(20, 100),
    Level.PROVINCE: Fraction(20, 100),
    Level.DISTRICT: Fraction(50, 100),
    Level.COMMUNE: Fraction(1),
}
"""Indicator 5: the share of listed procedures with the full process at the one-stop unit."""

FEEDBACK_ON_TIME_AT_LEAST = Fraction(90, 100)
PROCEDURES_ONLINE_AT_LEAST = Fraction(20, 100)
DOSSIERS_ONLINE_FOR_TWO, DOSSIERS_ONLINE_FOR_ONE = Fraction(30, 100), Fraction(15, 100)
OF_TIME = {Timeliness.EARLY: 2, Timeliness.ON_TIME: 1, Timeliness.LATE: 0}


class AgencyClass(StrEnum):
    """Of an agency's total of at most 18."""

    EXCELLENT = "excellent"  # xuất sắc
    GOOD = "good"  # tốt
    FAIR = "fair"  # khá
    AVERAGE = "average"  # trung bình
    WEAK = "weak"  # yếu


AGENCY_CLASSES = (
    (AgencyClass.EXCELLENT, Fraction(15)),
    (AgencyClass.GOOD, Fraction(12)),
    (AgencyClass.FAIR, Fraction(9)),
    (AgencyClass.AVERAGE, Fraction(6)),
    (AgencyClass.WEAK, Fraction(0)),
)


class StaffTask(StrEnum):
    """How much of the task a member of staff has fulfilled, of a total of at most 10."""

    WHOLE = "whole"  # 100 %
    MOST_OF_IT = "most_of_it"  # 70 to under 100 %
    TOO_LITTLE = "too_little"  # under 70 %


STAFF_TASKS = (
    (StaffTask.WHOLE, Fraction(5)),
    (StaffTask.MOST_OF_IT, Fraction(35, 10)),
    (StaffTask.TOO_LITTLE, Fraction(0)),
)


def total_time(timeliness: Timeliness) -> int:
    """Indicator 1: the whole time against the limit."""
    return OF_TIME[timeliness]


def agency_time(agencies: Sequence[Timeliness]) -> int:
    """Indicator 2: the time of each agency against its own; of several the slowest counts (our reading)."""
    return min((OF_TIME[timeliness] for timeliness in agencies), default=MOST)


def contacts(times: int) -> int:
    """Indicator 3: contacts with the reception point; those that the applicant's own fault caused are left out."""
    return max(MOST - times, 0)


def bodies_contacted(bodies: int) -> int:
    """Indicator 4: bodies contacted; one that the law wants for a field check or a council is left out."""
    return max(MOST - bodies, 0)


def at_the_unit(level: Level, whole_process: Ratio, received_and_returned: Ratio) -> int:
    """Indicator 5: procedures done wholly at the one-stop unit; procedures received and returned there.

    A unit that lists none earns nothing (our reading).
    """
    if whole_process.denominator and whole_process.share >= WHOLE_PROCESS_AT_LEAST[level]:
        return 2
    return 1 if received_and_returned.denominator and received_and_returned.share >= 1 else 0


def made_public(*, posted: bool, electronic: bool) -> int:
    """Indicator 6: posted at the office, and electronically."""
    return posted + electronic


def attitude(timeliness: Timeliness, complaints: int) -> int:
    """Indicator 7: false complaints are left out. Late without a complaint earns nothing (our reading)."""
    return 0 if complaints else OF_TIME[timeliness]


def feedback_handled(on_time: Ratio, prolonged: int) -> int:
    """Indicator 8: feedback handled on time; none at all is full."""
    if prolonged:
        return 0
    if not on_time.denominator or on_time.share >= 1:
        return 2
    return 1 if on_time.share >= FEEDBACK_ON_TIME_AT_LEAST else 0


def online_service(procedures_online: Ratio, dossiers_online: Ratio, unresolved: int) -> int:
    """Indicator 9: procedures at level 3 or 4, dossiers that came online, and those of them late or unresolved.

    Many dossiers online with too few procedures earn 1 (our reading).
    """
    if unresolved or not procedures_online.numerator or not dossiers_online.denominator:
        return 0
    share = dossiers_online.share
    if procedures_online.share >= PROCEDURES_ONLINE_AT_LEAST and share >= DOSSIERS_ONLINE_FOR_TWO:
        return 2
    return 1 if share >= DOSSIERS_ONLINE_FOR_ONE else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The printed indicators, and totals as the circular adds them: of figures with one decimal."""

    indicators: Mapping[int, Fraction]

    @property
    def staff_total(self) -> Fraction:
        return sum((self.indicators[number] for number in STAFF_INDICATORS), Fraction(0))

    @property
    def agency_total(self) -> Fraction:
        return sum(self.indicators.values(), Fraction(0))

    @property
    def staff_task(self) -> StaffTask:
        return next(task for task, least in STAFF_TASKS if self.staff_total >= least)

    @property
    def agency_class(self) -> AgencyClass:
        return next(name for name, least in AGENCY_CLASSES if self.agency_total >= least)


def mean_indicator(points: Sequence[int]) -> Fraction:
    """The mean of an indicator's points over its dossiers, one decimal. Raises ValueError where there are none."""
    if not points:
        raise ValueError("an indicator without dossiers has no mean")
    return round_half_up(Fraction(sum(points), len(points)), DECIMALS)


def evaluated(points: Mapping[int, Sequence[int]]) -> Evaluation:
    """From the points of each indicator, one a dossier, or a single one for a unit's. All nine must be there."""
    if set(points) != set(INDICATORS):
        raise ValueError("nine indicators are evaluated, 1 to 9")
    return Evaluation(indicators={number: mean_indicator(points[number]) for number in INDICATORS})
