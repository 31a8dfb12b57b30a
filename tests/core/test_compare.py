"""What an amendment changed, told line by line, and what can be compared from one edition to the next."""

import csv
import io
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from parindex.rubric.compare import Comparison, Kind, Standing, compare, csv_of, text_of
from parindex.rubric.compare.rules import RuleText
from parindex.rubric.model import (
    Caps,
    ClassBand,
    Classes,
    Compares,
    Decision,
    Edition,
    Group,
    Item,
    Option,
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
    Choice,
    ChoiceLevel,
    ComparePrevious,
    Gap,
    Given,
    Rule,
    Share,
    Survey,
    UpTo,
)
from parindex.rubric.write import edition_data
from parindex.words import Language
from tests.core.editions import editions
from tests.core.small import edition, item
from tests.core.test_write import with_one_change

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # an edition is too large to be shrunk in time
THOROUGH = settings(max_examples=60, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
LANGUAGES: tuple[Language, ...] = ("en", "vi")
BEFORE = edition(item("1"), item("2", "2"), item("3"), edition="2024")


def amended(*items: Item, **cover: object) -> Edition:
    """The edition after BEFORE, saying so; its items state their past by `was`, or by their codes."""
    return edition(*items, **({"edition": "2025", "replaces": "2024"} | cover))


def told(comparison: Comparison) -> list[tuple[str, ...]]:
    """The changes of parts, survey and translations; the cover's have tests of their own."""
    return [
        (change.kind, change.what, change.old_code, change.new_code, str(change.before), str(change.after))
        for change in comparison.changes
        if not change.what.startswith("cover.")
    ]


def standings(comparison: Comparison) -> list[tuple[str, str | None, str]]:
    return [("+".join(trend.old_codes), trend.new_code, trend.standing) for trend in comparison.trends]


# --- nothing changed ---


@THOROUGH
@given(rubric=editions())
def test_an_edition_beside_itself_has_no_change(rubric: Edition) -> None:
    comparison = compare(rubric, rubric)

    assert comparison.changes == ()
    assert comparison.findings == ()
    assert {trend.standing for trend in comparison.trends} == {Standing.COMPARABLE}


def test_no_change_says_so() -> None:
    comparison = compare(BEFORE, BEFORE)

    assert text_of(comparison, "en") == (
        "From edition 2024 to edition 2024\n\nNo change.\n\n3 items can be compared from one edition to the other.\n"
    )
    assert "Không có thay đổi" in text_of(comparison, "vi")


def test_the_names_of_files_are_no_change() -> None:
    renamed = replace(BEFORE, cover=replace(BEFORE.cover, fields=("other",)))

    assert compare(BEFORE, renamed).changes == ()


# --- items ---


def test_an_added_and_a_removed_item_are_told() -> None:
    comparison = compare(BEFORE, amended(item("1"), item("2", "2"), item("4", "0.5")))

    assert told(comparison) == [
        (Kind.ADDED, "item", "", "4", "", "Item 4 (0.5)"),
        (Kind.REMOVED, "item", "3", "", "Item 3 (1)", ""),
    ]
    assert standings(comparison) == [
        ("1", "1", Standing.COMPARABLE),
        ("2", "2", Standing.COMPARABLE),
        ("", "4", Standing.NEW),
        ("3", None, Standing.ENDED),
    ]


def test_a_renumbered_item_stays_the_same_item() -> None:
    comparison = compare(BEFORE, amended(item("1"), item("2", "2"), item("9", was=("3",))))

    assert told(comparison) == [
        (Kind.RENUMBERED, "item", "3", "9", "Item 3 (1)", "Item 9 (1)"),
        (Kind.CHANGED, "title", "3", "9", "Item 3", "Item 9"),
    ]
    assert ("3", "9", Standing.COMPARABLE) in standings(comparison)


def test_codes_that_change_places_are_followed() -> None:
    comparison = compare(BEFORE, amended(item("1", was=("3",)), item("2", "2"), item("3", was=("1",))))

    assert standings(comparison) == [
        *(("3", "1", Standing.COMPARABLE), ("2", "2", Standing.COMPARABLE), ("1", "3", Standing.COMPARABLE))
    ]
    assert [line[:4] for line in told(comparison) if line[0] is Kind.RENUMBERED] == [
        *((Kind.RENUMBERED, "item", "3", "1"), (Kind.RENUMBERED, "item", "1", "3"))
    ]


def test_joined_items_add_up() -> None:
    comparison = compare(BEFORE, amended(item("1"), replace(item("2", "4", was=("2", "3")), title="Both")))

    assert told(comparison) == [
        (Kind.JOINED, "item", "2; 3", "2", "Item 2 (2); Item 3 (1)", "Both (4)"),
        (Kind.CHANGED, "title", "2; 3", "2", "Item 2; Item 3", "Both"),
        (Kind.CHANGED, "points", "2; 3", "2", "3", "4"),
    ]
    assert standings(comparison) == [("1", "1", Standing.COMPARABLE), ("2+3", "2", Standing.TOGETHER)]


def test_a_split_item_is_told_once_for_each_part() -> None:
    comparison = compare(BEFORE, amended(item("1"), item("2a", was=("2",)), item("2b", was=("2",)), item("3")))

    assert [line[:4] for line in told(comparison) if line[1] == "item"] == [
        *((Kind.SPLIT, "item", "2", "2a"), (Kind.SPLIT, "item", "2", "2b"))
    ]
    assert ("2", "2a", Standing.TOGETHER) in standings(comparison)
    assert ("2", "2b", Standing.TOGETHER) in standings(comparison)


def test_an_item_that_the_edition_calls_not_comparable_is_told_so() -> None:
    comparison = compare(BEFORE, amended(item("1", comparable=False), item("2", "2"), item("3")))

    assert told(comparison) == []
    assert standings(comparison)[0] == ("1", "1", Standing.NOT_COMPARABLE)
    assert "1 → 1: not comparable: the edition says so" in text_of(comparison, "en")


def test_a_code_taken_over_by_another_item_is_not_matched_by_chance() -> None:
    comparison = compare(BEFORE, amended(item("1"), item("2", "2", was=("3",)), item("3")))

    assert standings(comparison) == [
        *(("1", "1", Standing.COMPARABLE), ("3", "2", Standing.COMPARABLE), ("", "3", Standing.NEW)),
        ("2", None, Standing.ENDED),
    ]


@pytest.mark.parametrize(
    ("what", "change", "before", "after"),
    [
        ("title", {"title": "Another"}, "Item 1", "Another"),
        ("points", {"points": Fraction(3, 2)}, "1", "1.5"),
        ("note", {"note": "new"}, "", "new"),
        ("evidence", {"evidence": "the plan"}, "", "the plan"),
        ("legal_basis", {"legal_basis": "article 5"}, "", "article 5"),
        ("confirmed_by", {"confirmed_by": "the office"}, "", "the office"),
        ("not_applicable_when", {"not_applicable_when": None}, "no case arose", ""),
        ("unknown", {"unknown": ("who", "when")}, "", "who; when"),
    ],
)
def test_a_changed_text_stands_before_and_after(what: str, change: dict[str, Any], before: str, after: str) -> None:
    comparison = compare(BEFORE, amended(replace(item("1"), **change), item("2", "2"), item("3")))

    assert told(comparison) == [(Kind.CHANGED, what, "1", "1", before, after)]


# --- rules, in the words that readers know ---

HALF = Fraction(1, 2)


def rule_change(old: Rule, new: Rule, language: Language = "en") -> tuple[str, str]:
    """What the annex prints for a rule, before and after."""
    comparison = compare(edition(item("1", rule=old)), edition(item("1", rule=new)))
    _, line, *_ = list(csv.reader(io.StringIO(csv_of(comparison, language))))
    return line[4], line[5]


def test_a_changed_rule_is_told_in_words() -> None:
    old, new = Share(numerator="done", denominator="all"), Share(numerator="done", denominator="all", none_at=HALF)

    assert rule_change(old, new) == (
        "The share done ÷ all\n0 points up to 0%, 1 points from 100%, a straight line between",
        "The share done ÷ all\n0 points up to 50%, 1 points from 100%, a straight line between",
    )
    assert rule_change(old, new, "vi")[1].startswith("Tỷ lệ done ÷ all\n0 điểm")


UNSAID: list[tuple[Rule, Rule, str]] = [
    (UpTo(says="x"), UpTo(says="x", step=HALF), "in steps of 0.5 points"),
    (Given(by="x", step=HALF), Given(by="x", step=HALF / 2), "in steps of 0.25 points"),
    (
        Choice(levels=(ChoiceLevel(level="a", says="x", up_to=Fraction(1)),)),
        Choice(levels=(ChoiceLevel(level="a", says="x", up_to=Fraction(1), step=HALF),)),
        "[a] in steps of 0.5 points",
    ),
    (
        Share(numerator="done", denominator="all"),
        Share(numerator="done", denominator="all", may_exceed=True),
        "the numerator may be larger than the denominator",
    ),
    (
        ComparePrevious(numerator="done", denominator="all"),
        ComparePrevious(numerator="done", denominator="all", may_exceed=True),
        "the numerator may be larger than the denominator",
    ),
    (
        Survey(questions={"q": Fraction(1), "r": Fraction(1)}),
        Survey(questions={"q": Fraction(1), "r": HALF}),
        "weights of the questions: q × 1; r × 0.5",
    ),
    (
        Survey(questions={"q": Fraction(1)}),
        Survey(questions={"q": Fraction(1)}, groups={"people": HALF}),
        "means by group of respondents, weighted: people × 0.5",
    ),
    (
        Survey(questions={"q": Fraction(1)}),
        Survey(questions={"q": Fraction(1)}, at_least_answers=30),
        "at least 30 valid answers to each question",
    ),
]


@pytest.mark.parametrize(("old", "new", "line"), UNSAID)
def test_what_a_description_leaves_out_is_told_where_it_changed(old: Rule, new: Rule, line: str) -> None:
    before, after = rule_change(old, new)

    assert line in after.splitlines()
    assert line not in before.splitlines()
    assert "{" not in after


ALIKE: list[tuple[Rule, Rule]] = [
    (
        Bands(numerator="a ÷ b", denominator="c", rows=(Band(points=Fraction(1), at_least=Fraction(0)),)),
        Bands(numerator="a", denominator="b ÷ c", rows=(Band(points=Fraction(1), at_least=Fraction(0)),)),
    ),
]


@pytest.mark.parametrize(("old", "new"), ALIKE)
def test_rules_that_read_alike_are_told_apart_by_how_they_are_written(old: Rule, new: Rule) -> None:
    before, after = rule_change(old, new)

    assert before.splitlines()[:-1] == after.splitlines()[:-1]
    assert before.splitlines()[-1].startswith("{")
    assert before != after


@THOROUGH
@given(rubric=editions(), data=st.data())
def test_two_rules_never_read_the_same(rubric: Edition, data: st.DataObject) -> None:
    """One thing in one rule is changed, and both languages show it."""
    old = data.draw(st.sampled_from(list(rubric.leaves())))
    new = replace(old, scored_by=with_one_change(data.draw, old.scored_by))
    assume(new != old)
    alone = replace(rubric, fields=(Group(code="A", items=(old,)),))
    comparison = compare(alone, replace(rubric, fields=(Group(code="A", items=(new,)),)))

    for language in LANGUAGES:
        (line,) = [each for each in list(csv.reader(io.StringIO(csv_of(comparison, language))))[1:] if each[4]]
        assert line[4] != line[5]


def test_new_points_alone_are_no_new_rule() -> None:
    comparison = compare(edition(item("1")), edition(item("1", "2")))

    assert [change.what for change in comparison.changes] == ["cover.scale", "points"]


def test_joined_items_of_one_rule_keep_it() -> None:
    comparison = compare(BEFORE, amended(item("1"), item("2", "3", was=("2", "3"))))

    assert "scored_by" not in [change.what for change in comparison.changes]


def test_joined_items_show_each_of_their_rules() -> None:
    both = edition(item("1", rule=UpTo(says="x")), item("2", rule=AllOrNothing(says="y")), edition="2024")

    comparison = compare(both, amended(item("1", "2", UpTo(says="x"), was=("1", "2"))))

    (change,) = [change for change in comparison.changes if change.what == "scored_by"]
    assert isinstance(change.before, RuleText)
    assert change.before.said_in("en").splitlines() == [
        "0 to 1 points at the appraiser's judgement: x",
        "1 points when met in full, else 0: y",
    ]


def test_a_declared_gap_is_part_of_the_words() -> None:
    rows = (Band(points=Fraction(1), at_least=HALF),)
    old = Bands(numerator="a", denominator="b", rows=rows, otherwise=Fraction(0))
    new = Bands(numerator="a", denominator="b", rows=rows, gap=Gap.DECLARED)

    before, after = rule_change(old, new)

    assert "otherwise: 0 points" in before
    assert "other figures: the decision states no points" in after


# --- headings ---


def grouped(*groups: Group, **cover: object) -> Edition:
    plain = edition(*(leaf for group in groups for leaf in group.leaves()), **cover)
    return replace(
        plain, cover=replace(plain.cover, fields=tuple(f"f{n}" for n, _ in enumerate(groups))), fields=groups
    )


ONE, TWO = item("1.1"), item("1.2")


def test_a_moved_item_is_told_with_both_headings() -> None:
    old = grouped(Group(code="1", items=(ONE, TWO)), Group(code="2", items=(item("2.1"),)))
    new = grouped(Group(code="1", items=(ONE,)), Group(code="2", items=(item("2.1"), TWO)))

    assert told(compare(old, new)) == [(Kind.MOVED, "item", "1.2", "1.2", "1", "2")]


def test_a_moved_heading_is_told() -> None:
    inner = Group(code="1a", items=(ONE,))
    old = grouped(Group(code="1", items=(inner, TWO)), Group(code="2", items=(item("2.1"),)))
    new = grouped(Group(code="1", items=(TWO,)), Group(code="2", items=(item("2.1"), inner)))

    assert told(compare(old, new)) == [(Kind.MOVED, "heading", "1a", "1a", "1", "2")]


def test_items_in_another_order_are_told_once() -> None:
    old, new = grouped(Group(code="1", items=(ONE, TWO))), grouped(Group(code="1", items=(TWO, ONE)))

    assert told(compare(old, new)) == [(Kind.REORDERED, "heading", "1", "1", "1.1; 1.2", "1.2; 1.1")]


def test_fields_in_another_order_are_told_once() -> None:
    first, second = Group(code="1", items=(ONE,)), Group(code="2", items=(TWO,))

    assert told(compare(grouped(first, second), grouped(second, first))) == [
        (Kind.REORDERED, "field", "", "", "1; 2", "2; 1")
    ]


def test_an_item_between_two_others_reorders_nothing() -> None:
    old = grouped(Group(code="1", items=(ONE, TWO)))
    new = grouped(Group(code="1", items=(ONE, item("1.15"), TWO)))

    assert [line[0] for line in told(compare(old, new))] == [Kind.ADDED]


def test_a_new_and_a_lost_heading_are_told() -> None:
    old = grouped(Group(code="1", title="Old", items=(ONE,)))
    new = grouped(Group(code="2", title="New", items=(ONE,)))

    assert told(compare(old, new)) == [
        (Kind.ADDED, "heading", "", "2", "", "New"),
        (Kind.MOVED, "item", "1.1", "1.1", "1", "2"),
        (Kind.REMOVED, "heading", "1", "", "Old", ""),
    ]


@pytest.mark.parametrize(
    ("what", "change", "before", "after"),
    [
        ("title", {"title": "Other"}, "Plans", "Other"),
        ("points", {"points": Fraction(1)}, "", "1"),
        ("printed_total", {"printed_total": Fraction(2)}, "", "2"),
        ("role", {"role": Role.BONUS}, "standard", "bonus"),
        ("unknown", {"unknown": ("who",)}, "", "who"),
    ],
)
def test_a_changed_heading_is_told(what: str, change: dict[str, Any], before: str, after: str) -> None:
    group = Group(code="1", title="Plans", items=(ONE,))

    comparison = compare(grouped(group), grouped(replace(group, **change)))

    assert told(comparison) == [(Kind.CHANGED, what, "1", "1", before, after)]


# --- cover ---


@pytest.mark.parametrize(
    ("what", "change", "before", "after"),
    [
        ("title", {"title": "Other"}, "A small edition", "Other"),
        ("scale", {"scale": Fraction(9, 2)}, "4", "4.5"),
        ("decimals", {"decimals": 3}, "2", "3"),
        ("ties", {"ties": Ties.DENSE}, "competition", "dense"),
        ("illustrative", {"illustrative": True}, "", "yes"),
        ("decision.number", {"decision": Decision(number="2", issuer="test")}, "1", "2"),
        ("decision.date", {"decision": Decision(number="1", issuer="test", date="2025-01-01")}, "", "2025-01-01"),
        ("caps.bonus", {"caps": Caps(bonus=Fraction(3))}, "", "3"),
        ("unknown", {"unknown": ("who",)}, "", "who"),
        ("source", {"source": "gazette"}, "", "gazette"),
    ],
)
def test_a_changed_cover_is_told(what: str, change: dict[str, Any], before: str, after: str) -> None:
    comparison = compare(BEFORE, replace(BEFORE, cover=replace(BEFORE.cover, **change)))

    (line,) = comparison.changes
    assert (line.what, line.before, line.after) == (f"cover.{what}", before, after)


def test_changed_blocks_and_classes_are_told_by_block() -> None:
    bands = (ClassBand(name="Good", at_least=Fraction(80)), ClassBand(name="Fair", at_least=Fraction(0), says="else"))
    cover = replace(
        BEFORE.cover,
        blocks={"firms": "Firms", "units": "All units"},
        classes={"units": Classes(compares=Compares.EXACT, bands=bands)},
    )

    comparison = compare(BEFORE, replace(BEFORE, cover=cover))

    assert [(line.kind, line.what, line.new_code, line.after) for line in comparison.changes] == [
        (Kind.ADDED, "cover.blocks", "firms", "Firms"),
        (Kind.CHANGED, "cover.blocks", "units", "All units"),
        (Kind.ADDED, "cover.classes", "units", "Good ≥ 80; Fair ≥ 0 (else) [exact]"),
    ]


def test_blocks_in_another_order_are_told() -> None:
    old = edition(ONE, blocks={"a": "A", "b": "B"})
    new = edition(ONE, blocks={"b": "B", "a": "A"})

    (line,) = compare(old, new).changes
    assert (line.kind, line.what, line.before, line.after) == (Kind.REORDERED, "cover.blocks", "a; b", "b; a")


# --- survey and translations ---

SCALE = {"good": Option(says="Good", weight=Fraction(1)), "none": Option(says="Do not know")}
ASKED = Questionnaire(
    options={"scale": SCALE},
    groups={"people": "People", "firms": "Firms"},
    questions={"q1": Question(text="One?", options="scale"), "q2": Question(text="Two?", options="scale")},
)


def surveyed(survey: Questionnaire | None) -> Edition:
    return replace(BEFORE, survey=survey)


def test_a_survey_that_begins_or_ends_is_told() -> None:
    began, ended = compare(surveyed(None), surveyed(ASKED)), compare(surveyed(ASKED), surveyed(None))

    assert told(began)[0] == (Kind.ADDED, "survey", "", "", "", "")
    assert told(ended)[0] == (Kind.REMOVED, "survey", "", "", "", "")
    assert len(told(began)) == len(told(ended)) == 7


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            {"questions": ASKED.questions | {"q2": Question(text="Two, now?", options="scale", groups=("people",))}},
            (Kind.CHANGED, "survey.questions", "q2", "q2", "Two? [scale]", "Two, now? [scale] [people]"),
        ),
        (
            {"questions": dict(reversed(ASKED.questions.items()))},
            (Kind.REORDERED, "survey.questions", "", "", "q1; q2", "q2; q1"),
        ),
        ({"groups": {"people": "People"}}, (Kind.REMOVED, "survey.groups", "firms", "", "Firms", "")),
        (
            {"options": {"scale": SCALE | {"none": Option(says="Do not know", weight=Fraction(0))}}},
            (Kind.CHANGED, "survey.options", "scale/none", "scale/none", "Do not know [–]", "Do not know [0]"),
        ),
        (
            {"options": {"scale": dict(reversed(SCALE.items()))}},
            (Kind.REORDERED, "survey.options", "scale", "scale", "good; none", "none; good"),
        ),
        ({"assumptions": ("equal weights",)}, (Kind.ADDED, "survey.assumptions", "", "", "", "equal weights")),
    ],
)
def test_a_changed_survey_is_told(change: dict[str, Any], line: tuple[str, ...]) -> None:
    assert told(compare(surveyed(ASKED), surveyed(replace(ASKED, **change)))) == [line]


