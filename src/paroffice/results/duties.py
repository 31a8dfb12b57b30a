"""What waits for whom in the results of rounds."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paroffice.appraisals.models import Appraisal
from paroffice.appraisals.models import State as Appraised
from paroffice.pages.offers import Duty
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.results.models import Complaint, Result, State
from paroffice.rounds.models import Participant, Round


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    grants = policy.grants_in_force(person, at)
    if policy.allows(grants, "results.compute", None):
        yield from _of_the_office()
    if policy.allows(grants, "results.own", None):
        yield from _of_a_unit(person, at)


def _of_the_office() -> Iterator[Duty]:
    """Three queries: rounds that the council has closed, results that wait to be published, complaints."""
    begun = {one.round_id: one for one in Result.objects.select_related("round").order_by("version")}
    for round_ in _closed():
        if round_.pk not in begun:
            yield Duty(
                title=_("Hội đồng đã chốt: tính kết quả"), about=str(round_), act=_("Tính kết quả"),
                address=reverse("result-office", args=[round_.pk]),
            )  # fmt: skip
    for result in begun.values():
        if result.state == State.FROZEN:
            yield Duty(
                title=_("Kết quả đã chốt chờ công bố"), about=str(result.round), act=_("Công bố"),
                address=reverse("result-office", args=[result.round_id]),
            )  # fmt: skip
    waiting: dict[Round, int] = {}
    for one in Complaint.objects.filter(answered_at=None).select_related("result__round"):
        waiting[one.result.round] = waiting.get(one.result.round, 0) + 1
    for round_, count in waiting.items():
        title = ngettext("%(count)d kiến nghị chờ trả lời", "%(count)d kiến nghị chờ trả lời", count)
        yield Duty(
            title=title % {"count": count}, about=str(round_), act=_("Trả lời"),
            address=reverse("result-office", args=[round_.pk]),
        )  # fmt: skip


def _closed() -> list[Round]:
    """Rounds in which every participant's marks are frozen. Three queries."""
    frozen = set(
        Appraisal.objects.filter(state=Appraised.FROZEN).values_list("assessment__round_id", "assessment__unit_id")
    )
    units: dict[int, set[int]] = {}
    for round_, unit in Participant.objects.filter(round__in={pair[0] for pair in frozen}).values_list(
        "round_id", "unit_id"
    ):
        units.setdefault(round_, set()).add(unit)
    whole = [pk for pk, members in units.items() if all((pk, unit) in frozen for unit in members)]
    return list(Round.objects.filter(pk__in=whole))


def _of_a_unit(person: Person, at: datetime) -> Iterator[Duty]:
    """A result of its own that others cannot read yet."""
    units = policy.units_for(person, "results.own", at) or []
    told = Result.objects.filter(state=State.PUBLISHED, public_at__gt=at, round__participants__unit__in=units)
    for result in told.select_related("round").distinct():
        for unit in units:
            yield Duty(
                title=_("Xem trước kết quả của %(unit)s") % {"unit": unit}, about=str(result.round), act=_("Xem"),
                address=reverse("result-unit", args=[result.round_id, unit.code]), until=result.public_at,
            )  # fmt: skip
