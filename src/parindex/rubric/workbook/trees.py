"""The rows of a workbook as the trees that the shapes read."""

from collections.abc import Container, Iterable, Sequence

from parindex.rubric.read import Parts
from parindex.rubric.shape import Report
from parindex.rubric.tree import Listing, Mapping, Node, Scalar
from parindex.rubric.workbook.forms import (
    BLOCKS,
    CLASSES,
    COVER,
    COVER_LINES,
    PARTS_SHEET,
    RULES_SHEET,
    SURVEY,
    TRANSLATIONS,
    Line,
    SheetForm,
)
from parindex.rubric.workbook.grid import Row, lines_of, put, refuse_word, worded
from parindex.rubric.workbook.labels import SURVEY_ROWS, TRANSLATION_ROWS, Holds, folded
from parindex.rubric.workbook.outline import Outline
from parindex.rubric.workbook.rules import rule_node
from parindex.rubric.write import OWN_NAMES, flaw_of_name, name_taken
from parindex.words import words

LINES = {name: line for line in COVER_LINES for name in (folded(line.label), line.path)}


def parts_of(rows: dict[SheetForm, list[Row]], report: Report) -> Parts:
    """The trees of an edition's parts; what no shape would see is reported here."""
    fields = _outline(rows[PARTS_SHEET], rows[RULES_SHEET], report)
    translations = _translations(rows.get(TRANSLATIONS, []), report)
    languages: list[Node] = [Scalar(name, text.where) for name, text in translations.items()]
    _check_names([*fields.files, *languages], report)
    cover = _cover(rows[COVER], report)
    cover.pairs.update(
        fields=Listing(PARTS_SHEET.name, list(fields.files)),
        translations=Listing(TRANSLATIONS.name, languages),
        blocks=_texts(rows[BLOCKS], BLOCKS.name, report),
        classes=_classes(rows.get(CLASSES, []), report),
    )
    survey = _survey(rows[SURVEY], report) if SURVEY in rows else None
    return Parts(cover=cover, fields=tuple(fields.fields), survey=survey, translations=translations)


def _check_names(names: Iterable[Node], report: Report) -> None:
    """The names of fields and languages become names of files."""
    taken = set(OWN_NAMES)
    for name in names:
        assert isinstance(name, Scalar)
        flaw = flaw_of_name(name.text, taken)
        if flaw is not None:
            report.add(name.where, flaw, words("give the file a short name of its own"))
        taken.add(name_taken(name.text))


def _cover(rows: Sequence[Row], report: Report) -> Mapping:
    cover = Mapping(COVER.name)
    for row in rows:
        line = LINES.get(folded(row.text("line")))
        if line is None:
            choices = ", ".join(line.label for line in COVER_LINES)
            report.add(
                row.place_of("line"),
                words("unknown line «{line}»", line=row.text("line")),
                words("use one of: {choices}", choices=choices),
            )
        elif "value" in row.cells:
            _put_line(cover, line, row, report)
    return cover


def _put_line(cover: Mapping, line: Line, row: Row, report: Report) -> None:
    outer, _, key = line.path.rpartition(".")
    mapping = cover.pairs.setdefault(outer, Mapping(COVER.name)) if outer else cover
    assert isinstance(mapping, Mapping)
    put(mapping, key, _line_node(line, row.cells["value"], report), row.place_of("line"), report, line.label)


def _line_node(line: Line, cell: Scalar, report: Report) -> Node:
    if line.holds is Holds.LINES:
        return lines_of(cell)
    return worded(cell, line.words, report) if line.words else cell


def _texts(rows: Sequence[Row], where: str, report: Report) -> Mapping:
    """Keys with their texts."""
    texts = Mapping(where)
    for row in rows:
        put(texts, row.text("key"), row.node("says"), row.place_of("key"), report)
    return texts


def _classes(rows: Sequence[Row], report: Report) -> Mapping:
    classes = Mapping(CLASSES.name)
    for row in rows:
        first = Mapping(row.where, {"compares": row.node("compares"), "bands": Listing(row.where)})
        held = classes.pairs.setdefault(row.text("block"), first)
        assert isinstance(held, Mapping)
        _add_class(held, row, report)
    return classes