def test_a_changed_translation_is_told_by_language_and_code() -> None:
    old = replace(BEFORE, translations={"en": Translation(title="Small", titles={"1": "One"}, blocks={"units": "U"})})
    new = replace(BEFORE, translations={"en": Translation(title="Little", titles={"1": "First"}, says={"x": "X"})})

    assert told(compare(old, new)) == [
        (Kind.CHANGED, "translations.title", "en", "en", "Small", "Little"),
        (Kind.CHANGED, "translations.titles", "en 1", "en 1", "One", "First"),
        (Kind.ADDED, "translations.says", "", "en x", "", "X"),
        (Kind.REMOVED, "translations.blocks", "en units", "", "U", ""),
    ]


# --- what the comparison rests on ---


def test_without_lineage_items_are_matched_by_code_and_the_reader_is_told() -> None:
    other = edition(item("1"), item("9", was=("3",)), edition="2026", replaces="2025")

    comparison = compare(BEFORE, other)

    assert [finding.said_in("en") for finding in comparison.findings] == [
        "2026: warning: 2026 does not replace 2024 → items are matched by code only; "
        "compare with the edition it replaces to use «was»"
    ]
    assert ("", "9", Standing.NEW) in standings(comparison)


def test_a_past_that_is_not_there_is_told() -> None:
    comparison = compare(BEFORE, amended(item("1", was=("1", "77")), item("2", "2"), item("3")))

    assert [str(finding.problem) for finding in comparison.findings] == ["«77» is no item of the edition before"]
    assert standings(comparison)[0] == ("1", "1", Standing.COMPARABLE)


