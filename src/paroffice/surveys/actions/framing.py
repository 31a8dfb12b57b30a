"""Who could be asked: a list is shown first, and taken over when somebody says so. Each group has its own."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.surveys.actions.common import locked, trace
from paroffice.surveys.actions.naming import forget_draw
from paroffice.surveys.frame_in import MOST_LINES
from paroffice.surveys.frame_in import Line as FrameLine
from paroffice.surveys.models import Brought, Listed, State, Stratum, Survey
from paroffice.surveys.workflow import require

AT_ONCE = 2000
SHOWN = 5


@transaction.atomic
def preview_frame(*, survey: Survey, lines: Sequence[FrameLine], file_name: str, by: Person, at: datetime) -> Brought:
    """Keeps a sound frame aside until it is taken over. Nothing of it counts yet."""
    held = locked(survey)
    policy.ask(by, "surveys.prepare", None, at)
    require(held.state, State.PREPARING)
    if len(lines) > MOST_LINES:
        raise Refused(
            _("Danh sách có hơn %(most)d người.") % {"most": MOST_LINES},
            _("Hãy chọn thời gian ngắn hơn, hoặc nạp từng nhóm một."),
        )
    rows = [asdict(line) for line in lines]
    shown = {"lines": len(rows), "sample": rows[:SHOWN]}
    made = {"rows": rows, "file_name": file_name[:200], "made_by": by, "made_at": at} | shown
    return Brought.objects.update_or_create(survey=held, defaults=made)[0]


@transaction.atomic
def take_frame(*, survey: Survey, by: Person, at: datetime) -> int:
    """The frame that was previewed takes the place of the one of the same groups, and what was drawn is gone."""
    held = locked(survey)
    policy.ask(by, "surveys.prepare", None, at)
    require(held.state, State.PREPARING)
    brought = Brought.objects.filter(survey=held).first()
    if brought is None:
        raise Refused(_("Không còn bản xem trước."), _("Hãy nạp lại tệp."))
    lines = [FrameLine(**row) for row in brought.rows]
    forget_draw(held)
    _make_room(held, lines)
    strata = _strata(held, lines)
    Listed.objects.bulk_create(
        (
            Listed(
                survey=held, stratum=strata[_label(line)], number=line.number, cluster=line.cluster, name=line.name,
                contact=line.contact, dossier=line.dossier,
            )
            for line in lines
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    brought.delete()
    counts = dict(sorted(Counter(map(_label, lines)).items()))
    trace(held, "surveys.take_frame", f"survey:{held.pk}", by, at, after=counts)
    return len(lines)


def _make_room(survey: Survey, lines: Sequence[FrameLine]) -> None:
    """The lists of these groups go, with the sizes that they told. Raises `Refused` where a number is taken."""
    groups = {line.group for line in lines}
    framed = survey.strata.filter(group__in=groups, frame__isnull=False).values_list("pk", flat=True)
    stale = list(framed.distinct().order_by("pk"))
    survey.frame.filter(stratum__group__in=groups).delete()
    survey.strata.filter(pk__in=stale).update(population=None, asked=0)
    _require_new(lines, list(survey.frame.values_list("number", "dossier")))


def _require_new(lines: Sequence[FrameLine], kept: Sequence[tuple[str, str]]) -> None:
    taken = {line.number for line in lines}.intersection(number for number, _dossier in kept)
    if taken:
        raise Refused(
            _("Mã %(number)s đã có trong danh sách của nhóm khác.") % {"number": min(taken)},
            _("Mỗi người một mã riêng trong cả cuộc điều tra; hãy sửa tệp."),
        )
    if {line.dossier for line in lines if line.dossier}.intersection(dossier for _number, dossier in kept):
        raise Refused(
            _("Có người trong bản này đã có trong danh sách của nhóm khác."),
            _("Hãy lấy lại từ hồ sơ một lần cho cả các nhóm."),
        )


def _label(line: FrameLine) -> str:
    return f"{line.unit}-{line.group}" + (f"-{line.stratum}" if line.stratum else "")


def _strata(survey: Survey, lines: Sequence[FrameLine]) -> dict[str, Stratum]:
    """Those of the frame, with as many people as it lists, in place of the ones of the same units and groups."""
    counted = Counter((line.unit, line.group, _label(line)) for line in lines)
    units = {one.unit.code: one.unit for one in survey.round.participants.select_related("unit")}
    for unit, group in {(unit, group) for unit, group, _label in counted}:
        survey.strata.filter(unit=units[unit], group=group).delete()
    made = Stratum.objects.bulk_create(
        Stratum(survey=survey, unit=units[unit], group=group, label=label, population=count)
        for (unit, group, label), count in sorted(counted.items())
    )
    return {one.label: one for one in made}
