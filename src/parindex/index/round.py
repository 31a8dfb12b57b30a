"""A round as plain files: which edition, which units, their ledgers, the survey. The public input format.

round.yaml                 title, year, edition, and what the round says of itself
units.csv                  unit,name,block
ledgers/<name>.csv         self, appraised, after_reply, final; at least one
survey/responses.csv       one line a response
survey/tallies.csv         in its place, the same answers counted; survey/shares.csv where cells were withheld
survey/percentages.csv     unit,figure,percent,source: results measured elsewhere (SIPAS)
rulings.csv                unit,item,ledger,ground,reason,evidence: why a mark was given
edition/                   the edition itself, where the round carries it
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from parindex.errors import Finding, Unreadable, Weight, errors_among
from parindex.index.compute import Index, Shares, compute_index
from parindex.index.percentages import read_percentages
from parindex.index.tallied import TALLIES_FILE, StatedShares, shares_from_tallies
from parindex.rubric.model import Edition
from parindex.rubric.read import read_edition
from parindex.rubric.rules import Survey
from parindex.rubric.shape import Key, MapOf, Record, Report, Text, Whole, YesNo
from parindex.rubric.translate import in_language
from parindex.rubric.tree import read_yaml
from parindex.rubric.write import digest
from parindex.sheet.check import check_ledger
from parindex.sheet.ledger import Ledger, LedgerName
from parindex.sheet.read import read_ledger, read_table
from parindex.sheet.rulings import Rulings, read_rulings
from parindex.shipped import shipped
from parindex.survey.points import EarnedShares, earned_shares
from parindex.survey.responses import Responses, read_responses
from parindex.words import Words, words

UNITS_HEADER = ("unit", "name", "block")
ROUND_FILE, UNITS_FILE = "round.yaml", "units.csv"
RESPONSES_FILE, PERCENTAGES_FILE = "survey/responses.csv", "survey/percentages.csv"
RULINGS_FILE = "rulings.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What round.yaml says. `survey_not_held` is the reason, where there was no survey."""

    title: str
    year: int
    edition: str
    illustrative: bool = False
    note: str | None = None
    survey_not_held: str | None = None
    seeds: Mapping[str, str] = field(default_factory=dict)
    """Of every draw made for the round, by its purpose: data, so that the draw can be repeated."""


