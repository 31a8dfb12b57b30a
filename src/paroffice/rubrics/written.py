"""A draft as it stands: its files as trees, its parts, its sum, and which part each finding speaks of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import PurePath

from parindex.errors import Finding, Weight, errors_among
from parindex.rubric.draft import Outline, outline_of, possible, scale_of, text_at
from parindex.rubric.model import Edition
from parindex.rubric.read import COVER_FILE, SURVEY_FILE
from parindex.rubric.shape import Data, data_of
from parindex.rubric.tree import Listing, Node, Scalar, parse_yaml
from parindex.rubric.tree import Mapping as Tree
from paroffice.refused import NotVisible
from paroffice.rubrics.frozen import Files, draft_of
from paroffice.rubrics.places import ENDING, Place


@dataclass(frozen=True)
class Told:
    """A finding with the part it speaks of. Where only a text can mend it, `text`; a translation, `language`."""

    finding: Finding
    place: Place
    label: str
    text: bool = False
    language: str = ""


@dataclass(frozen=True)
class Written:
    """The files of a draft, read as far as they can be."""

    files: Files
    trees: Mapping[str, Node | None] = field(init=False)

    def __post_init__(self) -> None:
        trees = {name: parse_yaml(text, name)[0] for name, text in self.files.items()}
        object.__setattr__(self, "trees", trees)

    @cached_property
    def checked(self) -> tuple[Edition | None, list[Finding]]:
        """What the arithmetic says of it."""
        return draft_of(self.files)

    @property
    def errors(self) -> list[Finding]:
        return errors_among(self.checked[1])

    @property
    def cover(self) -> Node | None:
        return self.trees.get(COVER_FILE)

    @property
    def title(self) -> str:
        return text_at(self.cover, "title")

    @property
    def name(self) -> str:
        return text_at(self.cover, "edition")

    @cached_property
    def translations(self) -> tuple[str, ...]:
        return tuple(self._named("translations"))

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """As the cover lists them; where it cannot be read, every file that may be one."""
        if isinstance(self.cover, Tree):
            return tuple(name for name in self._named("fields") if f"{name}{ENDING}" in self.files)
        own = {COVER_FILE, SURVEY_FILE}
        return tuple(name.removesuffix(ENDING) for name in sorted(self.files) if name not in own)

    @cached_property
    def fields(self) -> dict[str, Outline]:
        """The outline of each field that can be read."""
        read = ((name, outline_of(self.trees[f"{name}{ENDING}"])) for name in self.field_names)
        return {name: outline for name, outline in read if outline is not None}

    @property
    def file_names(self) -> list[str]:
        """In the order of reading: cover, fields, survey, translations, and what nobody names."""
        named = ["cover", *self.field_names, "survey", *self.translations]
        known = [f"{name}{ENDING}" for name in named if f"{name}{ENDING}" in self.files]
        return [*known, *sorted(self.files.keys() - set(known))]

    @property
    def illustrative(self) -> bool:
        return text_at(self.cover, "illustrative") == "yes"

    @property
    def has_survey(self) -> bool:
        return SURVEY_FILE in self.files

    @property
    def total(self) -> Fraction:
        return possible(self.fields.values(), self.cover)

    @property
    def scale(self) -> Fraction | None:
        return scale_of(self.cover)

    @property
    def adds_up(self) -> bool:
        return self.total == self.scale

    def _named(self, key: str) -> Iterator[str]:
        held = self.cover.pairs.get(key) if isinstance(self.cover, Tree) else None
        for entry in held.items if isinstance(held, Listing) else []:
            if isinstance(entry, Scalar) and PurePath(entry.text).name == entry.text:
                yield entry.text

    def node(self, place: Place) -> Tree | None:
        """The mapping at a place; None where the file cannot be read. Raises `NotVisible` where nothing stands."""
        if place.file not in self.files:
            raise NotVisible
        node = self.trees[place.file]
        for step in place.path:
            items = node.pairs.get("items") if isinstance(node, Tree) else None
            if not isinstance(items, Listing) or step >= len(items.items):
                raise NotVisible
            node = items.items[step]
        return node if isinstance(node, Tree) else None

    def data(self, place: Place) -> Data | None:
        node = self.node(place)
        return None if node is None else data_of(node)

    def outline(self, place: Place) -> Outline | None:
        return outline_of(self.node(place), place.path) if place.is_field else None

    @cached_property
    def told(self) -> list[Told]:
        """Every finding with the part it speaks of; errors first."""
        findings = sorted(self.checked[1], key=lambda finding: finding.weight is not Weight.ERROR)
        return [self._told(finding) for finding in findings]

    def told_of(self, place: Place) -> list[Told]:
        return [told for told in self.told if told.place == place and not told.language]

    def _told(self, finding: Finding) -> Told:
        file, line = _file_of(finding)
        name = file.removesuffix(ENDING)
        if name in self.translations:
            return self._of_translation(finding, name)
        if not isinstance(self.trees.get(file), Tree):
            return Told(finding, Place(name), finding.where, text=True)
        part = self._part_at(name, line) if name in self.fields else None
        return Told(finding, Place(name, part.path) if part else Place(name), (part.code if part else "") or name)

    def _of_translation(self, finding: Finding, name: str) -> Told:
        """A title that is not translated is told of the field it stands in, where it can be written."""
        code = dict(finding.problem.arguments).get("code")
        holder = next((one for one, field in self.fields.items() if any(p.code == code for p in field.all())), None)
        if holder is None or not isinstance(self.trees.get(f"{name}{ENDING}"), Tree):
            return Told(finding, Place(name), finding.where, text=True)
        return Told(finding, Place(holder), f"{name} {code}", language=name)

    def _part_at(self, name: str, line: int) -> Outline | None:
        """The part whose text the line stands in: the last that begins before it."""
        started = [part for part in self.fields[name].all() if line_of(part.node.where) <= line]
        return max(started, key=lambda part: line_of(part.node.where), default=None)


def _file_of(finding: Finding) -> tuple[str, int]:
    """File and line of a finding: `1-field.yaml:12`, `survey.yaml Q1`, `cover.yaml`."""
    place = finding.where.split(" ")[0]
    if place in ("", SURVEY_FILE):
        return place or COVER_FILE, 0
    file, _, line = place.rpartition(":")
    return (file, int(line)) if line.isdecimal() and file else (place, 0)


def line_of(where: str) -> int:
    line = where.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0
