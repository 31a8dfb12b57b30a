"""How each part of an edition is written: one shape a part, used to read and to write it."""

from fractions import Fraction
from typing import Any

from parindex.rubric.model import (
    Answers,
    Caps,
    ClassBand,
    Classes,
    Compares,
    Cover,
    Decision,
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
    Translation,
)
from parindex.rubric.pieces import ZERO
from parindex.rubric.rules import (
    ONE,
    AllOrNothing,
    Band,
    Bands,
    BandsLinear,
    Better,
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
    Gap,
    Given,
    Metric,
    Per,
    Rule,
    Share,
    Survey,
    UpTo,
    WhenZero,
)
from parindex.rubric.shape import (
    FLAWED,
    Data,
    Figure,
    Flawed,
    Key,
    ListOf,
    MapOf,
    OneOf,
    Percent,
    Points,
    Record,
    Report,
    Shape,
    Tagged,
    Text,
    Whole,
    Word,
    YesNo,
)
from parindex.rubric.tree import Mapping, Node

TEXT, WORD, FIGURE, POINTS, PERCENT = Text(), Word(), Figure(), Points(), Percent()
WHOLE, YES_NO = Whole(), YesNo()
TEXTS = ListOf(TEXT)


def optional(shape: Shape[Any], default: object = None) -> Key:
    return Key(shape, default)


def _bands(bound: Shape[Fraction]) -> Shape[tuple[Band, ...]]:
    ends = {name: optional(bound) for name in ("at_least", "above", "below", "at_most", "exactly")}
    return ListOf(Record(Band, placed=True, **ends, points=POINTS), at_least=1)


RATIO: Any = {
    "numerator": TEXT,
    "denominator": TEXT,
    "zero_denominator": optional(OneOf(WhenZero), WhenZero.REFUSE),
    "may_exceed": optional(YES_NO, False),
}
LEVEL = Record(
    ChoiceLevel,
    placed=True,
    level=WORD,
    says=TEXT,
    points=optional(POINTS),
    up_to=optional(POINTS),
    step=optional(POINTS),
)
SIMPLE_RULES: dict[str, Shape[Any]] = {
    "choice": Record(Choice, levels=ListOf(LEVEL, at_least=1)),
    "all_or_nothing": Record(AllOrNothing, says=TEXT),
    "checklist": Record(
        Checklist,
        marks=ListOf(Record(CheckMark, placed=True, mark=WORD, says=TEXT, points=POINTS), at_least=1),
    ),
    "share": Record(Share, **RATIO, none_at=optional(PERCENT, ZERO), full_at=optional(PERCENT, ONE)),
    "bands": Record(Bands, **RATIO, rows=_bands(PERCENT), otherwise=optional(POINTS), gap=optional(OneOf(Gap))),
    "bands_linear": Record(
        BandsLinear,
        **RATIO,
        nothing_below=optional(PERCENT, ZERO),
        full_at=optional(PERCENT, ONE),
        decimals=optional(WHOLE),
    ),
    "count_bands": Record(
        CountBands, counts=TEXT, rows=_bands(FIGURE), otherwise=optional(POINTS), gap=optional(OneOf(Gap))
    ),
    "compare_previous": Record(
        ComparePrevious,
        numerator=TEXT,
        denominator=TEXT,
        better=optional(OneOf(Better), Better.HIGHER),
        may_exceed=optional(YES_NO, False),
    ),
    "deduct": Record(
        Deduct,
        counts=TEXT,
        each=POINTS,
        per=optional(OneOf(Per), Per.EVENT),
        first=optional(Record(First, covers=WHOLE, points=POINTS)),
        waivable=optional(YES_NO, False),
        most=optional(POINTS),
    ),
    "up_to": Record(UpTo, says=TEXT, step=optional(POINTS)),
    "given": Record(Given, by=TEXT, step=optional(POINTS)),
}
RULE_NAMES: dict[type[Rule], str] = {
    Choice: "choice",
    AllOrNothing: "all_or_nothing",
    Checklist: "checklist",
    Share: "share",
    Bands: "bands",
    BandsLinear: "bands_linear",
    CountBands: "count_bands",
    ComparePrevious: "compare_previous",
    Deduct: "deduct",
    UpTo: "up_to",
    Given: "given",
    Branch: "branch",
    Metric: "metric",
    Survey: "survey",
}


def rule_name(rule: Rule) -> str:
    return RULE_NAMES[type(rule)]


