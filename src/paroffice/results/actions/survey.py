"""Taking in the figures of a survey that was held elsewhere, under the paper that vouches for them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.index.percentages import read_percentages
from parindex.rubric.rules import Survey
from parindex.survey.responses import read_responses
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.results.actions.common import signed_paper, trace
from paroffice.results.models import SurveyFigures
from paroffice.results.survey import PERCENTAGES, RESPONSES
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_of

MOST_LETTERS = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What was handed in: two CSV files as text, or the reason why there was no survey."""

    responses: str = ""
    percentages: str = ""
    not_held: str = ""
    seed: str = ""


@transaction.atomic
def take_survey(
    *, round_: Round, handed: Handed, source: File | None, by: Person, at: datetime
) -> SurveyFigures | list[Finding]:
    """The figures, read as the arithmetic reads them; or all that is wrong with them."""
    policy.ask(by, "results.compute", None, at)
    held = Round.objects.select_for_update(of=("self",)).select_related("edition").get(pk=round_.pk)
    _require_one_of_two(handed)
    findings = _flaws(held, handed)
    if findings:
        return findings
    paper = signed_paper(held, source, "results.compute", by, at)
    SurveyFigures.objects.filter(round=held, stands=True).update(stands=False)
    figures = SurveyFigures.objects.create(
        round=held, source=paper, responses=handed.responses, percentages=handed.percentages,
        not_held=handed.not_held.strip(), seed=handed.seed.strip(), taken_by=by, taken_at=at,
    )  # fmt: skip
    after = {"source": paper.sha256, "responses": max(handed.responses.count("\n") - 1, 0), "seed": figures.seed}
    trace(held, "take_survey", f"survey:{figures.pk}", by, at, after=after | {"not_held": figures.not_held})
    return figures


def _require_one_of_two(handed: Handed) -> None:
    files = bool(handed.responses or handed.percentages)
    if files == bool(handed.not_held.strip()):
        raise Refused(
            _("Cần hoặc số liệu điều tra, hoặc lý do không điều tra."),
            _("Hãy chọn tệp, hoặc ghi lý do, không cả hai."),
        )
    if len(handed.responses) + len(handed.percentages) > MOST_LETTERS:
        raise Refused(_("Tệp số liệu quá lớn."), _("Hãy dùng phần điều tra xã hội học của hệ thống."))


def _flaws(round_: Round, handed: Handed) -> list[Finding]:
    """Of the two files, against the edition and the units of the round."""
    law, units = law_of(round_.edition), list(round_.participants.order_by("pk").values_list("unit__code", flat=True))
    figures = {rule.percent_from for item in law.leaves() if isinstance(rule := item.scored_by, Survey)} - {None}
    findings: list[Finding] = []
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "file.csv"
        if handed.responses and law.survey is not None:
            path.write_text(handed.responses, encoding="utf-8")
            findings += read_responses(path, law.survey, units, RESPONSES)[1]
        if handed.percentages and figures:
            path.write_text(handed.percentages, encoding="utf-8")
            findings += read_percentages(path, {one for one in figures if one}, units, PERCENTAGES)[1]
    return findings
