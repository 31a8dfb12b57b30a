"""Plain text with places: scalars, lists and mappings that remember the line or cell they came from.

Both forms of an edition, YAML and spreadsheet, become this tree and are then read by the same shapes.
Hostile input ends here, in a finding: the YAML event stream is walked without recursion, aliases are refused,
nothing is ever constructed from a tag, and size and depth are bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from parindex.errors import Finding
from parindex.words import Words, words

MOST_BYTES = 4_000_000
MOST_DEPTH = 40
MOST_NODES = 400_000


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Listing:
    where: str
    items: "list[Node]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    where: str
    pairs: "dict[str, Node]" = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def place_of(self, key: str) -> str:
        return self.places.get(key, self.where)


Node = Scalar | Listing | Mapping


class _Refused(Exception):
    def __init__(self, where: str, problem: Words, remedy: Words) -> None:
        self.finding = Finding(where=where, problem=problem, remedy=remedy)


def read_yaml(path: Path, shown_as: str) -> tuple[Node | None, list[Finding]]:
    """The tree of a YAML file, or the findings that say why there is none."""
    try:
        return _Builder(shown_as).build(_text_of(path, shown_as)), []
    except _Refused as refused:
        return None, [refused.finding]


def parse_yaml(text: str, shown_as: str) -> tuple[Node | None, list[Finding]]:
    """As `read_yaml`, from text."""
    try:
        return _Builder(shown_as).build(text), []
    except _Refused as refused:
        return None, [refused.finding]


def _text_of(path: Path, shown_as: str) -> str:
    if not path.is_file():
        raise _Refused(shown_as, words("there is no such file"), words("write it, or correct the name"))
    with path.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _Refused(
            shown_as,
            words("the file is larger than {most} bytes", most=MOST_BYTES),
            words("split it; a rubric file holds text only"),
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Refused(
            shown_as,
            words("byte {position} is not UTF-8 text", position=error.start),
            words("save the file as UTF-8 text"),
        ) from None


class _Builder:
    """Builds the tree from events, on a stack of its own."""

    def __init__(self, shown_as: str) -> None:
        self.shown_as = shown_as
        self.open: list[Listing | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.root: Node | None = None
        self.count = 0

    def build(self, text: str) -> Node:
        try:
            for event in self._events(text):
                self._take(event)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = self.shown_as if mark is None else f"{self.shown_as}:{mark.line + 1}"
            problem = getattr(error, "problem", None) or str(error).splitlines()[0]
            raise _Refused(
                where,
                words("this is not YAML: {problem}", problem=problem),
                words("correct the indentation, quotes or brackets at this line"),
            ) from None
        if self.root is None:
            raise _Refused(self.shown_as, words("the file is empty"), words("write the edition's text in it"))
        return self.root

    def _events(self, text: str) -> Iterator[yaml.Event]:
        events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        return events

    def _take(self, event: yaml.Event) -> None:
        where = f"{self.shown_as}:{event.start_mark.line + 1}" if event.start_mark else self.shown_as
        match event:
            case yaml.AliasEvent():
                raise _Refused(
                    where, words("an alias (*) is not allowed"), words("write the text out where it is meant")
                )
            case yaml.ScalarEvent():
                self._place(Scalar(event.value, where))
            case yaml.SequenceStartEvent():
                self._enter(Listing(where))
            case yaml.MappingStartEvent():
                self._enter(Mapping(where))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self.open.pop()
                self.keys.pop()
            case yaml.DocumentStartEvent() if self.root is not None:
                raise _Refused(where, words("a second document begins here"), words("keep one document a file"))

    def _enter(self, node: Listing | Mapping) -> None:
        self._place(node)
        self.open.append(node)
        self.keys.append(None)
        if len(self.open) > MOST_DEPTH:
            raise _Refused(
                node.where,
                words("nested deeper than {most} levels", most=MOST_DEPTH),
                words("flatten the file; no decision is nested so deep"),
            )

    def _place(self, node: Node) -> None:
        self.count += 1
        if self.count > MOST_NODES:
            raise _Refused(
                node.where,
                words("more than {most} values", most=MOST_NODES),
                words("split it; a rubric file holds text only"),
            )
        match self.open[-1] if self.open else None:
            case None:
                self.root = node
            case Listing(items=items):
                items.append(node)
            case Mapping() as mapping:
                self._place_in(mapping, node)

    def _place_in(self, mapping: Mapping, node: Node) -> None:
        key = self.keys[-1]
        if key is not None:
            mapping.pairs[key.text] = node
            self.keys[-1] = None
            return
        if not isinstance(node, Scalar):
            raise _Refused(
                node.where, words("a key must be a word, not a list or a mapping"), words("write a plain key")
            )
        if node.text in mapping.pairs:
            raise _Refused(
                node.where,
                words("the key «{key}» stands twice", key=node.text),
                words("keep one of the two"),
            )
        mapping.places[node.text] = node.where
        self.keys[-1] = node
