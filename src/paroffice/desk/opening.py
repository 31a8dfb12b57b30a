"""Opening a year spans two rooms: the round, and a sheet for each of its units."""

from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from paroffice.assessments.actions import begin
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused
from paroffice.rounds.actions import open_round
from paroffice.rounds.forms import windows
from paroffice.rounds.models import Round
from paroffice.rubrics.models import AdoptedEdition


@transaction.atomic
def open_year(posted: QueryDict, *, by: Person, at: datetime) -> Round:
    """What the page says, done whole or not at all."""
    edition = AdoptedEdition.objects.filter(name=posted.get("edition", "")).first()
    year, title = posted.get("year", ""), posted.get("title", "").strip()
    if edition is None or not title or not (year.isdecimal() and 2000 <= int(year) <= 2100):
        raise Refused("Đợt đánh giá thiếu bộ chỉ số, tên hoặc năm.", "Hãy điền đủ ba mục đầu.")
    chosen = [int(pk) for pk in posted.getlist("unit") if pk.isdecimal()]
    units = list(Unit.objects.filter(pk__in=chosen))
    round_ = open_round(
        year=int(year), title=title, edition=edition, windows=windows(posted.dict()), units=units, by=by, at=at
    )
    for unit in units:
        begin(round_=round_, unit=unit, at=at, by=by)
    return round_
