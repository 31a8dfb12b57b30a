"""What a one-stop unit holds, one file per noun."""

from paroffice.onestop.models.law import Centre, Law, Level
from paroffice.onestop.models.procedure import Announcement, Posting, Procedure, ProcedureVersion

__all__ = ["Announcement", "Centre", "Law", "Level", "Posting", "Procedure", "ProcedureVersion"]
