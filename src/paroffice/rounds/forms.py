"""What a person types about a round: dates as Hà Nội reads them, to the second."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paroffice.people.models import Unit
from paroffice.refused import Refused
from paroffice.rounds.models import Step
from paroffice.rounds.queries import Time
from paroffice.rubrics.models import AdoptedEdition

YEARS = range(2000, 2101)
MOST_TITLE = 300
OPENED = gettext_lazy("Đã mở đợt đánh giá.")
Dates = list[tuple[Step, str, Time]]


def moment(text: str) -> datetime | None:
    """A moment as a browser sends it, `2026-12-04T17:00:30`, in Hà Nội; None for nothing. Raises `Refused`."""
    if not text.strip():
        return None
    try:
        read = parse_datetime(text.strip())
    except ValueError:
        read = None
    if read is None or read.year not in YEARS:
        raise Refused(
            _("«%(text)s» không phải ngày giờ của đợt đánh giá.") % {"text": text[:40]},
            _("Hãy ghi như 2026-12-04T17:00."),
        )
    return timezone.make_aware(read) if timezone.is_naive(read) else read


def words(posted: Mapping[str, str], name: str, most: int = 4000) -> str:
    """What was typed, without signs that no database keeps. Raises `Refused` where it is too long."""
    said = posted.get(name, "").replace("\x00", "").strip()
    if len(said) > most:
        raise Refused(
            _("Nội dung dài quá %(most)s ký tự.") % {"most": most}, _("Hãy viết gọn lại, hoặc dẫn số văn bản.")
        )
    return said


def window(posted: Mapping[str, str], step: Step, tail: str = "") -> Time | None:
    """The two dates of a step; None where neither is given. Raises `Refused`."""
    opens_at, closes_at = (moment(posted.get(f"{step}-{end}{tail}", "")) for end in ("opens", "closes"))
    if opens_at is None and closes_at is None:
        return None
    if opens_at is None or closes_at is None:
        raise Refused(
            _("Bước «%(step)s» thiếu một trong hai ngày.") % {"step": step.label},
            _("Hãy ghi cả ngày mở và ngày đóng."),
        )
    if closes_at <= opens_at:
        raise Refused(_("Bước «%(step)s» đóng trước khi mở.") % {"step": step.label}, _("Hãy sửa lại hai ngày."))
    return Time(opens_at=opens_at, closes_at=closes_at)


def windows(posted: Mapping[str, str], blocks: Mapping[str, str]) -> Iterator[tuple[Step, str, Time]]:
    """The steps whose dates are given, for all units or staggered by block."""
    for step in Step:
        for block in ("", *blocks):
            time = window(posted, step, f"-{block}" if block else "")
            if time is not None:
                yield step, block, time


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A year as the page says it."""

    year: int
    title: str
    edition: AdoptedEdition
    units: list[Unit]
    windows: Dates


def opening(posted: QueryDict, blocks: Mapping[str, str], edition: AdoptedEdition | None) -> Opening:
    """All that opening a year needs. Raises `Refused` for the first thing that lacks."""
    year, title = posted.get("year", ""), words(posted, "title", MOST_TITLE)
    if edition is None or not title or not (year.isascii() and year.isdigit() and int(year[:5]) in YEARS):
        raise Refused(_("Đợt đánh giá thiếu bộ chỉ số, tên hoặc năm."), _("Hãy điền đủ ba mục đầu."))
    chosen = [int(pk) for pk in posted.getlist("unit") if pk.isascii() and pk.isdigit() and len(pk) < 16]
    units = list(Unit.objects.filter(pk__in=chosen))
    dates = list(windows(posted, blocks))
    _require_self_assessment(dates, units, blocks)
    return Opening(year=int(year), title=title, edition=edition, units=units, windows=dates)


def _require_self_assessment(dates: Dates, units: list[Unit], blocks: Mapping[str, str]) -> None:
    """Every unit has a time to assess itself: its block's, or that of all."""
    timed = {block for step, block, _time in dates if step is Step.SELF_ASSESSMENT}
    if not timed:
        raise Refused(_("Chưa có thời gian tự đánh giá."), _("Hãy ghi ngày mở và ngày đóng của bước tự đánh giá."))
    untimed = sorted({blocks.get(unit.block, unit.block) for unit in units if unit.block not in timed})
    if untimed and "" not in timed:
        raise Refused(
            _("Chưa có thời gian tự đánh giá của: %(blocks)s.") % {"blocks": ", ".join(untimed)},
            _("Hãy ghi thời gian chung, hoặc thời gian của từng nhóm."),
        )
