"""Random editions that are sound: every rule, any depth, survey, translations, and texts that files like to misread."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import strategies as st

from parindex.rubric.check import facts_of
from parindex.rubric.model import (
    Answers,
    Caps,
    ClassBand,
    Classes,
    Compares,
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
    Translation,
)
from parindex.rubric.rules import (
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

T = TypeVar("T")

TRAPS = (
    *("=1+1", "+84", "-5", "@sum", "'quoted'", '"', "# not a note", "- not a list", "a: b", "[a]", "{a: b}"),
    *("1.10", "0.25", "007", "1e5", "0x1F", "1_000", "85%", "2017-12-28", "yes", "no", "null", "~", "TRUE", "Có"),
    *(
        "_x0041_",
        "&amp;",
        "<b>",
        "a\u200bb",
        "\ufeffa",
        "Đà Nẵng",
        "Đa\u0300",
        "điểm – “thưởng”",
        "🏛",
        "\x07",
        "|",
        ">",
    ),
    "Kế hoạch cải cách hành chính năm được ban hành đúng thời hạn, có đủ nhiệm vụ, sản phẩm, người chịu trách nhiệm "
    "và thời gian hoàn thành; báo cáo quý, sáu tháng và năm gửi đúng hạn.",
)
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")
TEXTS = st.sampled_from(TRAPS) | st.text(LETTERS, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
WORDS = TEXTS.filter(lambda text: ":" not in text and ";" not in text)
POINTS = st.integers(1, 200).map(lambda n: Fraction(n, 40)) | st.integers(1, 10**16).map(
    lambda n: Fraction(n, 10**15)
)
SHARES = st.integers(0, 1000).map(lambda n: Fraction(n, 1000)) | st.integers(1, 10**6).map(
    lambda n: Fraction(n, 10**6)
)
ZERO, ONE = Fraction(0), Fraction(1)


@st.composite
def editions(draw: st.DrawFn, most_fields: int = 3, most_parts: int = 3, deepest: int = 3) -> Edition:
    """A sound edition: `check_edition` has no error to find in it."""
    maker = _Maker(draw, most_parts=most_parts, deepest=deepest)
    return maker.edition(most_fields)


@dataclass
class _Maker:
    draw: st.DrawFn
    most_parts: int
    deepest: int
    count: int = 0
    items: list[Item] = field(default_factory=list)
    survey: Questionnaire | None = None
    mode: NotApplicable = NotApplicable.NOT_ALLOWED

    def text(self) -> str:
        return self.draw(TEXTS)

    def texts(self, least: int = 0) -> tuple[str, ...]:
        return tuple(self.draw(st.lists(TEXTS, min_size=least, max_size=3)))

    def words(self, least: int, most: int) -> list[str]:
        return self.draw(st.lists(WORDS, min_size=least, max_size=most, unique=True))

    def keys(self, least: int, most: int) -> list[str]:
        return self.draw(st.lists(TEXTS, min_size=least, max_size=most, unique=True))

    def yes(self) -> bool:
        return self.draw(st.booleans())

    def maybe(self, make: Callable[[], T]) -> T | None:
        return make() if self.yes() else None

    def one(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(list(choices)))

    def points(self) -> Fraction:
        return self.draw(POINTS)

    def less(self, points: Fraction) -> Fraction:
        return min(points, self.one((ZERO, Fraction(1, 4), points, Fraction(11, 10))))

    def code(self) -> str:
        """Unique by its last number; some look like figures, some like formulas."""
        self.count += 1
        return f"{self.one(('', '1.', '0.', 'I.', 'Đ', '=', '+', '1.1.'))}{self.count}"

    # --- the whole ---

    def edition(self, most_fields: int) -> Edition:
        self.count = self.one((0, 9, 99))
        self.mode = self.one(NotApplicable)
        self.survey = self.maybe(self.questionnaire)
        roles = [Role.STANDARD, *(self.one(Role) for _ in range(self.draw(st.integers(0, most_fields - 1))))]
        fields = tuple(self.field(role) for role in roles)
        translations = {name: self.translation(fields) for name in self.one(((), ("en",), ("zh-hant", "en")))}
        cover = self.cover(fields, tuple(translations))
        edition = Edition(cover=cover, fields=fields, survey=self.survey, translations=translations)
        if cover.not_applicable is NotApplicable.APPRAISAL_BLOCK and not edition.appraisal_points():
            cover = replace(cover, not_applicable=NotApplicable.WHOLE_SCALE)
        return replace(edition, cover=cover)

    def cover(self, fields: tuple[Group, ...], translations: tuple[str, ...]) -> Cover:
        blocks = {key: self.text() for key in self.keys(0, 3)}
        caps = self.caps()
        standard = sum((i.most for f in fields if f.role is Role.STANDARD for i in f.leaves()), ZERO)
        inside = caps.bonus if caps.bonus_inside_scale and caps.bonus is not None else ZERO
        name = self.text()
        return Cover(
            edition=name,
            title=self.text(),
            index_type=self.one(IndexType),
            illustrative=self.yes(),
            decision=Decision(
                number=self.text(), issuer=self.text(), date=self.maybe(self.text), title=self.maybe(self.text)
            ),
            scale=standard + inside,
            index=self.one(Prints),
            decimals=self.one(range(5)),
            ties=self.one(Ties),
            not_applicable=self.mode,
            caps=caps,
            blocks=blocks,
            classes={block: self.classes() for block in blocks if self.yes()},
            fields=tuple(f"{place}-{self.one(('lĩnh-vực', 'field', 'x'))}" for place, _ in enumerate(fields, 1)),
            translations=translations,
            source=self.maybe(self.text),
            replaces=self.maybe(lambda: f"{name} before"),
            unknown=self.texts(),
        )

    def caps(self) -> Caps:
        bonus, lowest = self.maybe(self.points), self.one((ZERO, Fraction(1, 2)))
        return Caps(
            bonus=bonus,
            bonus_inside_scale=bonus is not None and self.yes(),
            penalty=self.maybe(self.points),
            index_at_least=lowest,
            index_at_most=self.maybe(lambda: lowest + self.points()),
        )

    def classes(self) -> Classes:
        bounds = sorted(self.draw(st.sets(POINTS, min_size=1, max_size=3)), reverse=True)
        bands = tuple(ClassBand(name=self.text(), at_least=bound, says=self.maybe(self.text)) for bound in bounds)
        return Classes(compares=self.one(Compares), bands=bands)

    def questionnaire(self) -> Questionnaire:
        options = {name: self.options() for name in self.keys(1, 2)}
        groups = {key: self.text() for key in self.keys(0, 2)}
        questions = {
            code: Question(
                text=self.text(),
                options=self.one(options),
                groups=tuple(group for group in groups if self.yes()),
            )
            for code in self.keys(0, 3)
        }
        return Questionnaire(options=options, groups=groups, questions=questions, assumptions=self.texts())

    def options(self) -> dict[str, Option]:
        first, *others = self.keys(1, 4)
        weighed = {key: Option(says=self.text(), weight=self.maybe(lambda: self.draw(SHARES))) for key in others}
        return {first: Option(says=self.text(), weight=ONE)} | weighed

    def translation(self, fields: tuple[Group, ...]) -> Translation:
        parts = [part for group in fields for part in (*group.groups(), *group.leaves())]
        return Translation(
            title=self.text(),
            titles={part.code: self.text() for part in parts if part.title is not None},
            says={item.title: self.text() for item in self.items if self.yes()},
            blocks={key: self.text() for key in self.keys(0, 1)},
        )

    # --- fields, groups, items ---

    def field(self, role: Role) -> Group:
        return self.group(role, role, self.draw(st.integers(1, self.deepest)))

    def group(self, role: Role, own: Role, depth: int) -> Group:
        parts = tuple(self.part(role, depth - 1) for _ in range(self.draw(st.integers(1, self.most_parts))))
        group = Group(code=self.code(), items=parts, title=self.maybe(self.text), role=own, unknown=self.texts())
        total = sum((item.most for item in group.leaves()), ZERO)
        printed = self.maybe(lambda: total + 1) if self.yes() else None
        return Group(
            code=group.code,
            items=parts,
            title=group.title,
            points=self.maybe(lambda: total),
            printed_total=printed,
            role=own,
            unknown=group.unknown,
        )

    def part(self, role: Role, depth: int) -> Item | Group:
        return self.group(role, Role.STANDARD, depth) if depth > 0 and self.yes() else self.item(role)

    def item(self, role: Role) -> Item:
        open_ended = role is Role.PENALTY and self.yes()
        points = None if open_ended else self.points()
        item = Item(
            code=self.code(),
            title=self.text(),
            points=points,
            scored_by=self.deduct() if points is None else self.rule(role, points),
            legal_basis=self.maybe(self.text),
            evidence=self.maybe(self.text),
            confirmed_by=self.maybe(self.text),
            answered_by=self.one(Answers),
            not_applicable_when=None if self.mode is NotApplicable.NOT_ALLOWED else self.maybe(self.text),
            was=self.texts(),
            comparable=self.yes(),
            note=self.maybe(self.text),
            unknown=self.texts(),
        )
        self.items.append(item)
        return item

    # --- rules: each pays just `points` at most ---

    def rule(self, role: Role, points: Fraction) -> Rule:
        makers: list[Callable[[Fraction], Rule]] = [*self.simple_makers(), self.metric]
        if role is Role.STANDARD:
            makers.append(self.survey_rule)
        if any(not isinstance(item.scored_by, Branch | Survey) for item in self.items):
            makers += [self.branch, self.branch]
        return self.draw(st.sampled_from(makers))(points)

    def simple(self, points: Fraction) -> Rule:
        return self.draw(st.sampled_from(self.simple_makers()))(points)

    def simple_makers(self) -> list[Callable[[Fraction], Rule]]:
        return [
            *(self.choice, self.checklist, self.share, self.bands, self.bands_linear, self.count_bands),
            *(self.compare_previous, self.all_or_nothing, self.up_to, self.given),
        ]

    def all_or_nothing(self, points: Fraction) -> Rule:
        return AllOrNothing(says=self.text())

    def up_to(self, points: Fraction) -> Rule:
        return UpTo(says=self.text(), step=self.maybe(self.points))

    def given(self, points: Fraction) -> Rule:
        return Given(by=self.text(), step=self.maybe(self.points))

    def choice(self, points: Fraction) -> Rule:
        first, *others = self.words(1, 4)
        levels = [self.level(first, points), *(self.level(key, self.less(points)) for key in others)]
        return Choice(levels=tuple(levels))

    def level(self, key: str, points: Fraction) -> ChoiceLevel:
        if self.yes():
            return ChoiceLevel(level=key, says=self.text(), points=points)
        return ChoiceLevel(level=key, says=self.text(), up_to=points, step=self.maybe(self.points))

    def checklist(self, points: Fraction) -> Rule:
        first, *others = self.words(1, 3)
        marks, rest = [], points
        for key in others:
            paid = self.less(rest)
            marks.append(CheckMark(mark=key, says=self.text(), points=paid))
            rest -= paid
        return Checklist(marks=(CheckMark(mark=first, says=self.text(), points=rest), *marks))

    def ratio(self) -> dict[str, Any]:
        return {
            "numerator": self.text(),
            "denominator": self.text(),
            "zero_denominator": self.one(WhenZero),
            "may_exceed": self.yes(),
        }

    def share(self, points: Fraction) -> Rule:
        low, high = sorted(self.draw(st.sets(SHARES, min_size=2, max_size=2)))
        return Share(**self.ratio(), none_at=low, full_at=high)

    def bands_linear(self, points: Fraction) -> Rule:
        low, high = sorted((self.draw(SHARES), self.draw(SHARES.filter(bool))))
        decimals = self.maybe(lambda: 3) if (points * 1000).denominator == 1 else None
        return BandsLinear(**self.ratio(), nothing_below=low, full_at=high, decimals=decimals)

    def bands(self, points: Fraction) -> Rule:
        cuts = sorted(self.draw(st.sets(st.integers(1, 999), max_size=3)))
        return Bands(**self.ratio(), **self.rows([Fraction(cut, 1000) for cut in cuts], points, open_ends=True))

    def count_bands(self, points: Fraction) -> Rule:
        cuts = sorted(self.draw(st.sets(st.integers(1, 99), max_size=3)))
        return CountBands(counts=self.text(), **self.rows([Fraction(cut) for cut in cuts], points, open_ends=False))

    def rows(self, cuts: list[Fraction], points: Fraction, *, open_ends: bool) -> dict[str, Any]:
        """Stretches between the cuts, the last paying all; one may be left out and declared or filled."""
        shut = [open_ends and self.yes() for _ in cuts]
        rows = [
            Band(points=self.less(points), **self._above(low, low_shut), **self._below(high, high_shut))
            for low, low_shut, high, high_shut in zip(
                [None, *cuts][:-1], [False, *shut][:-1], cuts, shut, strict=False
            )
        ]
        rows.append(Band(points=points, **(self._above(cuts[-1], shut[-1]) if cuts else {"at_least": ZERO})))
        if len(rows) > 2 and self.yes():
            del rows[1]
            return {"rows": tuple(rows)} | self.one(({"gap": Gap.DECLARED}, {"otherwise": self.less(points)}))
        return {"rows": self.with_none(rows)}

    def with_none(self, rows: list[Band]) -> tuple[Band, ...]:
        """At times a row for exactly none, before the others."""
        first = rows[0]
        if first.at_least is not None or first.above is not None or not self.yes():
            return tuple(rows)
        above = Band(points=first.points, above=ZERO, below=first.below, at_most=first.at_most)
        return (Band(points=ZERO, exactly=ZERO), above, *rows[1:])

    @staticmethod
    def _above(cut: Fraction | None, shut: bool) -> dict[str, Fraction]:
        return {} if cut is None else {"above" if shut else "at_least": cut}

    @staticmethod
    def _below(cut: Fraction, shut: bool) -> dict[str, Fraction]:
        return {"at_most" if shut else "below": cut}

    def compare_previous(self, points: Fraction) -> Rule:
        return ComparePrevious(
            numerator=self.text(), denominator=self.text(), better=self.one(Better), may_exceed=self.yes()
        )

    def deduct(self) -> Rule:
        return Deduct(
            counts=self.text(),
            each=self.points(),
            per=self.one(Per),
            first=self.maybe(lambda: First(covers=self.one(range(1, 4)), points=self.points())),
            waivable=self.yes(),
            most=self.maybe(self.points),
        )

    def metric(self, points: Fraction) -> Rule:
        return Metric(figure=self.text(), scored_by=self.simple(points))

    def survey_rule(self, points: Fraction) -> Rule:
        asked = [] if self.survey is None else list(self.survey.questions)
        groups = [] if self.survey is None else list(self.survey.groups)
        if not asked or self.yes():
            return Survey(percent_from=self.text())
        return Survey(
            questions={code: self.points() for code in (asked[0], *(code for code in asked[1:] if self.yes()))},
            groups={group: self.points() for group in groups if self.yes()},
            at_least_answers=self.one((1, 30)),
        )

    def branch(self, points: Fraction) -> Rule:
        other = self.one(item for item in self.items if not isinstance(item.scored_by, Branch | Survey))
        facts = self.draw(st.permutations(list(dict.fromkeys(facts_of(other)))))
        middle = self.one(range(1, len(facts)))
        cases = [Case(when=tuple(facts[:middle]), scored_by=self.simple(points))]
        if self.yes():
            cases.append(Case(when=tuple(facts[middle:]), scored_by=self.simple(points)))
        return Branch(on=other.code, cases=tuple(cases), otherwise=self.simple(points))
