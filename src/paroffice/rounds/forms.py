"""What a person types about a round: dates as Hà Nội reads them."""

from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from paroffice.refused import Refused
from paroffice.rounds.models import Step
from paroffice.rounds.queries import Time


def moment(text: str) -> datetime | None:
    """A moment as a browser sends it, `2026-12-04T17:00`, in Hà Nội; None for nothing. Raises `Refused`."""
    if not text.strip():
        return None
    try:
        read = parse_datetime(text.strip())
    except ValueError:
        read = None
    if read is None:
        raise Refused(f"«{text[:40]}» không phải ngày giờ.", "Hãy ghi như 2026-12-04T17:00.")
    return timezone.make_aware(read) if timezone.is_naive(read) else read


def windows(posted: dict[str, str]) -> list[tuple[Step, str, Time]]:
    """The steps whose two dates are given; self-assessment must be one of them."""
    found = []
    for step in Step:
        opens_at, closes_at = moment(posted.get(f"{step}-opens", "")), moment(posted.get(f"{step}-closes", ""))
        if (opens_at is None) != (closes_at is None):
            raise Refused(f"Bước «{step.label}» thiếu một trong hai ngày.", "Hãy ghi cả ngày mở và ngày đóng.")
        if opens_at is not None and closes_at is not None:
            if closes_at <= opens_at:
                raise Refused(f"Bước «{step.label}» đóng trước khi mở.", "Hãy sửa lại hai ngày.")
            found.append((step, "", Time(opens_at=opens_at, closes_at=closes_at)))
    if Step.SELF_ASSESSMENT not in [step for step, *_ in found]:
        raise Refused("Chưa có thời gian tự đánh giá.", "Hãy ghi ngày mở và ngày đóng của bước tự đánh giá.")
    return found
