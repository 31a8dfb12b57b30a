"""An edition as the rows of its workbook: column key → the edition's text, sheet by sheet."""

from collections.abc import Iterator

from parindex.rubric.model import Edition, Group, Item
from parindex.rubric.shape import Data
from parindex.rubric.shapes import CLASSES, COVER, GROUP, ITEM, QUESTIONNAIRE, RULE, TRANSLATION, rule_name
from parindex.rubric.workbook.forms import COVER_LINES, Line
from parindex.rubric.workbook.rules import SheetRow, rule_rows

OWN_COLUMNS = ("items", "scored_by")


def cover_rows(edition: Edition) -> Iterator[tuple[Line, str]]:
    """Every line of the cover, empty ones too, so that an officer sees what can be filled in."""
    data = COVER.data(edition.cover)
    for line in COVER_LINES:
        outer, _, key = line.path.rpartition(".")
        held = data.get(outer, {}) if outer else data
        assert isinstance(held, dict)
        yield line, _text(held.get(key, ""))


def _text(value: Data) -> str:
    """A list is written one entry a line; no text of an edition holds a line break."""
    return "\n".join(str(entry) for entry in value) if isinstance(value, list) else str(value)


def block_rows(edition: Edition) -> Iterator[SheetRow]:
    yield from ({"key": key, "says": says} for key, says in edition.cover.blocks.items())


def class_rows(edition: Edition) -> Iterator[SheetRow]:
    for block, classes in edition.cover.classes.items():
        data = CLASSES.data(classes)
        bands = data["bands"]
        assert isinstance(bands, list)
        for band in bands:
            yield {"block": block, "compares": _text(data["compares"])} | _cells(band)


def _cells(data: Data) -> SheetRow:
    assert isinstance(data, dict)
    return {key: _text(value) for key, value in data.items() if key not in OWN_COLUMNS}


def part_rows(edition: Edition) -> Iterator[SheetRow]:
    """One row a field, criterion and item, in printed order."""
    for file, group in zip(edition.cover.fields, edition.fields, strict=True):
        yield {"level": "1", "part": "field", "file": file, "role": group.role} | _group_cells(group)
        yield from _inner_rows(group, 2)


def _inner_rows(group: Group, level: int) -> Iterator[SheetRow]:
    for part in group.items:
        if isinstance(part, Group):
            yield {"level": str(level), "part": "group"} | _group_cells(part)
            yield from _inner_rows(part, level + 1)
        else:
            yield {"level": str(level), "part": "item"} | _item_cells(part)


def _group_cells(group: Group) -> SheetRow:
    return _cells(GROUP.data(group))


def _item_cells(item: Item) -> SheetRow:
    return (
        {"answered_by": item.answered_by, "comparable": "yes"}
        | _cells(ITEM.data(item))
        | {"scored_by": rule_name(item.scored_by)}
    )


def rule_sheet_rows(edition: Edition) -> Iterator[SheetRow]:
    for item in edition.leaves():
        for row in rule_rows(RULE.data(item.scored_by)):
            yield {"code": item.code, "title": item.title} | row


def survey_rows(edition: Edition) -> Iterator[SheetRow]:
    if edition.survey is None:
        return
    data = QUESTIONNAIRE.data(edition.survey)
    for name, options in _pairs(data["options"]):
        for key, option in _pairs(options):
            yield {"row": "option", "options": name, "key": key} | _cells(option)
    for key, says in _pairs(data["groups"]):
        yield {"row": "group", "key": key, "says": _text(says)}
    for key, question in _pairs(data["questions"]):
        cells = _cells(question)
        yield {"row": "question", "key": key, "says": cells.pop("text")} | cells
    yield from ({"row": "assumption", "says": says} for says in edition.survey.assumptions)


def _pairs(data: Data) -> Iterator[tuple[str, Data]]:
    assert isinstance(data, dict)
    yield from data.items()


def translation_rows(edition: Edition) -> Iterator[SheetRow]:
    """In the cover's order of languages; the source text stands beside each line."""
    titles = _titles(edition)
    for name in edition.cover.translations:
        data = TRANSLATION.data(edition.translations[name])
        yield {"language": name, "row": "title", "source": edition.cover.title, "says": _text(data["title"])}
        for row, known in (("titles", titles), ("says", {}), ("blocks", edition.cover.blocks)):
            for key, says in _pairs(data.get(row, {})):
                yield {"language": name, "row": row, "key": key, "source": known.get(key, ""), "says": _text(says)}


def _titles(edition: Edition) -> dict[str, str]:
    groups = {group.code: group.title or "" for field in edition.fields for group in field.groups()}
    return groups | {item.code: item.title for item in edition.leaves()}
