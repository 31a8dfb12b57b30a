"""What of a survey goes into a package: counted answers, exact; in the public one no cell where few answered."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parindex.errors import Finding, Unreadable
from parindex.index.round import Round
from parindex.index.tallied import SCALE, SHARES_FILE, SHARES_HEADER, TALLIES_FILE, TALLIES_HEADER, read_tallies
from parindex.publish.package.contents import Kind
from parindex.rounding import shortest
from parindex.rubric.model import Questionnaire
from parindex.rubric.rules import Survey
from parindex.survey.responses import Responses
from parindex.survey.tallies import Counted, tally
from parindex.survey.withheld import Withheld, withheld
from parindex.words import words

LARGEST = 2**62
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A survey that points were taken from."""

    rules: Mapping[str, Survey]
    questionnaire: Questionnaire
    units: Sequence[str]


def counted_survey(folder: Path, round_: Round, kind: Kind, fewest: int) -> dict[str, bytes]:
    """The survey's parts; none, where no points came from answers. Raises `Unreadable`."""
    rules = {item.code: rule for item in round_.edition.leaves() if isinstance(rule := item.scored_by, Survey)}
    rules = {code: rule for code, rule in rules.items() if rule.questions and round_.shares is not None}
    survey = round_.edition.survey
    if not rules or survey is None:
        return {}
    if (folder / SHARES_FILE).exists():
        problem = words("this round comes from a public package, whose small cells are gone")
        remedy = words("seal from the responses, or from the council's package")
        raise Unreadable([Finding(where=SHARES_FILE, problem=problem, remedy=remedy)])
    asked = _Asked(rules=rules, questionnaire=survey, units=[unit.code for unit in round_.units])
    responses = round_.responses
    if kind is Kind.COUNCIL:
        text = None if responses is None else _every_cell(asked, responses)
        return {TALLIES_FILE: text or (folder / TALLIES_FILE).read_bytes()}
    counted, scale = _from_tallies(folder, asked) if responses is None else _from_responses(responses, asked)
    return _public(asked, counted, scale, round_, fewest)


def _from_responses(responses: Responses, asked: _Asked) -> tuple[dict[str, Counted], int]:
    units, survey = len(asked.units), asked.questionnaire
    return {code: tally(code, survey, responses, units) for code in survey.questions}, responses.weight_scale


def _from_tallies(folder: Path, asked: _Asked) -> tuple[dict[str, Counted], int]:
    counted, findings = read_tallies(folder / TALLIES_FILE, asked.questionnaire, asked.units, TALLIES_FILE)
    if counted is None:
        raise Unreadable(findings)
    return counted, SCALE


def _every_cell(asked: _Asked, responses: Responses) -> bytes:
    """By unit, group, stratum, cluster, question and option. Clusters are numbers: their names stay behind."""
    keys, weights = _keys(asked.questionnaire, responses)
    order = np.lexsort(keys[::-1])
    keys, weights = keys[:, order], weights[order]
    starts = np.flatnonzero(np.concatenate(([True], (keys[:, 1:] != keys[:, :-1]).any(axis=0)))[: len(order)])
    answers = np.diff(np.append(starts, len(order))).tolist()
    sums = np.add.reduceat(weights, starts).tolist() if len(starts) else []
    cells = keys[:, starts].T.tolist()
    return _text(TALLIES_HEADER, _named(asked, responses, zip(cells, answers, sums, strict=True)))


def _keys(questionnaire: Questionnaire, responses: Responses) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Unit, group, stratum, cluster, question and option of every answer given, and its weight."""
    who = np.stack([responses.unit, responses.group, responses.stratum, responses.cluster])
    keys, weights = [], []
    for place, question in enumerate(questionnaire.questions):
        chosen = responses.answers[question]
        given = np.flatnonzero((chosen >= 0) & (responses.weights > 0))
        asked = np.full(len(given), place)
        keys.append(np.concatenate([who[:, given], [asked, chosen[given].astype(np.int64)]]))
        weights.append(responses.weights[given])
    together = np.concatenate(weights)
    fits = int(together.max(initial=0)) * len(together) < LARGEST
    return np.concatenate(keys, axis=1), together if fits else together.astype(object)


def _named(asked: _Asked, responses: Responses, cells: Iterable[tuple[list[int], int, int]]) -> Iterator[Row]:
    survey = asked.questionnaire
    groups, questions = list(survey.groups), list(survey.questions)
    options = [list(survey.options[question.options]) for question in survey.questions.values()]
    for (unit, group, stratum, cluster, question, option), answers, weight in cells:
        place = (asked.units[unit], groups[group], responses.strata[stratum], cluster)
        chosen = (questions[question], options[question][option])
        yield *place, *chosen, answers, _weight(weight, responses.weight_scale)


def _weight(weight: int, scale: int) -> str:
    return str(weight) if scale == 1 else shortest(Fraction(weight, scale))


def _public(
    asked: _Asked, counted: Mapping[str, Counted], scale: int, round_: Round, fewest: int
) -> dict[str, bytes]:
    """By unit, group, question and option, strata and clusters together; and what had to be stated instead."""
    items, questions = withheld(asked.rules, counted, fewest)
    rows = (row for unit in range(len(asked.units)) for row in _shown(asked, counted, questions, unit, scale))
    files = {TALLIES_FILE: _text(TALLIES_HEADER, rows)}
    shares = round_.shares or {}
    stated = [
        (asked.units[unit], code, shares[code].exact(unit))
        for code, units in items.items()
        for unit in np.flatnonzero(units).tolist()
    ]
    return files | ({SHARES_FILE: _text(SHARES_HEADER, stated)} if stated else {})


def _shown(
    asked: _Asked, counted: Mapping[str, Counted], questions: Withheld, unit: int, scale: int
) -> Iterator[Row]:
    shown = [counted[code] for code, units in questions.items() if not units[unit]]
    for group, name in enumerate(asked.questionnaire.groups):
        for one in shown:
            for option in np.flatnonzero(one.counts[unit, group]).tolist():
                answers, weight = one.counts[unit, group, option], int(one.weighted[unit, group, option])
                chosen = (one.question, one.options[option])
                yield asked.units[unit], name, "", "", *chosen, int(answers), _weight(weight, scale)


def small_cells(folder: Path, round_: Round, fewest: int) -> list[Finding]:
    """That a package shows a cell in which fewer answered than it says it shows."""
    survey = round_.edition.survey
    if survey is None or not (folder / TALLIES_FILE).exists():
        return []
    counted, findings = read_tallies(
        folder / TALLIES_FILE, survey, [unit.code for unit in round_.units], TALLIES_FILE
    )
    if counted is None or not any(one.small_cells(fewest).any() for one in counted.values()):
        return findings
    problem = words("a cell is shown in which fewer than {fewest} answered", fewest=fewest)
    return [Finding(where=TALLIES_FILE, problem=problem, remedy=words("do not pass the package on; seal it again"))]


def _text(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()
