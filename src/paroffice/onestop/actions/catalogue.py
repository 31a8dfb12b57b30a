"""Writing the catalogue: new versions as previewed, the day they were made public, their posting at an office."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.onestop.actions.common import trace
from paroffice.onestop.models import NationalList, Posting, Procedure, ProcedureVersion
from paroffice.onestop.queries.catalogue import Plan, plan_of, standing_digest
from paroffice.onestop.written import LATER, digest_of, read_row
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused


@transaction.atomic
def bring_in(*, rows: Sequence[dict[str, str]], standing: str, source: str, by: Person, at: datetime) -> Plan:
    """What was previewed against a catalogue of that digest: all of it, or nothing."""
    policy.ask(by, "procedures.change", None, at)
    list(Procedure.objects.select_for_update().order_by("pk").values_list("pk"))
    if standing_digest() != standing:
        raise Refused(_("Danh mục đã đổi từ khi xem trước."), _("Hãy nạp lại tệp để xem trước lần nữa."))
    plan = plan_of(rows)
    if plan.findings:
        raise Refused(_("Tệp còn chỗ chưa đúng."), _("Hãy sửa rồi nạp lại."))
    for values in plan.new:
        _add(values, source, by, at)
    for version, on in plan.published:
        _publish(version, on, by, at)
    return plan


def _add(values: dict[str, Any], source: str, by: Person, at: datetime) -> ProcedureVersion:
    content = dict(values)
    procedure, _new = Procedure.objects.get_or_create(code=content.pop("code"))
    digest = digest_of(values)
    version = ProcedureVersion.objects.create(
        procedure=procedure, digest=digest, brought_by=by, brought_at=at, **content
    )
    told = {"code": procedure.code, "number": version.number, "digest": digest, "source": source}
    trace(None, "procedures.bring_in", f"procedure:{version.pk}", by, at, after=told)
    return version


@transaction.atomic
def write(*, row: dict[str, str], by: Person, at: datetime) -> ProcedureVersion:
    """A new procedure, or the next version of one, from a form."""
    policy.ask(by, "procedures.change", None, at)
    list(Procedure.objects.select_for_update().filter(code=row.get("code", "")).values_list("pk"))
    plan = plan_of([row])
    if plan.findings or not plan.new:
        raise Refused(_("Thủ tục còn chỗ chưa đúng, hoặc không có gì mới."), _("Hãy xem lại các ô rồi ghi lại."))
    return _add(read_row(row)[0], "form", by, at)


@transaction.atomic
def publish(*, version: ProcedureVersion, on: date, by: Person, at: datetime) -> ProcedureVersion:
    """The day on which it stood in the national database and on the portal. Told once."""
    policy.ask(by, "procedures.change", None, at)
    locked = ProcedureVersion.objects.select_for_update(of=("self",)).select_related("procedure").get(pk=version.pk)
    if locked.published_on is not None:
        raise Refused(_("Ngày công khai đã được ghi."), _("Hãy tải lại trang để xem."))
    if not locked.announced_on <= on <= timezone.localdate(at):
        raise Refused(
            _("Ngày công khai phải từ ngày công bố đến hôm nay."), _("Hãy ghi ngày thủ tục thật sự được công khai.")
        )
    return _publish(locked, on, by, at)


def _publish(version: ProcedureVersion, on: date, by: Person, at: datetime) -> ProcedureVersion:
    version.published_on = on
    version.save(update_fields=[LATER])
    trace(None, "procedures.publish", f"procedure:{version.pk}", by, at, after={"on": on.isoformat()})
    return version


@transaction.atomic
def post(*, version: ProcedureVersion, unit: Unit, on: date, by: Person, at: datetime) -> Posting:
    """Hung out at the office of a one-stop unit, or shown on its screen."""
    policy.ask(by, "onestop.receive", unit, at)
    if not hasattr(unit, "centre"):
        raise NotVisible
    if on > timezone.localdate(at):
        raise Refused(_("Ngày niêm yết ở tương lai."), _("Hãy ghi ngày đã niêm yết."))
    made, new = Posting.objects.get_or_create(version=version, unit=unit, defaults={"on": on, "by": by, "at": at})
    if new:
        trace(unit, "onestop.post", f"procedure:{version.pk}", by, at, after={"on": on.isoformat()})
    return made


@transaction.atomic
def bring_national(
    *, rows: Sequence[tuple[str, str]], file_name: str, file_sha256: str, by: Person, at: datetime
) -> NationalList:
    """A copy of the national list, to hold ours against; nothing of ours changes by it."""
    policy.ask(by, "procedures.change", None, at)
    made = NationalList.objects.create(
        rows=[list(row) for row in rows], file_name=file_name[:255], file_sha256=file_sha256, by=by, at=at
    )
    told = {"list": made.pk, "count": len(rows), "sha256": file_sha256}
    trace(None, "procedures.bring_national", f"national:{made.pk}", by, at, after=told)
    return made
