"""A comparison written as a table, in text or CSV, for the annex of a decision."""

import csv
import io
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from parindex.rounding import shown
from parindex.rubric.compare.changes import Change, Comparison, Kind
from parindex.rubric.compare.lineage import Standing, Trend
from parindex.rubric.compare.rules import RuleText
from parindex.rubric.workbook.labels import (
    ANSWERS,
    INDEX_TYPES,
    MODES,
    PRINTS,
    ROLES,
    TIES,
    YES_NO,
    Vocabulary,
    label_of,
)
from parindex.words import Language, Words, inert, said, words

HEADINGS = (
    words("old code"),
    words("new code"),
    words("change"),
    words("what"),
    words("before"),
    words("after"),
)
WIDTHS = (10, 10, 14, 22, 34, 34)
BETWEEN = "  "

KINDS: dict[Kind, Words] = {
    Kind.ADDED: words("added"),
    Kind.REMOVED: words("removed"),
    Kind.RENUMBERED: words("renumbered"),
    Kind.JOINED: words("joined"),
    Kind.SPLIT: words("split"),
    Kind.MOVED: words("moved"),
    Kind.REORDERED: words("reordered"),
    Kind.CHANGED: words("changed"),
}
WHAT: dict[str, Words] = {
    "item": words("item"),
    "heading": words("heading"),
    "field": words("order of the fields"),
    "title": words("title"),
    "points": words("points"),
    "printed_total": words("printed total"),
    "role": words("role of the field"),
    "scored_by": words("scoring rule"),
    "legal_basis": words("legal basis"),
    "evidence": words("evidence asked"),
    "confirmed_by": words("confirmed by"),
    "answered_by": words("who answers"),
    "not_applicable_when": words("not applicable when"),
    "note": words("note"),
    "unknown": words("what is not known"),
    "cover.edition": words("code of the edition"),
    "cover.title": words("title of the edition"),
    "cover.index_type": words("kind of index"),
    "cover.illustrative": words("illustrative"),
    "cover.decision.number": words("number of the decision"),
    "cover.decision.issuer": words("issuer"),
    "cover.decision.date": words("date of the decision"),
    "cover.decision.title": words("title of the decision"),
    "cover.scale": words("scale"),
    "cover.index": words("how the index is printed"),
    "cover.decimals": words("decimals"),
    "cover.ties": words("ranking of ties"),
    "cover.not_applicable": words("items that do not apply"),
    "cover.caps.bonus": words("most bonus"),
    "cover.caps.bonus_inside_scale": words("bonus inside the scale"),
    "cover.caps.penalty": words("most penalty"),
    "cover.caps.index_at_least": words("lowest index"),
    "cover.caps.index_at_most": words("highest index"),
    "cover.blocks": words("blocks of units"),
    "cover.classes": words("classes"),
    "cover.source": words("source"),
    "cover.replaces": words("edition replaced"),
    "cover.unknown": words("what is not known"),
    "survey": words("survey"),
    "survey.questions": words("survey question"),
    "survey.options": words("answer to choose"),
    "survey.groups": words("group of respondents"),
    "survey.assumptions": words("assumption of the survey"),
    "translations.title": words("translation: title of the edition"),
    "translations.titles": words("translation: title"),
    "translations.says": words("translation: text"),
    "translations.blocks": words("translation: block"),
}
STANDINGS: dict[Standing, Words] = {
    Standing.COMPARABLE: words("comparable"),
    Standing.TOGETHER: words("comparable only as the sum of its parts"),
    Standing.NOT_COMPARABLE: words("not comparable: the edition says so"),
    Standing.NEW: words("new, nothing to compare with"),
    Standing.ENDED: words("ended"),
}
FIGURES = (
    *("points", "printed_total", "cover.scale", "cover.decimals"),
    *("cover.caps.bonus", "cover.caps.penalty", "cover.caps.index_at_least", "cover.caps.index_at_most"),
)

WORDS_OF: dict[str, Vocabulary] = {
    "role": ROLES,
    "answered_by": ANSWERS,
    "cover.index_type": INDEX_TYPES,
    "cover.illustrative": YES_NO,
    "cover.index": PRINTS,
    "cover.ties": TIES,
    "cover.not_applicable": MODES,
    "cover.caps.bonus_inside_scale": YES_NO,
}
"""Where a change is from one of the edition's words to another."""


