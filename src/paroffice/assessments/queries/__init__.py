"""What stands in sheets, for whom it matters; nothing is written here."""

from paroffice.assessments.queries.sheet import Line, Part, Sheet, law_for, sheet_of, unanswered
from paroffice.assessments.queries.work import Portion, assigned_to

__all__ = ["Line", "Part", "Portion", "Sheet", "assigned_to", "law_for", "sheet_of", "unanswered"]
