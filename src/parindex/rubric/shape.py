"""Shapes: how a value is written, described once and used both ways, to read it with findings and to write it.

A `record` names the keys of a mapping; unknown and missing keys are findings. Reading never raises: what is flawed
comes back as FLAWED, the findings tell the rest, and the whole file is read so that a person sees every flaw at once.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any, Final, Generic, TypeVar

from parindex.errors import Finding
from parindex.rounding import read_figure, shortest
from parindex.rubric.tree import Listing, Mapping, Node, Scalar
from parindex.words import Words, words

Data = str | list["Data"] | dict[str, "Data"]
"""What a file holds once it is read: text, lists, mappings. Figures stay text."""

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def data_of(node: Node) -> Data:
    """What a tree holds, without its places."""
    match node:
        case Scalar(text=text):
            return text
        case Listing(items=items):
            return [data_of(item) for item in items]
        case Mapping(pairs=pairs):
            return {key: data_of(child) for key, child in pairs.items()}


class Flawed(Enum):
    FLAWED = "flawed"


FLAWED: Final = Flawed.FLAWED
ABSENT: Final = object()
"""The default of a key that must be there."""


@dataclass(slots=True)
class Report:
    """Collects findings while a tree is read."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, where: str, problem: Words, remedy: Words) -> Flawed:
        self.findings.append(Finding(where=where, problem=problem, remedy=remedy))
        return FLAWED


class Shape(ABC, Generic[T]):
    """How one kind of value is written."""

    @abstractmethod
    def read(self, node: Node, report: Report) -> T | Flawed: ...

    @abstractmethod
    def data(self, value: T) -> Data: ...


class Text(Shape[str]):
    """Words on one or more lines; outer spaces do not count."""

    def read(self, node: Node, report: Report) -> str | Flawed:
        if not isinstance(node, Scalar):
            return report.add(node.where, words("text is expected here"), words("write plain text"))
        text = " ".join(node.text.split())
        if not text:
            return report.add(
                node.where,
                words("the text is empty"),
                words("write it, or remove the key when nothing is known"),
            )
        return text

    def data(self, value: str) -> Data:
        return value


class Word(Text):
    """A short text that a ledger's answer can hold: a level, a mark. `;` and `:` would end it there."""

    def read(self, node: Node, report: Report) -> str | Flawed:
        text = super().read(node, report)
        if isinstance(text, str) and (";" in text or ":" in text):
            return report.add(
                node.where,
                words("«{text}» holds a colon or a semicolon, which an answer cannot", text=text),
                words("use letters, digits and hyphens"),
            )
        return text


class Figure(Shape[Fraction]):
    """An exact decimal, `2.5`."""

    def read(self, node: Node, report: Report) -> Fraction | Flawed:
        figure = read_figure(node.text) if isinstance(node, Scalar) else None
        if figure is None:
            return report.add(
                node.where,
                words("a figure is expected here"),
                words("write digits with a dot for decimals, such as 2.5"),
            )
        return figure

    def data(self, value: Fraction) -> Data:
        return shortest(value)


class Points(Figure):
    """A figure that is not negative."""

    def read(self, node: Node, report: Report) -> Fraction | Flawed:
        figure = super().read(node, report)
        if isinstance(figure, Fraction) and figure < 0:
            return report.add(
                node.where,
                words("points are written without a minus sign"),
                words("write the amount; a penalty field subtracts it"),
            )
        return figure


class Percent(Shape[Fraction]):
    """A share, written as decisions print it, `85%`; inside it is 0.85."""

    def read(self, node: Node, report: Report) -> Fraction | Flawed:
        text = node.text.strip() if isinstance(node, Scalar) else ""
        figure = read_figure(text.removesuffix("%").strip()) if text.endswith("%") else None
        if figure is None or figure < 0:
            return report.add(
                node.where,
                words("a percentage is expected here"),
                words("write it with its sign, such as 85%"),
            )
        return figure / 100

    def data(self, value: Fraction) -> Data:
        return f"{shortest(value * 100)}%"


class Whole(Shape[int]):
    """A whole number that is not negative."""

    def read(self, node: Node, report: Report) -> int | Flawed:
        figure = read_figure(node.text) if isinstance(node, Scalar) else None
        if figure is None or figure.denominator != 1 or figure < 0:
            return report.add(
                node.where, words("a whole number is expected here"), words("write digits only, such as 2")
            )
        return int(figure)

    def data(self, value: int) -> Data:
        return str(value)


class YesNo(Shape[bool]):
    def read(self, node: Node, report: Report) -> bool | Flawed:
        text = node.text if isinstance(node, Scalar) else ""
        if text not in ("yes", "no"):
            return report.add(node.where, words("yes or no is expected here"), words("write yes or no"))
        return text == "yes"

    def data(self, value: bool) -> Data:
        return "yes" if value else "no"


class OneOf(Shape[E]):
    """One word of a closed list."""

    def __init__(self, kind: type[E]) -> None:
        self.kind = kind

    def read(self, node: Node, report: Report) -> E | Flawed:
        text = node.text if isinstance(node, Scalar) else ""
        choices = [member.value for member in self.kind]
        if text not in choices:
            return report.add(
                node.where,
                words("«{text}» is not one of the words allowed here", text=text),
                words("write one of: {choices}", choices=", ".join(choices)),
            )
        return self.kind(text)

    def data(self, value: E) -> Data:
        return value.value


