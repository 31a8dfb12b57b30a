"""One unit's appraisal as a page: every item with its ledgers side by side, the reply and what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.rubric.model import Edition, Group, Item, Role
from parindex.rubric.pieces import ZERO
from parindex.sheet.cells import Cell
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import Marks
from paroffice.appraisals.models import Appraisal, Challenge, Reply, Ruling
from paroffice.appraisals.queries import marks_of
from paroffice.rubrics.queries import law_to_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one ledger holds of an item by a ruling of its own."""

    ledger: LedgerName
    ruling: Ruling
    cell: Cell | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    item: Item
    claim: Cell | None
    entries: Sequence[Entry]
    reply: Reply | None
    challenges: Sequence[Challenge]
    departs: bool

    @property
    def entry(self) -> Entry | None:
        """The last that was ruled."""
        return self.entries[-1] if self.entries else None

    def points_in(self, ledger: LedgerName) -> Fraction | None:
        found = next((one.cell for one in self.entries if one.ledger is ledger), None)
        return None if found is None else found.points

    @property
    def appraised(self) -> Fraction | None:
        return self.points_in(LedgerName.APPRAISED)

    @property
    def after_reply(self) -> Fraction | None:
        return self.points_in(LedgerName.AFTER_REPLY)

    @property
    def final(self) -> Fraction | None:
        return self.points_in(LedgerName.FINAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A field with its lines and, ledger by ledger, its points."""

    group: Group
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """`sums` are those of the standard fields without the survey's items; None where no ruling stands yet."""

    parts: Sequence[Part]
    claimed: Fraction
    held: Fraction | None
    most: Fraction
    decimals: int

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def ruled(self) -> int:
        return sum(bool(line.entries) for line in self.lines)

    @property
    def departed(self) -> list[Line]:
        return [line for line in self.lines if line.departs]


def side_by_side(appraisal: Appraisal, read: Collection[LedgerName] = tuple(LedgerName)) -> SideBySide:
    """Five queries, however many items there are. `read` are the ledgers that the reader may see."""
    marks, law = marks_of(appraisal).of(read), law_to_read(appraisal.assessment.round.edition)
    replies = {one.item: one for one in appraisal.replies.select_related("by").prefetch_related("proofs__version")}
    challenges: dict[str, list[Challenge]] = {}
    for one in appraisal.challenges.select_related("unit"):
        challenges.setdefault(one.item, []).append(one)
    cut = {item.code for item in marks.departed()}
    parts = [
        Part(group=group, lines=[_line(marks, item, replies, challenges, cut) for item in _ruled(group)])
        for group in law.fields
    ]
    return SideBySide(
        parts=[part for part in parts if part.lines],
        claimed=marks.points(LedgerName.SELF),
        held=marks.points(LedgerName.FINAL) if marks.rulings else None,
        most=_most(law),
        decimals=law.cover.decimals,
    )


def _ruled(group: Group) -> list[Item]:
    return [item for item in group.leaves() if not item.from_survey]


def _most(law: Edition) -> Fraction:
    standard = (group for group in law.fields if group.role is Role.STANDARD)
    return sum((item.most for group in standard for item in _ruled(group)), ZERO)


def _line(
    marks: Marks, item: Item, replies: dict[str, Reply], challenges: dict[str, list[Challenge]], cut: set[str]
) -> Line:
    entries = [
        Entry(ledger=ledger, ruling=rulings[item.code], cell=marks.cell(item, ledger))
        for ledger in LedgerName
        if item.code in (rulings := marks.rulings.get(ledger, {}))
    ]
    return Line(
        item=item,
        claim=marks.cell(item, LedgerName.SELF),
        entries=entries,
        reply=replies.get(item.code),
        challenges=challenges.get(item.code, []),
        departs=item.code in cut,
    )
