"""An edition as plain files, into the office and out of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from parindex.errors import Finding
from parindex.rubric.model import Edition, Gloss
from parindex.rubric.read import adopted, read_draft
from parindex.rubric.translate import in_language
from parindex.rubric.workbook import to_workbook
from parindex.rubric.write import digest, write_edition
from parindex.words import Language

Files = dict[str, str]


Glosses = dict[str, Gloss]


def files_of(folder: Path) -> Files:
    """What lies in the folder itself: the law. Its glosses lie below."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


@contextmanager
def folder_of(files: Files) -> Iterator[Path]:
    """The files lie in a folder for as long as they are read."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, text in files.items():
            (folder / Path(name).name).write_text(text, encoding="utf-8", newline="\n")
        yield folder


def edition_of(files: Files) -> Edition:
    """The edition in files. Raises `Unreadable` with its findings."""
    with folder_of(files) as folder:
        return adopted(folder)


def draft_of(files: Files) -> tuple[Edition | None, list[Finding]]:
    """The edition where its form is sound, and all its findings."""
    with folder_of(files) as folder:
        return read_draft(folder)


def files_from(edition: Edition) -> Files:
    """The files of an edition. Raises `Unreadable` where one could not bear its name."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "edition"
        write_edition(edition, folder)
        return files_of(folder)


def workbook_of(edition: Edition) -> bytes:
    """The edition as Excel. Raises `Unreadable` for a text that no cell can hold."""
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "edition.xlsx"
        to_workbook(edition, path)
        return path.read_bytes()


class Kept:
    """The editions in use, read once each and found by their digest; several threads may ask."""

    def __init__(self) -> None:
        self._read: dict[str, Edition] = {}
        self._translated: dict[tuple[str, Language], tuple[Glosses, Edition]] = {}
        self._reading = Lock()

    def edition(self, wanted: str, files: Files) -> Edition:
        """Raises ValueError where the files are not those that were adopted."""
        with self._reading:
            if wanted not in self._read:
                edition = edition_of(files)
                if digest(edition) != wanted:
                    raise ValueError(f"the files of edition {wanted} are not those that were adopted")
                self._read[wanted] = edition
            return self._read[wanted]

    def translated(self, wanted: str, files: Files, glosses: Glosses, language: Language) -> Edition:
        """The edition with its texts in that language, as its translation and these glosses say them."""
        original = self.edition(wanted, files)
        kept = self._translated.get((wanted, language))
        if kept is None or kept[0] != glosses:
            kept = glosses, in_language(replace(original, glosses=glosses), language)
            self._translated[wanted, language] = kept
        return kept[1]


KEPT = Kept()
