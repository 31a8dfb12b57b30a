"""Rows with levels become a tree: a row belongs to the last row one level above it."""

from parindex.rounding import read_figure
from parindex.rubric.shape import Report
from parindex.rubric.tree import Listing, Mapping, Node, Scalar
from parindex.rubric.workbook.forms import PARTS_SHEET
from parindex.rubric.workbook.grid import Row, refuse_word
from parindex.rubric.workbook.labels import PARTS
from parindex.words import words

MOST_LEVELS = 16
"""As deep as a YAML file can nest groups, with the longest rule in the deepest."""

PLACING = ("level", "part", "scored_by")
"""Columns that place a row or stand for more than their own cell; the others are keys of the part."""


class Outline:
    """Takes the rows of the parts sheet one by one, in printed order."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.fields: list[Mapping] = []
        self.files: list[Scalar] = []
        self.open: list[Listing] = []

    def add(self, row: Row, rule: Node | None) -> None:
        level, part = self._level(row), row.word("part")
        if part not in PARTS:
            refuse_word(row.text("part"), row.place_of("part"), PARTS, self.report)
        elif level is not None:
            self._add(row, level, part, rule)

    def _level(self, row: Row) -> int | None:
        figure = read_figure(row.text("level"))
        if figure is not None and figure.denominator == 1 and 1 <= figure <= MOST_LEVELS:
            return int(figure)
        self.report.add(
            row.place_of("level"),
            words("the level is a whole number from 1 to {most}", most=MOST_LEVELS),
            words("write 1 for a field, 2 for what stands in it, and so on"),
        )
        return None

    def _add(self, row: Row, level: int, part: str, rule: Node | None) -> None:
        if (part == "field") != (level == 1) or level > len(self.open) + 1:
            self.report.add(
                row.place_of("level"),
                words("no row above can hold this one"),
                words("level 1 is a field and nothing else; each level goes one deeper than the row that holds it"),
            )
            return
        node = self._node(row, part, rule)
        del self.open[level - 1 :]
        siblings = self.open[-1].items if self.open else self.fields
        siblings.append(node)
        if part != "item":
            node.pairs["items"] = held = Listing(row.where)
            self.open.append(held)

    def _node(self, row: Row, part: str, rule: Node | None) -> Mapping:
        columns = [column.key for column in PARTS_SHEET.columns if column.key not in PLACING]
        if part == "field":
            columns.remove("file")
            self.files.append(row.cells.get("file", Scalar("", row.place_of("file"))))
        node = row.mapping(columns)
        if rule is not None:
            node.pairs["scored_by"], node.places["scored_by"] = rule, row.place_of("scored_by")
        return node
