"""Every window of some rounds, read once: what `queries.time_for` says one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from paroffice.people.models import Unit
from paroffice.rounds.models import Extension, Step, Window
from paroffice.rounds.queries import Blocks, Time, blocks_of

Place = tuple[int, Step, str]
"""A round, a step, a block; the empty block is all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    opened: dict[Place, Window]
    longer: dict[tuple[int, Step, int], datetime]
    blocks: Blocks

    def time(self, round_: int, unit: Unit, step: Step) -> Time | None:
        """The block's window, else that of all, with the unit's extension."""
        block = self.blocks.of(round_, unit)
        window = self.opened.get((round_, step, block)) or self.opened.get((round_, step, ""))
        if window is None:
            return None
        longer = self.longer.get((round_, step, unit.pk), window.closes_at)
        return Time(opens_at=window.opens_at, closes_at=max(window.closes_at, longer))


def windows_of(rounds: Iterable[int]) -> Windows:
    """Three queries."""
    wanted = set(rounds)
    opened = {(one.round_id, Step(one.step), one.block): one for one in Window.objects.filter(round__in=wanted)}
    given = Extension.objects.filter(round__in=wanted).order_by("closes_at")
    longer = {(one.round_id, Step(one.step), one.unit_id): one.closes_at for one in given}
    return Windows(opened=opened, longer=longer, blocks=blocks_of(wanted))