class ListOf(Shape[tuple[T, ...]]):
    def __init__(self, shape: Shape[T], *, at_least: int = 0) -> None:
        self.shape, self.at_least = shape, at_least

    def read(self, node: Node, report: Report) -> tuple[T, ...] | Flawed:
        if not isinstance(node, Listing):
            return report.add(
                node.where,
                words("a list is expected here"),
                words("begin each entry on its own line with a dash"),
            )
        if len(node.items) < self.at_least:
            return report.add(
                node.where,
                words("at least {least} entries are expected here", least=self.at_least),
                words("add what is missing"),
            )
        values = [self.shape.read(item, report) for item in node.items]
        sound = tuple(value for value in values if not isinstance(value, Flawed))
        return sound if len(sound) == len(values) else FLAWED

    def data(self, value: tuple[T, ...]) -> Data:
        return [self.shape.data(item) for item in value]


class MapOf(Shape[dict[str, T]]):
    """A mapping whose keys are free: codes, names of blocks."""

    def __init__(self, shape: Shape[T]) -> None:
        self.shape = shape

    def read(self, node: Node, report: Report) -> dict[str, T] | Flawed:
        if not isinstance(node, Mapping):
            return report.add(node.where, words("a mapping is expected here"), words("write «key: value» lines"))
        values = {key: self.shape.read(child, report) for key, child in node.pairs.items()}
        sound = {key: value for key, value in values.items() if not isinstance(value, Flawed)}
        return sound if len(sound) == len(values) else FLAWED

    def data(self, value: dict[str, T]) -> Data:
        return {key: self.shape.data(item) for key, item in value.items()}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record: the shape of its value and what it is when the key is left out."""

    shape: Shape[Any]
    default: object = ABSENT


class Record(Shape[T]):
    """A mapping with named keys, built into `kind` by keyword. Keys and fields bear the same names.

    With `placed`, `kind` also takes `where`, the line or cell it was read from.
    """

    def __init__(self, kind: Callable[..., T], *, placed: bool = False, **keys: Shape[Any] | Key) -> None:
        self.kind, self.placed = kind, placed
        self.keys = {name: key if isinstance(key, Key) else Key(key) for name, key in keys.items()}

    def read(self, node: Node, report: Report) -> T | Flawed:
        values = self.values(node, report)
        if isinstance(values, Flawed):
            return FLAWED
        return self.kind(**values, where=node.where) if self.placed else self.kind(**values)

    def values(self, node: Node, report: Report) -> dict[str, Any] | Flawed:
        """The keyword arguments, every key looked at before anything is refused."""
        if not isinstance(node, Mapping):
            return report.add(
                node.where,
                words("a mapping with the keys {keys} is expected here", keys=", ".join(self.keys)),
                words("write «key: value» lines"),
            )
        self._refuse_unknown(node, report)
        values = {name: self._value(name, key, node, report) for name, key in self.keys.items()}
        sound = not any(isinstance(value, Flawed) for value in values.values())
        return values if sound and set(node.pairs) <= set(self.keys) else FLAWED

    def _refuse_unknown(self, node: Mapping, report: Report) -> None:
        for name in node.pairs.keys() - self.keys.keys():
            report.add(
                node.place_of(name),
                words("unknown key «{key}»", key=name),
                words("use one of: {keys}", keys=", ".join(self.keys)),
            )

    def _value(self, name: str, key: Key, node: Mapping, report: Report) -> Any:
        if name in node.pairs:
            return key.shape.read(node.pairs[name], report)
        if key.default is ABSENT:
            return report.add(node.where, words("the key «{key}» is missing", key=name), words("add it here"))
        return key.default

    def data(self, value: T) -> dict[str, Data]:
        """The mapping to write; what equals its default is left out."""
        written: dict[str, Data] = {}
        for name, key in self.keys.items():
            held = getattr(value, name)
            if key.default is ABSENT or held != key.default:
                written[name] = key.shape.data(held)
        return written


class Tagged(Shape[T]):
    """A mapping with exactly one key that names the kind: `{share: {…}}`."""

    def __init__(self, kinds: AnyMapping[str, Shape[Any]], tag_of: Callable[[T], str]) -> None:
        self.kinds, self.tag_of = dict(kinds), tag_of

    def read(self, node: Node, report: Report) -> T | Flawed:
        tags: Sequence[str] = list(node.pairs) if isinstance(node, Mapping) else []
        if not isinstance(node, Mapping) or len(tags) != 1:
            return report.add(
                node.where,
                words("exactly one rule is expected here"),
                words("write one of: {keys}", keys=", ".join(self.kinds)),
            )
        tag = tags[0]
        if tag not in self.kinds:
            return report.add(
                node.place_of(tag),
                words("there is no rule «{rule}»", rule=tag),
                words("write one of: {keys}", keys=", ".join(self.kinds)),
            )
        value: T | Flawed = self.kinds[tag].read(node.pairs[tag], report)
        return value

    def data(self, value: T) -> Data:
        tag = self.tag_of(value)
        return {tag: self.kinds[tag].data(value)}
