"""Writing an edition: what is written reads back equal, and one law has one digest."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from parindex.errors import Unreadable, errors_among
from parindex.rubric.model import (
    Cover,
    Edition,
    Group,
    Item,
    Option,
    Question,
    Questionnaire,
    Ties,
    Translation,
)
from parindex.rubric.read import adopted, read_edition
from parindex.rubric.rules import AllOrNothing, Band, Branch, Case, Choice, ChoiceLevel, CountBands, Share
from parindex.rubric.workbook.outline import MOST_LEVELS
from parindex.rubric.write import (
    MOST_NAME_BYTES,
    canonical,
    digest,
    edition_data,
    flaw_of_name,
    write_edition,
)
from tests.core.editions import editions
from tests.core.small import edition, item

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # an edition is too large to be shrunk in time
THOROUGH = settings(max_examples=60, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
SOUND = Path(__file__).parent / "broken" / "sound"


@contextmanager
def written(rubric: Edition) -> Iterator[Path]:
    """The edition's folder, gone after the test."""
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer) / "edition"
        write_edition(rubric, folder)
        yield folder


def file_of(rubric: Edition, name: str = "1-field.yaml") -> str:
    with written(rubric) as folder:
        return (folder / name).read_text(encoding="utf-8")


# --- there and back ---


@THOROUGH
@given(rubric=editions())
def test_what_is_written_reads_back_equal(rubric: Edition) -> None:
    with written(rubric) as folder:
        again, findings = read_edition(folder)

    assert errors_among(findings) == []
    assert again == rubric
    assert canonical(again) == canonical(rubric)


@THOROUGH
@given(rubric=editions())
def test_one_edition_is_always_written_in_the_same_bytes(rubric: Edition) -> None:
    with written(rubric) as first, written(adopted(first)) as second:
        names = sorted(path.name for path in first.iterdir())

        assert names == sorted(path.name for path in second.iterdir())
        assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)


def test_an_edition_written_by_hand_is_not_changed_by_writing_it_anew() -> None:
    by_hand = adopted(SOUND)

    with written(by_hand) as folder:
        assert adopted(folder) == by_hand
        assert digest(adopted(folder)) == digest(by_hand)


def test_the_deepest_edition_with_texts_that_need_escapes_comes_back() -> None:
    awkward = "\x07\u200b báo cáo \x07 quý " * 60
    levels = tuple(
        ChoiceLevel(level=f"{n} {awkward}".strip(), says=awkward.strip(), points=Fraction(n)) for n in (1, 0)
    )
    branch = Branch(
        on="1",
        cases=(Case(when=("yes",), scored_by=Choice(levels=levels)),),
        otherwise=AllOrNothing(says="x"),
    )
    part: Item | Group = item("2", "1", branch, note=awkward.strip())
    for depth in range(MOST_LEVELS - 2):
        part = Group(code=f"G{depth}", items=(part,))
    rubric = edition(item("1", "1", AllOrNothing(says="x")))
    deepest = replace(
        rubric,
        cover=replace(rubric.cover, scale=Fraction(2)),
        fields=(replace(rubric.fields[0], items=(*rubric.fields[0].items, part)),),
    )

    with written(deepest) as folder:
        assert adopted(folder) == deepest


# --- canonical text and digest ---


@THOROUGH
@given(rubric=editions())
def test_the_names_of_files_are_no_law(rubric: Edition) -> None:
    names = tuple(f"file-{place}" for place, _ in enumerate(rubric.fields))
    renamed = replace(rubric, cover=replace(rubric.cover, fields=names))

    assert canonical(renamed) == canonical(rubric)


@THOROUGH
@given(rubric=editions())
def test_the_layout_of_a_file_is_no_law(rubric: Edition) -> None:
    with written(rubric) as folder:
        for path in folder.iterdir():
            path.write_text(in_another_layout(path.read_text(encoding="utf-8")), encoding="utf-8")
        again = adopted(folder)

    assert digest(again) == digest(rubric)


def in_another_layout(text: str) -> str:
    """Flow style, quoted, escaped, keys backwards where their order means nothing, a comment on top."""
    data = yaml.load(text, Loader=yaml.BaseLoader)
    laid_out = yaml.dump(
        backwards(data, ""),
        default_flow_style=True,
        default_style='"',
        allow_unicode=False,
        width=1000,  # folded lines of escaped letters do not survive PyYAML itself
        sort_keys=False,
    )
    return f"# the same law\n\n{laid_out}"