PARTS = ("item", "heading")


@THOROUGH
@given(rubrics=st.tuples(editions(most_fields=2, deepest=2), editions(most_fields=2, deepest=2)))
def test_there_and_back_what_is_added_is_removed(rubrics: tuple[Edition, Edition]) -> None:
    """By codes alone: neither edition replaces the other."""
    one, other = (replace(each, cover=replace(each.cover, edition="same")) for each in rubrics)
    one, other = (replace(each, cover=replace(each.cover, replaces="neither")) for each in (one, other))

    there, back = compare(one, other), compare(other, one)

    assert parts_told(there, Kind.ADDED) == parts_told(back, Kind.REMOVED)
    assert parts_told(there, Kind.REMOVED) == parts_told(back, Kind.ADDED)
    assert sides(there) == Counter({key[::-1]: count for key, count in sides(back).items()})


def parts_told(comparison: Comparison, kind: Kind) -> Counter[tuple[str, str]]:
    return Counter(
        (change.what, change.old_code or change.new_code) for change in comparison.changes if change.kind is kind
    )


def sides(comparison: Comparison) -> Counter[tuple[str, str]]:
    return Counter(
        (str(change.before), str(change.after)) for change in comparison.changes if change.kind is Kind.CHANGED
    )


@THOROUGH
@given(rubric=editions(), data=st.data())
def test_every_change_of_law_is_told(rubric: Edition, data: st.DataObject) -> None:
    """One thing anywhere is changed: there is a line, or a trend that ends; a code given up is both."""
    changed = with_one_change(data.draw, rubric)
    codes = [part.code for group in changed.fields for part in (*group.groups(), *group.leaves())]
    assume(law(changed) != law(rubric))
    assume(len(codes) == len(set(codes)))

    comparison = compare(rubric, changed)

    assert comparison.changes
    assert all(
        str(change.before) != str(change.after) or change.kind is not Kind.CHANGED or change.what == "scored_by"
        for change in comparison.changes
    )


