"""Small editions and rounds for tests, so that each test states only what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from parindex.rubric.model import (
    Answers,
    Caps,
    Cover,
    Decision,
    Edition,
    Group,
    IndexType,
    Item,
    NotApplicable,
    Prints,
    Role,
    Ties,
)
from parindex.rubric.pieces import ZERO
from parindex.rubric.rules import Rule, Share
from parindex.sheet.ledger import Ledger, LedgerName
from parindex.sheet.read import read_ledger

SHARE = Share(numerator="done", denominator="all")


def item(code: str, points: str | None = "1", rule: Rule = SHARE, **more: object) -> Item:
    maximum = None if points is None else Fraction(points)
    given = {"not_applicable_when": "no case arose"} | more
    return Item(code=code, title=f"Item {code}", points=maximum, scored_by=rule, **given)  # type: ignore[arg-type]


def edition(*items: Item, bonus: Sequence[Item] = (), penalty: Sequence[Item] = (), **cover: object) -> Edition:
    fields = [Group(code="A", title="Standard", items=tuple(items))]
    if bonus:
        fields.append(Group(code="B", title="Bonus", items=tuple(bonus), role=Role.BONUS))
    if penalty:
        fields.append(Group(code="P", title="Penalty", items=tuple(penalty), role=Role.PENALTY))
    caps = cover.get("caps", Caps())
    assert isinstance(caps, Caps)
    inside = caps.bonus or ZERO if caps.bonus_inside_scale else ZERO
    plain = Cover(
        edition="small",
        title="A small edition",
        index_type=IndexType.RELATED,
        decision=Decision(number="1", issuer="test"),
        scale=sum((one.most for one in items), ZERO) + inside,
        index=Prints.PERCENT,
        decimals=2,
        ties=Ties.COMPETITION,
        not_applicable=NotApplicable.WHOLE_SCALE,
        blocks={"units": "Units"},
        fields=tuple(f"{place}-field" for place, _ in enumerate(fields, 1)),
    )
    return Edition(cover=replace(plain, **cover), fields=tuple(fields))  # type: ignore[arg-type]


def ledger(
    folder: Path,
    rubric: Edition,
    answers: Mapping[str, Mapping[str, str]],
    name: LedgerName = LedgerName.FINAL,
) -> Ledger:
    """A ledger from {unit: {item: "outcome|answer|numerator|denominator"}}; `7/10` and `yes` stand for themselves."""
    lines = ["unit,item,outcome,answer,numerator,denominator,note"]
    for unit, cells in answers.items():
        lines += [f"{unit},{code},{cell(text)}," for code, text in cells.items()]
    path = folder / f"{name.value}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    read, findings = read_ledger(path, name, rubric, tuple(answers), path.name)
    assert read is not None, [finding.said_in("en") for finding in findings]
    return read


def cell(text: str) -> str:
    """`7/10` is a ratio, `not_met` an outcome, anything else an answer."""
    if text in ("not_met", "not_proven", "not_applicable", "waived"):
        return f"{text},,,"
    if "/" in text and " " not in text:
        numerator, _, denominator = text.partition("/")
        return f"answered,,{numerator},{denominator}"
    if "/" in text:
        now, _, then = text.partition(" after ")
        numerator, _, denominator = now.partition("/")
        return f"answered,{then},{numerator},{denominator}"
    return f"answered,{text},,"


__all__ = ["SHARE", "Answers", "cell", "edition", "item", "ledger"]
