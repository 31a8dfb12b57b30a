"""Comparing two editions: what an amendment changed, line by line, and what can be compared over the years."""

from parindex.rubric.compare.changes import Change, Comparison, Kind, compare
from parindex.rubric.compare.lineage import Standing, Trend
from parindex.rubric.compare.table import csv_of, lines_of, text_of

__all__ = ["Change", "Comparison", "Kind", "Standing", "Trend", "compare", "csv_of", "lines_of", "text_of"]
