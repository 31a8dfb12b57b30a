"""A column of texts in which most stand many times: each kept once, the column as places among them.

A nation's ledgers hold millions of cells. Where no quote stands in a file, its bytes are cut into columns without
making a Python text of each cell: eight bytes at a time are compared as one number, and only the different texts are
decoded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from parindex.rubric.pieces import LARGEST_INTEGER

Places = NDArray[np.int64]
NO_INTEGER = -1
MOST_DIGITS = 15
COMMA, LINE_END = ord(","), ord("\n")
WORD = 8
MOST_WORDS = 4
MASKS = np.array([2 ** (8 * length) - 1 for length in range(WORD + 1)], dtype="<u8")


class Vocabulary:
    """The different texts of a column."""

    def __init__(self, known: list[str]) -> None:
        self.known = known

    @cached_property
    def integers(self) -> Places:
        """Each text as a whole number below LARGEST_INTEGER; NO_INTEGER where it is not one in plain digits."""
        return np.fromiter(map(_integer, self.known), np.int64, len(self.known))


def _integer(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        return NO_INTEGER
    number = int(text)
    return number if number < LARGEST_INTEGER else NO_INTEGER


@dataclass(frozen=True, slots=True)
class Texts:
    """A column: `codes` are places in the vocabulary."""

    vocabulary: Vocabulary
    codes: Places

    @classmethod
    def of(cls, texts: Iterable[str], count: int) -> "Texts":
        places = _Places()
        codes = np.fromiter(map(places.__getitem__, texts), np.int64, count)
        return cls(Vocabulary(list(places)), codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, line: int) -> str:
        return self.vocabulary.known[int(self.codes[line])]

    def __iter__(self) -> Iterator[str]:
        return map(self.vocabulary.known.__getitem__, self.codes.tolist())

    def at(self, lines: Places) -> "Texts":
        return Texts(self.vocabulary, self.codes[lines])

    def integers(self) -> Places:
        """The column as whole numbers, NO_INTEGER where a text is not one."""
        return self.vocabulary.integers[self.codes]

    def are(self, text: str) -> NDArray[np.bool_]:
        """Where just this text stands."""
        known = self.vocabulary.known
        return np.asarray(self.codes == known.index(text)) if text in known else np.zeros(len(self), dtype=np.bool_)

    def among(self, places: dict[str, int]) -> Places | None:
        """The place of each text in a mapping; None where some text has none there."""
        known = [places.get(text, -1) for text in self.vocabulary.known]
        return None if -1 in known else np.array(known, dtype=np.int64)[self.codes]


class _Places(dict[str, int]):
    """Gives each new text the next place."""

    def __missing__(self, text: str) -> int:
        self[text] = place = len(self)
        return place


def cut(body: bytes, width: int) -> list[Texts] | None:
    """The columns of lines that end with a line end and hold `width` fields each; None where some line does not.

    Raises UnicodeDecodeError where the bytes are not UTF-8.
    """
    body.decode()
    signs = np.frombuffer(body + bytes(WORD), dtype=np.uint8)
    marks = np.flatnonzero((signs == COMMA) | (signs == LINE_END))
    if len(marks) % width:
        return None
    starts, ends = np.concatenate(([0], marks[:-1] + 1)).reshape(-1, width), marks.reshape(-1, width)
    if not ((signs[ends[:, :-1]] == COMMA).all() and (signs[ends[:, -1]] == LINE_END).all()):
        return None
    return [_Cells(body, signs, starts[:, place], ends[:, place]).texts() for place in range(width)]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Where in the bytes the cells of one column start and end."""

    body: bytes
    signs: NDArray[np.uint8]
    starts: Places
    ends: Places

    def texts(self) -> Texts:
        longest = int((self.ends - self.starts).max(initial=0))
        if longest > WORD * MOST_WORDS:
            return Texts.of((self._text(line) for line in range(len(self.starts))), len(self.starts))
        codes = _alike(self._word(0))
        for word in range(1, -(-longest // WORD)):
            more = _alike(self._word(word))
            codes = _alike(codes * (int(more.max(initial=0)) + 1) + more)
        some = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int64)
        some[codes] = np.arange(len(codes))
        return Texts(Vocabulary([self._text(line) for line in some.tolist()]), codes)

    def _word(self, number: int) -> NDArray[np.uint64]:
        """The eight bytes of each cell from `number` × 8 on, as one number; nothing beyond its end."""
        words = np.ndarray(len(self.signs) - WORD + 1, "<u8", self.signs, strides=(1,))
        starts = self.starts + number * WORD
        return np.asarray(words[np.minimum(starts, len(words) - 1)] & MASKS[np.clip(self.ends - starts, 0, WORD)])

    def _text(self, line: int) -> str:
        return self.body[self.starts[line] : self.ends[line]].decode()


def _alike(values: NDArray[np.uint64] | Places) -> Places:
    """Each value's place among the different ones; neighbours that are equal are looked at once."""
    heads = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else np.arange(0)
    _, places = np.unique(values[heads], return_inverse=True)
    return np.repeat(places, np.diff(np.append(heads, len(values))))
