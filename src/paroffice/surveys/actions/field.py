"""From sealing to closing: all is fixed, cards go out, machines stand at counters, the books are shut."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused
from paroffice.surveys.actions.box import empty_box
from paroffice.surveys.actions.common import locked, trace
from paroffice.surveys.actions.naming import forget_codes
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
from paroffice.surveys.queries.weights import settled_weights
from paroffice.surveys.sealed import cells_of, sealed_digest
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
    _require_populations(held)
    Cell.objects.bulk_create(
        Cell(stratum_id=stratum, cluster=cluster, weight=weight)
        for (stratum, cluster), weight in sorted(cells_of(held).items())
    )
    held.digest, held.state, held.sealed_by, held.sealed_at = sealed_digest(held), state, by, at
    held.save(update_fields=["digest", "state", "sealed_by", "sealed_at"])
    forget_codes(held)
    told = {"digest": held.digest, "seed": held.seed, "weighting": held.weighting}
    trace(held, "surveys.seal", f"survey:{held.pk}", by, at, after=told)
    return held


def _require_populations(survey: Survey) -> None:
    """Weights cannot be made to meet a number that nobody stated, and after the seal nobody can state it."""
    if survey.weighting != Weighting.CALIBRATED:
        return
    lacking = survey.strata.filter(asked__gt=0, population=None).order_by("label").first()
    if lacking is not None:
        raise Refused(
            _("Hiệu chỉnh trọng số cần số người của từng tầng, mà tầng %(label)s chưa có.")
            % {"label": lacking.label},
            _("Hãy ghi số người của tầng, hoặc chọn trọng số khác."),
        )


@transaction.atomic
def issue_cards(*, survey: Survey, stratum: Stratum, count: int, by: Person, at: datetime) -> list[tuple[str, str]]:
    """New cards for a stratum, shared out evenly among its clusters: the code of each with its cluster.

    They are told once, here, cluster by cluster. The office keeps only their digests, stored in the order of these.
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
    return sorted(((code, cell.cluster) for code, cell in codes), key=lambda one: one[1])


@transaction.atomic
def links_for_the_drawn(*, survey: Survey, by: Person, at: datetime) -> list[tuple[Listed, str]]:
    """A card for each who was drawn and not replaced. Who got which is told here once and kept nowhere.

    Strata that have cards or links already are passed over: nobody is to hold two.
    """
    held = locked(survey)
    policy.ask(by, "surveys.collect", None, at)
    require(held.state, State.FIELD)
    given = set(Token.objects.filter(cell__stratum__survey=held).values_list("cell__stratum", flat=True).distinct())
    drawn = Drawn.objects.filter(listed__survey=held, standing=Standing.ASKED)
    asked = [one.listed for one in drawn.select_related("listed__stratum__unit")]
    listed = [one for one in asked if one.stratum_id not in given]
    if not listed:
        raise Refused(
            _("Không còn tầng nào đã rút người mà chưa có thẻ hoặc đường dẫn."),
            _("Mất danh sách thì hủy thẻ, đường dẫn chưa dùng của tầng rồi làm lại."),
        )
    cells = {(one.stratum_id, one.cluster): one for one in Cell.objects.filter(stratum__survey=held)}
    forms = {one.stratum_id: one.stratum for one in listed}
    asked_with = {pk: questionnaire_of(stratum) for pk, stratum in forms.items()}
    links = [(one, fresh()) for one in listed]
    tokens = [
        Token(
            key=key_of(code),
            cell=cells[one.stratum_id, one.stratum.cluster_for(one.cluster)],
            questionnaire=asked_with[one.stratum_id],
        )
        for one, code in links
    ]
    Token.objects.bulk_create(sorted(tokens, key=lambda token: token.key))
    told = {
        "links": len(links),
        "passed_over": sorted({one.stratum.label for one in asked if one.stratum_id in given}),
    }
    trace(held, "surveys.links_for_the_drawn", f"survey:{held.pk}", by, at, after=told)
    return links


@transaction.atomic
def void_cards(*, survey: Survey, stratum: Stratum, by: Person, at: datetime) -> int:
    """Cards and links of a stratum are worth nothing any more, while nobody has answered with one; how many.

    Afterwards it is not known who did, and new ones would let somebody answer twice.
    """
    held = locked(survey)
    policy.ask(by, "surveys.collect", None, at)
    require(held.state, State.FIELD)
    if stratum.survey_id != held.pk:
        raise NotVisible
    given = {one.key: one.spent for one in Token.objects.select_for_update().filter(cell__stratum=stratum)}
    if any(given.values()) or Keying.objects.filter(survey=held, key__in=given).exists():
        raise Refused(
            _("Tầng này đã có người trả lời, hoặc đã nhập phiếu giấy."),
            _("Không biết ai đã trả lời nên không hủy được nữa; mất thẻ thì phát thêm từng thẻ."),
        )
    Token.objects.filter(cell__stratum=stratum).delete()
    trace(held, "surveys.void_cards", f"stratum:{stratum.label}", by, at, after={"cards": len(given)})
    return len(given)


@transaction.atomic
def set_up_counter(*, survey: Survey, cell: Cell, name: str, by: Person, at: datetime) -> str:
    """A machine at a counter, where one cluster of a stratum answers, or a stratum without clusters.

    Its code is told once; whoever has it can open the machine's page.
    """
    held = locked(survey)
    policy.ask(by, "surveys.collect", None, at)
    require(held.state, State.FIELD)
    stratum = cell.stratum
    if stratum.survey_id != held.pk or not name.strip():
        raise Refused(_("Máy cần có tên và một tầng có cỡ mẫu."), _("Hãy ghi tên máy, chọn tầng."))
    code = fresh()
    asked_with = questionnaire_of(stratum)
    Counter.objects.create(key=key_of(code), name=name.strip(), cell=cell, questionnaire=asked_with)
    told = {"name": name.strip(), "cluster": cell.cluster}
    trace(held, "surveys.set_up_counter", f"stratum:{stratum.label}", by, at, after=told)
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
def shut_device(*, survey: Survey, collector: str, by: Person, at: datetime) -> None:
    """A device that was lost, or whose interviewer is done, lists and hands in nothing any more."""
    held = locked(survey)
    policy.ask(by, "surveys.collect", None, at)
    if not Device.objects.filter(survey=held, collector=collector, shut=False).update(shut=True):
        raise NotVisible
    trace(held, "surveys.shut_device", f"survey:{held.pk}", by, at, after={"collector": collector})


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
    Listed.objects.filter(survey=held).update(name="", contact="", dossier="")
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
