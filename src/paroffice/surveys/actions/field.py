"""From sealing to closing: all is fixed, cards go out, machines stand at counters, the books are shut."""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.surveys.actions.box import empty_box
from paroffice.surveys.actions.common import locked, trace
from paroffice.surveys.actions.taking import questionnaire_of
from paroffice.surveys.gate import shut
from paroffice.surveys.models import (
    Cell,
    Counter,
    Device,
    Drawn,
    Keying,
    Listed,
    Standing,
    State,
    Stratum,
    Survey,
    Token,
    Weighting,
)
from paroffice.surveys.models.frame import ALONE
from paroffice.surveys.queries.weights import settled_weights
from paroffice.surveys.sealed import sealed_digest
from paroffice.surveys.tokens import fresh, key_of
from paroffice.surveys.workflow import after, require

MOST_AT_ONCE = 20_000
COLLECTOR = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


@transaction.atomic
def seal(*, survey: Survey, by: Person, at: datetime) -> Survey:
    """Questionnaires, plan, frame and draw are fixed and their digest stands in the trail, before anybody answers."""
    held = locked(survey)
    policy.ask(by, "surveys.seal", None, at)
    state = after(held.state, "seal")
    if not held.strata.filter(asked__gt=0).exists():
        raise Refused(_("Chưa có tầng nào có cỡ mẫu."), _("Hãy ghi cỡ mẫu của ít nhất một tầng."))
    undrawn = held.frame.filter(stratum__asked__gt=0).exists() and not held.frame.filter(drawn__isnull=False).exists()
    if undrawn:
        raise Refused(_("Có danh sách nhưng chưa rút mẫu."), _("Hãy rút mẫu trước khi niêm phong."))
    _make_cells(held)
    held.digest, held.state, held.sealed_by, held.sealed_at = sealed_digest(held), state, by, at
    held.save(update_fields=["digest", "state", "sealed_by", "sealed_at"])
    told = {"digest": held.digest, "seed": held.seed, "weighting": held.weighting}
    trace(held, "surveys.seal", f"survey:{held.pk}", by, at, after=told)
    return held


def _make_cells(survey: Survey) -> None:
    """A cell for each cluster drawn, with the weight of those drawn in it; one for a stratum without a draw."""
    drawn = Drawn.objects.filter(listed__survey=survey, standing=Standing.ASKED).select_related("listed__stratum")
    weights = {
        (one.listed.stratum_id, one.listed.stratum.cluster_for(one.listed.cluster)): one.weight for one in drawn
    }
    covered = {stratum for stratum, _cluster in weights}
    for stratum in survey.strata.filter(asked__gt=0).exclude(pk__in=covered):
        whole = stratum.population
        weights[stratum.pk, ALONE] = _six(Decimal(whole) / stratum.asked) if whole else Decimal(1)
    Cell.objects.bulk_create(
        Cell(stratum_id=stratum, cluster=cluster, weight=weight)
        for (stratum, cluster), weight in sorted(weights.items())
    )


def _six(weight: Decimal) -> Decimal:
    return weight.quantize(Decimal("0.000001"), rounding="ROUND_HALF_UP")


@transaction.atomic
def issue_cards(*, survey: Survey, stratum: Stratum, count: int, by: Person, at: datetime) -> list[tuple[str, str]]:
    """New cards for a stratum, shared out evenly among its clusters: the code of each with its cluster.

    They are told once, here. The office keeps only their digests, stored in the order of these.
    """
    held = locked(survey)
    policy.ask(by, "surveys.collect", None, at)
    require(held.state, State.FIELD)
    cells = list(stratum.cells.order_by("cluster"))
    if not cells or not 0 < count <= MOST_AT_ONCE:
        raise Refused(_("Không phát được số phiếu này."), _("Chọn tầng có cỡ mẫu, mỗi lần từ 1 đến 20.000 thẻ."))
    asked_with = questionnaire_of(stratum)
    codes = [(fresh(), cells[place % len(cells)]) for place in range(count)]
    tokens = [Token(key=key_of(code), cell=cell, questionnaire=asked_with) for code, cell in codes]
    Token.objects.bulk_create(sorted(tokens, key=lambda token: token.key))
    trace(held, "surveys.issue_cards", f"stratum:{stratum.label}", by, at, after={"cards": count})
    return [(code, cell.cluster) for code, cell in codes]


