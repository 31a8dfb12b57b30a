"""The law of an adopted edition, drafts, and how two editions stand to each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from parindex.errors import Finding
from parindex.rubric.compare import compare
from parindex.rubric.compare.lineage import Standing
from parindex.rubric.compare.table import STANDINGS, readable_lines
from parindex.rubric.describe import describe
from parindex.rubric.model import Edition, Group, Item
from parindex.words import Words
from paroffice.pages.language import readers_language
from paroffice.refused import NotVisible
from paroffice.rubrics.frozen import KEPT
from paroffice.rubrics.models import AdoptedEdition, Draft


def law_of(adopted: AdoptedEdition) -> Edition:
    """The edition as the arithmetic knows it."""
    return KEPT.edition(adopted.digest, adopted.files)


def law_to_read(adopted: AdoptedEdition) -> Edition:
    """The same law in the reader's language, as far as the edition is translated; codes and points are the same."""
    return KEPT.translated(adopted.digest, adopted.files, adopted.glosses, readers_language())


def draft_for(pk: int) -> Draft:
    found = Draft.objects.select_related("based_on", "changed_by", "adopted_as", "discarded_by").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True)
class Line:
    """A line of the document: a heading, or an item with its rule in words. `depth` is 1 under the field."""

    part: Group | Item
    depth: int
    rule: tuple[Words, ...] = ()

    @property
    def is_item(self) -> bool:
        return isinstance(self.part, Item)


def lines_of(group: Group, depth: int = 1) -> Iterator[Line]:
    """What stands in a field, in printed order."""
    for part in group.items:
        if isinstance(part, Group):
            yield Line(part, depth)
            yield from lines_of(part, depth + 1)
        else:
            yield Line(part, depth, tuple(describe(part.scored_by, part.most)))


@dataclass(frozen=True)
class Told:
    """A comparison for the page: lines of six texts, trends that are broken, and what it cannot rely on."""

    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    broken: tuple[tuple[str, str, Words], ...]
    simple: int
    findings: tuple[Finding, ...]


def told_between(old: Edition, new: Edition) -> Told:
    """What changed from one edition to the other, in the reader's language; the law's own texts are the original."""
    compared = compare(old, new)
    head, *lines = readable_lines(compared.changes, readers_language())
    broken = [trend for trend in compared.trends if trend.standing is not Standing.COMPARABLE]
    return Told(
        head=head,
        lines=tuple(lines),
        broken=tuple((", ".join(one.old_codes), one.new_code or "", STANDINGS[one.standing]) for one in broken),
        simple=len(compared.trends) - len(broken),
        findings=compared.findings,
    )
