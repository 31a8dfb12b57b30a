"""The example of the year before: the example's own files, its invented answers somewhat weaker in every unit.

So what is published of the founding unit (three totals, of the example's year) never stands under another year.
"""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from parindex.index.round import RESPONSES_FILE, ROUND_FILE, About

Row = dict[str, str]
WEAKER = ("2.1.3", "5.1.1", "6.4.1", "6.4.2", "8.1.3", "8.1.4", "8.2.3")
"""Items that count something: of each eight there was one less."""
ONE_IN, EVERY = 8, 5
LESS_PLEASED = {"A": "B", "B": "C"}
"""What every fifth of those asked then said instead."""


def example_before(example: Path, about: About, into: Path) -> Path:
    """Makes the folder `into`, of the year before the example's."""
    shutil.copytree(example, into)
    (into / ROUND_FILE).write_text(
        f"title: {about.title}\nyear: {about.year - 1}\nedition: {about.edition}\nillustrative: yes\n",
        encoding="utf-8",
    )
    for ledger in (into / "ledgers").glob("*.csv"):
        _rewrite(ledger, _weaker)
    _rewrite(into / RESPONSES_FILE, _less_pleased)
    return into


def _weaker(_number: int, row: Row) -> Row:
    if row["item"] not in WEAKER or not row["numerator"].isdecimal():
        return row
    counted = int(row["numerator"])
    return row | {"numerator": str(counted - counted // ONE_IN)}


def _less_pleased(number: int, row: Row) -> Row:
    return row if number % EVERY else {name: LESS_PLEASED.get(said, said) for name, said in row.items()}


def _rewrite(path: Path, changed: Callable[[int, Row], Row]) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        table = csv.DictReader(stream)
        names, rows = list(table.fieldnames or ()), list(table)
    with path.open("w", encoding="utf-8", newline="") as stream:
        written = csv.DictWriter(stream, names, lineterminator="\n")
        written.writeheader()
        written.writerows(changed(number, row) for number, row in enumerate(rows, 1))
