"""What a one-stop unit holds, one file per noun."""

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
from paroffice.onestop.models.handling import Handover, Letter, Task, TaskKind, Verification
from paroffice.onestop.models.law import Centre, Law, Level
from paroffice.onestop.models.procedure import Announcement, Posting, Procedure, ProcedureVersion

__all__ = [
    "TRAYS",
    "TRAY_OF",
    "Announcement",
    "Applicant",
    "Centre",
    "Channel",
    "Counter",
    "Dossier",
    "DossierPaper",
    "DraftFile",
    "Handover",
    "Happened",
    "Law",
    "Letter",
    "Level",
    "Moment",
    "OnlineDraft",
    "PaperKind",
    "Petition",
    "Posting",
    "Procedure",
    "ProcedureVersion",
    "Rating",
    "RegisterYear",
    "Satisfaction",
    "State",
    "Task",
    "TaskKind",
    "Ticket",
    "Timeliness",
    "Tray",
    "Verification",
]
