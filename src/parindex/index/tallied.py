"""A survey that comes already counted, as a sealed package carries it: no answer of any one person is in it.

survey/tallies.csv   unit,group,stratum,cluster,question,option,answers,weight: how many chose the option, and the sum
                     of their weights; a line for every cell in which somebody answered
survey/shares.csv    unit,item,share: where cells were withheld because too few had answered, the exact share that
                     followed from them; it is stated, and cannot be derived again
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from parindex.errors import Finding, Unreadable, first_of
from parindex.index.screen import EPSILON, Floats
from parindex.rounding import read_figure
from parindex.rubric.model import Edition, Questionnaire
from parindex.rubric.rules import Survey
from parindex.sheet.read import Table, read_table
from parindex.survey.form import WEIGHT_DECIMALS, asked_groups
from parindex.survey.points import EarnedShares, shares_from
from parindex.survey.responses import Whole
from parindex.survey.tallies import Counted, exact_sums
from parindex.words import Words, words

TALLIES_FILE, SHARES_FILE = "survey/tallies.csv", "survey/shares.csv"
TALLIES_HEADER = ("unit", "group", "stratum", "cluster", "question", "option", "answers", "weight")
SHARES_HEADER = ("unit", "item", "share")
SHARE = re.compile(r"\d{1,1000}(/[1-9]\d{0,999})?", re.ASCII)
ANSWERS = re.compile(r"[1-9]\d{0,8}", re.ASCII)
MOST_WEIGHT = 10**12
MOST_CELLS = 50_000_000
SCALE = 10**WEIGHT_DECIMALS


@dataclass(frozen=True, slots=True)
class StatedShares:
    """Shares that follow from tallies, but for some units, whose share is only `stated`."""

    derived: EarnedShares
    stated: Mapping[int, Fraction]

    @property
    def floats(self) -> Floats:
        floats = self.derived.floats.copy()
        floats[list(self.stated)] = [float(share) for share in self.stated.values()]
        return floats

    @property
    def error(self) -> Any:
        return self.derived.error + EPSILON

    @property
    def answers(self) -> Whole:
        return self.derived.answers

    @property
    def refused(self) -> tuple[int, ...]:
        return tuple(unit for unit in self.derived.refused if unit not in self.stated)

    def exact(self, unit: int) -> Fraction:
        return self.stated[unit] if unit in self.stated else self.derived.exact(unit)


def shares_from_tallies(
    folder: Path, edition: Edition, rules: Mapping[str, Survey], units: Sequence[str]
) -> tuple[dict[str, EarnedShares | StatedShares], list[Finding]]:
    """The shares of each survey item in `rules`; none of them where a file has a flaw."""
    survey = edition.survey
    assert survey is not None
    counted, findings = read_tallies(folder / TALLIES_FILE, survey, units, TALLIES_FILE)
    if counted is None:
        return {}, findings
    derived = {code: shares_from(rule, survey, counted.__getitem__) for code, rule in rules.items()}
    if not (folder / SHARES_FILE).exists():
        return dict(derived), []
    stated, findings = _read_stated(folder / SHARES_FILE, derived, units)
    return {code: StatedShares(share, stated.get(code, {})) for code, share in derived.items()}, findings


def read_tallies(
    path: Path, questionnaire: Questionnaire, units: Sequence[str], shown_as: str
) -> tuple[dict[str, Counted] | None, list[Finding]]:
    """The answers to every question, counted; or the findings that say why the file cannot be read."""
    try:
        table = read_table(path, TALLIES_HEADER, shown_as)
    except Unreadable as unreadable:
        return None, list(unreadable.findings)
    findings = first_of(_flaws(table, questionnaire, units, shown_as))
    return (None, findings) if findings else (_counted(table, questionnaire, units), [])


def _counted(table: Table, questionnaire: Questionnaire, units: Sequence[str]) -> dict[str, Counted]:
    """From a sound table."""
    unit, group, _, _, question, option, answers, weights = table.columns
    unit_at, group_at = unit.among(_places(units)), group.among(_places(questionnaire.groups))
    assert unit_at is not None
    assert group_at is not None
    worth = np.array([int(Fraction(text) * SCALE) for text in weights.vocabulary.known], dtype=np.int64)
    counted: dict[str, Counted] = {}
    for code, asked in questionnaire.questions.items():
        options = tuple(questionnaire.options[asked.options])
        lines = np.flatnonzero(question.are(code))
        chosen = option.at(lines).among(dict.fromkeys(option.vocabulary.known, 0) | _places(options))
        assert chosen is not None
        shape = (len(units), len(questionnaire.groups), len(options))
        cells = (unit_at[lines] * shape[1] + group_at[lines]) * shape[2] + chosen
        many = int(np.prod(shape))
        counted[code] = Counted(
            question=code,
            groups=tuple(questionnaire.groups),
            options=options,
            counts=exact_sums(cells, answers.at(lines).integers(), many).astype(np.int64).reshape(shape),
            weighted=exact_sums(cells, worth[weights.codes[lines]], many).reshape(shape),
        )
    return counted


def _places(texts: Sequence[str] | Mapping[str, object]) -> dict[str, int]:
    return {text: place for place, text in enumerate(texts)}


def _flaws(table: Table, questionnaire: Questionnaire, units: Sequence[str], shown_as: str) -> Iterator[Finding]:
    widest = max(map(len, questionnaire.options.values()), default=0)
    if len(units) * len(questionnaire.groups) * widest > MOST_CELLS:
        yield _found(shown_as, words("more than {most} cells", most=MOST_CELLS), words("split the round"))
        return
    known, seen = frozenset(units), set[tuple[str, ...]]()
    for line, row in enumerate(zip(*table.columns, strict=True), 2):
        flaw = _flaw(row, questionnaire, known)
        if row[:6] in seen:
            flaw = words("this cell stands twice")
        if flaw is not None:
            remedy = words("take the file from the package again; tallies are not written by hand")
            yield _found(f"{shown_as}:{line}", flaw, remedy)
        seen.add(row[:6])


def _flaw(row: tuple[str, ...], questionnaire: Questionnaire, units: frozenset[str]) -> Words | None:
    unit, group, _, _, code, option, answers, weight = row
    question = questionnaire.questions.get(code)
    if unit not in units:
        return words("there is no unit «{unit}» in this round", unit=unit[:80])
    if question is None or option not in questionnaire.options[question.options]:
        return words("«{text}» is not an option of question {question}", text=option[:80], question=code[:80])
    if group not in asked_groups(questionnaire, question):
        return words("question {question} is not asked of group {group}", question=code, group=group[:80])
    if ANSWERS.fullmatch(answers) is None:
        return words("«{text}» is not a number of answers", text=answers[:80])
    return None if _is_weight(weight) else words("«{text}» is not a weight", text=weight[:80])


def _is_weight(text: str) -> bool:
    figure = read_figure(text)
    return figure is not None and 0 < figure < MOST_WEIGHT and (figure * SCALE).denominator == 1


def _read_stated(
    path: Path, derived: Mapping[str, EarnedShares], units: Sequence[str]
) -> tuple[dict[str, dict[int, Fraction]], list[Finding]]:
    """By item, then by the place of the unit."""
    try:
        table = read_table(path, SHARES_HEADER, SHARES_FILE)
    except Unreadable as unreadable:
        return {}, list(unreadable.findings)
    findings = first_of(_flaws_of_stated(table, derived, _places(units)))
    stated: dict[str, dict[int, Fraction]] = {}
    unit_at = _places(units)
    for unit, item, share in () if findings else zip(*table.columns, strict=True):
        stated.setdefault(item, {})[unit_at[unit]] = Fraction(share)
    return stated, findings


def _flaws_of_stated(
    table: Table, derived: Mapping[str, EarnedShares], unit_at: Mapping[str, int]
) -> Iterator[Finding]:
    withheld = {(unit, item) for item, share in derived.items() for unit in share.refused}
    for line, (unit, item, share) in enumerate(zip(*table.columns, strict=True), 2):
        where = f"{SHARES_FILE}:{line}"
        if (unit_at.get(unit, -1), item) not in withheld:
            problem = words(
                "{unit} and {item}: a share is stated that the tallies give, or twice", unit=unit, item=item
            )
            yield _found(where, problem, words("state only what was withheld, once"))
        withheld.discard((unit_at.get(unit, -1), item))
        if SHARE.fullmatch(share) is None or Fraction(share) > 1:
            problem = words("«{text}» is not a share from 0 to 1", text=share[:80])
            yield _found(where, problem, words("write a fraction such as 17/20"))


def _found(where: str, problem: Words, remedy: Words) -> Finding:
    return Finding(where=where, problem=problem, remedy=remedy)
