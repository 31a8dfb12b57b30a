"""Which item of an edition continues which items of the one before, and whether their results can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from parindex.errors import Finding, Weight
from parindex.rubric.model import Edition, Item
from parindex.words import words


class Standing(StrEnum):
    """How an item stands in a trend over two editions."""

    COMPARABLE = "comparable"
    TOGETHER = "together"  # joined or split: only the sum over all its parts can be compared
    NOT_COMPARABLE = "not_comparable"  # the edition says so
    NEW = "new"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Old items beside the new item that continues them; a new item has none, an ended one no successor."""

    old_codes: tuple[str, ...]
    new_code: str | None
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """`past` has every new item's code, `future` every old one's, each in printed order.

    `stated`: by the new edition's `was`; else by codes alone. `same`: an edition beside a later state of itself.
    """

    past: dict[str, tuple[str, ...]]
    future: dict[str, tuple[str, ...]]
    stated: bool
    same: bool


def lineage_of(old: Edition, new: Edition) -> Lineage:
    """Stated lineage (`was`) where the new edition follows the old one; else the same code is the same item.

    A code that another item states as its past is not matched a second time by chance.
    """
    known = [item.code for item in old.leaves()]
    stated = follows(old, new)
    said = {item.code: _said(item, known) for item in new.leaves() if stated and item.was}
    claimed = {code for codes in said.values() for code in codes}
    free = set(known) - claimed
    past = {item.code: said.get(item.code, (item.code,) if item.code in free else ()) for item in new.leaves()}
    future: dict[str, tuple[str, ...]] = dict.fromkeys(known, ())
    for code, earlier in past.items():
        future |= {each: (*future[each], code) for each in earlier}
    return Lineage(past=past, future=future, stated=stated, same=old.cover.edition == new.cover.edition)


def follows(old: Edition, new: Edition) -> bool:
    """True when `was` in the new edition speaks of the old one."""
    replaces = new.cover.replaces
    return replaces == old.cover.edition if replaces is not None else new.cover.edition != old.cover.edition


def _said(item: Item, known: list[str]) -> tuple[str, ...]:
    return tuple(code for code in dict.fromkeys(item.was) if code in known)


def trends_of(new: Edition, lineage: Lineage) -> Iterator[Trend]:
    """Every new item, then the items that ended."""
    for item in new.leaves():
        past = lineage.past[item.code]
        yield Trend(old_codes=past, new_code=item.code, standing=_standing(item, past, lineage))
    for code, later in lineage.future.items():
        if not later:
            yield Trend(old_codes=(code,), new_code=None, standing=Standing.ENDED)


def _standing(item: Item, past: tuple[str, ...], lineage: Lineage) -> Standing:
    if not past:
        return Standing.NEW
    if not item.comparable and not lineage.same:
        return Standing.NOT_COMPARABLE
    alone = len(past) == 1 and len(lineage.future[past[0]]) == 1
    return Standing.COMPARABLE if alone else Standing.TOGETHER


def lineage_findings(old: Edition, new: Edition, lineage: Lineage) -> Iterator[Finding]:
    """What the comparison cannot rely on."""
    if not lineage.stated and not lineage.same:
        yield Finding(
            where=new.cover.edition,
            problem=words("{new} does not replace {old}", new=new.cover.edition, old=old.cover.edition),
            remedy=words("items are matched by code only; compare with the edition it replaces to use «was»"),
            weight=Weight.WARNING,
        )
    if lineage.stated:
        known = {item.code for item in old.leaves()}
        for item in new.leaves():
            yield from (_loose(item, code) for code in item.was if code not in known)


def _loose(item: Item, code: str) -> Finding:
    return Finding(
        where=item.where or item.code,
        problem=words("«{code}» is no item of the edition before", code=code),
        remedy=words("correct «was»"),
        weight=Weight.WARNING,
    )
