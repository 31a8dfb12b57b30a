"""An adopted edition never changes: its digest stands in rubrics/ADOPTED, and a new law is a new edition."""

from pathlib import Path

import pytest

from parindex.rubric.read import adopted
from parindex.rubric.write import digest

RUBRICS = Path(__file__).parents[2] / "rubrics"
ADOPTED = dict(
    reversed(line.split()) for line in (RUBRICS / "ADOPTED").read_text(encoding="utf-8").splitlines() if line
)


def test_every_edition_is_adopted_and_there() -> None:
    assert sorted(ADOPTED) == sorted(folder.name for folder in RUBRICS.iterdir() if folder.is_dir())


@pytest.mark.parametrize("name", ADOPTED)
def test_an_adopted_edition_has_not_changed(name: str) -> None:
    assert digest(adopted(RUBRICS / name)) == ADOPTED[name], "write a new edition; an adopted one is never changed"


@pytest.mark.parametrize("name", ADOPTED)
def test_an_edition_bears_the_name_of_its_folder(name: str) -> None:
    assert adopted(RUBRICS / name).cover.edition == name
