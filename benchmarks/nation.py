"""A generated national round: 3,321 units, 100 leaves of every rule kind, as plain files. Seeded, invented."""

import csv
from collections.abc import Iterator
from fractions import Fraction as F
from pathlib import Path

import numpy as np

from parindex.rubric.model import (
    Answers,
    Caps,
    Cover,
    Decision,
    Edition,
    Group,
    IndexType,
    Item,
    NotApplicable,
    Option,
    Prints,
    Question,
    Questionnaire,
    Role,
    Ties,
)
from parindex.rubric.rules import (
    AllOrNothing,
    Band,
    Bands,
    BandsLinear,
    Branch,
    Case,
    Checklist,
    CheckMark,
    Choice,
    ChoiceLevel,
    ComparePrevious,
    CountBands,
    Deduct,
    First,
    Given,
    Metric,
    Rule,
    Share,
    Survey,
    UpTo,
)
from parindex.rubric.write import write_edition

UNITS, RESPONDENTS, SEED = 3_321, 10, 20261123
WEIGHTS = {"A": F(1), "B": F(3, 5), "C": F(1, 5), "D": F(0)}
CHOICE = Choice(
    levels=(
        ChoiceLevel(level="early", says="early", points=F(1)),
        ChoiceLevel(level="late", says="late", points=F(1, 2)),
        ChoiceLevel(level="never", says="never", points=F(0)),
    )
)
RATIO = {"numerator": "done", "denominator": "all"}
BANDS = Bands(
    **RATIO,
    rows=(Band(points=F(1), at_least=F(9, 10)), Band(points=F(1, 2), at_least=F(1, 2), below=F(9, 10))),
    otherwise=F(0),
)
COUNTS = CountBands(
    counts="events",
    rows=(Band(points=F(1), at_least=F(50)), Band(points=F(1, 2), at_least=F(10), below=F(50))),
    otherwise=F(0),
)
MARKS = Checklist(marks=tuple(CheckMark(mark=letter, says=letter, points=F(1, 4)) for letter in "abcd"))
YES = AllOrNothing(says="done")
LINE = BandsLinear(**RATIO, nothing_below=F(3, 5), full_at=F(17, 20))
KINDS: tuple[tuple[str, Rule, int], ...] = (
    ("choice", CHOICE, 28),
    ("yes", YES, 14),
    ("marks", MARKS, 8),
    ("share", Share(**RATIO, none_at=F(1, 2), full_at=F(1)), 12),
    ("bands", BANDS, 8),
    ("linear", LINE, 4),
    ("rounded", BandsLinear(**RATIO, nothing_below=F(3, 5), full_at=F(17, 20), decimals=2), 2),
    ("count", COUNTS, 6),
    ("compare", ComparePrevious(**RATIO), 2),
    ("branch", Branch(on="1.29", cases=(Case(when=("yes",), scored_by=BANDS),), otherwise=LINE), 2),
    ("judged", UpTo(says="judged", step=F(1, 4)), 2),
    ("given", Given(by="authority"), 2),
    ("metric", Metric(figure="on_time", scored_by=Share(**RATIO, none_at=F(1, 2), full_at=F(1))), 2),
)


def edition() -> Edition:
    """92 answered leaves, 2 of the survey's questions, 1 percentage, 2 of bonus, 3 of penalty: 100."""
    kinds = [(kind, rule) for kind, rule, times in KINDS for _ in range(times)]
    items = [
        Item(
            code=f"1.{place}",
            title=kind,
            points=F(1),
            scored_by=rule,
            answered_by=Answers.AUTHORITY if kind == "given" else Answers.UNIT,
            not_applicable_when="no case arose" if kind in ("share", "bands") else None,
        )
        for place, (kind, rule) in enumerate(kinds, 1)
    ]
    surveyed = [
        Item(code="2.1", title="q", points=F(2), scored_by=Survey(questions={"Q1": F(1), "Q2": F(2)})),
        Item(code="2.2", title="q", points=F(3), scored_by=Survey(questions={"Q3": F(1)})),
        Item(code="2.3", title="sipas", points=F(3), scored_by=Survey(percent_from="sipas")),
    ]
    penalty = Deduct(counts="days late", each=F(1, 2), first=First(covers=2, points=F(1)), waivable=True)
    return Edition(
        cover=Cover(
            edition="nation",
            title="A generated national rubric (illustrative)",
            index_type=IndexType.RELATED,
            decision=Decision(number="none", issuer="benchmark"),
            illustrative=True,
            scale=F(100),
            index=Prints.PERCENT,
            decimals=2,
            ties=Ties.COMPETITION,
            not_applicable=NotApplicable.WHOLE_SCALE,
            caps=Caps(bonus=F(2), penalty=F(5), index_at_most=F(100)),
            blocks={"communes": "Communes"},
            fields=("1-answered", "2-survey", "3-bonus", "4-penalty"),
        ),
        fields=(
            Group(code="1", title="Answered", items=tuple(items)),
            Group(code="2", title="Survey", items=tuple(surveyed)),
            Group(code="3", title="Bonus", role=Role.BONUS, items=(_extra("3.1", CHOICE), _extra("3.2", YES))),
            Group(
                code="4",
                title="Penalty",
                role=Role.PENALTY,
                items=tuple(
                    Item(code=f"4.{n}", title="late", scored_by=penalty, answered_by=Answers.AUTHORITY)
                    for n in (1, 2, 3)
                ),
            ),
        ),
        survey=Questionnaire(
            options={"four": {key: Option(says=key, weight=weight) for key, weight in WEIGHTS.items()}},
            groups={"citizens": "Citizens"},
            questions={f"Q{n}": Question(text=f"Q{n}", options="four", groups=("citizens",)) for n in (1, 2, 3)},
        ),
    )


