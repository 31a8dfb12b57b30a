"""An item of a result through the years: what it comes from, and where the line breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from parindex.rubric.compare.lineage import lineage_of
from parindex.rubric.model import Item
from paroffice.results.bridge import Opened
from paroffice.results.models import Result
from paroffice.results.years import comparable_items, earlier_results


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The item in one year. `points` are those of the unit that is asked about, None where it was not ranked."""

    year: int
    code: str
    title: str
    most: Fraction | None
    points: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one year to the next; not `comparable` where items were joined or split, or the maximum changed."""

    old: Stage
    new: Stage
    comparable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Oldest first; without steps there is nothing earlier."""

    stages: Sequence[Stage]
    steps: Sequence[Step]

    @property
    def breaks(self) -> list[Step]:
        return [one for one in self.steps if not one.comparable]


def line_of(result: Result, opened: Opened, item: Item, at: datetime, unit: str = "") -> Line:
    """Walked back year by year, each law against the one before it, so that no change in between is jumped over."""
    here = _stage(result.round.year, opened, item, unit)
    stages, steps, standing, law = [here], list[Step](), [here], opened
    for earlier, held in reversed(earlier_results(result, at)):
        found = list(_back(earlier.round.year, held, law, standing, unit))
        before = list({step.old.code: step.old for step in found}.values())
        stages, steps = before + stages, found + steps
        standing, law = before, held
    return Line(stages=stages, steps=steps)


def _back(year: int, old: Opened, new: Opened, standing: Sequence[Stage], unit: str) -> Iterator[Step]:
    past = lineage_of(old.round.edition, new.round.edition).past
    kept = comparable_items(old.round.edition, new.round.edition)
    for stage in standing:
        for code in past[stage.code]:
            item = old.round.edition.item(code)
            if item is not None:
                before = _stage(year, old, item, unit)
                yield Step(old=before, new=stage, comparable=kept.get(stage.code) == code)


def _stage(year: int, opened: Opened, item: Item, unit: str) -> Stage:
    place = opened.places.get(unit)
    points = None if place is None else opened.index.earned[item.code].points.exact(place)
    return Stage(year=year, code=item.code, title=item.title, most=item.points, points=points)
