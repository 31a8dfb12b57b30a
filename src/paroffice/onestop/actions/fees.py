"""Fees: recorded at reception, at a supplement or at the return; settled by the quarter."""

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.onestop.events import EventKind
from paroffice.onestop import reach
from paroffice.onestop.actions.common import needed, trace
from paroffice.onestop.actions.events import happen, locked, settle
from paroffice.onestop.models import Collected, Dossier, Payment, Settlement, State, Way
from paroffice.onestop.workflow import after
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused


@transaction.atomic
def pay(*, dossier: Dossier, moment: int, way: str, receipt: str, by: Person, at: datetime) -> Payment:
    """The whole fee, once. A dossier that waits for it goes on."""
    held = locked(dossier)
    reach.ask(by, "onestop.receive", held.unit, at)
    if moment not in Collected.values or way not in Way.values:
        raise NotVisible
    if not held.fee or held.received_at is None or held.payments.exists():
        raise Refused(_("Hồ sơ không còn khoản phải nộp, hoặc chưa được tiếp nhận."), _("Hãy xem lại hồ sơ."))
    number = needed(receipt, _("Chưa ghi số biên lai."), _("Hãy ghi số biên lai hoặc mã giao dịch."), 60)
    made = Payment.objects.create(
        dossier=held, amount=held.fee, moment=moment, way=way, receipt=number, paid_at=at, by=by
    )
    held.paid_online = way == Way.ONLINE
    if held.state == State.TO_PAY:
        held.state = after(held.state, "pay", received=True)
        happen(held, EventKind.PAYMENT_MADE, by, at)
    settle(held, "pay", by, at, {"amount": made.amount, "way": way, "receipt": number})
    return made


@transaction.atomic
def settle_quarter(*, unit: Unit, year: int, quarter: int, by: Person, at: datetime) -> Settlement:
    """What was collected in a quarter that is over, settled once; later payments are later quarters'."""
    reach.ask(by, "onestop.run", unit, at)
    Unit.objects.select_for_update().get(pk=unit.pk)
    today = timezone.localdate(at)
    if not 1 <= quarter <= 4 or (year, quarter) >= (today.year, (today.month + 2) // 3):
        raise Refused(_("Quý này chưa hết."), _("Hãy quyết toán sau khi hết quý."))
    if Settlement.objects.filter(unit=unit, year=year, quarter=quarter).exists():
        raise Refused(_("Quý này đã quyết toán."), _("Không cần làm gì thêm."))
    months = range(3 * quarter - 2, 3 * quarter + 1)
    found = Payment.objects.filter(dossier__unit=unit, paid_at__year=year, paid_at__month__in=months, settlement=None)
    lines = list(found.order_by("pk").values_list("pk", "dossier__code", "amount", "way", "receipt"))
    digest = hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()
    total = sum(line[2] for line in lines)
    made = Settlement.objects.create(
        unit=unit, year=year, quarter=quarter, count=len(lines), total=total, digest=digest, by=by, at=at
    )
    Payment.objects.filter(pk__in=[line[0] for line in lines]).update(settlement=made)
    told = {"quarter": f"{year}-{quarter}", "total": total, "digest": digest}
    trace(unit, "onestop.settle_quarter", f"settlement:{made.pk}", by, at, after=told)
    return made