def _extra(code: str, rule: Rule) -> Item:
    return Item(code=code, title="bonus", points=F(1), scored_by=rule)


def write_nation(folder: Path) -> None:
    """The whole round as plain files under `folder`."""
    rng = np.random.default_rng(SEED)
    rubric = edition()
    (folder / "ledgers").mkdir(parents=True)
    (folder / "survey").mkdir()
    write_edition(rubric, folder / "edition")
    (folder / "round.yaml").write_text("title: A generated nation\nyear: 2026\nedition: nation\nillustrative: yes\n")
    units = [f"u{place:04}" for place in range(UNITS)]
    _csv(folder / "units.csv", "unit,name,block", ((unit, f"Commune {unit}", "communes") for unit in units))
    header = "unit,item,outcome,answer,numerator,denominator,note"
    answered = [item for item in rubric.leaves() if not item.from_survey]
    own = [item for item in answered if item.answered_by is Answers.UNIT]
    _csv(folder / "ledgers/self.csv", header, _lines(units, own, rng))
    _csv(folder / "ledgers/final.csv", header, _lines(units, answered, rng))
    letters = rng.choice(list("ABCD"), size=(UNITS * RESPONDENTS, 3), p=(0.5, 0.3, 0.15, 0.05))
    rows = ((units[n // RESPONDENTS], "citizens", *row) for n, row in enumerate(letters.tolist()))
    _csv(folder / "survey/responses.csv", "unit,group,Q1,Q2,Q3", rows)
    percents = rng.integers(600, 1000, UNITS).tolist()
    lines = (
        (unit, "sipas", f"{percent // 10}.{percent % 10}", "generated")
        for unit, percent in zip(units, percents, strict=True)
    )
    _csv(folder / "survey/percentages.csv", "unit,figure,percent,source", lines)


def _lines(units: list[str], items: list[Item], rng: np.random.Generator) -> Iterator[tuple[str, ...]]:
    columns = [_column(item, rng) for item in items]
    for place, unit in enumerate(units):
        for item, column in zip(items, columns, strict=True):
            yield unit, item.code, *column[place], ""


def _column(item: Item, rng: np.random.Generator) -> list[tuple[str, str, str, str]]:
    """Outcome, answer, numerator, denominator of every unit; one in twenty is not proven, some do not apply."""
    cells = [("answered", *cell) for cell in _answers(item, rng)]
    fate = rng.random(UNITS).tolist()
    for unit, chance in enumerate(fate):
        if chance < 0.02 and item.not_applicable_when:
            cells[unit] = ("not_applicable", "", "", "")
        elif chance < 0.05 and item.points is not None:
            cells[unit] = ("not_proven", "", "", "")
    return cells


def _answers(item: Item, rng: np.random.Generator) -> Iterator[tuple[str, str, str]]:
    below = rng.integers(20, 5_000, UNITS)
    above = np.floor(below * rng.uniform(0.4, 1.0, UNITS)).astype(int)
    ratios = zip(above.tolist(), below.tolist(), strict=True)
    match item.scored_by:
        case Share() | Bands() | BandsLinear() | Metric() | Branch():
            yield from (("", str(n), str(d)) for n, d in ratios)
        case ComparePrevious():
            yield from (("3/4", str(n), str(d)) for n, d in ratios)
        case Choice():
            yield from ((str(level), "", "") for level in rng.choice(["early", "late", "never"], UNITS))
        case Checklist():
            yield from ((";".join("abcd"[: int(n)]), "", "") for n in rng.integers(1, 5, UNITS))
        case CountBands():
            yield from ((str(int(n)), "", "") for n in rng.integers(0, 100, UNITS))
        case Deduct():
            yield from ((str(int(n)), "", "") for n in rng.choice([0, 0, 0, 1, 3], UNITS))
        case UpTo() | Given():
            yield from ((str(int(n) / 4), "", "") for n in rng.integers(0, 5, UNITS))
        case _:
            yield from (("yes", "", "") for _ in range(UNITS))


def _csv(path: Path, header: str, rows: Iterator[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