def _add_class(classes: Mapping, row: Row, report: Report) -> None:
    bands, compares = classes.pairs["bands"], classes.pairs["compares"]
    assert isinstance(bands, Listing)
    assert isinstance(compares, Scalar)
    bands.items.append(row.mapping(("name", "at_least", "says")))
    if "compares" in row.cells and row.word("compares") != compares.text:
        report.add(
            row.place_of("compares"),
            words("the classes of one block compare in one way"),
            words("write the same word as at {where}", where=compares.where),
        )


def _outline(parts: Sequence[Row], rules: Sequence[Row], report: Report) -> Outline:
    outline = Outline(report)
    held = _rules(parts, rules, report)
    for row in parts:
        rule = None
        if "scored_by" in row.cells:
            name = Scalar(row.word("scored_by"), row.place_of("scored_by"))
            rule = rule_node(name, held[row.text("code")], report)
        outline.add(row, rule)
    return outline


def _rules(parts: Sequence[Row], rules: Sequence[Row], report: Report) -> dict[str, list[Row]]:
    """The rows of the rules sheet by the code of their item."""
    held: dict[str, list[Row]] = {}
    for row in parts:
        if "scored_by" in row.cells:
            _refuse_second(row, held, report)
            held[row.text("code")] = []
    for row in rules:
        code = row.text("code")
        if code in held:
            held[code].append(row)
        else:
            report.add(
                row.place_of("code"),
                words(
                    "no item «{code}» with a rule stands on the sheet «{sheet}»", code=code, sheet=PARTS_SHEET.name
                ),
                words("write the code as it stands there, and name the rule there"),
            )
    return held


def _refuse_second(row: Row, held: Container[str], report: Report) -> None:
    """Two items of one code would share their rows on the rules sheet."""
    code = row.text("code")
    if code in held:
        report.add(
            row.place_of("code"),
            words("the code {code} stands twice", code=code),
            words("give each part its own code"),
        )


def _survey(rows: Sequence[Row], report: Report) -> Mapping:
    places = {key: Mapping(SURVEY.name) for key in ("options", "groups", "questions")}
    assumptions = Listing(SURVEY.name)
    for row in rows:
        match row.word("row"):
            case "option":
                options = places["options"].pairs.setdefault(row.text("options"), Mapping(row.where))
                assert isinstance(options, Mapping)
                put(options, row.text("key"), row.mapping(("says", "weight")), row.place_of("key"), report)
            case "group":
                put(places["groups"], row.text("key"), row.node("says"), row.place_of("key"), report)
            case "question":
                put(places["questions"], row.text("key"), _question(row), row.place_of("key"), report)
            case "assumption":
                assumptions.items.append(row.node("says"))
            case _:
                refuse_word(row.text("row"), row.place_of("row"), SURVEY_ROWS, report)
    return Mapping(SURVEY.name, {**places, "assumptions": assumptions})


def _question(row: Row) -> Mapping:
    question = row.mapping(("options", "groups"))
    question.pairs["text"] = row.node("says")
    return question


def _translations(rows: Sequence[Row], report: Report) -> dict[str, Node]:
    translations: dict[str, Node] = {}
    for row in rows:
        text = translations.setdefault(
            row.text("language"), Mapping(row.place_of("language"), {"titles": Mapping(row.where)})
        )
        assert isinstance(text, Mapping)
        _put_text(text, row, report)
    return translations


def _put_text(text: Mapping, row: Row, report: Report) -> None:
    match row.word("row"):
        case "title":
            put(text, "title", row.node("says"), row.place_of("row"), report)
        case ("titles" | "says" | "blocks") as key:
            pairs = text.pairs.setdefault(key, Mapping(row.where))
            assert isinstance(pairs, Mapping)
            put(pairs, row.text("key"), row.node("says"), row.place_of("key"), report)
        case _:
            refuse_word(row.text("row"), row.place_of("row"), TRANSLATION_ROWS, report)