def lines_of(comparison: Comparison, language: Language) -> Iterator[tuple[str, ...]]:
    """A heading line, a line a change, a line an item's trend, as six texts each.

    Figures stay in machine form, except in the words of a rule.
    """
    yield tuple(heading.said_in(language) for heading in HEADINGS)
    yield from (_change_line(change, language) for change in comparison.changes)
    for trend in comparison.trends:
        yield _trend_line(trend, language)


def _change_line(change: Change, language: Language) -> tuple[str, ...]:
    return (
        change.old_code,
        change.new_code,
        KINDS[change.kind].said_in(language),
        WHAT[change.what].said_in(language),
        *_sides(change, language),
    )


def _sides(change: Change, language: Language) -> tuple[str, str]:
    """Before and after. Two rules that read alike are told apart by how they are written in the edition."""
    before, after = change.before, change.after
    sides = str(said(before, language)), str(said(after, language))
    if sides[0] == sides[1] and isinstance(before, RuleText) and isinstance(after, RuleText):
        return f"{sides[0]}\n{before.data()}", f"{sides[1]}\n{after.data()}"
    return sides


def _trend_line(trend: Trend, language: Language) -> tuple[str, ...]:
    return (
        "; ".join(trend.old_codes),
        trend.new_code or "",
        words("trend").said_in(language),
        "",
        "",
        STANDINGS[trend.standing].said_in(language),
    )


def csv_of(comparison: Comparison, language: Language) -> str:
    """As CSV. A text that a spreadsheet would take for a formula is made inert by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([inert(text) for text in line] for line in lines_of(comparison, language))
    return out.getvalue()


def text_of(comparison: Comparison, language: Language) -> str:
    """As plain text: a table of the changes, then the items that cannot simply be compared."""
    head = words("From edition {old} to edition {new}", old=comparison.old, new=comparison.new)
    broken = [trend for trend in comparison.trends if trend.standing is not Standing.COMPARABLE]
    lines = [head.said_in(language), ""]
    lines += [*(finding.said_in(language) for finding in comparison.findings), ""] if comparison.findings else []
    lines += _table(readable_lines(comparison.changes, language)) if comparison.changes else _nothing(language)
    simple = words("{count} items can be compared from one edition to the other.", count=_simple(comparison))
    lines += ["", simple.said_in(language), *(_said(trend, language) for trend in broken)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _nothing(language: Language) -> list[str]:
    return [words("No change.").said_in(language)]


def _simple(comparison: Comparison) -> int:
    return sum(trend.standing is Standing.COMPARABLE for trend in comparison.trends)


def _said(trend: Trend, language: Language) -> str:
    codes = [", ".join(trend.old_codes) or "–", trend.new_code or "–"]
    return f"{' → '.join(codes)}: {STANDINGS[trend.standing].said_in(language)}"


def readable_lines(changes: Sequence[Change], language: Language) -> Iterator[tuple[str, ...]]:
    """A heading line and a line a change, with figures and words as a reader of that language writes them."""
    yield tuple(heading.said_in(language) for heading in HEADINGS)
    for change in changes:
        *told, before, after = _change_line(change, language)
        yield (*told, _readable(change.what, before, language), _readable(change.what, after, language))


def _readable(what: str, text: str, language: Language) -> str:
    """A figure in the reader's form, a word of the edition in the officer's words."""
    if what in FIGURES:
        return shown(text, language)
    return label_of(text, WORDS_OF[what]) if language == "vi" and what in WORDS_OF else text


def _table(lines: Iterable[tuple[str, ...]]) -> list[str]:
    """Columns of fixed width, long texts wrapped, a rule under the headings."""
    rows = [_wrapped(line) for line in lines]
    rule = BETWEEN.join("-" * width for width in WIDTHS)
    return [*rows[0], rule, *(line for row in rows[1:] for line in row)]


def _wrapped(cells: Sequence[str]) -> list[str]:
    columns = [_lines(cell, width) for cell, width in zip(cells, WIDTHS, strict=True)]
    height = max(len(column) for column in columns)
    padded = [column + [""] * (height - len(column)) for column in columns]
    return [
        BETWEEN.join(text.ljust(width) for text, width in zip(line, WIDTHS, strict=True))
        for line in zip(*padded, strict=True)
    ]


def _lines(cell: str, width: int) -> list[str]:
    """The lines of a cell, each wrapped; an empty cell is one empty line."""
    return [line for text in cell.split("\n") for line in textwrap.wrap(text, width) or [""]]
