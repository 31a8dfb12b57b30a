"""Who appraises what as plain lines: what stands, what may be written, what a new plan changes. Writes nothing."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from parindex.rubric.model import Edition
from paroffice.appraisals.models import Mandate
from paroffice.appraisals.queries import leaves_under, members_on, tied_units
from paroffice.appraisals.suggested import suggested_parts
from paroffice.people.models import Person
from paroffice.people.names import folded
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_of


class Line(NamedTuple):
    """A mandate as a line of the plan; empty `part` and `block` are all of them, `unit` is a unit's code."""

    username: str
    part: str = ""
    block: str = ""
    unit: str = ""


class Flaw(NamedTuple):
    """What is wrong with a line, in which of its columns, and what to do."""

    key: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What lines may name: members with their departments, parts, blocks, units, and who keeps out of which."""

    people: Mapping[str, Person]
    departments: Mapping[str, str]
    parts: frozenset[str]
    blocks: frozenset[str]
    units: Mapping[str, int]
    ties: Mapping[str, set[int]]

    def flaws(self, line: Line) -> Iterator[Flaw]:
        if line.username not in self.people:
            yield Flaw("username", _("người này không ở trong tổ công tác"), _("thêm thành viên trước, hoặc bỏ dòng"))
        if line.part not in self.parts:
            yield Flaw(
                "part", _("bộ chỉ số không có phần này"), _("ghi mã lĩnh vực, tiêu chí hoặc mục; trống là tất cả")
            )
        if line.block and line.block not in self.blocks:
            choices = ", ".join(sorted(self.blocks))
            yield Flaw(
                "block", _("đợt này không có nhóm này"), _("ghi một trong: %(choices)s") % {"choices": choices}
            )
        yield from self._unit_flaws(line)

    def _unit_flaws(self, line: Line) -> Iterator[Flaw]:
        if line.unit and line.block:
            yield Flaw("unit", _("đã ghi nhóm thì không ghi đơn vị"), _("bỏ một trong hai"))
        if line.unit and line.unit not in self.units:
            yield Flaw("unit", _("đơn vị này không tham gia đợt"), _("ghi mã của một đơn vị trong đợt"))
        elif line.unit and self.units[line.unit] in self.ties.get(line.username, ()):
            yield Flaw("unit", _("người này có liên quan đến đơn vị"), _("phân công người khác"))


def known_in(round_: Round, at: datetime) -> Known:
    """Two queries more for each member."""
    law, members = law_of(round_.edition), list(members_on(round_, at))
    participants = list(round_.participants.values_list("unit__code", "unit_id", "block"))
    return Known(
        people={one.person.username: one.person for one in members},
        departments={one.person.username: one.department for one in members},
        parts=frozenset(parts_of(law)),
        blocks=frozenset(block for _code, _unit, block in participants if block),
        units={code: unit for code, unit, _block in participants},
        ties={one.person.username: tied_units(one.person, at) for one in members},
    )


def parts_of(law: Edition) -> dict[str, str]:
    """What a mandate may name: all, a field, a criterion or an item, with its title, in printed order."""
    groups = {group.code: group.title for top in law.fields for group in top.groups()}
    items = {item.code: item.title for item in law.leaves() if not item.from_survey}
    return {"": ""} | {code: title for code, title in (groups | items).items() if leaves_under(law, code)}


def standing_lines(round_: Round) -> dict[Line, int]:
    """The mandates in force, with the number of each."""
    held = Mandate.objects.filter(round=round_, ended_at=None).order_by("person__username", "part", "block", "unit")
    rows = held.values_list("pk", "person__username", "part", "block", "unit__code")
    return {Line(username, part, block, unit or ""): pk for pk, username, part, block, unit in rows}


def suggested_lines(law: Edition, known: Known, standing: Iterable[Line]) -> list[Line]:
    """Items that the edition has a department confirm and none of its members appraises yet, for its first member."""
    by_department: dict[str, list[str]] = {}
    for username, department in known.departments.items():
        by_department.setdefault(folded(department), []).append(username)
    held = {(line.username, code) for line in standing for code in leaves_under(law, line.part)}
    return [
        Line(members[0], code)
        for agency, codes in suggested_parts(law).items()
        if (members := sorted(by_department.get(folded(agency), [])))
        for code in codes
        if not any((member, code) in held for member in members)
    ]


class Difference(NamedTuple):
    new: list[Line]
    ended: list[Line]
    unchanged: int


def difference(wanted: Iterable[Line], standing: Iterable[Line]) -> Difference:
    """What is not wanted any more ends."""
    lines, held = dict.fromkeys(wanted), dict.fromkeys(standing)
    new = [line for line in lines if line not in held]
    ended = [line for line in held if line not in lines]
    return Difference(new, ended, len(lines) - len(new))


def digest_of(standing: Mapping[Line, int]) -> str:
    """One number for how the mandates stand."""
    return hashlib.sha256(json.dumps(sorted(standing), ensure_ascii=False).encode()).hexdigest()
