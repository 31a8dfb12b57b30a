"""Whom chance takes: how many of each stratum, the draw by a published seed, replacements by rule."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from parindex.survey.draw import Draw, draw_simple, draw_two_stage
from parindex.survey.draw import Listed as Line
from parindex.survey.sampling import proportional, slovin
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused
from paroffice.surveys.actions.common import locked, trace
from paroffice.surveys.actions.naming import forget_draw, name_them
from paroffice.surveys.models import CallBackDraw, Drawn, Listed, Standing, State, Stratum, Survey
from paroffice.surveys.models.frame import ALONE
from paroffice.surveys.workflow import require

AT_ONCE = 2000
RESERVES = 5
"""How many stand by in each stratum, or in each cluster drawn."""
Plan = Mapping[int, tuple[int | None, int, int | None]]
"""By stratum: how many people there are (None: not known), how many are asked, in how many clusters."""


@transaction.atomic
def set_plan(*, survey: Survey, plan: Plan, by: Person, at: datetime) -> None:
    """How many are asked of each stratum. The frame tells its sizes itself; a draw made before is gone."""
    held = locked(survey)
    policy.ask(by, "surveys.prepare", None, at)
    require(held.state, State.PREPARING)
    strata = {one.pk: one for one in held.strata.select_for_update()}
    framed = set(held.frame.values_list("stratum_id", flat=True))
    if plan.keys() - strata.keys():
        raise NotVisible
    for pk, (population, asked, clusters) in plan.items():
        one = strata[pk]
        one.population = one.population if pk in framed else population
        one.asked, one.clusters = asked, clusters
        if one.population is not None and asked > one.population:
            raise Refused(
                _("Tầng %(label)s chỉ có %(population)d người.") % {"label": one.label, "population": one.population},
                _("Hãy giảm cỡ mẫu."),
            )
    Stratum.objects.bulk_update([strata[pk] for pk in plan], ["population", "asked", "clusters"])
    forget_draw(held)
    after = {strata[pk].label: asked for pk, (_population, asked, _clusters) in plan.items()}
    trace(held, "surveys.set_plan", f"survey:{held.pk}", by, at, after=after)


@transaction.atomic
def size_by_formula(*, survey: Survey, error: Fraction, by: Person, at: datetime, group: str = "") -> int:
    """n = N / (1 + N·e²) of each unit and group whose N is known, shared among its strata by their sizes.

    Of one group alone, where it is named: each may have an error of its own.
    """
    held = locked(survey)
    if not Fraction(1, 1000) <= error <= Fraction(1, 2):
        raise Refused(_("Sai số phải từ 0,1 % đến 50 %."), _("Hãy ghi như 5."))
    strata = list(held.strata.exclude(population=None).exclude(population=0))
    strata = [one for one in strata if group in ("", one.group)]
    sizes: dict[tuple[int, str], list[Stratum]] = {}
    for one in strata:
        sizes.setdefault((one.unit_id, one.group), []).append(one)
    plan: dict[int, tuple[int | None, int, int | None]] = {}
    for together in sizes.values():
        populations = [one.population or 0 for one in together]
        asked = proportional(slovin(sum(populations), error), populations)
        plan |= {one.pk: (one.population, many, one.clusters) for one, many in zip(together, asked, strict=True)}
    if not plan:
        raise Refused(_("Chưa biết số người của tầng nào."), _("Hãy nạp danh sách, hoặc ghi số người."))
    set_plan(survey=held, plan=plan, by=by, at=at)
    return sum(asked for _population, asked, _clusters in plan.values())


@transaction.atomic
def draw(*, survey: Survey, by: Person, at: datetime) -> int:
    """Draws anew from the whole frame with the survey's seed: anybody who has frame, plan and seed draws the same."""
    held = locked(survey)
    policy.ask(by, "surveys.prepare", None, at)
    require(held.state, State.PREPARING)
    if not held.seed:
        raise Refused(_("Chưa có số khởi tạo."), _("Hãy ghi và công bố số khởi tạo trước khi rút."))
    frame = _frame_of(held)
    if not frame:
        raise Refused(_("Chưa có tầng nào vừa có danh sách vừa có cỡ mẫu."), _("Hãy nạp danh sách, ghi cỡ mẫu."))
    forget_draw(held)
    drawn = _drawn_from(frame, int(held.seed))
    Drawn.objects.bulk_create(drawn, batch_size=AT_ONCE)
    asked = [one.listed for one in drawn if one.standing == Standing.ASKED]
    reached = name_them(survey=held, listed=asked, by=by, at=at)
    told = {"seed": held.seed, "drawn": len(asked), "reached_by_dossier": reached}
    trace(held, "surveys.draw", f"survey:{held.pk}", by, at, after=told)
    return len(asked)


