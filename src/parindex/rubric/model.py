"""An edition of a rubric: cover, fields, criteria, items, survey. Frozen meaning; nothing is read or written here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from parindex.rubric.pieces import ZERO
from parindex.rubric.rules import Branch, Metric, Rule, Survey


class IndexType(StrEnum):
    PAR_INDEX = "par_index"
    RELATED = "related"


class Prints(StrEnum):
    """What the cover calls the index: a percentage of possible points, or points on the scale."""

    PERCENT = "percent"
    POINTS = "points"


class NotApplicable(StrEnum):
    """What points that do not apply do to the scale."""

    WHOLE_SCALE = "whole_scale"
    APPRAISAL_BLOCK = "appraisal_block"
    NOT_ALLOWED = "not_allowed"


class Ties(StrEnum):
    COMPETITION = "competition"  # 1, 2, 2, 4
    DENSE = "dense"  # 1, 2, 2, 3


class Compares(StrEnum):
    """Whether a class threshold meets the exact index or the printed one."""

    EXACT = "exact"
    PRINTED = "printed"


class Role(StrEnum):
    STANDARD = "standard"
    BONUS = "bonus"
    PENALTY = "penalty"


class Answers(StrEnum):
    """Who answers an item in the self ledger: the unit, or nobody because an authority does later."""

    UNIT = "unit"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The adopting decision; what is not known stays None."""

    number: str
    issuer: str
    date: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBand:
    """A class, from `at_least` up to the next better one."""

    name: str
    at_least: Fraction
    says: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The classes of one block of units, best first."""

    compares: Compares
    bands: tuple[ClassBand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Bounds that the decision sets; None where it sets none."""

    bonus: Fraction | None = None
    bonus_inside_scale: bool = False
    penalty: Fraction | None = None
    index_at_least: Fraction = ZERO
    index_at_most: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    edition: str
    title: str
    index_type: IndexType
    decision: Decision
    scale: Fraction
    index: Prints
    decimals: int
    ties: Ties
    not_applicable: NotApplicable
    blocks: dict[str, str]
    fields: tuple[str, ...]
    illustrative: bool = False
    caps: Caps = field(default_factory=Caps)
    classes: dict[str, Classes] = field(default_factory=dict)
    translations: tuple[str, ...] = ()
    source: str | None = None
    replaces: str | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A leaf: it says everything about itself. `points` None is an open-ended penalty."""

    code: str
    title: str
    scored_by: Rule
    points: Fraction | None = None
    legal_basis: str | None = None
    evidence: str | None = None
    confirmed_by: str | None = None
    answered_by: Answers = Answers.UNIT
    not_applicable_when: str | None = None
    was: tuple[str, ...] = ()
    comparable: bool = True
    note: str | None = None
    unknown: tuple[str, ...] = ()
    where: str = field(default="", compare=False)

    @property
    def most(self) -> Fraction:
        """The maximum, for rules that scale with it; an open-ended penalty has none."""
        return ZERO if self.points is None else self.points

    @property
    def from_survey(self) -> bool:
        return isinstance(self.scored_by, Survey)

    def rule(self, fact: str) -> Rule:
        """The rule that scores, once the fact it may branch on is known; metrics are scored by what they wrap."""
        rule = self.scored_by.chosen(fact) if isinstance(self.scored_by, Branch) else self.scored_by
        return rule.scored_by if isinstance(rule, Metric) else rule

    @property
    def branches_on(self) -> str | None:
        return self.scored_by.on if isinstance(self.scored_by, Branch) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A field or a criterion: a heading over items. Its points are those of its items.

    `points` is what the decision prints; `printed_total` says that the decision printed a sum that is off.
    """

    code: str
    items: "tuple[Item | Group, ...]"
    title: str | None = None
    points: Fraction | None = None
    printed_total: Fraction | None = None
    role: Role = Role.STANDARD
    unknown: tuple[str, ...] = ()
    where: str = field(default="", compare=False)

    @property
    def total(self) -> Fraction:
        """The points of its items, whatever the decision prints."""
        return sum((item.most for item in self.leaves()), ZERO)

    def leaves(self) -> Iterator[Item]:
        for part in self.items:
            if isinstance(part, Group):
                yield from part.leaves()
            else:
                yield part

    def groups(self) -> "Iterator[Group]":
        """This group and all below it, in printed order."""
        yield self
        for part in self.items:
            if isinstance(part, Group):
                yield from part.groups()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer a respondent can give; `weight` None (do not know) is not a valid answer."""

    says: str
    weight: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    text: str
    options: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """Answer weights are data: no official norm for them is known."""

    options: dict[str, dict[str, Option]]
    groups: dict[str, str]
    questions: dict[str, Question]
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The texts of an edition in another language: `titles` by code, `blocks` by key, `says` by the original text."""

    title: str
    titles: dict[str, str]
    says: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)


Gloss = dict[str, str]
"""The original text → how it is said in another language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One adopted rubric. `fields` are groups; bonus and penalty are fields by role. Its `glosses` are no law."""

    cover: Cover
    fields: tuple[Group, ...]
    survey: Questionnaire | None = None
    translations: dict[str, Translation] = field(default_factory=dict)
    glosses: dict[str, Gloss] = field(default_factory=dict, compare=False)

    def leaves(self) -> Iterator[Item]:
        for group in self.fields:
            yield from group.leaves()

    def with_roles(self) -> Iterator[tuple[Group, Item]]:
        """Every leaf with the field it stands in."""
        for group in self.fields:
            for item in group.leaves():
                yield group, item

    def item(self, code: str) -> Item | None:
        return next((item for item in self.leaves() if item.code == code), None)

    def possible(self) -> Fraction:
        """The full scale: standard points, and the bonus cap where bonus lies inside."""
        standard = self.appraisal_points() + self.survey_points()
        caps = self.cover.caps
        return standard + (caps.bonus or ZERO) if caps.bonus_inside_scale else standard

    def appraisal_points(self) -> Fraction:
        """The standard points that answers earn."""
        return sum((item.most for item in self._standard() if not item.from_survey), ZERO)

    def survey_points(self) -> Fraction:
        """The standard points that the survey fills."""
        return sum((item.most for item in self._standard() if item.from_survey), ZERO)

    def _standard(self) -> Iterator["Item"]:
        return (item for group, item in self.with_roles() if group.role is Role.STANDARD)
