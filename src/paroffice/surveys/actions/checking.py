"""Setting aside what a rule flags, bringing it back, re-checks drawn and told: many at once, never one by name."""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.surveys.actions.common import locked, trace
from paroffice.surveys.models import CallBack, CallBackDraw, Response, State, Stratum, Survey, Why
from paroffice.surveys.queries.call_backs import asked_in
from paroffice.surveys.queries.quality import RULES, suspects
from paroffice.surveys.workflow import require

AT_ONCE = 500
SEED = re.compile(r"[0-9]{1,40}", re.ASCII)


@transaction.atomic
def set_aside(*, survey: Survey, why: Why, by: Person, at: datetime) -> int:
    """Every answer that the rule flags leaves all figures and exports; how many."""
    held = locked(survey)
    policy.ask(by, "surveys.check", None, at)
    require(held.state, State.FIELD)
    if why not in RULES:
        raise Refused(_("Không có quy tắc này."), _("Hãy tải lại trang."))
    keys, count = suspects(held)[why], 0
    for begin in range(0, len(keys), AT_ONCE):
        some = Response.objects.filter(key__in=keys[begin : begin + AT_ONCE], set_aside=Why.COUNTS)
        count += some.update(set_aside=why.value)
    trace(held, "surveys.set_aside", f"rule:{why.value}", by, at, after={"answers": count})
    return count


@transaction.atomic
def bring_back(*, survey: Survey, why: Why, by: Person, at: datetime) -> int:
    """What was set aside for this reason counts again."""
    held = locked(survey)
    policy.ask(by, "surveys.check", None, at)
    require(held.state, State.FIELD)
    if why is Why.COUNTS:
        raise Refused(_("Không có quy tắc này."), _("Hãy tải lại trang."))
    aside = Response.objects.filter(cell__stratum__survey=held, set_aside=why)
    count = aside.update(set_aside=Why.COUNTS)
    trace(held, "surveys.bring_back", f"rule:{why.value}", by, at, after={"answers": count})
    return count


@transaction.atomic
def draw_call_backs(
    *, survey: Survey, stratum: Stratum, count: int, seed: str, by: Person, at: datetime
) -> CallBackDraw:
    """Draws whom to call back among those asked in a stratum, once: another draw could be drawn until it pleases."""
    held = locked(survey)
    policy.ask(by, "surveys.check", None, at)
    require(held.state, State.FIELD)
    if stratum.survey_id != held.pk or CallBackDraw.objects.filter(stratum=stratum).exists():
        raise Refused(_("Tầng này đã rút người để phúc tra."), _("Mỗi tầng rút một lần; dùng danh sách đã rút."))
    if not SEED.fullmatch(seed):
        raise Refused(_("Số khởi tạo phải là một số."), _("Lấy số mà không ai chọn được, như kết quả xổ số hôm nay."))
    there = len(asked_in(stratum))
    if not 0 < count <= there:
        raise Refused(
            _("Tầng này có %(count)d người được rút từ danh sách.") % {"count": there},
            _("Chọn tầng có danh sách, và số người không quá số ấy."),
        )
    made = CallBackDraw.objects.create(stratum=stratum, seed=seed, count=count, drawn_by=by, drawn_at=at)
    trace(held, "surveys.draw_call_backs", f"stratum:{stratum.label}", by, at, after={"seed": seed, "drawn": count})
    return made


@transaction.atomic
def tell_call_back(
    *, survey: Survey, stratum: Stratum, called: int, reached: int, confirmed: int, by: Person, at: datetime
) -> CallBack:
    """A re-check of a stratum, in numbers: who was called is nowhere beside what they had answered."""
    held = locked(survey)
    policy.ask(by, "surveys.check", None, at)
    require(held.state, State.FIELD)
    if stratum.survey_id != held.pk or not 0 <= confirmed <= reached <= called or not called:
        raise Refused(_("Số phúc tra không khớp nhau."), _("Số xác nhận ≤ số gặp được ≤ số đã gọi."))
    _require_drawn(stratum, called)
    told = CallBack.objects.create(
        survey=held, stratum=stratum, called=called, reached=reached, confirmed=confirmed, told_by=by, told_at=at
    )
    after = {"called": called, "reached": reached, "confirmed": confirmed}
    trace(held, "surveys.tell_call_back", f"stratum:{stratum.label}", by, at, after=after)
    return told


def _require_drawn(stratum: Stratum, called: int) -> None:
    """Where call-backs were drawn, nobody else is called."""
    draw = CallBackDraw.objects.filter(stratum=stratum).first()
    before = stratum.call_backs.aggregate(all=Sum("called"))["all"] or 0
    if draw is not None and before + called > draw.count:
        raise Refused(
            _("Tầng này chỉ rút %(count)d người để phúc tra.") % {"count": draw.count},
            _("Đã ghi %(before)d người; hãy xem lại số đã gọi.") % {"before": before},
        )
