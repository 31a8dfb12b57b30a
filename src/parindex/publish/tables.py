"""A result as text, CSV and JSON."""

import csv
import io
import json
import unicodedata
from collections.abc import Collection, Sequence

from parindex.index.settle import Figure
from parindex.publish.result import Detail, Result, Row, as_data, unit_rows
from parindex.rounding import shortest, shown
from parindex.rubric.model import IndexType, Prints
from parindex.sheet.describe import ledger_words
from parindex.words import Language, Words, inert, words

COLUMNS = (
    ("rank", words("Rank")),
    ("name", words("Unit")),
    ("appraisal", words("Appraisal")),
    ("survey", words("Survey")),
    ("bonus", words("Bonus")),
    ("penalty", words("Penalty")),
    ("points", words("Points")),
    ("possible", words("Possible")),
    ("index", words("Index")),
    ("class", words("Class")),
    ("self", words("Self-assessed")),
    ("self_less_given", words("Cut")),
    ("not_proven", words("Not proven")),
    ("items_not_applicable", words("Not applicable")),
)
FIGURES = frozenset(figure.value for figure in Figure) | {"self", "self_less_given"}


def json_text(result: Result, detail: Detail) -> str:
    """The public JSON form, one unit a line, so that a nation's result can be read and compared as text."""
    data = as_data(result, detail)
    units = data.pop("units")
    assert isinstance(units, list)
    head = json.dumps(data, ensure_ascii=False, indent=2).rstrip("}").rstrip()
    lines = ",\n    ".join(json.dumps(unit, ensure_ascii=False) for unit in units)
    return f'{head},\n  "units": [\n    {lines}\n  ]\n}}\n'


def csv_text(result: Result, detail: Detail) -> str:
    """One line a unit; with fields or leaves, one line a unit and part. Each says whose figures these are."""
    out = io.StringIO()
    source = {
        "edition": result.round.edition.cover.edition,
        "index_type": result.round.edition.cover.index_type.value,
        "illustrative": "yes" if result.round.illustrative else "no",
        "ledger": result.index.ledger.name.value,
    }
    rows = [row | source for unit in unit_rows(result, detail) for row in _flat(unit)]
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: safe_cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def safe_cell(value: object) -> object:
    """Text is made inert; figures, negative ones too, stay figures."""
    if not isinstance(value, str) or value.lstrip("-").replace(".", "", 1).isdecimal():
        return value
    return inert(value)


def _flat(unit: Row) -> list[Row]:
    """A unit's row, repeated for each of its leaves or else its fields."""
    fields, leaves = unit.pop("fields", []), unit.pop("leaves", [])
    assert isinstance(fields, list)
    assert isinstance(leaves, list)
    parts = leaves or fields
    if not parts:
        return [unit]
    return [unit | {f"part_{name}": _cell(value) for name, value in part.items()} for part in parts]


def _cell(value: object) -> object:
    return "; ".join(f"{name} {points}" for name, points in value.items()) if isinstance(value, dict) else value


def head_lines(result: Result) -> list[Words]:
    """What must be said above any form of a result."""
    round_, cover = result.round, result.round.edition.cover
    lines = [words("{title}", title=round_.about.title), words("Edition: {title}", title=cover.title)]
    if round_.illustrative:
        lines.append(words("ILLUSTRATIVE DATA: not an official result"))
    if cover.index_type is IndexType.RELATED:
        lines.append(words("A related index, not the PAR INDEX"))
    if round_.about.note is not None:
        lines.append(words("{note}", note=round_.about.note))
    if round_.about.survey_not_held is not None:
        lines.append(words("No survey was held: {reason}", reason=round_.about.survey_not_held))
    kind = words("percentage of possible points") if cover.index is Prints.PERCENT else words("points")
    ledger = ledger_words(result.index.ledger.name)
    lines.append(
        words(
            "Ledger: {ledger}. Index: {kind}, {decimals} decimals", ledger=ledger, kind=kind, decimals=cover.decimals
        )
    )
    return lines


def text_table(result: Result, language: Language) -> str:
    """The ranking as a reader sees it in a terminal, a table for each block."""
    lines = [line.said_in(language) for line in head_lines(result)]
    rows = list(unit_rows(result, Detail.UNITS))
    for block, title in result.round.edition.cover.blocks.items():
        members = [row for row in rows if row["block"] == block]
        if members:
            lines += ["", f"{title} ({len(members)})", *_table(members, language)]
    full = shown(shortest(result.index.scale.full), language)
    lines += [
        "",
        words(
            "A full score reads {full}. Parts and totals are each rounded once, from the exact value.", full=full
        ).said_in(language),
    ]
    return "\n".join(lines) + "\n"


def used_columns(rows: Sequence[Row]) -> list[tuple[str, Words]]:
    """The columns in which some row has something to say."""
    idle = {None, "0", "0.0", "0.00", "0.000"}
    always = {"rank", "name", "appraisal", "survey", "points", "index"}
    return [(name, title) for name, title in COLUMNS if name in always or {row[name] for row in rows} - idle]


def shown_cell(row: Row, name: str, language: Language) -> str:
    """A cell as its reader writes it: a rank over the number of units, figures with their own marks."""
    value = row[name]
    if name == "rank":
        return f"{row['rank']}/{row['of']}{'=' if row['tied'] else ''}"
    if value is None:
        return "–"
    return shown(str(value), language) if name in FIGURES else str(value)


def _table(rows: Sequence[Row], language: Language) -> list[str]:
    columns = used_columns(rows)
    cells = [[title.said_in(language) for _, title in columns]]
    cells += [[shown_cell(row, name, language) for name, _ in columns] for row in rows]
    return ruled(cells, {place for place, (name, _) in enumerate(columns) if name in ("name", "class")})


def ruled(cells: Sequence[Sequence[str]], left: Collection[int]) -> list[str]:
    """Columns side by side under their heads, the first line; to the right, but those in `left` to the left."""
    widths = [max(_width(line[place]) for line in cells) for place in range(len(cells[0]))]
    lines = [cells[0], ["─" * width for width in widths], *cells[1:]]
    return ["  ".join(_padded(cell, widths[n], n in left) for n, cell in enumerate(line)).rstrip() for line in lines]


def _width(text: str) -> int:
    """Letters as a terminal counts them: combining marks take no room."""
    return sum(not unicodedata.combining(letter) for letter in text)


def _padded(text: str, width: int, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text
