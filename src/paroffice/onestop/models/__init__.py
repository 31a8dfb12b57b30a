"""What a one-stop unit holds, one file per noun."""

from paroffice.onestop.models.centre import CentreRecord, Holding, RecordKind, Staff
from paroffice.onestop.models.citizen import (
    DraftFile,
    Moment,
    OnlineDraft,
    Petition,
    Rating,
    Satisfaction,
    Ticket,
)
from paroffice.onestop.models.dossier import (
    TRAY_OF,
    TRAYS,
    Applicant,
    Channel,
    Counter,
    Dossier,
    DossierPaper,
    Happened,
    PaperKind,
    RegisterYear,
    State,
    Timeliness,
    Tray,
)
from paroffice.onestop.models.feed import Dispute, Extract, Source
from paroffice.onestop.models.fees import Collected, Payment, Settlement, Way
from paroffice.onestop.models.handling import (
    GivenBack,
    Handover,
    Letter,
    ReturnWay,
    Task,
    TaskKind,
    Verification,
)
from paroffice.onestop.models.law import Centre, Law, Level
from paroffice.onestop.models.national import NationalList
from paroffice.onestop.models.outside import Outcome, Outgoing, What
from paroffice.onestop.models.procedure import Announcement, Posting, Procedure, ProcedureVersion

__all__ = [
    "TRAYS",
    "TRAY_OF",
    "Announcement",
    "Applicant",
    "Centre",
    "CentreRecord",
    "Channel",
    "Collected",
    "Counter",
    "Dispute",
    "Dossier",
    "DossierPaper",
    "DraftFile",
    "Extract",
    "GivenBack",
    "Handover",
    "Happened",
    "Holding",
    "Law",
    "Letter",
    "Level",
    "Moment",
    "NationalList",
    "OnlineDraft",
    "Outcome",
    "Outgoing",
    "PaperKind",
    "Payment",
    "Petition",
    "Posting",
    "Procedure",
    "ProcedureVersion",
    "Rating",
    "RecordKind",
    "RegisterYear",
    "ReturnWay",
    "Satisfaction",
    "Settlement",
    "Source",
    "Staff",
    "State",
    "Task",
    "TaskKind",
    "Ticket",
    "Timeliness",
    "Tray",
    "Verification",
    "Way",
    "What",
]
