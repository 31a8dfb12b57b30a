"""What the lines of a responses file may hold, and what to say of a line that holds something else."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parindex.rubric.model import Question, Questionnaire
from parindex.words import Words, words

REQUIRED = ("unit", "group")
OPTIONAL = ("stratum", "cluster", "weight")
BLANK = -1
WEIGHT_DECIMALS = 6
WEIGHT = r"\d{1,9}(?:\.\d{1,6})?"
WEIGHTS = re.compile(rf"{WEIGHT}(?:,{WEIGHT})*", re.ASCII)
LONGEST_SHOWN = 80

Flaw = tuple[Words, Words]
"""A problem and its remedy."""


@dataclass(frozen=True, slots=True)
class Form:
    """The texts that each column knows, and the index that each stands for. `asked` holds groups by question."""

    units: dict[str, int]
    groups: dict[str, int]
    options: dict[str, dict[str, int]]
    asked: dict[str, frozenset[str]]

    @classmethod
    def of(cls, questionnaire: Questionnaire, units: Sequence[str]) -> "Form":
        questions = questionnaire.questions
        return cls(
            units={unit: place for place, unit in enumerate(units)},
            groups={group: place for place, group in enumerate(questionnaire.groups)},
            options={code: _places(questionnaire, question) for code, question in questions.items()},
            asked={code: asked_groups(questionnaire, question) for code, question in questions.items()},
        )

    def header_flaws(self, header: Sequence[str]) -> Iterator[Flaw]:
        wanted = (*REQUIRED, *self.options)
        known = (*REQUIRED, *OPTIONAL, *self.options)
        for column in wanted:
            if column not in header:
                yield (
                    words("the column «{column}» is missing", column=column),
                    words("write its name in the first line, separated by commas, and its cells below"),
                )
        for column, times in Counter(header).items():
            if column not in known:
                yield (
                    words("a responses file has no column «{column}»", column=shown(column)),
                    words("remove it, or use one of: {choices}", choices=", ".join(known)),
                )
            elif times > 1:
                yield words("the column «{column}» stands twice", column=column), words("keep one of the two")

    def line_flaws(self, header: Sequence[str], row: Sequence[str]) -> Iterator[Flaw]:
        """What is wrong with one line under a sound header."""
        if len(row) != len(header):
            yield (
                words("the line has {found} fields instead of {wanted}", found=len(row), wanted=len(header)),
                words("write one value for each column of the header; empty ones stay empty"),
            )
            return
        cells = dict(zip(header, row, strict=True))
        yield from self._respondent_flaws(cells)
        yield from _design_flaws(cells)
        for question in self.options:
            yield from self._answer_flaws(question, cells[question], cells["group"])

    def _respondent_flaws(self, cells: dict[str, str]) -> Iterator[Flaw]:
        if cells["unit"] not in self.units:
            unit = shown(cells["unit"])
            yield words("there is no unit «{unit}» in this round", unit=unit), words("use a code of units.csv")
        if cells["group"] not in self.groups:
            yield (
                words("«{name}» is named here but not defined", name=shown(cells["group"])),
                words("use one of: {choices}", choices=", ".join(self.groups)),
            )

    def _answer_flaws(self, question: str, text: str, group: str) -> Iterator[Flaw]:
        options = self.options[question]
        if text not in options:
            choices = ", ".join(option for option in options if option)
            yield (
                words("«{text}» is not an option of question {question}", text=shown(text), question=question),
                words("use one of: {choices}; leave the cell empty where there is no answer", choices=choices),
            )
        elif text and group in self.groups and group not in self.asked[question]:
            yield (
                words("question {question} is not asked of group {group}", question=question, group=group),
                words("leave the cell empty, or correct the group"),
            )


def asked_groups(questionnaire: Questionnaire, question: Question) -> frozenset[str]:
    """Who answers the question: the groups it names, or all where it names none."""
    return frozenset(question.groups or questionnaire.groups)


def _places(questionnaire: Questionnaire, question: Question) -> dict[str, int]:
    places = {option: place for place, option in enumerate(questionnaire.options[question.options])}
    return {"": BLANK} | places


def _design_flaws(cells: dict[str, str]) -> Iterator[Flaw]:
    for column in ("stratum", "cluster"):
        if not label_is_sound(cells.get(column, column)):
            yield (
                words("«{text}» does not name a {column}", text=shown(cells[column]), column=column),
                words("write its code on every line, or leave the column out"),
            )
    weight = cells.get("weight", "1")
    if not weights_are_sound([weight]):
        yield (
            words("«{text}» is not a weight", text=shown(weight)),
            words("write a figure such as 1.25, not negative, with at most 9 digits before and 6 after the dot"),
        )


def label_is_sound(text: str) -> bool:
    return bool(text) and text.isprintable()


def weights_are_sound(texts: Sequence[str]) -> bool:
    """Whether each is a plain figure of at most 15 digits, none of them negative; one look at them all."""
    together = ",".join(texts)
    return not texts or (WEIGHTS.fullmatch(together) is not None and together.count(",") == len(texts) - 1)


def shown(text: str) -> str:
    """A stray text as a finding may show it: short, and harmless on a terminal."""
    return "".join(letter if letter.isprintable() else "�" for letter in text[:LONGEST_SHOWN])
