"""What the index takes from a survey: the same three files that a plain round has, read by the same reader.

`responses_of` is survey/responses.csv, `percentages_of` survey/percentages.csv, `seeds_of` the `seeds` of round.yaml.
Only answers that came out of the box and were not set aside are in them.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models import QuerySet

from parindex.index.percentages import HEADER as PERCENTAGES_HEADER
from parindex.index.percentages import Percentages, read_percentages
from parindex.rubric.rules import Survey as SurveyRule
from parindex.survey.form import OPTIONAL, REQUIRED
from parindex.survey.responses import Responses, read_responses
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_of
from paroffice.surveys.models import Cell, Response, Survey
from paroffice.surveys.models.frame import ALONE
from paroffice.surveys.queries.weights import weight_of

RESPONSES_FILE, PERCENTAGES_FILE = "survey/responses.csv", "survey/percentages.csv"
AT_ONCE = 2000


def survey_of(round_: Round) -> Survey | None:
    """The survey of a round, in whatever state."""
    return Survey.objects.select_related("round__edition").filter(round=round_).first()


def responses_of(round_: Round, units: Sequence[str] | None = None) -> Responses | None:
    """What survey/responses.csv says; None where there is no survey, or nothing of it counts yet.

    `unit` in it is a place in `units`, the codes of the round's units: by default in the order of `units_of`.
    """
    survey, law = survey_of(round_), law_of(round_.edition).survey
    if survey is None or law is None or not counted(survey).exists():
        return None
    codes = units_of(round_) if units is None else list(units)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "responses.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(response_rows(survey))
        responses, findings = read_responses(path, law, codes, RESPONSES_FILE)
    assert responses is not None, findings
    return responses


def percentages_of(round_: Round, units: Sequence[str] | None = None) -> dict[str, Percentages]:
    """Each figure that an item takes and that is there for every unit."""
    wanted = {
        rule.percent_from
        for item in law_of(round_.edition).leaves()
        if isinstance(rule := item.scored_by, SurveyRule) and rule.percent_from is not None
    }
    codes = units_of(round_) if units is None else list(units)
    rows = list(percentage_rows(round_))
    found: dict[str, Percentages] = {}
    with TemporaryDirectory() as folder:
        for figure in wanted:
            path = Path(folder) / "percentages.csv"
            path.write_text(
                as_csv([PERCENTAGES_HEADER, *(row for row in rows if row[1] == figure)]), encoding="utf-8"
            )
            read, _findings = read_percentages(path, {figure}, codes, PERCENTAGES_FILE)
            found |= read
    return found


def seeds_of(round_: Round) -> dict[str, str]:
    """The published seed of the draw, by its purpose."""
    survey = survey_of(round_)
    return {"survey_draw": survey.seed} if survey is not None and survey.seed else {}


def plain_files(round_: Round) -> dict[str, str]:
    """The survey as a plain round carries it: file by file, CSV as it would lie on disk."""
    survey = survey_of(round_)
    if survey is None:
        return {}
    files = {RESPONSES_FILE: as_csv(response_rows(survey))} if counted(survey).exists() else {}
    rows = list(percentage_rows(round_))
    return files | ({PERCENTAGES_FILE: as_csv([PERCENTAGES_HEADER, *rows])} if rows else {})


def counted(survey: Survey) -> QuerySet[Response]:
    """The answers that count."""
    return Response.objects.filter(cell__stratum__survey=survey, set_aside="")


def response_rows(survey: Survey) -> Iterator[Sequence[str]]:
    """The header, then a line an answer, in the order of their random keys."""
    law = law_of(survey.round.edition).survey
    assert law is not None
    questions = list(law.questions)
    yield (*REQUIRED, *OPTIONAL, *questions)
    cells = {
        cell.pk: (
            cell.stratum.unit.code, cell.stratum.group, cell.stratum.label, cell.cluster,
            f"{weight_of(survey, cell):f}",
        )
        for cell in Cell.objects.filter(stratum__survey=survey).select_related("stratum__unit")
    }  # fmt: skip
    rows = counted(survey).order_by("key").values_list("cell_id", "replies")
    for number, (cell, replies) in enumerate(rows.iterator(chunk_size=AT_ONCE), 1):
        unit, group, stratum, cluster, weight = cells[cell]
        own = f"{ALONE}{number}" if cluster == ALONE else cluster
        yield (unit, group, stratum, own, weight, *(replies.get(question, "") for question in questions))


def percentage_rows(round_: Round) -> Iterator[Sequence[str]]:
    survey = survey_of(round_)
    found = survey.percentages.select_related("unit").order_by("figure", "unit__code") if survey else ()
    for one in found:
        yield one.unit.code, one.figure, f"{one.percent.normalize():f}", one.source


def units_of(round_: Round) -> list[str]:
    return list(round_.participants.order_by("pk").values_list("unit__code", flat=True))


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
