"""A sheet as it was handed over, read from its sealed lines."""

from dataclasses import dataclass

from parindex.rubric.model import Item
from parindex.sheet.cells import Raw
from parindex.sheet.check import fact_among
from paroffice.assessments.models import Submission
from paroffice.assessments.offline import answer_in_words
from paroffice.rubrics.queries import law_to_read


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """One answer of a submission; `proofs` counts its documents."""

    item: Item
    says: str
    note: str
    proofs: int


def handed_over(submission: Submission) -> list[HandedOver]:
    """Every answer, in printed order."""
    law, answers = law_to_read(submission.assessment.round.edition), submission.lines["answers"]
    raws = {code: Raw(*(one[name] for name in Raw._fields)) for code, one in answers.items()}
    return [
        HandedOver(
            item=item,
            says=answer_in_words(item.rule(fact_among(law, item, raws)), raws[item.code]),
            note=answers[item.code]["note"],
            proofs=len(answers[item.code]["proofs"]),
        )
        for item in law.leaves()
        if item.code in raws
    ]