ABOUT = Record(
    About,
    title=Text(),
    year=Whole(),
    edition=Text(),
    illustrative=Key(YesNo(), False),
    note=Key(Text(), None),
    survey_not_held=Key(Text(), None),
    seeds=Key(MapOf(Text()), {}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    code: str
    name: str
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round that could be read. `shares` has an entry for each survey item; it is None where no survey was held.

    `responses` are the answers behind them, where they were read; standard errors need them.
    `digest` is that of the edition as adopted, in whatever language `edition` speaks.
    """

    about: About
    edition: Edition
    digest: str
    units: tuple[Unit, ...]
    ledgers: Mapping[LedgerName, Ledger]
    shares: Mapping[str, Shares] | None
    responses: Responses | None = None
    rulings: Rulings = field(default_factory=dict)

    @property
    def illustrative(self) -> bool:
        return self.about.illustrative or self.edition.cover.illustrative

    @property
    def latest(self) -> LedgerName:
        """The last ledger there is: final before after_reply before appraised before self."""
        return [name for name in LedgerName if name in self.ledgers][-1]

    def in_language(self, language: str) -> "Round":
        """The round with its edition's texts in another language, where the edition is translated."""
        return replace(self, edition=in_language(self.edition, language))

    def blocks(self) -> dict[str, list[int]]:
        """The units of each block, by their place in `units`."""
        members: dict[str, list[int]] = {}
        for place, unit in enumerate(self.units):
            members.setdefault(unit.block, []).append(place)
        return members

    def place_of(self, code: str) -> int | None:
        return next((place for place, unit in enumerate(self.units) if unit.code == code), None)

    def index(self, ledger: LedgerName | None = None) -> Index:
        """The index from a ledger, the latest by default. Raises `Incomplete` where data are missing."""
        name = ledger or self.latest
        return compute_index(self.edition, self.ledgers[name], self.shares, ledger_file(name))


def ledger_file(name: LedgerName) -> str:
    return f"ledgers/{name.value}.csv"


def read_round(folder: Path, rubrics: Path | None = None) -> tuple[Round | None, list[Finding]]:
    """The round in a folder and all its findings; None when errors leave nothing sound.

    The edition is looked for in the round itself, then in `rubrics`, then in a folder `rubrics` above the round.
    """
    about, findings = _about(folder)
    if about is None:
        return None, findings
    edition, more = read_edition(edition_folder(folder, about.edition, rubrics))
    findings += more
    if edition is None:
        return None, findings
    units, more = _units(folder, edition)
    findings += more
    if errors_among(more):
        return None, findings
    reader = _Reader(folder, about, edition, units)
    round_ = reader.round()
    findings += reader.findings
    return (None if errors_among(findings) else round_), findings


def sound_round(folder: Path, rubrics: Path | None = None) -> Round:
    """The round in a folder. Raises `Unreadable` with its findings when it has an error."""
    round_, findings = read_round(folder, rubrics)
    if round_ is None:
        raise Unreadable(errors_among(findings))
    return round_


def edition_folder(folder: Path, name: str, rubrics: Path | None) -> Path:
    """Where the edition lies: in the round, where it is said, above the round, or among those shipped."""
    above = [parent / "rubrics" / name for parent in folder.resolve().parents]
    candidates = [folder / "edition", *([rubrics / name] if rubrics else []), *above, shipped("rubrics", name)]
    return next((path for path in candidates if path.is_dir()), folder / "rubrics" / name)


def _about(folder: Path) -> tuple[About | None, list[Finding]]:
    node, findings = read_yaml(folder / ROUND_FILE, ROUND_FILE)
    if node is None:
        return None, findings
    report = Report()
    about = ABOUT.read(node, report)
    return (about if isinstance(about, About) else None), report.findings


def _units(folder: Path, edition: Edition) -> tuple[tuple[Unit, ...], list[Finding]]:
    try:
        table = read_table(folder / UNITS_FILE, UNITS_HEADER, UNITS_FILE)
    except Unreadable as unreadable:
        return (), list(unreadable.findings)
    rows = zip(*table.columns, strict=True)
    units = tuple(Unit(code=code, name=name, block=block) for code, name, block in rows)
    return units, list(_flaws_of_units(units, edition))


def _flaws_of_units(units: Sequence[Unit], edition: Edition) -> Iterator[Finding]:
    seen: set[str] = set()
    if not units:
        yield _found(f"{UNITS_FILE}:1", words("there are no units"), words("write one line a unit"))
    for line, unit in enumerate(units, 2):
        where = f"{UNITS_FILE}:{line}"
        if not (unit.code and unit.name):
            yield _found(where, words("a unit needs a code and a name"), words("write both"))
        if unit.code in seen:
            yield _found(where, words("the unit {unit} stands twice", unit=unit.code), words("keep one of the two"))
        if unit.block not in edition.cover.blocks:
            known = ", ".join(edition.cover.blocks)
            yield _found(
                where,
                words("«{name}» is named here but not defined", name=unit.block),
                words("use one of: {choices}", choices=known),
            )
        seen.add(unit.code)


class _Reader:
    """Reads the ledgers and the survey of a round, collecting findings."""

    def __init__(self, folder: Path, about: About, edition: Edition, units: tuple[Unit, ...]) -> None:
        self.folder, self.about, self.edition, self.units = folder, about, edition, units
        self.codes = [unit.code for unit in units]
        self.findings: list[Finding] = []
        self.responses: Responses | None = None

    def round(self) -> Round:
        present = [name for name in LedgerName if (self.folder / ledger_file(name)).exists()]
        if not present:
            self._add("ledgers", words("there is no ledger"), words("write at least ledgers/self.csv"))
        read = {name: self._ledger(name, decides=name is present[-1]) for name in present}
        ledgers = {name: ledger for name, ledger in read.items() if ledger is not None}
        return Round(
            about=self.about,
            edition=self.edition,
            digest=digest(self.edition),
            units=self.units,
            ledgers=ledgers,
            shares=self._shares(),
            responses=self.responses,
            rulings=self._rulings(),
        )

    def _ledger(self, name: LedgerName, *, decides: bool) -> Ledger | None:
        """A ledger; missing lines are errors in the one that decides, and warnings in those before it."""
        shown_as = ledger_file(name)
        ledger, findings = read_ledger(self.folder / shown_as, name, self.edition, self.codes, shown_as)
        weight = Weight.ERROR if decides or ledger is None else Weight.WARNING
        self.findings += [replace(finding, weight=weight) for finding in findings]
        return ledger

    def _shares(self) -> dict[str, Shares] | None:
        if self.about.survey_not_held is not None:
            return None
        rules = {item.code: rule for item in self.edition.leaves() if isinstance(rule := item.scored_by, Survey)}
        measured = self._measured({c: r.percent_from for c, r in rules.items() if r.percent_from is not None})
        return measured | self._answered({code: rule for code, rule in rules.items() if rule.questions})

    def _measured(self, figures: Mapping[str, str]) -> dict[str, Shares]:
        """Items that take a percentage measured elsewhere."""
        if not figures:
            return {}
        path = self.folder / PERCENTAGES_FILE
        percentages, findings = read_percentages(path, set(figures.values()), self.codes, PERCENTAGES_FILE)
        self.findings += findings
        return {code: percentages[figure] for code, figure in figures.items() if figure in percentages}

    def _answered(self, rules: Mapping[str, Survey]) -> dict[str, Shares]:
        """Items that take the respondents' answers."""
        survey = self.edition.survey
        if not rules or survey is None:
            return {}
        if (self.folder / TALLIES_FILE).exists():
            return self._tallied(rules)
        path = self.folder / RESPONSES_FILE
        responses, findings = read_responses(path, survey, self.codes, RESPONSES_FILE)
        self.findings += findings
        self.responses = responses
        if responses is None:
            return {}
        shares = {code: earned_shares(rule, survey, responses, len(self.units)) for code, rule in rules.items()}
        return {code: self._enough(code, rules[code], share) for code, share in shares.items()}

    def _tallied(self, rules: Mapping[str, Survey]) -> dict[str, Shares]:
        """The same items from answers that were counted before, as a sealed package carries them."""
        if (self.folder / RESPONSES_FILE).exists():
            problem = words("the responses and their tallies are both here")
            self._add(TALLIES_FILE, problem, words("keep one of the two"))
            return {}
        shares, findings = shares_from_tallies(self.folder, self.edition, rules, self.codes)
        self.findings += findings
        return {code: self._enough(code, rules[code], share) for code, share in shares.items()}

    def _rulings(self) -> Rulings:
        if not (self.folder / RULINGS_FILE).exists():
            return {}
        rulings, findings = read_rulings(self.folder / RULINGS_FILE, self.edition, self.codes, RULINGS_FILE)
        self.findings += findings
        return rulings

    def _enough(self, code: str, rule: Survey, shares: EarnedShares | StatedShares) -> Shares:
        """The shares, with a finding for each unit that too few answered for."""
        for unit in shares.refused:
            problem = words(
                "{unit}: {count} valid answers for item {code}, and {least} are needed",
                unit=self.codes[unit],
                count=int(shares.answers[unit]),
                code=code,
                least=rule.at_least_answers,
            )
            self._add(RESPONSES_FILE, problem, words("survey more respondents; no points are invented"))
        return shares

    def _add(self, where: str, problem: Words, remedy: Words) -> None:
        self.findings.append(_found(where, problem, remedy))


def _found(where: str, problem: Words, remedy: Words) -> Finding:
    return Finding(where=where, problem=problem, remedy=remedy)


def check_round(folder: Path, rubrics: Path | None = None) -> list[Finding]:
    """Every flaw of a round: of its files, its edition, and each answer in each of its ledgers."""
    round_, findings = read_round(folder, rubrics)
    if round_ is None:
        return findings
    for name, ledger in round_.ledgers.items():
        findings += check_ledger(ledger, round_.edition, ledger_file(name))
    return findings
