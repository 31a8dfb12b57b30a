"""A sheet as rows of named cells, each knowing its place; headings are found, strangers become findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import count

from parindex.rubric.shape import Report
from parindex.rubric.tree import Listing, Mapping, Node, Scalar
from parindex.rubric.workbook.forms import Column, SheetForm
from parindex.rubric.workbook.labels import Holds, Vocabulary, folded, word_of
from parindex.words import words

HEADING_WITHIN = 10
"""The headings stand in one of the first rows; what is above them is a title."""

Cells = Sequence[Sequence[object]]


def letters(column: int) -> str:
    """0 is A, 26 is AA."""
    text = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        text, column = chr(ord("A") + rest) + text, column - 1
    return text


def cell_text(value: object) -> str:
    """A cell's value as its owner typed it: 1.1 is `1.1` and 2.0 is `2`, exactly; a date as `2017-12-28`."""
    match value:
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
        case datetime() if value.time() == datetime.min.time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
    return str(value).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of one row, by the keys of their columns."""

    sheet: SheetForm
    number: int
    cells: dict[str, Scalar]
    places: dict[str, str]

    @property
    def where(self) -> str:
        return f"{self.sheet.name}!A{self.number}"

    def place_of(self, key: str) -> str:
        return self.places.get(key, self.where)

    def text(self, key: str) -> str:
        """The cell with single spaces, as keys are compared; empty when nothing stands there."""
        cell = self.cells.get(key)
        return "" if cell is None else " ".join(cell.text.split())

    def word(self, key: str) -> str:
        """The edition's word for what stands in a column of words."""
        vocabulary = self.sheet.column(key).words
        return word_of(self.text(key), vocabulary or {})

    def node(self, key: str) -> Node:
        """The cell as the shapes read it; an empty cell is empty text, which they refuse."""
        column, cell = self.sheet.column(key), self.cells.get(key, Scalar("", self.place_of(key)))
        if column.holds is Holds.LINES:
            return lines_of(cell)
        return Scalar(self.word(key), cell.where) if column.words else cell

    def mapping(self, keys: Iterable[str]) -> Mapping:
        """The filled cells among these columns."""
        filled = [key for key in keys if key in self.cells]
        return Mapping(
            self.where, {key: self.node(key) for key in filled}, {key: self.place_of(key) for key in filled}
        )


def lines_of(cell: Scalar) -> Listing:
    """The entries of a list, one a line of the cell; empty lines do not count."""
    return Listing(cell.where, [Scalar(line.strip(), cell.where) for line in cell.text.splitlines() if line.strip()])


def put(mapping: Mapping, key: str, node: Node, where: str, report: Report, label: str = "") -> None:
    """Sets a key that must not be there yet. `label` is what the page calls it."""
    if key in mapping.pairs:
        report.add(where, words("the key «{key}» stands twice", key=label or key), words("keep one of the two"))
        return
    mapping.pairs[key], mapping.places[key] = node, where


def refuse_word(text: str, where: str, vocabulary: Vocabulary, report: Report) -> None:
    """Says that a cell holds none of the words that are allowed in it."""
    report.add(
        where,
        words("«{text}» is not one of the words allowed here", text=text),
        words("write one of: {choices}", choices=", ".join(vocabulary.values())),
    )


def worded(cell: Scalar, vocabulary: Vocabulary, report: Report) -> Scalar:
    """The edition's word for what stands in a cell."""
    word = word_of(cell.text, vocabulary)
    if word not in vocabulary:
        refuse_word(cell.text, cell.where, vocabulary, report)
    return Scalar(word, cell.where)


def check_words(rows: Iterable[Row], report: Report) -> None:
    """Refuses what is none of the words of its column; a column that also takes other things has no closed list."""
    for row in rows:
        for column in row.sheet.columns:
            known = column.words if column.closed else None
            if known and column.key in row.cells and row.word(column.key) not in known:
                refuse_word(row.text(column.key), row.place_of(column.key), known, report)


def rows_of(form: SheetForm, cells: Cells, report: Report) -> list[Row]:
    """The rows under the headings that hold anything."""
    top = next(
        (number for number in range(min(len(cells), HEADING_WITHIN)) if _is_heading(form, cells[number])), None
    )
    if top is None:
        report.add(
            form.name,
            words("the headings are missing"),
            words(
                "write them in one row: {choices}",
                choices=", ".join(column.label for column in form.columns if column.holds is not Holds.NOTHING),
            ),
        )
        return []
    columns = _columns(form, cells[top], f"{top + 1}", report)
    return [
        row for number in range(top + 1, len(cells)) if (row := _row(form, columns, cells[number], number, report))
    ]


def _is_heading(form: SheetForm, cells: Sequence[object]) -> bool:
    found = {folded(cell_text(cell)) for cell in cells}
    return sum(folded(column.label) in found or column.key in found for column in form.columns) >= 2


def _columns(form: SheetForm, headings: Sequence[object], line: str, report: Report) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for place, heading in enumerate(headings):
        text, where = cell_text(heading), f"{form.name}!{letters(place)}{line}"
        column = next((one for one in form.columns if folded(text) in (folded(one.label), one.key)), None)
        if column is None and text:
            choices = ", ".join(one.label for one in form.columns)
            report.add(
                where,
                words("unknown column «{column}»", column=text),
                words("use one of: {choices}", choices=choices),
            )
        elif column in columns.values():
            report.add(where, words("the column «{column}» stands twice", column=text), words("keep one of the two"))
        elif column is not None:
            columns[place] = column
    return columns


def _row(
    form: SheetForm, columns: dict[int, Column], cells: Sequence[object], number: int, report: Report
) -> Row | None:
    places = {column.key: f"{form.name}!{letters(place)}{number + 1}" for place, column in columns.items()}
    held: dict[str, Scalar] = {}
    for place, cell in zip(count(), cells, strict=False):
        text, column = cell_text(cell), columns.get(place)
        if text and column is None:
            where = f"{form.name}!{letters(place)}{number + 1}"
            report.add(
                where,
                words("a value stands here under no known heading"),
                words("move it under a heading, or remove it"),
            )
        elif text and column is not None and column.holds is not Holds.NOTHING:
            held[column.key] = Scalar(text, places[column.key])
    return Row(form, number + 1, held, places) if held else None
