"""Every answer that counts, a line each, as CSV that streams: memory does not grow with the answers.

For those who analyse, not for publication: single answers stand in it. Formulas are made inert; a line has no key, no
day and no order but that of random keys.
"""

import csv
import re
from collections.abc import Iterator, Sequence

from parindex.words import inert
from paroffice.surveys.models import Cell, Questionnaire, Survey
from paroffice.surveys.queries.figures import counted
from paroffice.surveys.queries.weights import weight_of
from paroffice.surveys.questions.form import form_from

AT_ONCE = 500
SUSPECT, FIGURE = re.compile('(?:^|,)"?[=+@\t\r-]'), re.compile(r"-\d+(\.\d+)?", re.ASCII)
"""A line in which some cell begins like a formula, and a figure below zero, which is none."""
ABOUT = ("unit", "group", "stratum", "cluster", "weight", "way", "pace")


def harmless(text: str) -> str:
    """What a spreadsheet would run begins with an apostrophe."""
    return text if FIGURE.fullmatch(text) else inert(text)


class _Line:
    """What a CSV writer writes into: the line, handed back."""

    def write(self, line: str) -> str:
        return line


def columns_of(survey: Survey) -> list[str]:
    """Every question of every questionnaire, in the order in which they are met."""
    forms = [
        form_from(one.definition) for one in Questionnaire.objects.filter(survey=survey).order_by("group", "block")
    ]
    return list(dict.fromkeys(name for form in forms for name in form.names))


def lines_of(survey: Survey) -> Iterator[str]:
    """The file, some thousand answers at a time."""
    columns, writer = columns_of(survey), csv.writer(_Line(), lineterminator="\n")
    yield "\ufeff" + writer.writerow([*ABOUT, *columns])
    cells = _cells(survey)
    rows = counted(survey).order_by("key").values_list("cell_id", "way", "pace", "replies")
    together: list[str] = []
    for cell, way, pace, replies in rows.iterator(chunk_size=AT_ONCE):
        told = [*cells[cell], way, pace, *[replies.get(name, "") for name in columns]]
        line = writer.writerow(told)
        together.append(writer.writerow(map(harmless, told)) if SUSPECT.search(line) else line)
        if len(together) == AT_ONCE:
            yield "".join(together)
            together.clear()
    yield "".join(together)


def _cells(survey: Survey) -> dict[int, Sequence[str]]:
    found = Cell.objects.filter(stratum__survey=survey).select_related("stratum__unit")
    return {
        cell.pk: (
            cell.stratum.unit.code, cell.stratum.group, cell.stratum.label, cell.cluster,
            f"{weight_of(survey, cell):f}",
        )
        for cell in found
    }  # fmt: skip
