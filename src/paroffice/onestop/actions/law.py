"""Taking a law folder into use, and naming a unit's one-stop centre."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.onestop.actions.common import calendar_of, law_now, trace
from paroffice.onestop.law import Files, digest_of, law_of
from paroffice.onestop.models import Centre, Law, Level
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused

ORGANISATION = re.compile(r"[0-9A-Z][0-9A-Z.]{0,34}")


@transaction.atomic
def adopt_law(*, files: Files, by: Person, at: datetime) -> Law:
    """Dossiers received from now on keep this law. Raises `Unreadable` with its findings."""
    policy.ask(by, "procedures.change", None, at)
    read, digest = law_of(files), digest_of(files)
    if Law.objects.filter(digest=digest).exists():
        raise Refused(_("Bộ quy tắc này đã được áp dụng."), _("Không cần làm gì thêm."))
    law = Law.objects.create(digest=digest, files=files, illustrative=read.illustrative, adopted_by=by, adopted_at=at)
    trace(None, "onestop.adopt_law", f"law:{law.pk}", by, at, after={"digest": digest})
    return law


@transaction.atomic
def set_up(*, unit: Unit, by: Person, at: datetime, **fields: object) -> Centre:
    """The one-stop unit of a public body, or what changed of it."""
    policy.ask(by, "onestop.run", unit, at)
    _require_sound(fields)
    before = Centre.objects.filter(unit=unit).values(*fields).first()
    centre, _new = Centre.objects.update_or_create(unit=unit, defaults=fields)
    after = {name: value for name, value in fields.items() if before is None or before[name] != value}
    trace(unit, "onestop.set_up", f"centre:{centre.pk}", by, at, before=before, after=after)
    return centre


def _require_sound(fields: dict[str, object]) -> None:
    """A level and a code that can be, a calendar that the law has."""
    calendar_of(law_now(), str(fields.get("calendar", "")))
    if fields.get("level") not in Level.values or not ORGANISATION.fullmatch(str(fields.get("organisation", ""))):
        raise Refused(
            _("Cấp hoặc mã định danh không hợp lệ."),
            _("Ghi cấp: %(levels)s; mã định danh bằng chữ hoa, chữ số và dấu chấm.")
            % {"levels": ", ".join(Level.values)},
        )
