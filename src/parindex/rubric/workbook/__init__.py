"""The spreadsheet form of an edition, both ways: a workbook that an officer can read, edit and hand back."""

from parindex.rubric.workbook.read import from_workbook
from parindex.rubric.workbook.write import to_workbook

__all__ = ["from_workbook", "to_workbook"]
