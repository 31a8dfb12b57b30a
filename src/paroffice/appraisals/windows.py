"""Every window of some rounds, read once: what `rounds.queries.time_for` says one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from paroffice.people.models import Unit
from paroffice.rounds.models import Extension, Round, Step, Window
from paroffice.rounds.queries import Time

Place = tuple[int, Step, str]
"""A round, a step, a block; the empty block is all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    opened: dict[Place, Window]
    longer: dict[tuple[int, Step, int], datetime]

    def time(self, round_: int, unit: Unit, step: Step) -> Time | None:
        """The block's window, else that of all, with the unit's extension."""
        window = self.opened.get((round_, step, unit.block)) or self.opened.get((round_, step, ""))
        if window is None:
            return None
        longer = self.longer.get((round_, step, unit.pk), window.closes_at)
        return Time(opens_at=window.opens_at, closes_at=max(window.closes_at, longer))


def windows_of(rounds: Iterable[Round]) -> Windows:
    """Two queries."""
    wanted = [one.pk for one in rounds]
    opened = {(one.round_id, Step(one.step), one.block): one for one in Window.objects.filter(round__in=wanted)}
    given = Extension.objects.filter(round__in=wanted).order_by("closes_at")
    longer = {(one.round_id, Step(one.step), one.unit_id): one.closes_at for one in given}
    return Windows(opened=opened, longer=longer)
