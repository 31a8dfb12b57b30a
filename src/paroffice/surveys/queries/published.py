"""What may leave the house: answers counted, small cells withheld, so that nobody can be recognised."""

from collections.abc import Iterator, Sequence

from parindex.survey.form import asked_groups
from parindex.survey.tallies import tally
from paroffice.rubrics.queries import law_of
from paroffice.surveys.models import Survey
from paroffice.surveys.queries.figures import responses_of, units_of

HEADER = ("unit", "group", "question", "option", "answers", "withheld")


def open_rows(survey: Survey) -> Iterator[Sequence[str]]:
    """How many chose each option, by unit, group and question. A cell that fewer than `fewest` answered is withheld
    whole; no sums over cells are given from which it could be found."""
    yield HEADER
    law, codes = law_of(survey.round.edition).survey, units_of(survey.round)
    responses = responses_of(survey.round, codes)
    if law is None or responses is None:
        return
    for question, asked in law.questions.items():
        counted = tally(question, law, responses, len(codes))
        small, groups = counted.small_cells(survey.fewest), asked_groups(law, asked)
        for place, unit in enumerate(codes):
            for at, group in enumerate(counted.groups):
                if group not in groups or not counted.counts[place, at].any():
                    continue
                if small[place, at]:
                    yield unit, group, question, "", "", "yes"
                    continue
                for option, count in zip(counted.options, counted.counts[place, at], strict=True):
                    yield unit, group, question, option, str(int(count)), "no"
