"""When what is open, for whom. Asked at the moment of writing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from unicodedata import combining, normalize

from django.db.models import F, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from paroffice.people.models import Person, Unit
from paroffice.people.policy import units_for
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Clarification, Extension, Participant, Round, Step, Window
from paroffice.rubrics.queries import law_of

STROKED = chr(0x111)
"""The letter d with a stroke: its stroke is no mark that could be taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """From the moment it opens up to, and without, the moment it closes."""

    opens_at: datetime
    closes_at: datetime

    def holds(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at

    def state(self, at: datetime) -> "Standing":
        if at < self.opens_at:
            return Standing.TO_COME
        return Standing.OPEN if self.holds(at) else Standing.OVER


class Standing(Enum):
    """How a window stands to a moment."""

    TO_COME = "to_come"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Blocks:
    """The block in which a unit takes part: the one of the day its round was opened, wherever it stands by now."""

    left: dict[tuple[int, int], str]

    def of(self, round_: int, unit: Unit) -> str:
        return self.left.get((round_, unit.pk), unit.block)


def blocks_of(rounds: Iterable[int]) -> Blocks:
    """One query, which brings only the units that have moved since."""
    moved = Participant.objects.filter(round__in=list(rounds)).exclude(block=F("unit__block"))
    return Blocks({(one.round_id, one.unit_id): one.block for one in moved})


def time_for(round_: Round, unit: Unit, step: Step) -> Time | None:
    """The window of the unit's block in that round, else of all blocks, with the unit's extension: one query."""
    extensions = Extension.objects.filter(round=round_, unit=unit, step=step).order_by("-closes_at")
    block = Participant.objects.filter(round=round_, unit=unit).values("block")
    windows = Window.objects.filter(Q(block__in=block) | Q(block=""), round=round_, step=step)
    window = windows.annotate(longer=Subquery(extensions.values("closes_at")[:1])).order_by("-block").first()
    if window is None:
        return None
    return Time(opens_at=window.opens_at, closes_at=max(window.closes_at, window.longer or window.closes_at))


def require_open(round_: Round, unit: Unit, step: Step, at: datetime) -> None:
    """Raises `Refused` unless the step is open for the unit at that moment."""
    time = time_for(round_, unit, step)
    name = Step(step).label
    if time is None or at < time.opens_at:
        raise Refused(
            _("Chưa đến thời gian %(step)s.") % {"step": name}, _("Thường trực đợt đánh giá sẽ thông báo khi mở.")
        )
    if not time.holds(at):
        raise Refused(
            _("Đã hết thời gian %(step)s.") % {"step": name},
            _("Những gì đã lưu vẫn được giữ. Nếu có lý do, hãy đề nghị thường trực đợt đánh giá gia hạn."),
        )


def clarifications_for(round_: Round, item: str, unit: Unit) -> list[Clarification]:
    """What every unit reads on an item, and the unit's own questions that wait."""
    asked = Clarification.objects.filter(Q(unit=unit) | ~Q(answer=""), round=round_, item=item)
    return list(asked.select_related("unit"))


def rounds_of(person: Person, at: datetime) -> QuerySet[Round]:
    """The rounds that a person may see: those of their units, or all."""
    units = units_for(person, "rounds.see", at)
    rounds = Round.objects.select_related("edition").prefetch_related("windows__changes__changed_by")
    return rounds if units is None else rounds.filter(participants__unit__in=units).distinct()


def round_for(person: Person, pk: int, at: datetime) -> Round:
    """The round, for one who may see it. Raises `NotVisible`."""
    found = rounds_of(person, at).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A step's window on the page; `name` is that of its block, empty for all units."""

    step: Step
    block: str
    name: str
    window: Window | None
    state: Standing | None

    @property
    def changes(self) -> list[object]:
        return [] if self.window is None else list(self.window.changes.all())


def timetable(round_: Round, at: datetime) -> list[Dated]:
    """Every step for all units, and the blocks that have times of their own."""
    held = {(one.step, one.block): one for one in round_.windows.all()}
    blocks = law_of(round_.edition).cover.blocks
    return [
        _dated(step, block, blocks.get(block, ""), held.get((step, block)), at)
        for step in Step
        for block in ("", *blocks)
        if not block or (step, block) in held
    ]


def _dated(step: Step, block: str, name: str, window: Window | None, at: datetime) -> Dated:
    time = None if window is None else Time(opens_at=window.opens_at, closes_at=window.closes_at)
    return Dated(step=step, block=block, name=name, window=window, state=None if time is None else time.state(at))


def extensions_seen(round_: Round, person: Person, at: datetime) -> QuerySet[Extension]:
    """All of them for the office; a unit sees its own."""
    units = units_for(person, "rounds.see", at)
    given = round_.extensions.select_related("unit", "given_by").order_by("-given_at")
    return given if units is None else given.filter(unit__in=units)


def clarifications_seen(round_: Round, person: Person, at: datetime) -> QuerySet[Clarification]:
    """Every answered question, and the waiting ones of the person's own units; all for the office."""
    units = units_for(person, "rounds.see", at)
    asked = round_.clarifications.select_related("unit").order_by("-answered_at", "-asked_at")
    return asked if units is None else asked.filter(~Q(answer="") | Q(unit__in=units))


def matching(asked: Iterable[Clarification], wanted: str) -> list[Clarification]:
    """Those that hold every word, whatever its marks: «thu tuc» finds «thủ tục»."""
    parts = bare(wanted).split()
    return [one for one in asked if all(part in bare(f"{one.item} {one.question} {one.answer}") for part in parts)]


def bare(text: str) -> str:
    """Letters without their marks, in lower case."""
    letters = normalize("NFD", text.casefold().replace(STROKED, "d"))
    return "".join(letter for letter in letters if not combining(letter))
