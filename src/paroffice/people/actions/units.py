"""Units through time: begun, corrected, merged, split, renamed, ended. An ended one stays, with what became of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Grant, Person, Succession, Unit
from paroffice.refused import Refused
from paroffice.trail import actions as trail

STREAM = "people"
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)
MOST_NAME, MOST_BLOCK, MOST_DECISION = 200, 60, 200
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit that begins with a change."""

    code: str
    name: str
    block: str


@transaction.atomic
def add_unit(*, new: NewUnit, starts_on: date | None, by: Person, at: datetime) -> Unit:
    policy.ask(by, "units.change", None, at)
    unit = _begun(new, starts_on)
    _trace("units.add", unit, by, at, after=_told(unit))
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, name: str, block: str, starts_on: date | None, by: Person, at: datetime) -> Unit:
    """Mends what was entered wrong. A new name by decision is `rename`."""
    policy.ask(by, "units.change", None, at)
    unit = _locked([unit])[0]
    before = _told(unit)
    unit.name, unit.block = sound_words(name, block)
    unit.starts_on = starts_on
    if starts_on is not None and unit.ends_on is not None and unit.ends_on < starts_on:
        raise Refused(_("Đơn vị sẽ bắt đầu sau ngày kết thúc."), _("Hãy sửa lại ngày."))
    if _told(unit) != before:
        unit.save()
        _trace("units.change", unit, by, at, before=before, after=_told(unit))
    return unit


@transaction.atomic
def merge(
    *, predecessors: Sequence[Unit], heir: Unit | NewUnit, on: date, decision: str, by: Person, at: datetime
) -> Unit:
    """Several become one, new or there already (which then goes on)."""
    policy.ask(by, "units.change", None, at)
    ending = [unit for unit in predecessors if not (isinstance(heir, Unit) and unit.pk == heir.pk)]
    if len({unit.pk for unit in ending}) + isinstance(heir, Unit) < 2:
        raise Refused(_("Sáp nhập cần ít nhất hai đơn vị."), _("Hãy ghi đủ mã các đơn vị."))
    (made,) = _succeed(ending, [heir], on=on, decision=decision)
    _trace("units.merge", made, by, at, after=_told(made) | _change(ending, on, decision))
    return made


@transaction.atomic
def split(
    *,
    unit: Unit,
    heirs: Sequence[Unit | NewUnit],
    goes_on: bool,
    on: date,
    decision: str,
    by: Person,
    at: datetime,
) -> list[Unit]:
    """One gives rise to others; it ends, unless it goes on with what is left."""
    policy.ask(by, "units.change", None, at)
    if len(heirs) + goes_on < 2:
        raise Refused(_("Chia tách cần ít nhất hai đơn vị."), _("Hãy ghi đủ các đơn vị mới."))
    made = _succeed([unit], heirs, on=on, decision=decision, ends=not goes_on)
    after = _change([unit], on, decision) | {"heirs": [heir.code for heir in made]}
    _trace("units.split", unit, by, at, after=after)
    return made


@transaction.atomic
def rename(*, unit: Unit, new: NewUnit, on: date, decision: str, by: Person, at: datetime) -> Unit:
    """A new name is a new unit with one predecessor, so that old rounds keep the old name. Roles go over to it."""
    policy.ask(by, "units.change", None, at)
    (heir,) = _succeed([unit], [new], on=on, decision=decision)
    carried = _carry_roles(unit, heir, on)
    _trace("units.rename", heir, by, at, after=_told(heir) | _change([unit], on, decision) | {"roles": carried})
    return heir


@transaction.atomic
def end_unit(*, unit: Unit, on: date, decision: str, by: Person, at: datetime) -> None:
    """The last day of a unit that nobody succeeds."""
    policy.ask(by, "units.change", None, at)
    unit = _locked([unit])[0]
    _close(unit, on)
    _trace("units.end", unit, by, at, after=_told(unit) | {"decision": _decided(decision)})


def sound_code(text: str) -> str:
    """Raises `Refused` for what cannot be a unit's code."""
    code = text.strip().casefold()
    if not CODE.fullmatch(code):
        raise Refused(
            _("Mã đơn vị «%(code)s» không hợp lệ.") % {"code": code[:60]},
            _("Hãy dùng chữ thường không dấu, chữ số và gạch nối, nhiều nhất 60 ký tự."),
        )
    return code


