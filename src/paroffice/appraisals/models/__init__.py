"""What an appraisal holds, one file per noun. Ledgers are only ever added to."""

from paroffice.appraisals.models.appraisal import Appraisal, State
from paroffice.appraisals.models.body import Member, Tie, WorkingGroup
from paroffice.appraisals.models.challenge import Challenge
from paroffice.appraisals.models.conduct import Conduct
from paroffice.appraisals.models.council import Case, Meeting, Reopening
from paroffice.appraisals.models.mandate import Mandate
from paroffice.appraisals.models.remark import Remark
from paroffice.appraisals.models.reply import Reply, ReplyProof
from paroffice.appraisals.models.ruling import Ruling
from paroffice.appraisals.models.second import SecondScore
from paroffice.appraisals.models.visit import Sighting, Stage, Visit

__all__ = [
    "Appraisal",
    "Case",
    "Challenge",
    "Conduct",
    "Mandate",
    "Meeting",
    "Member",
    "Remark",
    "Reopening",
    "Reply",
    "ReplyProof",
    "Ruling",
    "SecondScore",
    "Sighting",
    "Stage",
    "State",
    "Tie",
    "Visit",
    "WorkingGroup",
]
