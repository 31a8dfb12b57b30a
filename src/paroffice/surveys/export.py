"""Every answer that counts, a line each, as CSV that streams: memory does not grow with the answers.

For those who analyse, not for publication: single answers stand in it. Formulas are made inert; a line has no key, no
day and no order but that of random keys.
"""

from collections.abc import Iterator, Sequence

from paroffice.pages.streamed import csv_of
from paroffice.surveys.models import Cell, Questionnaire, Survey
from paroffice.surveys.queries.figures import counted
from paroffice.surveys.queries.weights import weight_of
from paroffice.surveys.questions.form import form_from

AT_ONCE = 500
ABOUT = ("unit", "group", "stratum", "cluster", "weight", "way", "pace")


def columns_of(survey: Survey) -> list[str]:
    """Every question of every questionnaire, in the order in which they are met."""
    forms = [
        form_from(one.definition) for one in Questionnaire.objects.filter(survey=survey).order_by("group", "block")
    ]
    return list(dict.fromkeys(name for form in forms for name in form.names))


def lines_of(survey: Survey) -> Iterator[str]:
    """The file, some hundred answers at a time."""
    return csv_of(_rows(survey))


def _rows(survey: Survey) -> Iterator[Sequence[str]]:
    columns, cells = columns_of(survey), _cells(survey)
    yield [*ABOUT, *columns]
    rows = counted(survey).order_by("key").values_list("cell_id", "way", "pace", "replies")
    for cell, way, pace, replies in rows.iterator(chunk_size=AT_ONCE):
        yield [*cells[cell], way, pace, *[replies.get(name, "") for name in columns]]


def _cells(survey: Survey) -> dict[int, Sequence[str]]:
    found = Cell.objects.filter(stratum__survey=survey).select_related("stratum__unit")
    return {
        cell.pk: (
            cell.stratum.unit.code, cell.stratum.group, cell.stratum.label, cell.cluster,
            f"{weight_of(survey, cell):f}",
        )
        for cell in found
    }  # fmt: skip
