"""What waits for the round office: a group to establish, mandates to give, appraisers who are late."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paroffice.appraisals.models import Mandate, WorkingGroup
from paroffice.appraisals.reach import Reach, reaches_of
from paroffice.assessments.models import State as SheetState
from paroffice.pages.offers import Duty
from paroffice.people.models import Person
from paroffice.rounds.models import Round, Step
from paroffice.rounds.windows import Windows, windows_of

SHOWN = 3


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    """Thirteen queries, however many units and appraisers there are."""
    rounds = list(Round.objects.filter(assessments__state=SheetState.SUBMITTED).distinct())
    established = set(WorkingGroup.objects.filter(round__in=rounds).values_list("round_id", flat=True))
    mandates = list(
        Mandate.objects.filter(round__in=rounds, ended_at=None).select_related("person", "unit", "round__edition")
    )
    reaches, windows = reaches_of(mandates, at), windows_of(one.pk for one in rounds)
    for round_ in rounds:
        own = [one for one in reaches if one.round == round_]
        mandated = any(one.round_id == round_.pk for one in mandates)
        yield from _of_a_round(round_, round_.pk in established, mandated, own, windows, at)


def _of_a_round(
    round_: Round, established: bool, mandated: bool, reaches: Sequence[Reach], windows: Windows, at: datetime
) -> Iterator[Duty]:
    group = reverse("working-group", args=[round_.pk])
    if not established:
        title = _("Đã có bản nộp mà chưa có tổ công tác")
        yield Duty(title=title, about=str(round_), act=_("Lập tổ công tác"), address=group, pressing=True)
    elif not mandated:
        title = _("Tổ công tác chưa được phân công thẩm định")
        yield Duty(title=title, about=str(round_), act=_("Phân công"), address=group, pressing=True)
    late = [one.person for one in reaches if _is_late(one, windows, at)]
    if late:
        title = ngettext("%(count)d người thẩm định quá hạn", "%(count)d người thẩm định quá hạn", len(late))
        names = ", ".join(map(str, late[:SHOWN])) + ("…" if len(late) > SHOWN else "")
        board = reverse("appraise-board", args=[round_.pk])
        yield Duty(
            title=title % {"count": len(late)}, about=f"{round_}: {names}", act=_("Xem"), address=board, pressing=True
        )


def _is_late(reach: Reach, windows: Windows, at: datetime) -> bool:
    times = (windows.time(reach.round.pk, sheet.unit, Step.APPRAISAL) for sheet, _code in reach.missing)
    return any(time is not None and at >= time.closes_at for time in times)