def backwards(data: Any, key: str) -> Any:
    """Blocks, and what a survey offers, keep the order in which they are shown."""
    if isinstance(data, list):
        return [backwards(entry, key) for entry in data]
    if not isinstance(data, dict):
        return data
    if key in ("blocks", "options", "groups", "questions"):
        return {name: backwards(value, key) if key == "options" else value for name, value in data.items()}
    return {name: backwards(value, name) for name, value in reversed(data.items())}


SURVEYED = replace(
    edition(
        item("1", "2", Share(numerator="done", denominator="all", full_at=Fraction(9, 10)), note="a note"),
        item(
            "2",
            "1",
            CountBands(
                counts="cases",
                rows=(Band(points=Fraction(1), exactly=Fraction(0)), Band(points=Fraction(0), above=Fraction(0))),
            ),
        ),
        blocks={"north": "North", "south": "South"},
        translations=("en",),
    ),
    survey=Questionnaire(
        options={"scale": {"good": Option(says="Good", weight=Fraction(1)), "bad": Option(says="Bad")}},
        groups={"people": "People", "firms": "Firms"},
        questions={"q1": Question(text="One?", options="scale"), "q2": Question(text="Two?", options="scale")},
    ),
    translations={"en": Translation(title="Small", titles={"A": "Standard", "1": "One", "2": "Two"})},
)
"""Holds one of everything that the changes below touch."""


def on_cover(**change: object) -> Callable[[Edition], Edition]:
    return lambda rubric: replace(rubric, cover=replace(rubric.cover, **change))  # type: ignore[arg-type]


def on_item(**change: object) -> Callable[[Edition], Edition]:
    def changed(rubric: Edition) -> Edition:
        (group,) = rubric.fields
        first, *others = group.items
        assert isinstance(first, Item)
        return replace(rubric, fields=(replace(group, items=(replace(first, **change), *others)),))  # type: ignore[arg-type]

    return changed


def on_survey(**change: object) -> Callable[[Edition], Edition]:
    return lambda rubric: replace(rubric, survey=replace(rubric.survey, **change))  # type: ignore[type-var, arg-type]


def backwards_items(rubric: Edition) -> Edition:
    (group,) = rubric.fields
    return replace(rubric, fields=(replace(group, items=group.items[::-1]),))


