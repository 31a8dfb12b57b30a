"""Which part of a draft is meant: a file, and the way down in it. In an address: `1-chi-dao:2.0`, `cover`."""

from dataclasses import dataclass
from typing import Any

from parindex.rubric.draft import Path
from parindex.rubric.read import COVER_FILE, SURVEY_FILE
from parindex.rubric.shape import Data, Shape
from parindex.rubric.shapes import COVER, FIELD, GROUP, ITEM, QUESTIONNAIRE, TRANSLATION
from paroffice.refused import NotVisible

ENDING = ".yaml"
SHAPES: dict[str, Shape[Any]] = {COVER_FILE: COVER, SURVEY_FILE: QUESTIONNAIRE}
MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class Place:
    """`path` counts down from the file's own part: () is the field, (2, 0) the first part of its third part."""

    name: str
    path: Path = ()

    def __str__(self) -> str:
        return f"{self.name}:{'.'.join(map(str, self.path))}" if self.path else self.name

    @property
    def file(self) -> str:
        return self.name + ENDING

    @property
    def parent(self) -> "Place":
        return Place(self.name, self.path[:-1])

    @property
    def is_field(self) -> bool:
        return self.file not in SHAPES

    def inside(self, number: int) -> "Place":
        return Place(self.name, (*self.path, number))

    def shape(self, data: Data) -> Any:
        """How the part is written."""
        if not self.is_field:
            return SHAPES[self.file]
        if not self.path:
            return FIELD
        return GROUP if isinstance(data, dict) and "items" in data else ITEM


def place_in(text: str) -> Place:
    """The place that an address names. Raises `NotVisible` for what is none."""
    name, _, steps = text.partition(":")
    numbers = steps.split(".") if steps else []
    if len(numbers) > MOST_STEPS or not all(step.isascii() and step.isdigit() and len(step) < 6 for step in numbers):
        raise NotVisible
    return Place(name, tuple(int(step) for step in numbers))


def shape_of_file(file: str, translations: tuple[str, ...]) -> Any:
    """How a whole file is written."""
    if file in SHAPES:
        return SHAPES[file]
    return TRANSLATION if file.removesuffix(ENDING) in translations else FIELD


def kept_keys(place: Place) -> tuple[str, ...]:
    """Keys that no form holds: what stands inside a part, and the names of files."""
    return ("items",) if place.is_field else ("fields", "translations") if place.file == COVER_FILE else ()
