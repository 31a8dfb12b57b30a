"""Small deeds that a worker does again and again, such as sweeping. Each room names its own in its `jobs.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Deed = Callable[[datetime], object]


@dataclass(slots=True)
class Regular:
    """A deed and when it is to be done next. It may be done by two workers at once: it must not mind."""

    deed: Deed
    every: timedelta
    next_at: datetime | None = field(default=None)

    def is_due(self, at: datetime) -> bool:
        return self.next_at is None or at >= self.next_at


REGULAR: dict[str, Regular] = {}


def every(interval: timedelta) -> Callable[[Deed], Deed]:
    """Marks a deed to be done at the start of a worker and after each interval; it is given the moment."""

    def marked(deed: Deed) -> Deed:
        REGULAR[f"{deed.__module__}.{deed.__name__}"] = Regular(deed, interval)
        return deed

    return marked