@transaction.atomic
def links_for_the_drawn(*, survey: Survey, by: Person, at: datetime) -> list[tuple[Listed, str]]:
    """A card for each who was drawn and not replaced. Who got which is told here once and kept nowhere."""
    held = locked(survey)
    policy.ask(by, "surveys.collect", None, at)
    require(held.state, State.FIELD)
    drawn = Drawn.objects.filter(listed__survey=held, standing=Standing.ASKED)
    listed = [one.listed for one in drawn.select_related("listed__stratum__unit")]
    if not listed:
        raise Refused(_("Chưa rút ai để gửi đường dẫn."), _("Hãy in thẻ cho từng tầng."))
    cells = {(one.stratum_id, one.cluster): one for one in Cell.objects.filter(stratum__survey=held)}
    forms = {one.stratum_id: one.stratum for one in listed}
    asked_with = {pk: questionnaire_of(stratum) for pk, stratum in forms.items()}
    given = [(one, fresh()) for one in listed]
    tokens = [
        Token(
            key=key_of(code),
            cell=cells[one.stratum_id, one.stratum.cluster_for(one.cluster)],
            questionnaire=asked_with[one.stratum_id],
        )
        for one, code in given
    ]
    Token.objects.bulk_create(sorted(tokens, key=lambda token: token.key))
    trace(held, "surveys.links_for_the_drawn", f"survey:{held.pk}", by, at, after={"links": len(given)})
    return given


@transaction.atomic
def set_up_counter(*, survey: Survey, stratum: Stratum, name: str, by: Person, at: datetime) -> str:
    """A machine at a counter, for one stratum. Its code is told once; whoever has it can open the machine's page."""
    held = locked(survey)
    policy.ask(by, "surveys.collect", None, at)
    require(held.state, State.FIELD)
    cell = stratum.cells.order_by("cluster").first()
    if cell is None or not name.strip():
        raise Refused(_("Máy cần có tên và một tầng có cỡ mẫu."), _("Hãy ghi tên máy, chọn tầng."))
    code = fresh()
    asked_with = questionnaire_of(stratum)
    Counter.objects.create(key=key_of(code), name=name.strip(), cell=cell, questionnaire=asked_with)
    trace(held, "surveys.set_up_counter", f"stratum:{stratum.label}", by, at, after={"name": name.strip()})
    return code


@transaction.atomic
def enrol_device(*, survey: Survey, collector: str, by: Person, at: datetime) -> str:
    """An interviewer's device for OpenRosa, by a code of theirs that is no name. Its own code is told once."""
    held = locked(survey)
    policy.ask(by, "surveys.collect", None, at)
    require(held.state, State.FIELD)
    if not COLLECTOR.fullmatch(collector):
        raise Refused(_("Mã điều tra viên không hợp lệ."), _("Dùng chữ không dấu, số, gạch; không dùng tên."))
    if Device.objects.filter(survey=held, collector=collector).exists():
        raise Refused(_("Mã này đã có thiết bị."), _("Hãy dùng mã khác."))
    code = fresh()
    Device.objects.create(key=key_of(code), survey=held, collector=collector)
    trace(held, "surveys.enrol_device", f"survey:{held.pk}", by, at, after={"collector": collector})
    return code


@transaction.atomic
def shut_counters(*, survey: Survey, names: Iterable[str], by: Person, at: datetime) -> int:
    """Machines with these names take nothing any more."""
    held = locked(survey)
    policy.ask(by, "surveys.collect", None, at)
    wanted = sorted(set(names))
    shut = Counter.objects.filter(cell__stratum__survey=held, name__in=wanted, shut=False).update(shut=True)
    trace(held, "surveys.shut_counters", f"survey:{held.pk}", by, at, after={"names": wanted})
    return shut


@transaction.atomic
def close(*, survey: Survey, by: Person, at: datetime) -> Survey:
    """No answer comes any more: the box is emptied, weights are settled, names in the frame are erased."""
    held = locked(survey)
    policy.ask(by, "surveys.close", None, at)
    state = after(held.state, "close")
    waiting = Keying.objects.filter(survey=held).count()
    if waiting:
        raise Refused(
            _("Còn %(count)d phiếu giấy mới nhập một lần hoặc nhập hai lần chưa khớp.") % {"count": waiting},
            _("Hãy nhập đủ và thống nhất rồi khóa sổ."),
        )
    shut(held)
    empty_box(survey=held, at=at, all_of_it=True)
    held.state, held.closed_by, held.closed_at = state, by, at
    held.save(update_fields=["state", "closed_by", "closed_at"])
    _settle(held)
    Listed.objects.filter(survey=held).update(name="", contact="")
    trace(held, "surveys.close", f"survey:{held.pk}", by, at)
    return held


def _settle(survey: Survey) -> None:
    """Calibrated weights, frozen to the six decimals in which they count from then on."""
    if survey.weighting != Weighting.CALIBRATED:
        return
    cells = list(Cell.objects.filter(stratum__survey=survey).select_related("stratum"))
    weights = settled_weights(survey)
    for cell in cells:
        cell.settled = weights.get(cell.pk)
    Cell.objects.bulk_update([cell for cell in cells if cell.settled is not None], ["settled"])
