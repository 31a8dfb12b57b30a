"""An edition as plain files, into the office and out of it."""

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from parindex.rubric.model import Edition
from parindex.rubric.read import adopted
from parindex.rubric.write import digest

Files = dict[str, str]


def files_of(folder: Path) -> Files:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


def edition_of(files: Files) -> Edition:
    """The edition in files. Raises `Unreadable` with its findings."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, text in files.items():
            (folder / Path(name).name).write_text(text, encoding="utf-8")
        return adopted(folder)


class Kept:
    """The editions in use, read once each and found by their digest."""

    def __init__(self) -> None:
        self._texts: dict[str, Files] = {}
        self._read = lru_cache(maxsize=32)(lambda wanted: self._checked(wanted))

    def edition(self, wanted: str, files: Files) -> Edition:
        self._texts[wanted] = files
        try:
            return self._read(wanted)
        finally:
            self._texts.pop(wanted, None)

    def _checked(self, wanted: str) -> Edition:
        edition = edition_of(self._texts[wanted])
        if digest(edition) != wanted:
            raise ValueError(f"the files of edition {wanted} are not those that were adopted")
        return edition


KEPT = Kept()
