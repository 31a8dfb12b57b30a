"""The parts of an edition as texts by their keys: what a comparison lays side by side."""

from collections.abc import Sequence

from parindex.rounding import shortest
from parindex.rubric.compare.rules import RuleText, together
from parindex.rubric.model import Classes, Cover, Edition, Group, Item, Questionnaire
from parindex.rubric.pieces import ZERO
from parindex.rubric.shape import Data
from parindex.rubric.shapes import COVER, FIELD, ITEM
from parindex.rubric.write import FILE_NAMES

Text = str | RuleText
Texts = dict[str, Text]
"""What can change about one part: key → text."""
Sections = dict[tuple[str, str], str]
"""What can change about the cover, the survey, a translation: key and code → text."""

NOT_COMPARED = ("code", "items", "scored_by", "was", "comparable")
"""Told by other lines, or by the trends."""


def cover_texts(cover: Cover) -> Sections:
    data = COVER.data(cover)
    told = (*FILE_NAMES, "blocks", "classes", "decision", "caps")
    plain = {key: value for key, value in data.items() if key not in told}
    inner = {f"{key}.{name}": value for key in ("decision", "caps") for name, value in _inside(data, key).items()}
    return {
        **{(f"cover.{key}", ""): _text(value) for key, value in (plain | inner).items()},
        **{("cover.blocks", block): says for block, says in cover.blocks.items()},
        **{("cover.classes", block): _classes_text(classes) for block, classes in cover.classes.items()},
    }


def _inside(data: dict[str, Data], key: str) -> dict[str, Data]:
    held = data.get(key, {})
    assert isinstance(held, dict)
    return held


def _classes_text(classes: Classes) -> str:
    bands = [
        f"{band.name} ≥ {shortest(band.at_least)}{'' if band.says is None else f' ({band.says})'}"
        for band in classes.bands
    ]
    return f"{listed(bands)} [{classes.compares}]"


def heading_texts(group: Group) -> Texts:
    texts = {key: _text(value) for key, value in FIELD.data(group).items() if key not in NOT_COMPARED}
    return {"role": group.role, **texts}


def item_texts(item: Item) -> Texts:
    texts = {key: _text(value) for key, value in ITEM.data(item).items() if key not in NOT_COMPARED}
    return {"answered_by": item.answered_by, **texts, "scored_by": RuleText((item.scored_by,), (item.most,))}


def joined(past: Sequence[Item]) -> Texts:
    """The texts of several items as one: each text once, the points added up."""
    texts = [item_texts(item) for item in past]
    keys = dict.fromkeys(key for each in texts for key in each)
    joined = {key: _joined([each[key] for each in texts if key in each]) for key in keys}
    if "points" in joined:
        joined["points"] = shortest(sum((item.most for item in past), ZERO))
    return joined


def _joined(texts: Sequence[Text]) -> Text:
    rules = [text for text in texts if isinstance(text, RuleText)]
    return together(rules) if rules else listed(list(dict.fromkeys(str(text) for text in texts)))


def named(item: Item) -> str:
    """An item as one line: its title and points."""
    return item.title if item.points is None else f"{item.title} ({shortest(item.points)})"


def survey_texts(survey: Questionnaire | None) -> Sections:
    if survey is None:
        return {}
    questions = {
        ("survey.questions", code): f"{question.text} [{question.options}]{_asked(question.groups)}"
        for code, question in survey.questions.items()
    }
    options = {
        (
            "survey.options",
            f"{name}/{key}",
        ): f"{option.says} [{'–' if option.weight is None else shortest(option.weight)}]"
        for name, held in survey.options.items()
        for key, option in held.items()
    }
    groups = {("survey.groups", code): says for code, says in survey.groups.items()}
    assumptions = {("survey.assumptions", ""): listed(survey.assumptions)} if survey.assumptions else {}
    return questions | options | groups | assumptions


def _asked(groups: Sequence[str]) -> str:
    return f" [{listed(groups)}]" if groups else ""


def translation_texts(edition: Edition) -> Sections:
    return {
        (f"translations.{key}", f"{language} {code}".strip()): says
        for language, text in edition.translations.items()
        for key, texts in (
            ("title", {"": text.title}),
            ("titles", text.titles),
            ("says", text.says),
            ("blocks", text.blocks),
        )
        for code, says in texts.items()
    }


def _text(data: Data) -> str:
    if isinstance(data, list):
        return listed([str(entry) for entry in data])
    return str(data)


def listed(texts: Sequence[str]) -> str:
    return "; ".join(texts)