def _frame_of(survey: Survey) -> list[tuple[Stratum, list[Listed]]]:
    """The strata that somebody is asked of and that have a list, in the order of their labels."""
    listed = defaultdict[int, list[Listed]](list)
    for one in survey.frame.filter(stratum__asked__gt=0):
        listed[one.stratum_id].append(one)
    strata = [one for one in survey.strata.filter(asked__gt=0) if one.pk in listed]
    return [(one, listed[one.pk]) for one in sorted(strata, key=lambda stratum: stratum.label)]


def _drawn_from(frame: Sequence[tuple[Stratum, Sequence[Listed]]], seed: int) -> list[Drawn]:
    """Stratum by stratum, each going on in the same stream of chance."""
    rng, found = np.random.Generator(np.random.PCG64(seed)), list[Drawn]()
    for stratum, listed in frame:
        rows = {one.number: one for one in listed}
        lines = [Line(id=one.number, stratum=stratum.label, cluster=one.cluster) for one in listed]
        made = _draw(lines, stratum, rng)
        for standing, group in ((Standing.ASKED, made.drawn), (Standing.RESERVE, made.replacements)):
            found += [
                Drawn(
                    listed=rows[one.listed.id],
                    weight=_six(one.weight),
                    standing=standing.value,
                    place=len(found) + at,
                )
                for at, one in enumerate(group, 1)
            ]
    return found


def _draw(lines: Sequence[Line], stratum: Stratum, rng: np.random.Generator) -> Draw:
    if not stratum.clusters:
        return draw_simple(lines, {stratum.label: stratum.asked}, rng, RESERVES)
    clusters = {line.cluster for line in lines}
    if clusters & {"", ALONE}:
        raise Refused(
            _("Tầng %(label)s có người trong danh sách không ghi cụm, nên không rút theo cụm được.")
            % {"label": stratum.label},
            _("Hãy nạp lại danh sách có cột cum cho mọi người của tầng, hoặc để trống số cụm rút."),
        )
    there = len(clusters)
    if stratum.clusters > there:
        raise Refused(
            _("Tầng %(label)s chỉ có %(count)d cụm.") % {"label": stratum.label, "count": there},
            _("Hãy giảm số cụm rút."),
        )
    in_each = math.ceil(stratum.asked / stratum.clusters)
    return draw_two_stage(lines, {stratum.label: stratum.clusters}, in_each, rng, replacements=RESERVES)


def _six(weight: Fraction) -> Decimal:
    exact = Decimal(weight.numerator) / Decimal(weight.denominator)
    return exact.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)


@transaction.atomic
def replace(*, drawn: Drawn, reason: str, by: Person, at: datetime) -> Drawn:
    """The next reserve of the same stratum and cluster, in the order drawn, stands in; never one who is chosen.

    The reserve takes over the card: cards belong to nobody. Only now is it read from a dossier who they are.
    """
    survey = locked(drawn.listed.survey)
    policy.ask(by, "surveys.collect", None, at)
    require(survey.state, State.FIELD)
    held = Drawn.objects.select_for_update().select_related("listed__stratum").get(pk=drawn.pk)
    if held.standing != Standing.ASKED:
        raise Refused(_("Người này không còn trong mẫu."), _("Hãy tải lại trang."))
    if CallBackDraw.objects.filter(stratum=held.listed.stratum).exists():
        raise Refused(_("Tầng này đã rút người để phúc tra."), _("Từ lúc ấy không thay ai nữa; hãy để trống."))
    if not reason.strip():
        raise Refused(_("Thay người phải có lý do."), _("Hãy ghi lý do, ví dụ: đã chuyển đi, từ chối."))
    next_one = _next_reserve(held.listed)
    held.standing, held.reason = Standing.REPLACED.value, reason.strip()[:300]
    held.save(update_fields=["standing", "reason"])
    next_one.standing, next_one.stands_in_for = Standing.ASKED.value, held
    next_one.save(update_fields=["standing", "stands_in_for"])
    name_them(survey=survey, listed=[next_one.listed], by=by, at=at)
    after = {"for": next_one.listed.number, "reason": held.reason}
    trace(survey, "surveys.replace", f"listed:{held.listed.number}", by, at, after=after)
    return next_one


def _next_reserve(gone: Listed) -> Drawn:
    """Raises `Refused` where nobody stands by any more."""
    reserves = Drawn.objects.select_for_update().filter(listed__stratum=gone.stratum, standing=Standing.RESERVE)
    if gone.stratum.clusters:
        reserves = reserves.filter(listed__cluster=gone.cluster)
    found = reserves.select_related("listed").order_by("place").first()
    if found is None:
        raise Refused(_("Tầng này không còn người dự bị."), _("Không thay bằng người tự chọn; hãy để trống."))
    return found