def law(rubric: Edition) -> Any:
    """What a comparison tells by a line: not the past that items state, nor whether a trend may be drawn."""
    return without(edition_data(rubric), ("was", "comparable"))


def without(data: Any, keys: tuple[str, ...]) -> Any:
    if isinstance(data, list):
        return [without(each, keys) for each in data]
    if isinstance(data, dict):
        return {key: without(value, keys) for key, value in data.items() if key not in keys}
    return data


# --- the annex ---


@pytest.mark.parametrize("sign", ["=1+1", "+84", "-5", "@sum", "=cmd|' /C calc'!A0"])
def test_a_spreadsheet_takes_no_text_for_a_formula(sign: str) -> None:
    comparison = compare(BEFORE, amended(replace(item("1"), title=sign), item("2", "2"), item("3"), title=sign))

    cells = [cell for line in csv.reader(io.StringIO(csv_of(comparison, "en"))) for cell in line]

    assert f"'{sign}" in cells
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@settings(THOROUGH, max_examples=30)
@given(rubrics=st.tuples(editions(), editions()))
def test_every_comparison_is_printed_whole_and_inert(rubrics: tuple[Edition, Edition]) -> None:
    comparison = compare(*rubrics)

    for language in LANGUAGES:
        lines = list(csv.reader(io.StringIO(csv_of(comparison, language)), strict=True))

        assert text_of(comparison, language).endswith("\n")
        assert len(lines) == 1 + len(comparison.changes) + len(comparison.trends)
        assert all(len(line) == 6 for line in lines)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for line in lines for cell in line)


