"""What may leave the house: answers counted, small cells withheld, so that nobody can be recognised."""

from collections.abc import Iterator, Sequence

from parindex.survey.form import asked_groups
from parindex.survey.tallies import tally
from paroffice.rubrics.queries import law_of
from paroffice.surveys.models import Survey
from paroffice.surveys.queries.figures import responses_of, units_of
from paroffice.surveys.queries.shown import shown_cells

HEADER = ("unit", "group", "question", "option", "answers", "withheld")


def open_rows(survey: Survey) -> Iterator[Sequence[str]]:
    """How many chose each option, by unit, group and question. A cell that fewer than `fewest` answered is withheld
    whole, with those from which it could be found beside the points; no sums over cells are given."""
    yield HEADER
    edition, codes = law_of(survey.round.edition), units_of(survey.round)
    responses, law = responses_of(survey.round, codes), edition.survey
    if law is None or responses is None:
        return
    tallies = {question: tally(question, law, responses, len(codes)) for question in law.questions}
    shown = shown_cells(edition, tallies, survey.fewest)
    for question, counted in tallies.items():
        groups = asked_groups(law, law.questions[question])
        for place, unit in enumerate(codes):
            for at, group in enumerate(counted.groups):
                if group not in groups or not counted.counts[place, at].any():
                    continue
                if not shown[question][place, at]:
                    yield unit, group, question, "", "", "yes"
                    continue
                for option, count in zip(counted.options, counted.counts[place, at], strict=True):
                    yield unit, group, question, option, str(int(count)), "no"
