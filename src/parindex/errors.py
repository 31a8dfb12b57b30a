"""What can go wrong, and who hears of it.

Finding            a flaw in what a person wrote: a value, collected, shown beside its line
ParindexError      base of all that the core raises
  Unreadable       a file or folder that is not what it says it is; carries its findings
  Incomplete       the data do not suffice for an index: refused rather than guessed; carries its findings
  NeedsExtra       an output that an optional extra provides, which is not installed
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from parindex.words import Language, Words, words

MOST_FINDINGS = 200
"""More than these nobody reads at once."""


class Weight(StrEnum):
    """An error stops the work; a warning is shown and counted."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Where (file and line, or sheet and cell, or item), what is wrong, and what to do about it."""

    where: str
    problem: Words
    remedy: Words
    weight: Weight = Weight.ERROR

    def said_in(self, language: Language) -> str:
        label = words("error") if self.weight is Weight.ERROR else words("warning")
        return (
            f"{self.where}: {label.said_in(language)}: "
            f"{self.problem.said_in(language)} → {self.remedy.said_in(language)}"
        )


def first_of(findings: Iterable[Finding]) -> list[Finding]:
    """The first findings, and how many more there are."""
    rest = iter(findings)
    listed = list(islice(rest, MOST_FINDINGS))
    more, last = 0, ""
    for finding in rest:
        more, last = more + 1, finding.where
    if more:
        problem, remedy = (
            words("{more} more findings like these", more=more),
            words("correct these first, then check again"),
        )
        listed.append(Finding(where=last, problem=problem, remedy=remedy))
    return listed


def errors_among(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.weight is Weight.ERROR]


class ParindexError(Exception):
    """Base of all that the core raises."""


class _WithFindings(ParindexError):
    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(finding.said_in("en") for finding in findings))


class Unreadable(_WithFindings):
    """A file or folder that is not what it says it is."""


class Incomplete(_WithFindings):
    """The data do not suffice for an index; nothing is guessed."""


class NeedsExtra(ParindexError):
    """An optional extra is not installed."""

    def __init__(self, extra: str) -> None:
        self.extra = extra
        super().__init__(f"pip install 'parindex[{extra}]'")
