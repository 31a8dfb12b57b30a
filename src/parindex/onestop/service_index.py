"""The service index of one-hundred points (Decision 766/QĐ-TTg): figures of the one-stop, component by component.

What the decision's text is not known to say stays unknown: such a component has a lowest and a highest value, and
no class is claimed that does not hold for both. Assumptions may settle it; they are named with the result.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from parindex.onestop.clocks.index import IndexRules
from parindex.onestop.regime import Limit, Mark
from parindex.rubric.answers import Ratio

NOTHING, ALL = Fraction(0), Fraction(1)


class WhenNone(StrEnum):
    """What a component earns where its denominator is zero."""

    ZERO = "zero"
    FULL = "full"
    LEFT_OUT = "left_out"  # its points leave the maximum
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """`points` are None where the decision's split is not known. `share × times` earns all at `full_at`."""

    code: str
    title: str
    points: Fraction | None
    figure: str
    mark: Mark
    times: str | None = None
    full_at: Fraction = ALL
    when_none: WhenNone = WhenNone.UNKNOWN
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentGroup:
    code: str
    title: str
    points: Fraction
    mark: Mark
    components: tuple[Component, ...]

    @property
    def split_known(self) -> Fraction:
        return sum((one.points for one in self.components if one.points is not None), NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceClass:
    """A class of points from `at_least`, and `below` where it ends; between classes nothing is known."""

    name: str
    at_least: Fraction
    mark: Mark
    below: Fraction | None = None

    def holds(self, points: Fraction) -> bool:
        return self.at_least <= points and (self.below is None or points < self.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What a person settles that the decision leaves unknown to us. Whoever uses the result reads them beside it."""

    points: Mapping[str, Fraction] = field(default_factory=dict)
    when_none: Mapping[str, WhenNone] = field(default_factory=dict)
    classes: tuple[ServiceClass, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceIndex:
    """An index as its decision has it, as far as it is known."""

    name: str
    title: str
    decimals: int
    feedback_limit: Limit
    clock: IndexRules
    groups: tuple[ComponentGroup, ...]
    classes: tuple[ServiceClass, ...]
    assumptions: tuple[str, ...] = ()

    @property
    def points(self) -> Fraction:
        return sum((group.points for group in self.groups), NOTHING)

    def components(self) -> tuple[Component, ...]:
        return tuple(one for group in self.groups for one in group.components)

    def assuming(self, assumed: Assumptions) -> "ServiceIndex":
        """The index with what is unknown in it settled. What is known is not changed by an assumption."""
        groups = tuple(
            replace(group, components=tuple(_settled(one, assumed) for one in group.components))
            for group in self.groups
        )
        return replace(self, groups=groups, classes=self.classes + assumed.classes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """What a component earned: `lowest` and `highest` differ only where something is unknown."""

    component: Component
    ratio: Ratio | None
    lowest: Fraction
    highest: Fraction
    possible: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEarned:
    """A group's points; those of components whose split is unknown are held together in `together`."""

    group: ComponentGroup
    earned: tuple[Earned, ...]
    together: Fraction
    lowest: Fraction
    highest: Fraction
    possible: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceScore:
    """`class_` is None where none is known for all points between `lowest` and `highest`."""

    groups: tuple[GroupEarned, ...]
    lowest: Fraction
    highest: Fraction
    possible: Fraction
    class_: ServiceClass | None

    @property
    def known(self) -> bool:
        return self.lowest == self.highest


def service_score(index: ServiceIndex, figures: Mapping[str, Ratio]) -> ServiceScore:
    """The exact points of one unit in one period. A figure that is not given is unknown, never zero."""
    groups = tuple(_group(group, figures) for group in index.groups)
    lowest = sum((group.lowest for group in groups), NOTHING)
    highest = sum((group.highest for group in groups), NOTHING)
    possible = sum((group.possible for group in groups), NOTHING)
    whole = possible == index.points
    held = (one for one in index.classes if whole and one.holds(lowest) and one.holds(highest))
    return ServiceScore(groups=groups, lowest=lowest, highest=highest, possible=possible, class_=next(held, None))


def _group(group: ComponentGroup, figures: Mapping[str, Ratio]) -> GroupEarned:
    earned = tuple(_earned(one, figures) for one in group.components)
    together = group.points - group.split_known
    low, high = _together([one for one in earned if one.component.points is None])
    return GroupEarned(
        group=group,
        earned=earned,
        together=together,
        lowest=sum((one.lowest for one in earned if one.component.points is not None), together * low),
        highest=sum((one.highest for one in earned if one.component.points is not None), together * high),
        possible=sum((one.possible for one in earned if one.component.points is not None), together),
    )


def _together(unsplit: list[Earned]) -> tuple[Fraction, Fraction]:
    """Shares of points whose split is unknown: whatever it is, they lie between the least and the best component."""
    kept = [one for one in unsplit if one.possible]
    return min((one.lowest for one in kept), default=NOTHING), max((one.highest for one in kept), default=NOTHING)


def _earned(component: Component, figures: Mapping[str, Ratio]) -> Earned:
    """In points; where the component's points are unknown, in shares of them."""
    points = ALL if component.points is None else component.points
    ratio = _ratio(component, figures)
    low, high, possible = _shares(component, ratio)
    return Earned(
        component=component, ratio=ratio, lowest=points * low, highest=points * high, possible=points * possible
    )


def _ratio(component: Component, figures: Mapping[str, Ratio]) -> Ratio | None:
    """The figure, or None where it, or what it is multiplied with, is not given."""
    ratio = figures.get(component.figure)
    if component.times is None or ratio is None:
        return ratio
    other = figures.get(component.times)
    if other is None:
        return None
    return Ratio(ratio.numerator * other.numerator, ratio.denominator * other.denominator)


def _shares(component: Component, ratio: Ratio | None) -> tuple[Fraction, Fraction, Fraction]:
    """The lowest and highest share of the component's points, and whether they stay possible (1) or not (0)."""
    if ratio is None:
        return NOTHING, ALL, ALL
    if ratio.denominator:
        share = min(ratio.share / component.full_at, ALL)
        return share, share, ALL
    return {
        WhenNone.ZERO: (NOTHING, NOTHING, ALL),
        WhenNone.FULL: (ALL, ALL, ALL),
        WhenNone.LEFT_OUT: (NOTHING, NOTHING, NOTHING),
        WhenNone.UNKNOWN: (NOTHING, ALL, ALL),
    }[component.when_none]


def _settled(component: Component, assumed: Assumptions) -> Component:
    points = assumed.points.get(component.code) if component.points is None else component.points
    open_ = component.when_none is WhenNone.UNKNOWN
    when_none = assumed.when_none.get(component.code, component.when_none) if open_ else component.when_none
    return replace(component, points=points, when_none=when_none)
