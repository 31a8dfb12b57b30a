"""What the report of a survey tells: how it was held, points with margins, what each group said of each question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from parindex.rubric.model import Questionnaire as Law
from parindex.survey.form import asked_groups
from parindex.survey.responses import Whole
from parindex.survey.tallies import Tally, tally
from paroffice.people.models import Unit
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
    """What a group said to a question: percent by option, or None where too few answered; of `unit`, or of all."""

    code: str
    text: str
    group: str
    answers: int
    shares: tuple[tuple[str, int], ...] | None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    survey: Survey
    audiences: list[Audience]
    total: Progress
    silent: list[Row]
    units: list[UnitPoints]
    said: list[Said]
    of_units: list[Said]

    def about(self, unit: Unit) -> list[Said]:
        return [one for one in self.of_units if one.unit == unit.code]


def told_of(survey: Survey) -> Told:
    progress, law = held_against_plan(survey), law_to_read(survey.round.edition).survey
    groups = law.groups if law else {}
    audiences = [
        Audience(title=title, count=sum_of(row.count for row in progress.rows if row.stratum.group == group))
        for group, title in groups.items()
    ]
    codes = units_of(survey.round)
    tallies = list(_tallies(survey, law, codes)) if law else []
    return Told(
        survey=survey, audiences=audiences, total=progress.total, silent=progress.silent,
        units=points_of(survey, progress),
        said=[_of_all(*one, survey.fewest) for one in tallies],
        of_units=[said for one in tallies for said in _of_each(*one, survey.fewest, codes)],
    )  # fmt: skip


def _tallies(survey: Survey, law: Law, codes: Sequence[str]) -> Iterator[tuple[Law, Tally, int]]:
    """Each question with each group that is asked it, by the group's place."""
    responses = responses_of(survey.round, codes)
    if responses is None:
        return
    for code, asked in law.questions.items():
        counted, groups = tally(code, law, responses, len(codes)), asked_groups(law, asked)
        yield from ((law, counted, place) for place, group in enumerate(counted.groups) if group in groups)


def _of_all(law: Law, counted: Tally, place: int, fewest: int) -> Said:
    """Over the units where enough answered: with the others in the sum, theirs could be found by taking away."""
    shown = ~counted.small_cells(fewest)[:, place]
    return _said(law, counted, place, np.asarray(counted.counts[shown, place].sum(axis=0)), fewest)


def _of_each(law: Law, counted: Tally, place: int, fewest: int, codes: Sequence[str]) -> Iterator[Said]:
    """Unit by unit, where anybody answered."""
    for unit, counts in zip(codes, counted.counts[:, place], strict=True):
        if counts.any():
            yield replace(_said(law, counted, place, counts, fewest), unit=unit)


def _said(law: Law, counted: Tally, place: int, counts: Whole, fewest: int) -> Said:
    """Answers counted alike, whatever they weigh: what was said, not what it is worth."""
    asked = law.questions[counted.question]
    options, answers = law.options[asked.options], int(counts.sum())
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
