"""What waits for the council: cases to decide, blocks to freeze; for who may, what another asked to open again."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paroffice.appraisals.models import Appraisal, Case, Reopening, State
from paroffice.pages.offers import Duty
from paroffice.people.models import Person
from paroffice.rounds.models import Participant, Round


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    """Four queries. A case waits for the council once the group has settled the unit."""
    cases: dict[Round, list[Case]] = defaultdict(list)
    for case in _ripe():
        cases[case.appraisal.assessment.round].append(case)
    for round_, ripe in cases.items():
        title = ngettext("%(count)d mục chờ hội đồng quyết định", "%(count)d mục chờ hội đồng quyết định", len(ripe))
        about = _("%(round)s; kế tiếp: %(unit)s, mục %(item)s")
        yield Duty(
            title=title % {"count": len(ripe)},
            about=about % {"round": round_, "unit": ripe[0].appraisal.assessment.unit, "item": ripe[0].item},
            act=_("Quyết định"),
            address=reverse("case", args=[round_.pk, ripe[0].pk]),
        )
    for round_, blocks in _ready().items():
        title = ngettext("%(count)d nhóm chờ chốt kết quả", "%(count)d nhóm chờ chốt kết quả", len(blocks))
        yield Duty(
            title=title % {"count": len(blocks)},
            about=f"{round_}: {', '.join(sorted(blocks))}",
            act=_("Chốt"),
            address=reverse("council", args=[round_.pk]),
        )


def _ripe() -> Iterator[Case]:
    waiting = Case.objects.filter(ruling=None, appraisal__state=State.SETTLED)
    yield from waiting.select_related("appraisal__assessment__unit", "appraisal__assessment__round").order_by(
        "appraisal__assessment__round_id", "appraisal__assessment__unit__code", "item"
    )


def _ready() -> dict[Round, set[str]]:
    """Blocks whose every unit is settled, not all frozen yet, with no case open."""
    rounds = {one.pk: one for one in Round.objects.filter(assessments__appraisal__state=State.SETTLED).distinct()}
    held = Appraisal.objects.filter(assessment__round__in=rounds)
    states = {
        (one.assessment.round_id, one.assessment.unit_id): one.state for one in held.select_related("assessment")
    }
    undecided = Case.objects.filter(ruling=None, appraisal__assessment__round__in=rounds)
    open_cases = set(undecided.values_list("appraisal__assessment__round_id", "appraisal__assessment__unit_id"))
    blocks: dict[tuple[int, str], set[str | None]] = defaultdict(set)
    for round_, unit, block in Participant.objects.filter(round__in=rounds).values_list(
        "round_id", "unit_id", "block"
    ):
        blocks[round_, block].add("open" if (round_, unit) in open_cases else states.get((round_, unit)))
    found: dict[Round, set[str]] = defaultdict(set)
    for (round_, block), stand in blocks.items():
        if State.SETTLED in stand and stand <= {State.SETTLED, State.FROZEN}:
            found[rounds[round_]].add(block)
    return found


def reopenings(person: Person, at: datetime) -> Iterator[Duty]:
    """Another asked; who asked cannot be the one who agrees. One query."""
    waiting = Reopening.objects.filter(agreed_at=None).exclude(asked_by=person)
    for one in waiting.select_related("appraisal__assessment__unit", "appraisal__assessment__round", "asked_by"):
        sheet = one.appraisal.assessment
        yield Duty(
            title=_("Đề nghị mở lại kết quả của %(unit)s") % {"unit": sheet.unit},
            about=f"{one.asked_by}: {one.reason}",
            act=_("Xem"),
            address=reverse("council", args=[sheet.round_id]),
        )
