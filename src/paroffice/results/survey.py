"""The survey's figures of a round as the result needs them: one question, wherever the answer comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from paroffice.results.models import SurveyFigures
from paroffice.rounds.models import Round
from paroffice.surveys.queries.figures import plain_files, seeds_of

RESPONSES, PERCENTAGES = "survey/responses.csv", "survey/percentages.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """`files` by the names of the public input format; `not_held` why there is no survey; seeds by purpose."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    not_held: str = ""
    seeds: Mapping[str, str] = field(default_factory=dict)


def survey_of(round_: Round) -> Surveyed:
    """What was asked in this office, then what was handed in; where neither, nothing, and then no index follows."""
    own = {name: text.encode() for name, text in plain_files(round_).items()}
    held = SurveyFigures.objects.filter(round=round_, stands=True).first()
    if held is None:
        return Surveyed(files=own, seeds=seeds_of(round_))
    texts = {RESPONSES: held.responses, PERCENTAGES: held.percentages}
    return Surveyed(
        files={name: text.encode() for name, text in texts.items() if text} | own,
        not_held="" if own else held.not_held,
        seeds=({"survey_draw": held.seed} if held.seed else {}) | seeds_of(round_),
    )