SIMPLE_RULE: Tagged[Rule] = Tagged(SIMPLE_RULES, rule_name)
RULE: Tagged[Rule] = Tagged(
    SIMPLE_RULES
    | {
        "branch": Record(
            Branch,
            on=TEXT,
            cases=ListOf(Record(Case, when=ListOf(TEXT, at_least=1), scored_by=SIMPLE_RULE), at_least=1),
            otherwise=SIMPLE_RULE,
        ),
        "metric": Record(Metric, figure=TEXT, scored_by=SIMPLE_RULE),
        "survey": Record(
            Survey,
            questions=optional(MapOf(POINTS), {}),
            groups=optional(MapOf(POINTS), {}),
            at_least_answers=optional(WHOLE, 1),
            percent_from=optional(TEXT),
        ),
    },
    rule_name,
)

ITEM = Record(
    Item,
    placed=True,
    code=TEXT,
    title=TEXT,
    points=optional(POINTS),
    legal_basis=optional(TEXT),
    evidence=optional(TEXT),
    confirmed_by=optional(TEXT),
    answered_by=optional(OneOf(Answers), Answers.UNIT),
    not_applicable_when=optional(TEXT),
    was=optional(TEXTS, ()),
    comparable=optional(YES_NO, True),
    note=optional(TEXT),
    unknown=optional(TEXTS, ()),
    scored_by=RULE,
)


class Part(Shape[Item | Group]):
    """An item where the mapping has a rule, a group where it has items."""

    def read(self, node: Node, report: Report) -> Item | Group | Flawed:
        is_group = isinstance(node, Mapping) and "items" in node.pairs and "scored_by" not in node.pairs
        return GROUP.read(node, report) if is_group else ITEM.read(node, report)

    def data(self, value: Item | Group) -> Data:
        return GROUP.data(value) if isinstance(value, Group) else ITEM.data(value)


_GROUP_KEYS: dict[str, Shape[Any] | Key] = {
    "code": TEXT,
    "title": optional(TEXT),
    "points": optional(POINTS),
    "printed_total": optional(POINTS),
    "unknown": optional(TEXTS, ()),
}
GROUP = Record(Group, placed=True, **_GROUP_KEYS, items=ListOf(Part(), at_least=1))
FIELD = Record(
    Group,
    placed=True,
    **_GROUP_KEYS,
    role=optional(OneOf(Role), Role.STANDARD),
    items=ListOf(Part(), at_least=1),
)

CLASSES = Record(
    Classes,
    compares=OneOf(Compares),
    bands=ListOf(Record(ClassBand, name=TEXT, at_least=POINTS, says=optional(TEXT)), at_least=1),
)
COVER = Record(
    Cover,
    edition=TEXT,
    title=TEXT,
    index_type=OneOf(IndexType),
    illustrative=optional(YES_NO, False),
    decision=Record(Decision, number=TEXT, issuer=TEXT, date=optional(TEXT), title=optional(TEXT)),
    scale=POINTS,
    index=OneOf(Prints),
    decimals=WHOLE,
    ties=OneOf(Ties),
    not_applicable=OneOf(NotApplicable),
    caps=optional(
        Record(
            Caps,
            bonus=optional(POINTS),
            bonus_inside_scale=optional(YES_NO, False),
            penalty=optional(POINTS),
            index_at_least=optional(POINTS, ZERO),
            index_at_most=optional(POINTS),
        ),
        Caps(),
    ),
    blocks=MapOf(TEXT),
    classes=optional(MapOf(CLASSES), {}),
    fields=ListOf(TEXT, at_least=1),
    translations=optional(TEXTS, ()),
    source=optional(TEXT),
    replaces=optional(TEXT),
    unknown=optional(TEXTS, ()),
)
QUESTIONNAIRE = Record(
    Questionnaire,
    options=MapOf(MapOf(Record(Option, says=TEXT, weight=optional(POINTS)))),
    groups=MapOf(TEXT),
    questions=MapOf(Record(Question, text=TEXT, options=TEXT, groups=optional(TEXTS, ()))),
    assumptions=optional(TEXTS, ()),
)
TRANSLATION = Record(
    Translation,
    title=TEXT,
    titles=MapOf(TEXT),
    says=optional(MapOf(TEXT), {}),
    blocks=optional(MapOf(TEXT), {}),
)

__all__ = ["COVER", "FIELD", "FLAWED", "QUESTIONNAIRE", "RULE", "TRANSLATION", "rule_name"]