CHANGES: dict[str, Callable[[Edition], Edition]] = {
    "a word of the title": on_cover(title="A  small edition"),
    "the scale": on_cover(scale=Fraction(4)),
    "the ranking of ties": on_cover(ties=Ties.DENSE),
    "the decimals": on_cover(decimals=3),
    "the order of blocks": on_cover(blocks={"south": "South", "north": "North"}),
    "what is not known": on_cover(unknown=("who confirms",)),
    "an item's points, a little": on_item(points=Fraction(2) + Fraction(1, 10**15)),
    "an item's note": on_item(note=None),
    "a trend that ends": on_item(comparable=False),
    "one code too many": on_item(was=("1",)),
    "a bound of a rule": on_item(scored_by=Share(numerator="done", denominator="all", full_at=Fraction(8, 10))),
    "a word of a rule": on_item(scored_by=Share(numerator="made", denominator="all", full_at=Fraction(9, 10))),
    "the order of items": backwards_items,
    "the survey": lambda rubric: replace(rubric, survey=None),
    "the order of questions": on_survey(
        questions={"q2": Question(text="Two?", options="scale"), "q1": Question(text="One?", options="scale")}
    ),
    "the order of answers": on_survey(
        options={"scale": {"bad": Option(says="Bad"), "good": Option(says="Good", weight=Fraction(1))}}
    ),
    "a translation": lambda rubric: replace(rubric, translations={"fr": rubric.translations["en"]}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_law_changes_the_digest(what: str) -> None:
    changed = CHANGES[what](SURVEYED)

    assert digest(changed) != digest(SURVEYED)


@THOROUGH
@given(rubric=editions(), data=st.data())
def test_any_one_change_of_law_changes_the_digest(rubric: Edition, data: st.DataObject) -> None:
    changed = with_one_change(data.draw, rubric)
    assume(changed != rubric)

    assert digest(changed) != digest(rubric)


LAYOUT = {Cover: ("fields", "translations"), Item: ("where",), Group: ("where", "role"), Band: ("where",)}


def with_one_change(draw: Any, value: Any) -> Any:
    """The value with one word, figure, choice, entry or key in it changed, anywhere down."""
    match value:
        case None:
            return None
        case bool():
            return not value
        case StrEnum():
            return draw(st.sampled_from(type(value)))
        case str():
            return draw(st.sampled_from([f"{value}x", value.swapcase(), value[:-1] or "x"]))
        case Fraction():
            return value + draw(st.sampled_from([Fraction(1), Fraction(1, 10**15)]))
        case int():
            return value + 1
    return _with_one_part_changed(draw, value)


def _with_one_part_changed(draw: Any, value: Any) -> Any:
    if is_dataclass(value):
        names = [each.name for each in fields(value) if each.name not in (*LAYOUT.get(type(value), ()), "where")]  # type: ignore[call-overload]
        name = draw(st.sampled_from(names))
        return replace(value, **{name: with_one_change(draw, getattr(value, name))})  # type: ignore[type-var]
    if not value:
        return value
    if isinstance(value, tuple):
        place = draw(st.integers(0, len(value) - 1))
        return (*value[:place], with_one_change(draw, value[place]), *value[place + 1 :])
    key = draw(st.sampled_from(list(value)))
    return value | {key: with_one_change(draw, value[key])}


def test_figures_stand_in_their_shortest_writing() -> None:
    rubric = edition(item("1", "2.50"), item("2", "0.125"), item("3", "100"))

    text = canonical(rubric)

    assert '"points":"2.5"' in text
    assert '"points":"0.125"' in text
    assert '"points":"100"' in text
    assert '"scale":"102.625"' in text


def test_what_equals_its_default_is_left_out() -> None:
    rubric = edition(item("1", rule=Share(numerator="done", denominator="all", full_at=Fraction(1))))

    (group,) = edition_data(rubric)["fields"]

    assert isinstance(group, dict)
    assert group["items"] == [
        {
            "code": "1",
            "title": "Item 1",
            "points": "1",
            "not_applicable_when": "no case arose",
            "scored_by": {"share": {"numerator": "done", "denominator": "all"}},
        }
    ]


def test_the_digest_is_the_sha256_of_a_text_that_stands_here() -> None:
    """Should this ever change, adopted editions would lose their digests: take a new CANONICAL_FORM."""
    rubric = edition(item("1"))

    assert canonical(rubric) == (
        '{"cover":{"blocks":[["units","Units"]],"decimals":"2","decision":{"issuer":"test","number":"1"},'
        '"edition":"small","index":"percent","index_type":"related","not_applicable":"whole_scale","scale":"1",'
        '"ties":"competition","title":"A small edition"},"fields":[{"code":"A","items":[{"code":"1",'
        '"not_applicable_when":"no case arose","points":"1","scored_by":{"share":{"denominator":"all",'
        '"numerator":"done"}},"title":"Item 1"}],"title":"Standard"}],"form":"parindex edition 1"}'
    )
    # sha256sum of that text
    assert digest(rubric) == "da78296f4dd2aa7f805b0c9b43990cba38c7b484e1400678125e67fa9d3d4370"


# --- what is refused ---


@pytest.mark.parametrize("name", ["cover.yaml", ".hidden", "folder"])
def test_an_edition_is_never_written_over_another(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()

    with pytest.raises(Unreadable, match="something here already"):
        write_edition(edition(item("1")), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_edition_is_not_written_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "edition").write_text("mine", encoding="utf-8")

    with pytest.raises(Unreadable, match="something here already"):
        write_edition(edition(item("1")), tmp_path / "edition")

    assert (tmp_path / "edition").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_written_into(tmp_path: Path) -> None:
    write_edition(edition(item("1")), tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["1-field.yaml", "cover.yaml"]


UNFIT = (
    "../1",
    "a/b",
    "a\\b",
    "a\x00b",
    "a\nb",
    "c:1",
    "a?",
    "a*",
    '"a"',
    "<a>",
    "a|b",
    "đ" * (MOST_NAME_BYTES // 2 + 1),
)


@pytest.mark.parametrize("name", UNFIT)
def test_a_name_that_no_file_can_bear_is_refused(tmp_path: Path, name: str) -> None:
    rubric = edition(item("1"), fields=(name,))

    with pytest.raises(Unreadable, match="cannot be the name of a file"):
        write_edition(rubric, tmp_path / "edition")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "names", [("cover",), ("Survey",), ("a", "A"), ("đ", "Đ"), ("\u0111\u00e0", "\u0111a\u0300"), ("en", "en")]
)
def test_two_files_cannot_bear_one_name(tmp_path: Path, names: tuple[str, ...]) -> None:
    rubric = edition(item("1"), bonus=[item("2")] * (len(names) - 1), fields=names)

    with pytest.raises(Unreadable, match="two files would be called"):
        write_edition(rubric, tmp_path / "edition")

    assert list(tmp_path.iterdir()) == []


def test_a_translation_cannot_bear_the_name_of_a_field(tmp_path: Path) -> None:
    rubric = replace(SURVEYED, cover=replace(SURVEYED.cover, fields=("en",)))

    with pytest.raises(Unreadable, match="two files would be called «en»"):
        write_edition(rubric, tmp_path / "edition")


def test_every_name_that_is_refused_is_told_at_once(tmp_path: Path) -> None:
    rubric = edition(item("1"), bonus=[item("2")], penalty=[item("3")], fields=("a/b", "cover", "fine"))

    with pytest.raises(Unreadable) as refused:
        write_edition(rubric, tmp_path / "edition")

    assert [finding.where for finding in refused.value.findings] == ["cover.yaml", "cover.yaml"]
    assert all(finding.said_in("vi") != finding.said_in("en") for finding in refused.value.findings)


def test_the_longest_name_is_taken() -> None:
    assert flaw_of_name("x" * MOST_NAME_BYTES) is None
    assert flaw_of_name("x" * (MOST_NAME_BYTES + 1)) is not None


# --- what a reader of the files sees ---


def test_a_file_is_laid_out_as_a_person_would_write_it() -> None:
    choice = Choice(
        levels=(
            ChoiceLevel(level="đủ", says="Ban hành đủ: đúng hạn", points=Fraction(2)),
            ChoiceLevel(level="no", says="Không ban hành", points=Fraction(0)),
        )
    )
    rubric = edition(item("1.10", "2", choice, note="# xem Điều 4", was=("1.1", "Đ2")))

    assert file_of(rubric) == (
        "code: A\n"
        "title: Standard\n"
        "items:\n"
        '  - code: "1.10"\n'
        "    title: Item 1.10\n"
        "    points: 2\n"
        "    not_applicable_when: no case arose\n"
        "    was:\n"
        '      - "1.1"\n'
        "      - Đ2\n"
        "    note: '# xem Điều 4'\n"
        "    scored_by:\n"
        "      choice:\n"
        "        levels:\n"
        "          - level: đủ\n"
        "            says: 'Ban hành đủ: đúng hạn'\n"
        "            points: 2\n"
        '          - level: "no"\n'
        "            says: Không ban hành\n"
        "            points: 0\n"
    )


@THOROUGH
@given(rubric=editions())
def test_other_tools_read_each_text_as_text(rubric: Edition) -> None:
    with written(rubric) as folder:
        for path in folder.iterdir():
            text = path.read_text(encoding="utf-8")
            theirs, ours = yaml.safe_load(text), yaml.load(text, Loader=yaml.BaseLoader)

            assert misread(theirs, ours, "", "") == []


FIGURES = (
    *("points", "printed_total", "scale", "step", "up_to", "weight", "each", "most", "otherwise", "covers"),
    *("at_least", "above", "below", "at_most", "exactly", "decimals", "at_least_answers"),
    *("bonus", "penalty", "index_at_least", "index_at_most"),
    *("bonus_inside_scale", "comparable", "illustrative", "may_exceed", "waivable"),
)
FREE_KEYS = ("blocks", "titles", "says", "options", "groups", "questions")


def misread(theirs: Any, ours: Any, key: str, above: str) -> list[str]:
    """Texts that a usual YAML reader would take for a figure, a date, yes or no, or nothing."""
    if isinstance(ours, list):
        return [flaw for one, other in zip(theirs, ours, strict=True) for flaw in misread(one, other, key, above)]
    if isinstance(ours, dict):
        assert list(theirs) == list(ours)
        option = set(ours) == {"says", "weight"}
        names = [name for name in ours if not (option and name == "weight")]
        return [flaw for name in names for flaw in misread(theirs[name], ours[name], name, key)]
    weighed = above in ("questions", "groups")
    is_figure = (key in FIGURES and above not in FREE_KEYS) or weighed
    return [] if is_figure or theirs == ours else [f"{key}: {ours}"]


def test_a_group_of_respondents_called_no_is_quoted() -> None:
    survey = replace(SURVEYED.survey, groups={"people": "no", "points": "1.10"})  # type: ignore[type-var]

    text = file_of(replace(SURVEYED, survey=survey), "survey.yaml")

    assert 'groups:\n  people: "no"\n  points: "1.10"\n' in text


def test_a_long_text_is_wrapped_and_none_becomes_an_alias() -> None:
    long = "kế hoạch cải cách hành chính " * 20
    rubric = edition(item("1", note=long.strip(), evidence=long.strip(), was=("a", "b")), item("2", was=("a", "b")))

    text = file_of(rubric)

    assert max(map(len, text.splitlines())) <= 120
    assert "&id" not in text
    assert "*id" not in text
    assert "\\" not in text
