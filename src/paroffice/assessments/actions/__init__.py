"""What a unit does with its sheet. Only this folder writes it."""

from paroffice.assessments.actions.answering import NotImported, answer, begin, import_sheet
from paroffice.assessments.actions.dividing import divide, parts_of
from paroffice.assessments.actions.ground import ChangedMeanwhile
from paroffice.assessments.actions.proving import prove, take_back
from paroffice.assessments.actions.submitting import Paper, require_submittable, return_to_unit, state, submit

__all__ = [
    "ChangedMeanwhile",
    "NotImported",
    "Paper",
    "answer",
    "begin",
    "divide",
    "import_sheet",
    "parts_of",
    "prove",
    "require_submittable",
    "return_to_unit",
    "state",
    "submit",
    "take_back",
]
