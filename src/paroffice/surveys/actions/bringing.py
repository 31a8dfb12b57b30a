"""Answers that were collected elsewhere come in by file, through the same box as all others, and never twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.surveys.actions.common import locked, trace
from paroffice.surveys.actions.taking import questionnaire_of, receipt_key
from paroffice.surveys.models import Cell, Pace, Receipt, Slip, State, Stratum, Survey, Way, Weighting
from paroffice.surveys.models.frame import ALONE
from paroffice.surveys.workflow import require

AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One answer of a file. `name` tells it from others: the number that a device gave it, or file and line."""

    name: str
    stratum: str
    replies: dict[str, str]
    cluster: str = ""
    weight: Decimal | None = None
    collector: str = ""
    pace: Pace = Pace.UNKNOWN


@transaction.atomic
def bring_answers(*, survey: Survey, answers: Sequence[Brought], source: str, by: Person, at: datetime) -> int:
    """Puts into the box what did not come before; how many. The trail tells of the file and the count."""
    held = locked(survey)
    policy.ask(by, "surveys.collect", None, at)
    require(held.state, State.FIELD)
    keys = {receipt_key(held, one.name): one for one in answers}
    there = set[str]()
    for begin in range(0, len(keys), AT_ONCE):
        some = list(keys)[begin : begin + AT_ONCE]
        there |= set(Receipt.objects.filter(key__in=some).values_list("key", flat=True))
    new = {key: one for key, one in keys.items() if key not in there}
    strata = {one.label: one for one in held.strata.all()}
    _require_weighable(held, strata, {one.stratum for one in new.values()})
    cells = _cells(strata, list(new.values()))
    asked = {label: questionnaire_of(strata[label]) for label in {one.stratum for one in new.values()}}
    day = timezone.localtime(at).date()
    slips = [
        Slip(
            cell=cells[one.stratum, one.cluster or ALONE], questionnaire=asked[one.stratum], day=day,
            way=Way.FILE.value, pace=one.pace.value, collector=one.collector[:40], replies=one.replies,
        )
        for one in new.values()
    ]  # fmt: skip
    Receipt.objects.bulk_create((Receipt(key=key) for key in sorted(new)), batch_size=AT_ONCE)
    Slip.objects.bulk_create(sorted(slips, key=lambda slip: slip.key.hex), batch_size=AT_ONCE)
    trace(
        held, "surveys.bring_answers", f"survey:{held.pk}", by, at, after={"source": source[:200], "count": len(new)}
    )
    return len(new)


def _require_weighable(survey: Survey, strata: Mapping[str, Stratum], wanted: Iterable[str]) -> None:
    """Weights that meet the number of people cannot be settled where that number is not known."""
    unknown = sorted(label for label in wanted if not strata[label].population)
    if unknown and survey.weighting == Weighting.CALIBRATED:
        raise Refused(
            _("Tầng %(label)s không biết số người, nên không hiệu chỉnh trọng số được.") % {"label": unknown[0]},
            _("Bỏ các phiếu của tầng ấy khỏi tệp; nếu nhận, cuộc điều tra không khóa sổ được."),
        )


def _cells(strata: dict[str, Stratum], answers: Sequence[Brought]) -> dict[tuple[str, str], Cell]:
    """The cells of the answers, made where they are not there yet. One cluster has one weight.

    A stratum with a frame has the cells of its draw and no others: they were sealed.
    """
    known = {
        (cell.stratum.label, cell.cluster): cell
        for cell in Cell.objects.filter(stratum__in=strata.values()).select_related("stratum")
    }
    drawn = set(Stratum.objects.filter(pk__in=[one.pk for one in strata.values()], frame__isnull=False)
                .values_list("label", flat=True).distinct().order_by())  # fmt: skip
    wanted: dict[tuple[str, str], Decimal] = {}
    for one in answers:
        place = (one.stratum, one.cluster or ALONE)
        if place not in known and one.stratum in drawn:
            raise Refused(
                _("Cụm %(cluster)s không được rút trong tầng %(stratum)s.")
                % {"cluster": place[1], "stratum": place[0]},
                _("Tầng có danh sách chỉ nhận phiếu của các cụm đã rút và niêm phong; hãy sửa tệp."),
            )
        weight = one.weight if one.weight is not None else known[place].weight if place in known else Decimal(1)
        if wanted.setdefault(place, weight) != weight or (place in known and known[place].weight != weight):
            raise Refused(
                _("Cụm %(cluster)s của tầng %(stratum)s có hai trọng số.")
                % {"cluster": place[1], "stratum": place[0]},
                _("Mỗi cụm một trọng số; hãy sửa tệp."),
            )
    made = Cell.objects.bulk_create(
        Cell(stratum=strata[label], cluster=cluster, weight=weight)
        for (label, cluster), weight in sorted(wanted.items())
        if (label, cluster) not in known
    )
    return known | {(cell.stratum.label, cell.cluster): cell for cell in made}
