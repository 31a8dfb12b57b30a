"""Office, portal and national list of procedures held against each other (Decree 63/2010, article 26)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from paroffice.onestop.models import Centre, NationalList, Posting, ProcedureVersion
from paroffice.onestop.queries.catalogue import in_force

NATIONAL = re.compile(r"(\d\.\d{6})(?:\..+)?")
"""A national code, with or without its owner behind it: `1.004082`, `1.004082.000.00.00.H42`, `1.000948.H38` (I)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A procedure about which the three do not say the same; `version` is empty where only the nation has it."""

    code: str
    name: str
    version: ProcedureVersion | None
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """`alike` counts those that all three hold."""

    national: NationalList | None
    alike: int
    apart: tuple[Apart, ...]


def consistency(day: date, centre: Centre | None) -> Consistency:
    """Against the newest copy of the national list, where there is one; and against what hangs out at the centre, of
    the procedures that it takes."""
    newest = NationalList.objects.first()
    theirs = {base_of(code): (code, name) for code, name in newest.rows} if newest else None
    posted = (
        set(Posting.objects.filter(unit=centre.unit).values_list("version_id", flat=True)) if centre else set[int]()
    )
    ours, level = list(in_force(day)), centre.level if centre else None
    wanted = {one.pk for one in ours if one.one_stop and one.level == level} - posted
    apart = [found for one in ours if (found := _apart(one, theirs, one.pk in wanted, day))]
    only_there = list(_only_there(theirs or {}, {base_of(one.code) for one in ours}))
    return Consistency(national=newest, alike=len(ours) - len(apart), apart=(*apart, *only_there))


def base_of(code: str) -> str:
    """Without the owner, where it is a national code."""
    found = NATIONAL.fullmatch(code.strip())
    return found[1] if found else code.strip()


def _apart(
    version: ProcedureVersion, theirs: Mapping[str, tuple[str, str]] | None, to_be_posted: bool, day: date
) -> Apart | None:
    says = []
    if version.published_on is None or version.published_on > day:
        says.append(_("chưa lên cổng"))
    if to_be_posted:
        says.append(_("chưa niêm yết tại đây"))
    there = theirs.get(base_of(version.code)) if theirs is not None else None
    if theirs is not None and there is None:
        says.append(_("không có trong danh mục quốc gia"))
    if there is not None and _plain(there[1]) != _plain(version.name):
        says.append(_("tên ở danh mục quốc gia: %(name)s") % {"name": there[1]})
    return Apart(code=version.code, name=version.name, version=version, says=tuple(says)) if says else None


def _plain(name: str) -> str:
    """Letters' cases, spaces and a full stop at the end make no other name."""
    return " ".join(name.casefold().split()).rstrip(".")


def _only_there(theirs: Mapping[str, tuple[str, str]], ours: set[str]) -> Iterator[Apart]:
    for base, (code, name) in sorted(theirs.items()):
        if base not in ours:
            yield Apart(code=code, name=name, version=None, says=(_("chỉ có trong danh mục quốc gia"),))
