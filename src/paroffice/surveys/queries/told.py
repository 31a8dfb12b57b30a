"""What the report of a survey tells: how it was held, points with margins, what each group said of each question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from parindex.rubric.model import Edition
from parindex.rubric.model import Questionnaire as Law
from parindex.survey.form import asked_groups
from parindex.survey.responses import Whole
from parindex.survey.tallies import tally
from paroffice.people.models import Unit
from paroffice.rubrics.queries import law_to_read
from paroffice.surveys.models import Survey
from paroffice.surveys.queries.figures import responses_of, units_of
from paroffice.surveys.queries.points import UnitPoints, points_of
from paroffice.surveys.queries.progress import Row, held_against_plan, sum_of
from paroffice.surveys.queries.progress import Tally as Progress
from paroffice.surveys.queries.shown import shown_cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """One group of respondents, over all units."""

    title: str
    count: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a group said to a question: percent by option, or None where it may not be told; of `unit`, or of all."""

    code: str
    text: str
    group: str
    answers: int
    shares: tuple[tuple[str, int], ...] | None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A question with one group that is asked it: unit by unit the counts by option, and whether they may be told."""

    law: Law
    question: str
    group: str
    counts: Whole
    shown: NDArray[np.bool_]

    def of_all(self) -> Said:
        """Over the units that are told: with the others in the sum, theirs could be found by taking away."""
        return self._said(self.counts[self.shown].sum(axis=0), bool(self.counts[self.shown].any()))

    def of(self, place: int, unit: str) -> Said | None:
        """Of one unit, where anybody answered."""
        counts = self.counts[place]
        return replace(self._said(counts, bool(self.shown[place])), unit=unit) if counts.any() else None

    def _said(self, counts: Whole, shown: bool) -> Said:
        """Answers counted alike, whatever they weigh: what was said, not what it is worth."""
        asked = self.law.questions[self.question]
        answers, options = int(counts.sum()), self.law.options[asked.options].values()
        each = (
            [
                (option.says, round(100 * count / answers))
                for option, count in zip(options, counts.tolist(), strict=True)
            ]
            if shown
            else None
        )
        return Said(
            code=self.question, text=asked.text, group=self.law.groups[self.group], answers=answers,
            shares=None if each is None else tuple(each),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    survey: Survey
    audiences: list[Audience]
    total: Progress
    silent: list[Row]
    units: list[UnitPoints]
    counted: list[Counted]
    codes: Sequence[str]

    @property
    def said(self) -> list[Said]:
        return [one.of_all() for one in self.counted]

    @property
    def of_units(self) -> list[Said]:
        """Question by question, of every unit."""
        each = (one.of(place, unit) for one in self.counted for place, unit in enumerate(self.codes))
        return [said for said in each if said is not None]

    def about(self, unit: Unit) -> list[Said]:
        place = self.codes.index(unit.code)
        return [said for one in self.counted if (said := one.of(place, unit.code)) is not None]


def told_of(survey: Survey) -> Told:
    progress, edition = held_against_plan(survey), law_to_read(survey.round.edition)
    groups = edition.survey.groups if edition.survey else {}
    audiences = [
        Audience(title=title, count=sum_of(row.count for row in progress.rows if row.stratum.group == group))
        for group, title in groups.items()
    ]
    codes = units_of(survey.round)
    return Told(
        survey=survey, audiences=audiences, total=progress.total, silent=progress.silent,
        units=points_of(survey, progress), counted=list(_counted(survey, edition, codes)), codes=codes,
    )  # fmt: skip


def _counted(survey: Survey, edition: Edition, codes: Sequence[str]) -> Iterator[Counted]:
    """Each question with each group that is asked it."""
    law, responses = edition.survey, responses_of(survey.round, codes)
    if law is None or responses is None:
        return
    tallies = {question: tally(question, law, responses, len(codes)) for question in law.questions}
    shown = shown_cells(edition, tallies, survey.fewest)
    for question, one in tallies.items():
        groups = asked_groups(law, law.questions[question])
        for place, group in enumerate(one.groups):
            if group in groups:
                yield Counted(
                    law=law, question=question, group=group,
                    counts=one.counts[:, place], shown=shown[question][:, place],
                )  # fmt: skip