def annex(language: Language) -> str:
    new = amended(
        item("1", "1.5"),
        item("2", "2", Share(numerator="done", denominator="all", full_at=HALF)),
        item("4", was=("3",)),
    )
    return text_of(compare(BEFORE, new), language)


def test_the_annex_in_english() -> None:
    assert (
        annex("en")
        == """\
From edition 2024 to edition 2025

old code    new code    change          what                    before                              after
----------  ----------  --------------  ----------------------  ----------------------------------  ----------------------------------
                        changed         code of the edition     2024                                2025
                        changed         scale                   4                                   4.5
                        added           edition replaced                                            2024
1           1           changed         points                  1                                   1.5
2           2           changed         scoring rule            The share done ÷ all                The share done ÷ all
                                                                0 points up to 0%, 2 points from    0 points up to 0%, 2 points from
                                                                100%, a straight line between       50%, a straight line between
3           4           renumbered      item                    Item 3 (1)                          Item 4 (1)
3           4           changed         title                   Item 3                              Item 4

3 items can be compared from one edition to the other.
"""
    )


def test_the_annex_in_vietnamese() -> None:
    text = annex("vi")

    assert text.startswith("Từ bộ chỉ số 2024 sang bộ chỉ số 2025\n\nmã cũ       mã mới      thay đổi")
    assert (
        "1           1           sửa             điểm                    1                                   1,5"
        in text
    )
    assert "đổi mã" in text
    assert "3 mục so sánh được giữa hai bộ chỉ số." in text