def sound_words(name: str, block: str) -> tuple[str, str]:
    name, block = " ".join(name.split()), " ".join(block.split())
    if not (0 < len(name) <= MOST_NAME and 0 < len(block) <= MOST_BLOCK):
        raise Refused(_("Đơn vị thiếu tên hoặc nhóm, hoặc ghi quá dài."), _("Hãy ghi tên và nhóm của đơn vị."))
    return name, block


def _succeed(
    predecessors: Sequence[Unit], heirs: Sequence[Unit | NewUnit], *, on: date, decision: str, ends: bool = True
) -> list[Unit]:
    """Ends the ones, begins the others, and keeps who comes from whom."""
    decided, locked = _decided(decision), _locked(predecessors)
    for unit in locked:
        _check_there(unit, on - DAY)
        if ends:
            _close(unit, on - DAY)
    made = [heir if isinstance(heir, Unit) else _begun(heir, on) for heir in heirs]
    for heir in made:
        _check_there(heir, on)
    pairs = [(unit, heir) for unit in locked for heir in made]
    if any(
        unit.pk == heir.pk or Succession.objects.filter(predecessor=unit, heir=heir).exists() for unit, heir in pairs
    ):
        raise Refused(_("Quan hệ kế thừa này đã được ghi."), _("Hãy xem trang của đơn vị."))
    Succession.objects.bulk_create(
        Succession(predecessor=unit, heir=heir, on=on, decision=decided) for unit, heir in pairs
    )
    return made


def _begun(new: NewUnit, starts_on: date | None) -> Unit:
    code = sound_code(new.code)
    name, block = sound_words(new.name, new.block)
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("Đã có đơn vị mang mã «%(code)s».") % {"code": code}, _("Hãy chọn mã khác."))
    return Unit.objects.create(code=code, name=name, block=block, starts_on=starts_on)


def _close(unit: Unit, on: date) -> None:
    if unit.ends_on is not None:
        raise Refused(
            _("%(unit)s đã kết thúc ngày %(day)s.") % {"unit": unit, "day": f"{unit.ends_on:%d/%m/%Y}"},
            _("Hãy xem trang của đơn vị."),
        )
    _check_there(unit, on)
    unit.ends_on = on
    unit.save(update_fields=["ends_on"])


def _check_there(unit: Unit, on: date) -> None:
    begun = unit.starts_on is None or unit.starts_on <= on
    if not begun or (unit.ends_on is not None and unit.ends_on < on):
        raise Refused(
            _("%(unit)s không có vào ngày %(day)s.") % {"unit": unit, "day": f"{on:%d/%m/%Y}"},
            _("Hãy sửa lại ngày."),
        )


def _carry_roles(unit: Unit, heir: Unit, on: date) -> int:
    going = Grant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        unit=unit, delegated_from__isnull=True, revoked_at__isnull=True,
    )  # fmt: skip
    carried = [
        Grant(
            person_id=one.person_id, role=one.role, unit=heir, starts_on=max(on, one.starts_on),
            ends_on=one.ends_on, paper=one.paper,
        )
        for one in going
    ]  # fmt: skip
    return len(Grant.objects.bulk_create(carried))


def _decided(decision: str) -> str:
    words = " ".join(decision.split())
    if not 0 < len(words) <= MOST_DECISION:
        raise Refused(_("Chưa ghi văn bản quyết định."), _("Hãy ghi số, ngày và cơ quan ban hành."))
    return words


def _locked(units: Sequence[Unit]) -> list[Unit]:
    return list(Unit.objects.select_for_update().filter(pk__in=[unit.pk for unit in units]).order_by("pk"))


def _told(unit: Unit) -> dict[str, str | None]:
    return {
        "name": unit.name,
        "block": unit.block,
        "starts_on": unit.starts_on.isoformat() if unit.starts_on else None,
        "ends_on": unit.ends_on.isoformat() if unit.ends_on else None,
    }


def _change(predecessors: Sequence[Unit], on: date, decision: str) -> dict[str, object]:
    return {"predecessors": [one.code for one in predecessors], "on": on.isoformat(), "decision": _decided(decision)}


def _trace(act: str, unit: Unit, by: Person, at: datetime, before: object = None, after: object = None) -> None:
    trail.leave(stream=STREAM, act=act, subject=f"unit:{unit.code}", by=by, at=at, before=before, after=after)
