"""Numbers without gaps: dossier codes of a day, the year's register, letters, queue tickets."""

import hashlib
import json
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.onestop import reach
from paroffice.onestop.actions.common import trace
from paroffice.onestop.models import Counter, Dossier, RegisterYear
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused


def next_number(unit: Unit, what: str, of: str) -> int:
    """The next of that kind, within the caller's transaction: undone with it, so that no number is lost."""
    Counter.objects.get_or_create(unit=unit, what=what, of=of)
    counter = Counter.objects.select_for_update().get(unit=unit, what=what, of=of)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def require_open_year(unit: Unit, day: date) -> None:
    if RegisterYear.objects.filter(unit=unit, year=day.year).exists():
        raise Refused(
            _("Sổ theo dõi năm %(year)d đã khóa.") % {"year": day.year}, _("Hãy ghi hồ sơ vào sổ của năm nay.")
        )


def lines_of(unit: Unit, year: int) -> list[list[object]]:
    """What the book of a year says of each dossier as it was entered, number by number."""
    rows = Dossier.objects.filter(unit=unit, year=year).order_by("number")
    fields = ("number", "code", "version__procedure__code", "version__number", "received_at", "channel")
    return [
        [one.isoformat() if isinstance(one, datetime) else one for one in row] for row in rows.values_list(*fields)
    ]


@transaction.atomic
def close_year(*, unit: Unit, year: int, by: Person, at: datetime) -> RegisterYear:
    """Locks the book: no number more, its lines sealed by a digest. When the year is over, and without gaps."""
    reach.ask(by, "onestop.run", unit, at)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if year >= timezone.localdate(at).year:
        raise Refused(_("Năm %(year)d chưa hết.") % {"year": year}, _("Hãy khóa sổ sau ngày 31 tháng 12."))
    if RegisterYear.objects.filter(unit=unit, year=year).exists():
        raise Refused(_("Sổ năm này đã khóa."), _("Không cần làm gì thêm."))
    lines = lines_of(unit, year)
    if [line[0] for line in lines] != list(range(1, len(lines) + 1)):
        raise Refused(_("Sổ có số bị thiếu."), _("Hãy báo người quản trị: không ai được xóa hồ sơ khỏi sổ."))
    digest = hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()
    closed = RegisterYear.objects.create(
        unit=unit, year=year, last=len(lines), digest=digest, closed_by=by, closed_at=at
    )
    trace(unit, "onestop.close_year", f"register:{year}", by, at, after={"last": closed.last, "digest": digest})
    return closed
