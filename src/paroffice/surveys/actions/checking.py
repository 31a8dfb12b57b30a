"""Setting aside what a rule flags, bringing it back, what a re-check found: many at once, never one by name."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.surveys.actions.common import locked, trace
from paroffice.surveys.models import CallBack, Response, State, Stratum, Survey, Why
from paroffice.surveys.queries.quality import RULES, suspects
from paroffice.surveys.workflow import require

AT_ONCE = 500


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
def tell_call_back(
    *, survey: Survey, stratum: Stratum, called: int, reached: int, confirmed: int, by: Person, at: datetime
) -> CallBack:
    """A re-check of a stratum, in numbers: who was called is nowhere beside what they had answered."""
    held = locked(survey)
    policy.ask(by, "surveys.check", None, at)
    require(held.state, State.FIELD)
    if stratum.survey_id != held.pk or not 0 <= confirmed <= reached <= called or not called:
        raise Refused(_("Số phúc tra không khớp nhau."), _("Số xác nhận ≤ số gặp được ≤ số đã gọi."))
    told = CallBack.objects.create(
        survey=held, stratum=stratum, called=called, reached=reached, confirmed=confirmed, told_by=by, told_at=at
    )
    after = {"called": called, "reached": reached, "confirmed": confirmed}
    trace(held, "surveys.tell_call_back", f"stratum:{stratum.label}", by, at, after=after)
    return told
