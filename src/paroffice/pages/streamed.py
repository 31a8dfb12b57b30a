"""A table as CSV that goes out while it is read: however long it is, memory holds some hundred lines of it."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from parindex.words import inert

AT_ONCE = 500
SUSPECT, FIGURE = re.compile('(?:^|,)"?[=+@\t\r-]'), re.compile(r"-\d+(\.\d+)?", re.ASCII)
"""A line in which some cell begins like a formula, and a figure below zero, which is none."""


class _Line:
    """What a CSV writer writes into: the line, handed back."""

    def write(self, line: str) -> str:
        return line


def harmless(text: str) -> str:
    """What a spreadsheet would run begins with an apostrophe."""
    return text if FIGURE.fullmatch(text) else inert(text)


def csv_of(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """With the mark by which spreadsheets know UTF-8; what they would run is made inert."""
    writer, together = csv.writer(_Line(), lineterminator="\n"), ["\ufeff"]
    for row in rows:
        line = writer.writerow(row)
        together.append(writer.writerow(map(harmless, row)) if SUSPECT.search(line) else line)
        if len(together) >= AT_ONCE:
            yield "".join(together)
            together.clear()
    yield "".join(together)
