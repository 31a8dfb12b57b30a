"""What the report of a survey tells: how it was held, points with margins, what each group said of each question."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from parindex.rubric.model import Questionnaire as Law
from parindex.survey.form import asked_groups
from parindex.survey.tallies import Tally, tally
from paroffice.rubrics.queries import law_to_read
from paroffice.surveys.models import Survey
from paroffice.surveys.queries.figures import responses_of, units_of
from paroffice.surveys.queries.points import UnitPoints, points_of
from paroffice.surveys.queries.progress import Row, held_against_plan, sum_of
from paroffice.surveys.queries.progress import Tally as Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """One group of respondents, over all units."""

    title: str
    count: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a group said to a question, over all units: percent by option, or None where too few answered."""

    code: str
    text: str
    group: str
    answers: int
    shares: tuple[tuple[str, int], ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    survey: Survey
    audiences: list[Audience]
    total: Progress
    silent: list[Row]
    units: list[UnitPoints]
    said: list[Said]


def told_of(survey: Survey) -> Told:
    progress, law = held_against_plan(survey), law_to_read(survey.round.edition).survey
    groups = law.groups if law else {}
    audiences = [
        Audience(title=title, count=sum_of(row.count for row in progress.rows if row.stratum.group == group))
        for group, title in groups.items()
    ]
    said = list(_said(survey, law)) if law else []
    return Told(
        survey=survey, audiences=audiences, total=progress.total, silent=progress.silent, units=points_of(survey),
        said=said,
    )  # fmt: skip


def _said(survey: Survey, law: Law) -> Iterator[Said]:
    codes = units_of(survey.round)
    responses = responses_of(survey.round, codes)
    if responses is None:
        return
    for code, asked in law.questions.items():
        counted, groups = tally(code, law, responses, len(codes)), asked_groups(law, asked)
        for place, group in enumerate(counted.groups):
            if group in groups:
                yield _of_group(counted, place, law, survey.fewest)


def _of_group(counted: Tally, place: int, law: Law, fewest: int) -> Said:
    """Answers counted alike, whatever they weigh: what was said, not what it is worth."""
    asked = law.questions[counted.question]
    options, counts = law.options[asked.options], np.asarray(counted.counts[:, place].sum(axis=0))
    answers = int(counts.sum())
    each = zip(options.values(), counts.tolist(), strict=True)
    shares = (
        tuple((option.says, round(100 * count / answers)) for option, count in each) if answers >= fewest else None
    )
    return Said(
        code=counted.question,
        text=asked.text,
        group=law.groups[counted.groups[place]],
        answers=answers,
        shares=shares,
    )
