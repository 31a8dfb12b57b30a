"""Numbering and keeping the forms that go to the applicant. Called by actions, within their transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.onestop.papers import FormKind
from paroffice.onestop.actions.common import known
from paroffice.onestop.actions.counting import next_number
from paroffice.onestop.models import Dossier, Letter
from paroffice.onestop.reach import writer_of
from paroffice.people.models import Person
from paroffice.refused import Refused


def issue(
    dossier: Dossier,
    what: str,
    reason: str,
    by: Person,
    at: datetime,
    *,
    items: Sequence[str] = (),
    due_before: datetime | None = None,
    due: datetime | None = None,
    overridden_for: str = "",
) -> Letter:
    """The next letter of the year of whoever has the dossier, by the series of forms in force on that day."""
    day, unit = timezone.localdate(at), writer_of(dossier.unit, by, at)
    series = known(dossier.law).forms_on(day)
    if series is None:
        raise Refused(_("Không có bộ biểu mẫu cho ngày này."), _("Hãy kiểm tra tệp forms.yaml của bộ quy tắc."))
    return Letter.objects.create(
        dossier=dossier, unit=unit, what=FormKind(what).value, series=series.series, year=day.year,
        number=next_number(unit, "letter", str(day.year)), reason=reason, items=list(items),
        due_before=due_before, due=due, overridden_for=overridden_for, by=by, at=at,
    )  # fmt: skip
