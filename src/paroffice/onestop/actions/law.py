"""Taking a law folder into use, and naming a unit's one-stop centre."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.onestop.actions.common import trace
from paroffice.onestop.law import Files, digest_of, law_of
from paroffice.onestop.models import Centre, Law
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused


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
    before = Centre.objects.filter(unit=unit).values(*fields).first()
    centre, _new = Centre.objects.update_or_create(unit=unit, defaults=fields)
    after = {name: value for name, value in fields.items() if before is None or before[name] != value}
    trace(unit, "onestop.set_up", f"centre:{centre.pk}", by, at, before=before, after=after)
    return centre
