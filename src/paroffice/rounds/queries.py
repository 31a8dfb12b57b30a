"""When what is open, for whom. Asked at the moment of writing."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from paroffice.people.models import Unit
from paroffice.refused import Refused
from paroffice.rounds.models import Clarification, Extension, Round, Step, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """From the moment it opens up to, and without, the moment it closes."""

    opens_at: datetime
    closes_at: datetime

    def holds(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


def time_for(round_: Round, unit: Unit, step: Step) -> Time | None:
    """The window of the unit's block, else of all blocks, with the unit's extension."""
    windows = Window.objects.filter(Q(block=unit.block) | Q(block=""), round=round_, step=step)
    window = windows.order_by("-block").first()
    if window is None:
        return None
    longer = Extension.objects.filter(round=round_, unit=unit, step=step).order_by("-closes_at").first()
    closes_at = max(window.closes_at, longer.closes_at) if longer else window.closes_at
    return Time(opens_at=window.opens_at, closes_at=closes_at)


def require_open(round_: Round, unit: Unit, step: Step, at: datetime) -> None:
    """Raises `Refused` unless the step is open for the unit at that moment."""
    time = time_for(round_, unit, step)
    name = Step(step).label
    if time is None or at < time.opens_at:
        raise Refused(f"Chưa đến thời gian {name}.", "Thường trực đợt đánh giá sẽ thông báo khi mở.")
    if not time.holds(at):
        raise Refused(
            f"Đã hết thời gian {name}.",
            "Những gì đã lưu vẫn được giữ. Nếu có lý do, hãy đề nghị thường trực đợt đánh giá gia hạn bằng văn bản.",
        )


def clarifications_for(round_: Round, item: str, unit: Unit) -> list[Clarification]:
    """What every unit reads on an item, and the unit's own questions that wait."""
    asked = Clarification.objects.filter(Q(unit=unit) | ~Q(answer=""), round=round_, item=item)
    return list(asked.select_related("unit"))
